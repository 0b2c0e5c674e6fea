// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

namespace drydock {

/// One file that a package index offers.
struct IndexFile {
    QString name; ///< "numpy-1.19.5-cp39-cp39-manylinux2010_x86_64.whl"
    QString version;
    bool isWheel = false;
    QString requiresPython; ///< PEP 440 specifiers, or empty.
    bool isYanked = false;
    qint64 size = -1; ///< Bytes (PEP 700), -1 where the index does not say.

    /// Whether it can be installed there: tags (PEP 425, 600) and Requires-Python. A source archive fits any platform.
    bool fits(int pythonMinor, const QString &machine) const;
};

/// What an index has of one distribution.
struct IndexPage {
    QString name; ///< Normalised.
    QList<IndexFile> files;

    /// Minors of Python 3 for which a version has a wheel, or may be built when there is only a source archive; ascending.
    QList<int> pythonsOf(const QString &version, const QString &machine) const;
    bool has(const QString &version) const;
    bool isYanked(const QString &version) const; ///< All its files are.
};

/// Reads the answer of a simple index: JSON (PEP 691) or HTML (PEP 503). Anything else is the error "index-unreadable".
Result<IndexPage> readIndexPage(const QString &name, const QByteArray &body, const QString &contentType);

} // namespace drydock
