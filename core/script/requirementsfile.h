// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/flowscript.h"

#include <QHash>

namespace drydock {

/// What files beside a script declare.
struct Declarations {
    QList<DeclaredRequirement> requirements;
    QString requiresPython;
    QList<DeclaredRequirement> locked; ///< "name==version" or "name @ address" of the lock files, best file first.
    QString project; ///< Normalised name of the project in pyproject.toml, or empty.
    QStringList members; ///< Normalised names of the projects that a lock file was made for.
    QList<Problem> problems;

    /// A file that could not be read whole: one sentence that names it.
    void complain(const QString &path, int line, const QString &why);
    /// Adds a requirement, or complains when it is none.
    void declare(const QString &requirement, const QString &path, int line, const QStringList &hashes = {});
};

/// Reads a requirements file of pip with what it includes (-r) and its constraints (-c).
void readRequirementsFile(const QString &path, Declarations &into);

/// 1-based line of the first place where a text stands in a file, or 0.
int lineOfText(const QByteArray &file, const QString &text);

inline constexpr qint64 largestDeclaration = 32 * 1024 * 1024; ///< Lock files of large projects reach 10 MB.

} // namespace drydock
