// SPDX-License-Identifier: Apache-2.0
#include "core/script/importcollector.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// Expressions of real programs do not nest so deep; the bound keeps hostile ones from costing quadratic time.
constexpr int highestClimb = 5000;
constexpr int longestChain = 50; ///< Clauses of one if statement that a condition is made of.

QString withoutSpace(QString text)
{
    // `a . b` and a line joined by a backslash are the same module as `a.b`.
    static const QRegularExpression space(uR"([\s\\]+)"_s);
    return text.contains(space) ? text.remove(space) : text;
}

bool isTypeChecking(QStringView condition)
{
    return condition == u"TYPE_CHECKING" || condition.endsWith(u".TYPE_CHECKING");
}

bool isPlatformGuard(const QString &condition)
{
    static const QRegularExpression pattern(
        uR"(\b(sys\s*\.\s*(version_info|version|platform|hexversion)|os\s*\.\s*name|platform\s*\.\s*(system|machine|python_version)\w*|version_info)\b|\bPY[23]\b)"_s);
    return pattern.match(condition).hasMatch();
}

bool asksForModule(const QString &condition)
{
    return condition.contains(u"find_spec") || condition.contains(u"find_loader") || condition.contains(u"find_module");
}

bool namesImportError(QStringView exceptions)
{
    return exceptions.contains(u"ImportError") || exceptions.contains(u"ModuleNotFoundError");
}

bool isWide(const QString &exceptions)
{
    static const QRegularExpression pattern(uR"(\b(Exception|BaseException)\b)"_s);
    return exceptions.isEmpty() || pattern.match(exceptions).hasMatch();
}

bool holds(const SyntaxTree &tree, int node, std::initializer_list<Syntax> kinds)
{
    for (int i = node + 1; i < tree.endOf(node); ++i) {
        if (std::find(kinds.begin(), kinds.end(), tree.kind(i)) != kinds.end())
            return true;
    }
    return false;
}

/// Whether a handler ends the program or passes the error on: what it guards is needed after all.
bool givesUp(const SyntaxTree &tree, int handler)
{
    if (holds(tree, handler, {Syntax::Import, Syntax::ImportFrom}))
        return false;
    const int block = tree.child(handler, Syntax::Block);
    int last = block < 0 ? -1 : tree[block].child;
    while (last >= 0 && tree[last].next >= 0)
        last = tree[last].next;
    if (tree.kind(last) == Syntax::Raise)
        return true;
    static const QRegularExpression exits(uR"(^(sys\.exit|exit|quit|os\._exit|os\.abort)\b)"_s);
    return tree.kind(last) == Syntax::ExpressionStatement && exits.match(tree.text(last)).hasMatch();
}

/// Whether a try statement lets the program go on when an import in its body fails.
bool toleratesMissingImport(const SyntaxTree &tree, int statement)
{
    const int body = tree.child(statement, Field::Body);
    bool onlyImports = true;
    for (int child = body < 0 ? -1 : tree[body].child; child >= 0; child = tree[child].next)
        onlyImports = onlyImports && (tree.kind(child) == Syntax::Import || tree.kind(child) == Syntax::ImportFrom);
    for (int clause = tree[statement].child; clause >= 0; clause = tree[clause].next) {
        if (tree.kind(clause) != Syntax::Except)
            continue;
        const int value = tree.child(clause, Field::Value);
        const int first = value >= 0 ? value : tree[clause].child;
        const QString exceptions = tree.kind(first) == Syntax::Block ? QString() : tree.text(first);
        // A wide handler around other work is about that work, not about the import.
        const bool matches = namesImportError(exceptions) || (onlyImports && isWide(exceptions));
        if (matches)
            return !givesUp(tree, clause);
    }
    return false;
}

bool suppressesImportError(const SyntaxTree &tree, int statement)
{
    const QString items = tree.text(tree.child(statement, Syntax::WithClause));
    return items.contains(u"suppress") && namesImportError(items);
}

QString joined(const QString &a, const QString &b)
{
    return a.isEmpty() ? b : u"%1 and %2"_s.arg(b, a); // outer conditions first
}

/// The condition under which an if statement reaches its clause `child`: the ones before it are false.
QStringList conditionsTo(const SyntaxTree &tree, int statement, int child)
{
    QStringList before;
    QString own;
    if (tree[child].field == Field::Consequence)
        return {tree.text(tree.child(statement, Field::Condition))};
    before.append(tree.text(tree.child(statement, Field::Condition)));
    for (int clause = tree[statement].child; clause >= 0 && before.size() < longestChain; clause = tree[clause].next) {
        if (tree.kind(clause) != Syntax::Elif && tree.kind(clause) != Syntax::Else)
            continue;
        const QString condition = tree.text(tree.child(clause, Field::Condition));
        if (clause == child) {
            own = condition;
            break;
        }
        before.append(condition);
    }
    QStringList conditions;
    for (const QString &condition : before)
        conditions.append(u"not (%1)"_s.arg(condition));
    if (!own.isEmpty())
        conditions.append(own);
    return conditions;
}

void applyConditions(const QStringList &conditions, int statement, Surroundings &surroundings)
{
    for (const QString &condition : conditions) {
        const bool negated = condition.startsWith(u"not (");
        QString bare = negated ? condition.mid(5, condition.size() - 6) : condition;
        const bool inner = bare.startsWith(u"not ");
        if (inner)
            bare = bare.mid(4).trimmed();
        if (isTypeChecking(bare)) {
            if (negated == inner)
                surroundings.necessity = Necessity::Typing;
        } else if (isPlatformGuard(condition)) {
            surroundings.condition = joined(surroundings.condition, condition);
            if (surroundings.necessity == Necessity::Required)
                surroundings.necessity = Necessity::Conditional;
        } else if (asksForModule(condition) && surroundings.guard < 0) {
            surroundings.guard = statement;
            if (surroundings.necessity != Necessity::Typing)
                surroundings.necessity = Necessity::Optional;
        }
    }
}

/// Collects the statements of one file.
class Collector
{
public:
    Collector(const SyntaxTree &tree, SurroundingsReader &surroundings)
        : m_tree(tree)
        , m_surroundings(surroundings)
    {
    }

    QList<FoundImport> collect()
    {
        for (int node = 0; node < m_tree.size(); ++node) {
            const Syntax kind = m_tree.kind(node);
            if (kind == Syntax::Import || kind == Syntax::ImportFrom || kind == Syntax::FutureImport)
                statement(m_tree, node, m_surroundings.read(node), 0);
        }
        recover();
        std::stable_sort(m_found.begin(), m_found.end(),
                         [](const FoundImport &a, const FoundImport &b) { return a.record.line < b.record.line; });
        return m_found;
    }

private:
    void statement(const SyntaxTree &tree, int node, const Surroundings &surroundings, int lineOffset)
    {
        FoundImport found;
        found.node = lineOffset ? -1 : node;
        found.record.line = tree[node].line + lineOffset;
        found.record.necessity = surroundings.necessity;
        found.record.condition = surroundings.condition;
        found.record.inFunction = surroundings.inFunction;
        found.record.group = m_surroundings.groupOf(surroundings.guard);
        const bool from = tree.kind(node) != Syntax::Import;
        if (from)
            found.record.module = tree.kind(node) == Syntax::FutureImport ? u"__future__"_s
                                                                         : withoutSpace(tree.text(tree.child(node, Field::ModuleName)));
        for (int child = tree[node].child; child >= 0; child = tree[child].next) {
            if (tree.kind(child) == Syntax::WildcardImport) {
                found.record.name = u"*"_s;
            } else if (tree[child].field != Field::Name || tree[child].missing) {
                continue;
            } else {
                const bool aliased = tree.kind(child) == Syntax::AliasedImport;
                const QString name = withoutSpace(tree.text(aliased ? tree.child(child, Field::Name) : child));
                found.alias = aliased ? tree.text(tree.child(child, Field::Alias)) : QString();
                (from ? found.record.name : found.record.module) = name;
            }
            if (!found.record.module.isEmpty())
                m_found.append(found);
        }
    }

    /// Inside a broken region a whole import statement on lines of its own is still one: each is read by itself.
    void recover()
    {
        QSet<int> known;
        for (const FoundImport &found : std::as_const(m_found))
            known.insert(found.record.line);
        int done = 0; // lines up to here were looked at
        for (int node = 0; node < m_tree.size(); ++node) {
            if (m_tree.kind(node) != Syntax::Error && !m_tree[node].missing)
                continue;
            const QByteArray &source = m_tree.source();
            qsizetype start = m_tree[node].start == 0 ? 0 : source.lastIndexOf('\n', m_tree[node].start - 1) + 1;
            int line = m_tree[node].line;
            while (start < qsizetype(m_tree[node].end)) {
                const qsizetype found = source.indexOf('\n', start);
                const qsizetype end = found < 0 ? source.size() : found;
                if (line > done && !known.contains(line))
                    recoverLine(source, start, end, line);
                done = std::max(done, line);
                start = end + 1;
                ++line;
            }
        }
    }

    void recoverLine(const QByteArray &source, qsizetype start, qsizetype end, int line)
    {
        QByteArray text = source.mid(start, end - start).trimmed();
        if (!text.startsWith("import ") && !text.startsWith("from "))
            return;
        if (text.contains('(') && !text.contains(')')) {
            const qsizetype close = source.indexOf(')', end);
            if (close < 0 || close - start > 4000)
                return;
            text = source.mid(start, close + 1 - start).trimmed();
        }
        const SyntaxTree tree = SyntaxTree::parse(text);
        for (int node = 0; node < tree.size(); ++node) {
            if (tree.kind(node) == Syntax::Error || tree[node].missing)
                return;
        }
        const int only = tree.size() ? tree[0].child : -1;
        if (tree.kind(only) == Syntax::Import || tree.kind(only) == Syntax::ImportFrom) {
            Surroundings surroundings;
            surroundings.inFunction = start < qsizetype(source.size()) && (source[start] == ' ' || source[start] == '\t');
            statement(tree, only, surroundings, line - 1 == 0 ? 0 : line - 1);
        }
    }

    const SyntaxTree &m_tree;
    SurroundingsReader &m_surroundings;
    QList<FoundImport> m_found;
};

} // namespace

Surroundings SurroundingsReader::read(int node)
{
    Surroundings surroundings;
    surroundings.inFunction = m_tree[node].function >= 0;
    int steps = 0;
    for (int child = node, parent = m_tree[node].parent; parent >= 0; child = parent, parent = m_tree[parent].parent) {
        if (++steps > highestClimb)
            break;
        bool optional = false;
        switch (m_tree.kind(parent)) {
        case Syntax::Lambda:
            surroundings.inFunction = true;
            break;
        case Syntax::If:
            if (m_tree[child].field != Field::Condition)
                applyConditions(conditionsTo(m_tree, parent, child), parent, surroundings);
            break;
        case Syntax::Try:
            optional = m_tree.kind(child) != Syntax::Finally && tolerates(parent);
            break;
        case Syntax::With:
            optional = m_tree[child].field == Field::Body && suppressesImportError(m_tree, parent);
            break;
        default:
            break;
        }
        if (optional && surroundings.guard < 0) {
            surroundings.guard = parent;
            if (surroundings.necessity != Necessity::Typing)
                surroundings.necessity = Necessity::Optional;
        }
    }
    return surroundings;
}

bool SurroundingsReader::tolerates(int statement)
{
    const auto known = m_tolerant.constFind(statement);
    return known != m_tolerant.constEnd() ? *known : *m_tolerant.insert(statement, toleratesMissingImport(m_tree, statement));
}

int SurroundingsReader::groupOf(int guard)
{
    if (guard < 0)
        return -1;
    const auto known = m_groups.constFind(guard);
    return known != m_groups.constEnd() ? *known : *m_groups.insert(guard, groupCount());
}

QList<FoundImport> collectImports(const SyntaxTree &tree, SurroundingsReader &surroundings)
{
    return Collector(tree, surroundings).collect();
}

} // namespace drydock
