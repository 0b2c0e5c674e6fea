// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace drydock {

/// The header of a METADATA or PKG-INFO file (core metadata up to 2.5); the description is not read.
struct CoreMetadata
{
    QString name;
    QString version;
    QStringList requires_; ///< Requires-Dist.
    QStringList importNames; ///< Import-Name without its "; private" (PEP 794).
};
CoreMetadata parseMetadata(const QByteArray &bytes);

/// The paths that a RECORD lists (PEP 376: CSV of path, hash, size), as written.
QStringList parseRecord(const QByteArray &bytes);

/// The first segment of a dotted module.
inline QString topLevelOf(const QString &module)
{
    return module.left(module.indexOf(u'.')); // all of it without a dot
}

/// The dotted module that a file relative to a folder on the path is, or empty. Sources, extension modules and compiled
/// files without a source count; what lies in folders that no import can reach does not.
QString moduleOfPath(QStringView path);

/// Whether an import statement could spell this name.
bool isIdentifier(QStringView name);

/// The modules of paths, each once, packages before their submodules.
QStringList modulesOfPaths(const QStringList &paths);

/// requires.txt of an egg as PEP 508 lines; its sections become markers.
QStringList requirementsOfEgg(const QByteArray &bytes);

} // namespace drydock
