// SPDX-License-Identifier: Apache-2.0
#include "core/coverage/condition.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

using Truth = std::optional<bool>;

constexpr int deepestNesting = 50;

bool compares(int order, const QString &comparison)
{
    if (comparison == u">=")
        return order >= 0;
    if (comparison == u">")
        return order > 0;
    if (comparison == u"<=")
        return order <= 0;
    if (comparison == u"<")
        return order < 0;
    return (order == 0) == (comparison == u"==");
}

/// The comparison with its sides exchanged.
QString reversed(const QString &comparison)
{
    QString turned = comparison;
    if (turned.startsWith(u'<'))
        turned[0] = u'>';
    else if (turned.startsWith(u'>'))
        turned[0] = u'<';
    return turned;
}

QList<int> numbersOf(const QString &text)
{
    static const QRegularExpression other(u"\\D+"_s);
    QList<int> numbers;
    for (const QString &part : text.split(other, Qt::SkipEmptyParts))
        numbers.append(part.toInt());
    return numbers;
}

/// What a name that Python has stands for on Linux; a null text for all other names.
QString textOf(const QString &name)
{
    return name == u"os.name" ? u"posix"_s
        : name == u"sys.platform" || name == u"platform" ? u"linux"_s
        : name == u"platform.system()"                   ? u"Linux"_s
                                                         : QString();
}

/// One comparison of `sys.version_info` or a part of it with a number or a tuple.
Truth compareVersion(const QString &part, const QString &comparison, const QString &wantedText, const QString &python)
{
    const QList<int> running = numbersOf(python.section(u'+', 0, 0));
    const QList<int> wanted = numbersOf(wantedText);
    if (running.size() < 2 || wanted.isEmpty())
        return {};
    QList<int> own = running;
    bool whole = false; // sys.version_info has five elements
    static const QRegularExpression slice(u"^\\[(?:0)?:(\\d)\\]$"_s);
    if (part == u"[0]" || part == u".major")
        own = running.mid(0, 1);
    else if (part == u"[1]" || part == u".minor")
        own = running.mid(1, 1);
    else if (part == u"[2]" || part == u".micro")
        own = running.mid(2, 1);
    else if (const auto match = slice.match(part); match.hasMatch())
        own = running.mid(0, match.captured(1).toInt());
    else if (part.isEmpty())
        whole = true;
    else
        return {};
    // As Python compares tuples: element by element, then by length.
    for (qsizetype i = 0; i < wanted.size(); ++i) {
        if (i >= own.size())
            return whole || own.isEmpty() ? Truth() : Truth(compares(-1, comparison));
        if (own[i] != wanted[i])
            return compares(own[i] < wanted[i] ? -1 : 1, comparison);
    }
    return compares(whole || own.size() > wanted.size() ? 1 : 0, comparison);
}

/// Something without `and`, `or` or `not` around it.
Truth atomHolds(const QString &text, const QString &python)
{
    static const QRegularExpression versionLeft(
        u"^(?:sys\\.)?version_info(\\[[\\d:]+\\]|\\.\\w+)?\\s*(>=|<=|==|!=|>|<)\\s*([(\\[]?[\\d\\s,]+[)\\]]?)$"_s);
    static const QRegularExpression versionRight(
        u"^([(\\[]?[\\d\\s,]+[)\\]]?)\\s*(>=|<=|==|!=|>|<)\\s*(?:sys\\.)?version_info(\\[[\\d:]+\\]|\\.\\w+)?$"_s);
    static const QRegularExpression versionBetween(
        u"^([(\\[]?[\\d\\s,]+[)\\]]?)\\s*(>=|<=|>|<)\\s*((?:sys\\.)?version_info(?:\\[[\\d:]+\\]|\\.\\w+)?)\\s*(>=|<=|>|<)\\s*([(\\[]?[\\d\\s,]+[)\\]]?)$"_s);
    static const QRegularExpression hexVersion(u"^sys\\.hexversion\\s*(>=|<=|>|<)\\s*0x([0-9A-Fa-f]{1,8})$"_s);
    static const QRegularExpression system(
        u"^(sys\\.platform|platform|os\\.name|platform\\.system\\(\\))\\s*(==|!=)\\s*[\"']([^\"']*)[\"']$"_s);
    static const QRegularExpression turnedSystem(
        u"^[\"']([^\"']*)[\"']\\s*(==|!=)\\s*(sys\\.platform|platform|os\\.name|platform\\.system\\(\\))$"_s);
    static const QRegularExpression among(
        u"^(sys\\.platform|platform|os\\.name|platform\\.system\\(\\))\\s+(not\\s+in|in)\\s*[(\\[{]\\s*((?:[\"'][^\"']*[\"']\\s*,?\\s*)+)[)\\]}]$"_s);
    static const QRegularExpression startsWith(
        u"^(sys\\.platform|platform|os\\.name|platform\\.system\\(\\))\\.startswith\\(\\s*\\(?\\s*((?:[\"'][^\"']*[\"']\\s*,?\\s*)+)\\)?\\s*\\)$"_s);
    static const QRegularExpression contained(u"^[\"']([^\"']*)[\"']\\s+(not\\s+in|in)\\s+(sys\\.platform|platform\\.system\\(\\))$"_s);
    static const QRegularExpression quoted(u"[\"']([^\"']*)[\"']"_s);
    const auto texts = [](const QString &list) {
        QStringList found;
        for (const QRegularExpressionMatch &match : quoted.globalMatch(list))
            found.append(match.captured(1));
        return found;
    };

    if (text == u"True" || text == u"1" || text == u"PY3" || text == u"six.PY3")
        return true;
    if (text == u"False" || text == u"0" || text == u"None" || text == u"TYPE_CHECKING" || text.endsWith(u".TYPE_CHECKING")
        || text == u"PY2" || text == u"six.PY2")
        return false;
    if (const auto match = versionLeft.match(text); match.hasMatch())
        return compareVersion(match.captured(1), match.captured(2), match.captured(3), python);
    if (const auto match = versionRight.match(text); match.hasMatch())
        return compareVersion(match.captured(3), reversed(match.captured(2)), match.captured(1), python);
    if (const auto match = versionBetween.match(text); match.hasMatch()) {
        const Truth lower = atomHolds(match.captured(3) + reversed(match.captured(2)) + match.captured(1), python);
        const Truth upper = atomHolds(match.captured(3) + match.captured(4) + match.captured(5), python);
        return lower && upper ? Truth(*lower && *upper) : Truth();
    }
    if (const auto match = hexVersion.match(text); match.hasMatch()) {
        const QList<int> running = numbersOf(python);
        if (running.size() < 3)
            return {};
        const qint64 own = (qint64(running[0]) << 24) + (running[1] << 16) + (running[2] << 8) + 0xf0; // a final release
        const qint64 wanted = match.captured(2).toLongLong(nullptr, 16);
        return compares(own < wanted ? -1 : own > wanted ? 1 : 0, match.captured(1));
    }
    if (const auto match = system.match(text); match.hasMatch())
        return (textOf(match.captured(1)) == match.captured(3)) == (match.captured(2) == u"==");
    if (const auto match = turnedSystem.match(text); match.hasMatch())
        return (textOf(match.captured(3)) == match.captured(1)) == (match.captured(2) == u"==");
    if (const auto match = among.match(text); match.hasMatch())
        return texts(match.captured(3)).contains(textOf(match.captured(1))) == (match.captured(2) == u"in");
    if (const auto match = startsWith.match(text); match.hasMatch()) {
        const QString own = textOf(match.captured(1));
        const QStringList beginnings = texts(match.captured(2));
        return std::any_of(beginnings.begin(), beginnings.end(), [&own](const QString &b) { return own.startsWith(b); });
    }
    if (const auto match = contained.match(text); match.hasMatch())
        return textOf(match.captured(3)).contains(match.captured(1)) == (match.captured(2) == u"in");
    return {};
}

/// Splits at a word that stands outside quotes and brackets. A conditional expression is not understood and not split.
QStringList splitAt(const QString &text, const QString &word)
{
    QStringList parts;
    qsizetype start = 0;
    int depth = 0;
    QChar quote;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (!quote.isNull()) {
            if (c == u'\\')
                ++i;
            else if (c == quote)
                quote = QChar();
        } else if (c == u'"' || c == u'\'') {
            quote = c;
        } else if (c == u'(' || c == u'[' || c == u'{') {
            ++depth;
        } else if (c == u')' || c == u']' || c == u'}') {
            --depth;
        } else if (depth == 0 && QStringView(text).sliced(i).startsWith(word)) {
            const auto isBreak = [&text](qsizetype at) {
                return at < 0 || at >= text.size() || !(text[at].isLetterOrNumber() || text[at] == u'_' || text[at] == u'.');
            };
            if (isBreak(i - 1) && isBreak(i + word.size())) {
                parts.append(text.mid(start, i - start).trimmed());
                start = i + word.size();
                i = start - 1;
            }
        }
    }
    parts.append(text.mid(start).trimmed());
    return parts;
}

/// The text without the pair of parentheses that spans it, if one does.
QString unwrapped(const QString &text)
{
    if (!text.startsWith(u'(') || !text.endsWith(u')'))
        return text;
    int depth = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        depth += text[i] == u'(' ? 1 : (text[i] == u')' ? -1 : 0);
        if (depth == 0 && i + 1 < text.size())
            return text;
    }
    return text.mid(1, text.size() - 2).trimmed();
}

Truth holds(const QString &text, const QString &python, int depth)
{
    if (depth > deepestNesting || splitAt(text, u"if"_s).size() > 1 || splitAt(text, u"lambda"_s).size() > 1)
        return {};
    for (const auto &[word, decides] : {std::pair(u"or"_s, true), std::pair(u"and"_s, false)}) {
        const QStringList parts = splitAt(text, word);
        if (parts.size() == 1)
            continue;
        Truth all(!decides);
        for (const QString &part : parts) {
            const Truth one = holds(part, python, depth + 1);
            if (one == decides)
                return decides;
            if (!one)
                all = {};
        }
        return all;
    }
    static const QRegularExpression negation(u"^not\\b\\s*"_s);
    if (const auto match = negation.match(text); match.hasMatch()) {
        const Truth inner = holds(text.mid(match.capturedLength()), python, depth + 1);
        return inner ? Truth(!*inner) : inner;
    }
    const QString inner = unwrapped(text);
    return inner == text ? atomHolds(text, python) : holds(inner, python, depth + 1);
}

} // namespace

std::optional<bool> conditionHolds(const QString &condition, const QString &python)
{
    constexpr qsizetype longest = 5000; // The work below is the length times the nesting.
    if (condition.size() > longest)
        return {};
    static const QRegularExpression joint(u"\\\\\\s*\\n"_s);
    return holds(QString(condition).remove(joint).simplified(), python, 0);
}

} // namespace drydock
