// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/coverage/coverage.h"

namespace drydock {

/// What an image has to be given so that it covers the needs.
struct Additions {
    QStringList requirements; ///< PEP 508, with the versions that the project declares.
    QStringList localModules; ///< Top-level names.
    QStringList guesses; ///< Distributions that only share the import's name.
    QStringList sharedRequirements; ///< Those that more than one script needs.
};

/// @param image what is there already, or null for everything that is needed
Additions additionsFor(const Coverage &coverage, const QList<FlowScript> &scripts, const ImageCoverage *image);

/// What the scripts' lock files agree on ("pandas==1.5.2"), by normalised name.
QHash<QString, QString> lockedVersions(const QList<FlowScript> &scripts);

/// Prefect itself of the scripts' generation, with the extras that their storage and tasks need, for an image without Prefect.
QStringList prefectRequirements(const QList<FlowScript> &scripts);

/// Limits that releases of Prefect did not write down: beyond them they install, and then do not load or run.
QStringList prefectBounds(int generation);

} // namespace drydock
