// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/flowscript.h"

#include <QHash>

namespace drydock {

/// An exact version that a lock file names.
struct LockedVersion {
    QString version;
    QString source; ///< Absolute path of the lock file.
    int line = 0;
};

/// What files beside a script declare.
struct Declarations {
    QList<DeclaredRequirement> requirements;
    QString requiresPython;
    QHash<QString, LockedVersion> locked; ///< Normalised name → version.
    QList<Problem> problems;

    /// A file that could not be read whole: one sentence that names it.
    void complain(const QString &path, int line, const QString &why);
};

/// Reads a requirements file of pip with what it includes (-r) and its constraints (-c).
void readRequirementsFile(const QString &path, Declarations &into);

/// "numpy=1.19.5=py38h1" or "numpy >=1.19" of conda as PEP 508 text; empty when it names no distribution.
QString requirementFromConda(const QString &spec);

/// 1-based line of the first place where a text stands in a file, or 0.
int lineOfText(const QByteArray &file, const QString &text);

inline constexpr qint64 largestDeclaration = 32 * 1024 * 1024; ///< Lock files of large projects reach 10 MB.

} // namespace drydock
