// SPDX-License-Identifier: Apache-2.0
#include "core/plan/quoting.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

bool matches(const QString &pattern, const QString &text)
{
    return QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(text).hasMatch();
}

} // namespace

QString dockerfileQuoted(const QString &value)
{
    QString quoted = u"\""_s;
    for (const QChar c : value) {
        if (c == u'"' || c == u'\\' || c == u'$')
            quoted += u'\\';
        quoted += c < u' ' || c == QChar(0x7f) ? QChar(u' ') : c;
    }
    return quoted + u'"';
}

QString shellWord(const QString &word)
{
    if (matches(u"[A-Za-z0-9_@%+=:,./-]+"_s, word))
        return word;
    QString quoted = word;
    return u'\'' + quoted.replace(u"'"_s, u"'\\''"_s) + u'\'';
}

bool isLabelKey(const QString &text)
{
    return matches(u"[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,126}[A-Za-z0-9])?"_s, text);
}

bool isVariableName(const QString &text)
{
    return matches(u"[A-Za-z_][A-Za-z0-9_]{0,127}"_s, text);
}

bool isDebianPackage(const QString &text)
{
    return matches(u"[a-z0-9][a-z0-9+.-]{1,127}(?:=[A-Za-z0-9.+:~-]{1,127})?"_s, text);
}

bool isPlatform(const QString &text)
{
    return matches(u"[a-z0-9]{1,16}/[a-z0-9_]{1,16}(?:/[a-z0-9]{1,8})?"_s, text);
}

bool isUser(const QString &text)
{
    return matches(u"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,63})?"_s, text);
}

} // namespace drydock
