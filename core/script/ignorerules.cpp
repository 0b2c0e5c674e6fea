// SPDX-License-Identifier: Apache-2.0
#include "core/script/ignorerules.h"

#include "core/script/sourcefile.h"

#include <QFileInfo>
#include <QStringTokenizer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr qint64 largestFile = 256 * 1024;
constexpr qsizetype mostRules = 500;

/// The end of a character class that starts at `i`, or -1.
qsizetype endOfClass(QStringView glob, qsizetype i)
{
    // A bracket that stands first belongs to the class.
    return glob.indexOf(u']', i + (glob.mid(i + 1).startsWith(u'!') || glob.mid(i + 1).startsWith(u'^') ? 3 : 2));
}

/// A gitignore pattern as a regular expression over paths below the folder.
QString expressionFor(QStringView glob)
{
    QString expression;
    for (qsizetype i = 0; i < glob.size(); ++i) {
        const bool startsPart = i == 0 || glob[i - 1] == u'/';
        if (startsPart && glob.mid(i).startsWith(u"**/")) {
            expression += u"(?:.*/)?"_s;
            i += 2;
        } else if (startsPart && glob.mid(i) == u"**") {
            expression += u".+"_s;
            ++i;
        } else if (glob[i] == u'*') {
            expression += u"[^/]*"_s;
        } else if (glob[i] == u'?') {
            expression += u"[^/]"_s;
        } else if (glob[i] == u'[' && endOfClass(glob, i) > 0) {
            const qsizetype end = endOfClass(glob, i);
            QString inside = glob.sliced(i + 1, end - i - 1).toString();
            const bool negated = inside.startsWith(u'!') || inside.startsWith(u'^');
            inside = inside.mid(negated ? 1 : 0).replace(u'\\', u"\\\\"_s).replace(u'[', u"\\["_s);
            expression += u"(?!/)["_s + (negated ? u"^"_s : QString()) + inside + u']';
            i = end;
        } else {
            if (glob[i] == u'\\' && i + 1 < glob.size())
                ++i;
            expression += QRegularExpression::escape(glob.mid(i, 1).toString());
        }
    }
    return expression;
}

} // namespace

IgnoreRules IgnoreRules::above(const QString &folder)
{
    QStringList folders;
    QString current = folder;
    while (!QFileInfo::exists(current + u"/.git"_s)) {
        const QString parent = QFileInfo(current).path();
        if (parent == current)
            return {};
        folders.prepend(parent);
        current = parent;
    }
    IgnoreRules rules;
    for (const QString &above : std::as_const(folders))
        rules.addFile(above);
    return rules;
}

void IgnoreRules::addFile(const QString &folder)
{
    const auto bytes = readRegularFile(folder + u"/.gitignore"_s, largestFile);
    if (!bytes)
        return;
    for (const QStringView line : QStringTokenizer(QString::fromUtf8(*bytes), u'\n')) {
        QStringView glob = line;
        if (glob.endsWith(u'\r'))
            glob.chop(1);
        while (glob.endsWith(u' ') && !glob.endsWith(u"\\ "))
            glob.chop(1);
        if (glob.isEmpty() || glob.startsWith(u'#') || m_rules.size() >= mostRules)
            continue;
        Rule rule;
        rule.negated = glob.startsWith(u'!');
        glob = glob.sliced(rule.negated ? 1 : 0);
        rule.foldersOnly = glob.endsWith(u'/');
        if (rule.foldersOnly)
            glob.chop(1);
        // A slash inside ties the pattern to this folder; without one it matches at any depth.
        const bool anchored = glob.contains(u'/');
        const auto isPlain = [](QStringView text) {
            return std::none_of(text.begin(), text.end(), [](QChar c) { return u"*?[\\"_s.contains(c); });
        };
        if (!anchored && isPlain(glob)) {
            rule.name = glob.toString();
        } else if (!anchored && glob.startsWith(u'*') && glob.size() > 1 && isPlain(glob.sliced(1))) {
            rule.suffix = glob.sliced(1).toString();
        } else {
            const QString start = QRegularExpression::escape(folder + u'/') + (anchored ? QString() : u"(?:.*/)?"_s);
            rule.pattern.setPattern(u"\\A"_s + start + expressionFor(glob.startsWith(u'/') ? glob.sliced(1) : glob)
                                    + u"\\z"_s);
            rule.pattern.setPatternOptions(QRegularExpression::DotMatchesEverythingOption);
            if (!rule.pattern.isValid())
                continue;
        }
        if (!glob.isEmpty())
            m_rules.append(rule);
    }
}

bool IgnoreRules::matches(const Rule &rule, const QString &path) const
{
    const QStringView name = QStringView(path).sliced(path.lastIndexOf(u'/') + 1);
    if (!rule.name.isEmpty())
        return name == rule.name;
    if (!rule.suffix.isEmpty())
        return name.endsWith(rule.suffix);
    return rule.pattern.match(path).hasMatch();
}

bool IgnoreRules::ignores(const QString &path, bool isFolder) const
{
    bool ignored = false;
    for (const Rule &rule : m_rules) {
        if ((isFolder || !rule.foldersOnly) && rule.negated == ignored && matches(rule, path))
            ignored = !rule.negated;
    }
    return ignored;
}

} // namespace drydock
