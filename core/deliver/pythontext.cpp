// SPDX-License-Identifier: Apache-2.0
#include "core/deliver/pythontext.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

QString pythonString(const QString &text)
{
    QString literal = u"\""_s;
    for (const QChar c : text) {
        if (c == u'"' || c == u'\\')
            literal += u'\\' + QString(c);
        else if (c.isSurrogate() || c.isPrint())
            literal += c;
        else
            literal += u"\\u%1"_s.arg(c.unicode(), 4, 16, QLatin1Char('0'));
    }
    return literal + u'"';
}

QString pythonDict(const QMap<QString, QString> &entries)
{
    QStringList parts;
    for (auto entry = entries.cbegin(); entry != entries.cend(); ++entry)
        parts.append(QString(pythonString(entry.key()) + u": "_s + pythonString(entry.value())));
    return u'{' + parts.join(u", "_s) + u'}';
}

QString pythonList(const QStringList &texts)
{
    QStringList parts;
    for (const QString &text : texts)
        parts.append(pythonString(text));
    return u'[' + parts.join(u", "_s) + u']';
}

QString pythonComment(const QString &text)
{
    return u"# "_s + text.simplified() + u'\n';
}

bool isPythonName(const QString &text)
{
    static const QRegularExpression name(u"^[A-Za-z_][A-Za-z0-9_]{0,200}$"_s);
    static const QStringList keywords{u"and"_s,    u"as"_s,       u"assert"_s, u"async"_s,  u"await"_s,    u"break"_s,
                                      u"class"_s,  u"continue"_s, u"def"_s,    u"del"_s,    u"elif"_s,     u"else"_s,
                                      u"except"_s, u"finally"_s,  u"for"_s,    u"from"_s,   u"global"_s,   u"if"_s,
                                      u"import"_s, u"in"_s,       u"is"_s,     u"lambda"_s, u"nonlocal"_s, u"not"_s,
                                      u"or"_s,     u"pass"_s,     u"raise"_s,  u"return"_s, u"try"_s,      u"while"_s,
                                      u"with"_s,   u"yield"_s,    u"True"_s,   u"False"_s,  u"None"_s};
    return name.match(text).hasMatch() && !keywords.contains(text);
}

QString pythonCall(const QString &callee, const PythonArguments &arguments, int indent)
{
    if (arguments.isEmpty())
        return callee + u"()"_s;
    const QString margin(indent, u' ');
    const auto isMapping = [](const auto &argument) { return argument.first == u"**"; };
    if (std::any_of(arguments.begin(), arguments.end(), isMapping)) {
        // As one dictionary: a keyword that the mapping holds too would be refused.
        QString mappings;
        QString entries;
        for (const auto &[name, value] : arguments) {
            if (name == u"**")
                mappings += margin + u"    **"_s + value + u",\n"_s;
            else
                entries += margin + u"    "_s + pythonString(name) + u": "_s + value + u",\n"_s;
        }
        return callee + u"(**{\n"_s + mappings + entries + margin + u"})"_s;
    }
    QString call = callee + u"(\n"_s;
    for (const auto &[name, value] : arguments)
        call += margin + u"    "_s + name + u'=' + value + u",\n"_s;
    return call + margin + u')';
}

} // namespace drydock
