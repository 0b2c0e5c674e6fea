// SPDX-License-Identifier: Apache-2.0
#include "core/python/marker.h"

#include "core/python/requirement.h"

#include <QCoreApplication>
#include <QSet>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// Nesting that no real marker reaches; deeper text is refused instead of exhausting the stack.
constexpr int deepestNesting = 50;

struct Operand {
    QString variable; ///< Empty for a literal.
    QString value;
};

bool isVersionVariable(const QString &variable)
{
    return variable == u"python_version" || variable == u"python_full_version" || variable == u"implementation_version"
        || variable == u"platform_release";
}

bool compareValues(const Operand &left, const QString &op, const Operand &right)
{
    const QString variable = left.variable.isEmpty() ? right.variable : left.variable;
    if (variable == u"extra" || variable == u"extras" || variable == u"dependency_groups") {
        const bool equal = normalizedName(left.value) == normalizedName(right.value);
        return op == u"!=" || op == u"not in" ? !equal : equal;
    }
    if (op == u"in")
        return right.value.contains(left.value);
    if (op == u"not in")
        return !right.value.contains(left.value);
    if (isVersionVariable(variable)) {
        const Version candidate(left.value);
        const auto specifiers = VersionSpecifiers::parse(op + right.value);
        if (candidate.isValid() && specifiers)
            return specifiers->containsInstalled(candidate);
    }
    if (op == u"==" || op == u"===" || op == u"~=")
        return left.value == right.value;
    if (op == u"!=")
        return left.value != right.value;
    const int order = left.value.compare(right.value);
    return (op == u"<" && order < 0) || (op == u"<=" && order <= 0) || (op == u">" && order > 0) || (op == u">=" && order >= 0);
}

/// Recursive descent over `or`, `and`, parentheses and comparisons; parses and evaluates at once.
class MarkerParser
{
public:
    MarkerParser(const QString &text, const QMap<QString, QString> &environment)
        : m_text(text)
        , m_environment(environment)
    {
    }

    Result<bool> evaluate()
    {
        const bool value = disjunction();
        skipSpace();
        if (m_failed || m_at != m_text.size()) {
            return failure(u"requirement-invalid"_s,
                           QCoreApplication::translate("Requirement", "The condition “%1” cannot be read from column %2 on.")
                               .arg(m_text)
                               .arg(m_at + 1));
        }
        return value;
    }

private:
    bool disjunction()
    {
        bool value = conjunction();
        while (!m_failed && takeWord(u"or"))
            value = conjunction() || value;
        return value;
    }

    bool conjunction()
    {
        bool value = primary();
        while (!m_failed && takeWord(u"and"))
            value = primary() && value;
        return value;
    }

    bool primary()
    {
        if (!take(u"("))
            return comparison();
        if (++m_depth > deepestNesting)
            return fail();
        const bool value = disjunction();
        --m_depth;
        return take(u")") ? value : fail();
    }

    bool comparison()
    {
        const Operand left = operand();
        const QString op = comparisonOperator();
        const Operand right = operand();
        return !m_failed && compareValues(left, op, right);
    }

    QString comparisonOperator()
    {
        for (const QString &op : {u"==="_s, u"~="_s, u"=="_s, u"!="_s, u"<="_s, u">="_s, u"<"_s, u">"_s}) {
            if (take(op))
                return op;
        }
        if (takeWord(u"in"))
            return u"in"_s;
        if (takeWord(u"not") && takeWord(u"in"))
            return u"not in"_s;
        fail();
        return {};
    }

    Operand operand()
    {
        skipSpace();
        if (m_at < m_text.size() && (m_text[m_at] == u'"' || m_text[m_at] == u'\'')) {
            const qsizetype end = m_text.indexOf(m_text[m_at], m_at + 1);
            if (end < 0) {
                fail();
                return {};
            }
            const QString value = m_text.mid(m_at + 1, end - m_at - 1);
            m_at = end + 1;
            return {QString(), value};
        }
        const qsizetype start = m_at;
        while (m_at < m_text.size() && (m_text[m_at].isLetter() || m_text[m_at] == u'_' || m_text[m_at] == u'.'))
            ++m_at;
        QString variable = m_text.mid(start, m_at - start).replace(u'.', u'_'); // os.name is the old spelling of os_name
        if (variable == u"python_implementation")
            variable = u"platform_python_implementation"_s;
        static const QSet<QString> known{
            u"python_version"_s, u"python_full_version"_s, u"os_name"_s, u"sys_platform"_s, u"platform_release"_s,
            u"platform_system"_s, u"platform_version"_s, u"platform_machine"_s, u"platform_python_implementation"_s,
            u"implementation_name"_s, u"implementation_version"_s, u"extra"_s, u"extras"_s, u"dependency_groups"_s};
        if (!known.contains(variable)) {
            m_at = start;
            fail();
        }
        return {variable, m_environment.value(variable)};
    }

    void skipSpace()
    {
        while (m_at < m_text.size() && m_text[m_at].isSpace())
            ++m_at;
    }

    bool take(QStringView token)
    {
        skipSpace();
        if (!QStringView(m_text).mid(m_at).startsWith(token))
            return false;
        m_at += token.size();
        return true;
    }

    bool takeWord(QStringView word)
    {
        skipSpace();
        const QStringView rest = QStringView(m_text).mid(m_at);
        if (!rest.startsWith(word) || (rest.size() > word.size() && (rest[word.size()].isLetterOrNumber() || rest[word.size()] == u'_')))
            return false;
        m_at += word.size();
        return true;
    }

    bool fail()
    {
        m_failed = true;
        return false;
    }

    const QString m_text;
    const QMap<QString, QString> &m_environment;
    qsizetype m_at = 0;
    int m_depth = 0;
    bool m_failed = false;
};

} // namespace

Result<bool> evaluateMarker(const QString &marker, const QMap<QString, QString> &environment)
{
    return MarkerParser(marker, environment).evaluate();
}

} // namespace drydock
