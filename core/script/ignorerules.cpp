// SPDX-License-Identifier: Apache-2.0
#include "core/script/ignorerules.h"

#include "core/script/sourcefile.h"

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr qint64 largestFile = 256 * 1024;
constexpr qsizetype mostRules = 500;

/// A gitignore pattern as a regular expression over paths below the folder.
QString expressionFor(QStringView glob)
{
    QString expression;
    for (qsizetype i = 0; i < glob.size(); ++i) {
        if (glob.mid(i).startsWith(u"**/")) {
            expression += u"(?:.*/)?"_s;
            i += 2;
        } else if (glob.mid(i).startsWith(u"**")) {
            expression += u".*"_s;
            ++i;
        } else if (glob[i] == u'*') {
            expression += u"[^/]*"_s;
        } else if (glob[i] == u'?') {
            expression += u"[^/]"_s;
        } else {
            expression += QRegularExpression::escape(glob.mid(i, 1).toString());
        }
    }
    return expression;
}

} // namespace

void IgnoreRules::addFile(const QString &folder)
{
    const auto bytes = readRegularFile(folder + u"/.gitignore"_s, largestFile);
    if (!bytes)
        return;
    const QStringList lines = QString::fromUtf8(*bytes).split(u'\n');
    for (const QString &line : lines) {
        QString glob = line.trimmed();
        if (glob.isEmpty() || glob.startsWith(u'#') || m_rules.size() >= mostRules)
            continue;
        Rule rule;
        rule.negated = glob.startsWith(u'!');
        glob = glob.mid(rule.negated ? 1 : 0);
        rule.foldersOnly = glob.endsWith(u'/');
        if (rule.foldersOnly)
            glob.chop(1);
        // A slash inside ties the pattern to this folder; without one it matches at any depth.
        const bool anchored = glob.contains(u'/');
        const QString start = QRegularExpression::escape(folder + u'/') + (anchored ? QString() : u"(?:.*/)?"_s);
        rule.pattern.setPattern(u"\\A"_s + start + expressionFor(anchored && glob.startsWith(u'/') ? QStringView(glob).mid(1) : QStringView(glob)) + u"\\z"_s);
        if (rule.pattern.isValid() && !glob.isEmpty())
            m_rules.append(rule);
    }
}

bool IgnoreRules::ignores(const QString &path, bool isFolder) const
{
    bool ignored = false;
    for (const Rule &rule : m_rules) {
        if ((isFolder || !rule.foldersOnly) && rule.negated == ignored && rule.pattern.match(path).hasMatch())
            ignored = !rule.negated;
    }
    return ignored;
}

} // namespace drydock
