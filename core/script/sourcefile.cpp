// SPDX-License-Identifier: Apache-2.0
#include "core/script/sourcefile.h"

#include "core/script/inspect.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLocale>

#include <algorithm>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace drydock {

#ifdef Q_OS_UNIX
Result<QByteArray> readListedFile(const QString &path, qint64 limit)
{
    const int file = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat status{};
    const bool isOrdinary = file >= 0 && ::fstat(file, &status) == 0 && S_ISREG(status.st_mode);
    QByteArray bytes(isOrdinary && status.st_size <= limit ? status.st_size : 0, Qt::Uninitialized);
    const auto got = ::read(file, bytes.data(), size_t(bytes.size()));
    if (file >= 0)
        ::close(file);
    return got > 0 && got == bytes.size() ? bytes : readRegularFile(path, limit);
}
#else
Result<QByteArray> readListedFile(const QString &path, qint64 limit)
{
    return readRegularFile(path, limit);
}
#endif

Result<QByteArray> readRegularFile(const QString &path, qint64 limit)
{
    const auto say = [&path](const char *sentence) {
        return QCoreApplication::translate("SourceFile", sentence).arg(QDir::toNativeSeparators(path));
    };
    const QFileInfo info(path);
    if (!info.isFile() && !info.exists()) {
        return failure(u"file-not-found"_s,
                       say(info.isSymLink() ? QT_TRANSLATE_NOOP("SourceFile", "%1 is a link to a file that is not there.")
                                            : QT_TRANSLATE_NOOP("SourceFile", "There is no file %1. Check its name.")));
    }
    if (info.isDir())
        return failure(u"not-a-file"_s, say(QT_TRANSLATE_NOOP("SourceFile", "%1 is a folder. Choose a Python file in it.")));
    if (!info.isFile())
        return failure(u"not-a-file"_s, say(QT_TRANSLATE_NOOP("SourceFile", "%1 is not an ordinary file. Choose a Python file.")));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) {
        return failure(u"file-not-readable"_s,
                       say(QT_TRANSLATE_NOOP("SourceFile", "%1 cannot be read. Check that you may open it.")), file.errorString());
    }
    // Asked for the limit, Qt would reserve as much for the smallest file.
    QByteArray bytes = file.read(std::min(limit, info.size()) + 1);
    if (bytes.size() > info.size())
        bytes += file.read(limit + 1 - bytes.size());
    if (bytes.size() > limit) {
        return failure(u"file-too-large"_s,
                       QCoreApplication::translate("SourceFile", "%1 is larger than %2. Choose a smaller file.")
                           .arg(QDir::toNativeSeparators(path), QLocale::c().formattedDataSize(limit)));
    }
    if (file.error() != QFileDevice::NoError) {
        return failure(u"file-not-readable"_s,
                       say(QT_TRANSLATE_NOOP("SourceFile", "%1 could not be read to its end.")), file.errorString());
    }
    return bytes;
}

Error binaryFileError(const QString &path)
{
    return {u"binary-file"_s,
            QCoreApplication::translate("SourceFile", "%1 is not a text file. Choose a Python file.").arg(QDir::toNativeSeparators(path)),
            {}};
}

SourceFile parseSource(const QString &path, const QByteArray &bytes, const std::function<bool()> &isCancelled)
{
    SourceFile file{path, bytes, decodeSource(bytes), {}};
    file.tree = SyntaxTree::parse(file.text.utf8, isCancelled);
    return file;
}

Result<SourceFile> readSourceFile(const QString &path, const std::function<bool()> &isCancelled)
{
    auto bytes = readRegularFile(path, largestScript);
    if (!bytes)
        return tl::unexpected(bytes.error());
    if (path.endsWith(u".ipynb", Qt::CaseInsensitive)) {
        return failure(u"notebook"_s,
                       QCoreApplication::translate("SourceFile", "%1 is a notebook. Export it as a Python script first, then open the script.")
                           .arg(QDir::toNativeSeparators(path)));
    }
    if (looksBinary(*bytes))
        return tl::unexpected(binaryFileError(path));
    SourceFile file = parseSource(path, *bytes, isCancelled);
    if (isCancelled && isCancelled())
        return failure(u"cancelled"_s, QCoreApplication::translate("SourceFile", "Reading was cancelled."));
    return file;
}

} // namespace drydock
