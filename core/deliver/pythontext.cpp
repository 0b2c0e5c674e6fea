// SPDX-License-Identifier: Apache-2.0
#include "core/deliver/pythontext.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace drydock {

QString pythonString(const QString &text)
{
    QString literal = u"\""_s;
    for (const char32_t c : text.toUcs4()) {
        if (c == U'"')
            literal += u"\\\""_s;
        else if (c == U'\\')
            literal += u"\\\\"_s;
        else if (c == U'\n')
            literal += u"\\n"_s;
        else if (c < 0x20 || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029)
            literal += u"\\u%1"_s.arg(uint(c), 4, 16, QLatin1Char('0'));
        else
            literal += QString::fromUcs4(&c, 1);
    }
    return literal + u'"';
}

QString pythonList(const QStringList &texts)
{
    QStringList items;
    for (const QString &text : texts)
        items.append(pythonString(text));
    return u'[' + items.join(u", "_s) + u']';
}

QString pythonDict(const QMap<QString, QString> &texts)
{
    QStringList items;
    for (auto it = texts.begin(); it != texts.end(); ++it)
        items.append(pythonString(it.key()) + u": "_s + pythonString(it.value()));
    return u'{' + items.join(u", "_s) + u'}';
}

bool isPythonIdentifier(const QString &text)
{
    static const QRegularExpression identifier(u"^[\\p{L}_][\\p{L}\\p{N}_]*$"_s, QRegularExpression::UseUnicodePropertiesOption);
    return identifier.match(text).hasMatch();
}

QString pythonCall(const QString &callee, const QList<std::pair<QString, QString>> &arguments, int indent)
{
    constexpr qsizetype longLine = 79; // PEP 8
    QStringList written;
    for (const auto &[name, value] : arguments)
        written.append(name.isEmpty() ? value : name + u'=' + value);
    const QString oneLine = callee + u'(' + written.join(u", "_s) + u')';
    if (indent + oneLine.size() <= longLine && arguments.size() < 2)
        return oneLine;
    const QString margin(indent, u' ');
    QString text = callee + u"(\n"_s;
    for (const QString &argument : std::as_const(written))
        text += margin + u"    "_s + argument + u",\n"_s;
    return text + margin + u')';
}

} // namespace drydock
