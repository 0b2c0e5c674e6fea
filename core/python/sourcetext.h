// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

namespace drydock {

/// The bytes of a Python source decoded once, the way Python would (BOM, PEP 263, else UTF-8).
struct SourceText {
    QByteArray utf8; ///< What syntax trees count in; NUL bytes are spaces in it, and lines end in LF or CR LF.
    QString encoding; ///< Name of the encoding used.
    QString problem; ///< One sentence when Python would refuse the bytes; they are then read as Latin-1. Else empty.
    int problemLine = 0;
    int nullByteLine = 0; ///< Line of the first NUL byte, which Python refuses; 0 when there is none.

    QString text() const { return QString::fromUtf8(utf8); }
};

SourceText decodeSource(const QByteArray &bytes);

/// Whether bytes are no text at all (a program, a picture, an archive).
bool looksBinary(const QByteArray &bytes);

} // namespace drydock
