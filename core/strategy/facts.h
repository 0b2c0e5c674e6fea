// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/strategy/additions.h"
#include "core/strategy/advice.h"

namespace drydock {

/// Everything that the rules ask about a situation, worked out once.
struct Facts {
    const Situation *situation = nullptr;
    int generation = 0;
    QString runsOn;

    const ImageCoverage *covering = nullptr; ///< At hand and satisfied, where it can be used; or null.
    QString coveringName; ///< Its reference, or that of Prefect's own image when nothing more is needed; else empty.
    const ImageCoverage *closest = nullptr; ///< The best image at hand, for the reason why none covers.
    QString notCoveringBecause; ///< Why an image that has every module cannot be used.

    const ImageCoverage *base = nullptr; ///< At hand, or null.
    QString baseName; ///< Also when it is not at hand; empty when no Prefect image fits.
    QString baseUnfit; ///< Why the base at hand does not do, or empty.
    const ImageCoverage *pythonBase = nullptr;
    QString scratchName;

    Additions additions;
    int sharedBy = 0; ///< How many scripts need something that the base lacks.
    QString shipsFlow; ///< Why the image has to carry the flow's source, or empty.
    const Storage *unreadStorage = nullptr; ///< One that could not be read, or null.
    int localStorageLine = 0; ///< Of a Local storage, which no container sees; 0 without.
    QStringList unknownModules; ///< Missing, and nothing is known that provides them.
    QString ofPython2; ///< A required module that no Python 3 has, or empty.
    QString sharedLibrary; ///< "libgomp.so.1": what a module in the image does not find.
    QString sharedLibraryOf; ///< That module.
    QString fromGit; ///< A requirement that git has to fetch, or empty.
    QString ownWheel; ///< A requirement that lies on this computer, or empty.

    qint64 bytes = -1; ///< To download, -1 when not asked.
    qsizetype distributions = -1;
    QStringList sourceOnly; ///< What has to be compiled.
    QString large; ///< A requirement that is known to be large, while sizes were not asked.
    QString cuda; ///< torch and the like, whose usual wheels bring CUDA.
    QString conflict; ///< Why the requirements do not fit the base, or empty.
    QString refusal; ///< Why the index has nothing that meets one of them, or empty.

    bool isMissing() const { return !additions.requirements.isEmpty() || !additions.localModules.isEmpty(); }
    bool isSmall() const; ///< Little enough to be installed whenever the flow starts.
    bool isManaged() const { return runsOn == u"managed"; }
    bool isProcess() const { return runsOn == u"process"; }
    bool isInCluster() const; ///< The image has to be pulled there, so it has to be for its platform.
    const ImageContents *contents() const; ///< Of the base; null when it was not looked inside.
};

// What is small enough to be installed in every run: a handful of wheels that take a few seconds.
inline constexpr int fewRequirements = 3;
inline constexpr int fewDistributions = 12;
inline constexpr qint64 fewBytes = 25'000'000;

Facts factsOf(const Situation &situation);

QStringList namesOf(const QStringList &requirements); ///< The distributions alone.
QString listed(const QStringList &names); ///< "a, b, c" or "a, b and 3 more".

} // namespace drydock
