// SPDX-License-Identifier: Apache-2.0
#include "core/coverage/condition.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

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

/// As Python compares tuples: element by element, then by length.
int compareTuples(const QList<int> &left, const QList<int> &right)
{
    for (qsizetype i = 0; i < std::min(left.size(), right.size()); ++i) {
        if (left[i] != right[i])
            return left[i] < right[i] ? -1 : 1;
    }
    return left.size() < right.size() ? -1 : (left.size() > right.size() ? 1 : 0);
}

QList<int> numbersOf(const QString &text, const QRegularExpression &separator)
{
    QList<int> numbers;
    const QStringList parts = text.split(separator, Qt::SkipEmptyParts);
    for (const QString &part : parts)
        numbers.append(part.toInt());
    return numbers;
}

/// The text without one pair of parentheses that spans it.
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

} // namespace

std::optional<bool> conditionHolds(const QString &condition, const QString &python)
{
    static const QRegularExpression versionInfo(
        u"^sys\\.version_info(\\[0\\]|\\.major|\\[:[12]\\])?\\s*(>=|<=|==|!=|>|<)\\s*\\(?\\s*(\\d+(?:\\s*,\\s*\\d+)*)\\s*,?\\s*\\)?$"_s);
    static const QRegularExpression system(
        u"^(sys\\.platform|os\\.name|platform\\.system\\(\\))\\s*(==|!=)\\s*[\"']([A-Za-z0-9]+)[\"']$"_s);
    static const QRegularExpression startsWith(u"^sys\\.platform\\.startswith\\(\\s*[\"']([a-z0-9]+)[\"']\\s*\\)$"_s);
    static const QRegularExpression comma(u"\\s*,\\s*"_s);
    static const QRegularExpression dot(u"\\."_s);

    if (condition.size() > 500) // Recursion below is bounded by the length.
        return std::nullopt;
    const QString text = unwrapped(condition.simplified());
    if (text != condition)
        return conditionHolds(text, python);
    if (text.startsWith(u"not ")) {
        const std::optional<bool> inner = conditionHolds(text.mid(4), python);
        return inner ? std::optional(!*inner) : std::nullopt;
    }
    if (const auto match = versionInfo.match(text); match.hasMatch()) {
        QList<int> running = numbersOf(python, dot);
        if (running.size() < 2)
            return std::nullopt;
        const QString part = match.captured(1);
        const QList<int> wanted = numbersOf(match.captured(3), comma);
        if (part == u"[0]" || part == u".major" || part == u"[:1]")
            running = running.mid(0, 1);
        else if (part == u"[:2]")
            running = running.mid(0, 2);
        return compares(compareTuples(running, wanted), match.captured(2));
    }
    if (const auto match = system.match(text); match.hasMatch()) {
        const QString own = match.captured(1) == u"os.name" ? u"posix"_s
            : match.captured(1) == u"sys.platform"          ? u"linux"_s
                                                            : u"Linux"_s;
        return (own == match.captured(3)) == (match.captured(2) == u"==");
    }
    if (const auto match = startsWith.match(text); match.hasMatch())
        return u"linux"_s.startsWith(match.captured(1));
    return std::nullopt;
}

} // namespace drydock
