// SPDX-License-Identifier: Apache-2.0
#include "core/python/sourcetext.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringDecoder>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

int lineAt(const QByteArray &bytes, qsizetype position)
{
    return 1 + static_cast<int>(std::count(bytes.begin(), bytes.begin() + position, '\n'));
}

/// The encoding that a comment in one of the first two lines declares (PEP 263), or empty.
QString declaredEncoding(const QByteArray &bytes)
{
    static const QRegularExpression pattern(uR"(^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+))"_s);
    static const QRegularExpression blank(uR"(^[ \t\f]*(?:#.*)?$)"_s);
    QByteArrayView rest = QByteArrayView(bytes).first(std::min<qsizetype>(bytes.size(), 2000));
    for (int i = 0; i < 2; ++i) {
        const qsizetype end = rest.indexOf('\n');
        const QString line = QString::fromLatin1(end < 0 ? rest : rest.first(end)).remove(u'\r');
        rest = end < 0 ? QByteArrayView() : rest.sliced(end + 1);
        if (const auto match = pattern.match(line); match.hasMatch())
            return match.captured(1).toLower().replace(u'_', u'-');
        if (!blank.match(line).hasMatch())
            break;
    }
    return {};
}

/// Line of the first byte sequence that is not UTF-8, or 0.
int invalidUtf8Line(const QByteArray &bytes)
{
    const QByteArrayView all(bytes);
    if (all.isValidUtf8())
        return 0;
    qsizetype start = 0;
    for (int line = 1; start < bytes.size(); ++line) {
        const qsizetype found = bytes.indexOf('\n', start);
        const qsizetype end = found < 0 ? bytes.size() : found;
        if (!all.sliced(start, end - start).isValidUtf8())
            return line;
        start = end + 1;
    }
    return 1;
}

QByteArray latin1ToUtf8(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes).toUtf8();
}

bool isUtf8Name(const QString &name)
{
    return name.isEmpty() || name == u"utf-8" || name == u"utf8" || name.startsWith(u"utf-8-") || name == u"ascii"
        || name == u"us-ascii";
}

} // namespace

SourceText decodeSource(const QByteArray &bytes)
{
    SourceText source;
    if (bytes.startsWith("\xff\xfe") || bytes.startsWith("\xfe\xff")) {
        QStringDecoder decoder(QStringConverter::Utf16);
        const QString text = decoder(bytes);
        source.utf8 = text.toUtf8();
        source.encoding = u"utf-16"_s;
        source.problem = QCoreApplication::translate(
            "SourceText", "The file is saved as UTF-16, which Python cannot run. Save it as UTF-8.");
        source.problemLine = 1;
    } else {
        const bool bom = bytes.startsWith("\xef\xbb\xbf");
        const QByteArray body = bom ? bytes.mid(3) : bytes;
        const QString declared = bom ? QString() : declaredEncoding(body);
        source.encoding = isUtf8Name(declared) ? u"utf-8"_s : declared;
        if (isUtf8Name(declared)) {
            source.utf8 = body;
            if (const int line = invalidUtf8Line(body)) {
                source.problem = QCoreApplication::translate(
                    "SourceText", "The file is not valid UTF-8, so Python cannot run it. Save it as UTF-8, or name its encoding "
                                  "in the first line, for example “# -*- coding: latin-1 -*-”.");
                source.problemLine = line;
                source.encoding = u"latin-1"_s;
                source.utf8 = latin1ToUtf8(body);
            }
        } else if (declared == u"latin-1" || declared == u"latin1" || declared.startsWith(u"iso-8859-1-")
                   || declared == u"iso-8859-1" || declared == u"iso8859-1" || declared == u"l1") {
            source.utf8 = latin1ToUtf8(body);
        } else {
            QStringDecoder decoder(declared.toLatin1().constData());
            const QString text = decoder.isValid() ? QString(decoder(body)) : QString::fromLatin1(body);
            if (!decoder.isValid() || decoder.hasError()) {
                source.problem = QCoreApplication::translate(
                                     "SourceText", "The file says that its encoding is “%1”, but it cannot be read so. Save it as UTF-8.")
                                     .arg(declared);
                source.problemLine = 1;
            }
            source.utf8 = text.toUtf8();
        }
    }
    // A carriage return alone ends a line too.
    for (qsizetype at = source.utf8.indexOf('\r'); at >= 0; at = source.utf8.indexOf('\r', at + 1)) {
        if (at + 1 == source.utf8.size() || source.utf8.at(at + 1) != '\n')
            source.utf8[at] = '\n';
    }
    if (const qsizetype null = source.utf8.indexOf('\0'); null >= 0) {
        source.nullByteLine = lineAt(source.utf8, null);
        source.utf8.replace('\0', ' ');
    }
    return source;
}

bool looksBinary(const QByteArray &bytes)
{
    if (bytes.startsWith("\xff\xfe") || bytes.startsWith("\xfe\xff"))
        return false; // UTF-16, said so by its mark
    const QByteArrayView head = QByteArrayView(bytes).first(std::min<qsizetype>(bytes.size(), 16 * 1024));
    const auto controls = std::count_if(head.begin(), head.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f' && byte != 0x1b) || byte == 0x7f;
    });
    return controls > 3 && controls * 25 > head.size();
}

} // namespace drydock
