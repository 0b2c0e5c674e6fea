// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/python/sourcetext.h"
#include "core/python/syntaxtree.h"
#include "core/result.h"

namespace drydock {

/// One Python file, read, decoded and parsed once.
struct SourceFile {
    QString path; ///< Absolute.
    QByteArray bytes;
    SourceText text;
    SyntaxTree tree;
};

/// The bytes of a regular file. Never blocks on a device or FIFO and never reads more than `limit` bytes.
/// Errors: "file-not-found", "not-a-file", "file-not-readable", "file-too-large".
Result<QByteArray> readRegularFile(const QString &path, qint64 limit);

/// The same of a file that its folder's listing has just shown to be a regular one, with the fewest calls of the system: a
/// folder holds thousands. It is opened before it is looked at, which a FIFO's writer would notice.
Result<QByteArray> readListedFile(const QString &path, qint64 limit);

/// The error "binary-file".
Error binaryFileError(const QString &path);

/// Decodes and parses bytes that were read already.
SourceFile parseSource(const QString &path, const QByteArray &bytes, const std::function<bool()> &isCancelled = {});

/// Reads, decodes and parses. Also "notebook" and "binary-file".
Result<SourceFile> readSourceFile(const QString &path, const std::function<bool()> &isCancelled = {});

} // namespace drydock
