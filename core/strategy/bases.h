// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/coverage/coverage.h"

namespace drydock {

/// The Prefect that the scripts are written for: 1, 2 or 3; 0 when none says so.
int generationOf(const QList<FlowScript> &scripts);

/// What a base has to fit to, and the images to choose from.
struct BaseWish {
    const QList<FlowScript> &scripts;
    const Coverage &coverage;
    QString platform; ///< What the place needs ("linux/amd64"), or empty where any will do.
    bool onlyPrefectsOwn = false; ///< Nothing but Prefect and its dependencies may be in it.
};

/// Why an image cannot run these scripts whatever is added to it (Python, standard library, platform), or empty.
QString unfitBecause(const BaseWish &wish, const ImageCoverage &image);

/// The best image at hand to add something to: one that fits, named by the scripts, with the right Prefect, then what it covers.
/// Null when none is of the right generation; it may be unfit.
const ImageCoverage *prefectBaseOf(const BaseWish &wish);
/// The best image at hand with a Python that fits and without Prefect. Null when there is none.
const ImageCoverage *pythonBaseOf(const BaseWish &wish, const ImageCoverage *prefectBase);

/// The image that runs a flow when none is named, in full; empty when Prefect published none with a Python that fits.
QString officialPrefectImage(const QList<FlowScript> &scripts);
/// A Python image that fits, in full.
QString officialPythonImage(const QList<FlowScript> &scripts);
/// Whether an official image of Prefect needs nothing more to run the scripts: they use what every one of its releases has.
bool needsOnlyPrefect(const QList<FlowScript> &scripts, const QList<Need> &needs);

/// Whether a Python meets what every script requires ("requires-python").
bool pythonFits(const QString &version, const QList<FlowScript> &scripts);
/// The Python minor that a pickled flow was written with, so far as that is known; -1 else.
int minorOfPickle(const QList<FlowScript> &scripts);
/// Whether the scripts' run configurations or deployments name an image themselves.
bool isNamedByScripts(const QString &reference, const QList<FlowScript> &scripts);
/// Whether an interpreter holds nothing but Prefect and what Prefect requires.
bool holdsOnlyPrefect(const Interpreter &python);

} // namespace drydock
