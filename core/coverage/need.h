// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/flowscript.h"

#include <QHash>

namespace drydock {

/// One row: a distinct module that a script imports or that its flow implies.
struct Need {
    QString script; ///< Absolute path.
    QString module; ///< Dotted, as it must be importable.
    QStringList names; ///< The names taken from it.
    ImportKind kind = ImportKind::ThirdParty;
    QStringList distributions; ///< Candidates without an image, likeliest first.
    Confidence confidence = Confidence::Guessed;
    QString evidence; ///< In words.
    Necessity necessity = Necessity::Required;
    QString condition; ///< The guard's source text when conditional.
    QString file; ///< Of the first import.
    int line = 0;
    QString requirement; ///< A declared or locked version of its distribution (PEP 508), or empty.
    QString extra; ///< For a Prefect module: the extras whose requirements must be there, comma-separated, or empty.
    int generation = 0; ///< For a Prefect module: the script's Prefect, or 0 when nothing says it.
    bool generationAssumed = false; ///< 3, though Prefect 2 will do as well.
    QString since; ///< First Python minor whose standard library has it ("3.11"), or empty.
    QString until; ///< Last one ("2.7": no Python 3 does), or empty.
    bool shipped = false; ///< A local module that travels with the flow's storage.
    bool mayBeShipped = false; ///< One of which that is not known: the storage could not be read.

    /// Whether the script cannot do without it.
    bool isRequired() const { return necessity == Necessity::Required || necessity == Necessity::Implied; }
};

/// What a script's lock files say of each distribution ("pandas==1.5.2"), by normalised name. A name that is locked to several
/// versions, for several systems, is left out.
QHash<QString, QString> lockedBy(const FlowScript &script);

/// Imports that only type checkers see are left out.
QList<Need> needsOf(const QList<FlowScript> &scripts);

} // namespace drydock
