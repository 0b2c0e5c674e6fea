// SPDX-License-Identifier: Apache-2.0
#include "core/script/importcollector.h"

#include "core/python/lexicallines.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// Expressions of real programs do not nest so deep; the bound keeps hostile ones from costing quadratic time.
constexpr int highestClimb = 5000;
constexpr int longestChain = 50; ///< Parts that a condition is made of.
constexpr qsizetype longestCondition = 500; ///< Characters of a condition that are kept, and that anyone would read.
constexpr int mostLinesUp = 2000; ///< That the function around a line is sought in, where the syntax does not tell.

bool isImport(Syntax kind)
{
    return kind == Syntax::Import || kind == Syntax::ImportFrom || kind == Syntax::FutureImport;
}

/// A dotted name as Python takes it.
QString dottedName(const SyntaxTree &tree, int node)
{
    QString name = tree.text(node);
    // `a . b` and a line joined by a backslash are the same module as `a.b`.
    static const QRegularExpression space(uR"([\s\\]+)"_s);
    if (name.contains(space))
        name.remove(space);
    const auto isAscii = [](QChar c) { return c.unicode() < 0x80; };
    return std::all_of(name.begin(), name.end(), isAscii) ? name : name.normalized(QString::NormalizationForm_KC);
}

/// Whether a condition holds for type checkers only.
bool isTypeChecking(QStringView condition)
{
    return condition == u"TYPE_CHECKING" || condition.endsWith(u".TYPE_CHECKING") || condition == u"False" || condition == u"0";
}

bool isPlatformGuard(const QString &condition)
{
    static const QRegularExpression pattern(
        uR"(\b(sys\s*\.\s*(version_info|version|platform|hexversion)|os\s*\.\s*name|platform\s*\.\s*(system|machine|python_version)\w*|version_info)\b|\bPY[23]\b|(?<![.\w])platform\s*(==|!=|\.startswith\b|in\b))"_s);
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

/// The first clause of a try statement that a failing import in its body leads to, or -1.
int handlerOfMissingImport(const SyntaxTree &tree, int statement)
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
        if (namesImportError(exceptions) || (onlyImports && isWide(exceptions)))
            return clause;
    }
    return -1;
}

bool suppressesImportError(const SyntaxTree &tree, int statement)
{
    const QString items = tree.text(tree.child(statement, Syntax::WithClause));
    return items.contains(u"suppress") && namesImportError(items);
}

/// What is known in the clause `child` of an if statement: the conditions before it are false. In order.
QList<Premise> premisesOf(const SyntaxTree &tree, int statement, int child)
{
    QList<Premise> premises{{tree.child(statement, Field::Condition), tree[child].field == Field::Consequence}};
    if (premises.front().holds)
        return premises;
    for (int clause = tree[statement].child; clause >= 0 && premises.size() < longestChain; clause = tree[clause].next) {
        if (tree.kind(clause) == Syntax::Elif)
            premises.append({tree.child(clause, Field::Condition), clause == child});
        if (clause == child)
            break;
    }
    return premises;
}

/// The conditions that hold together when `premise` does: `a and b` are two, and `not (a or b)` are `not a` and `not b`.
QList<Premise> partsOf(const SyntaxTree &tree, Premise premise)
{
    QList<Premise> parts;
    QList<Premise> open{premise};
    while (!open.isEmpty() && parts.size() < longestChain && open.size() < longestChain) {
        const Premise next = open.takeLast();
        const SyntaxNode &node = tree[next.condition];
        if (node.kind == Syntax::Parenthesized && node.child >= 0) {
            open.append({node.child, next.holds});
        } else if (node.kind == Syntax::NotOperator && node.child >= 0) {
            open.append({node.child, !next.holds});
        } else if (const int left = tree.child(next.condition, Field::Left), right = tree.child(next.condition, Field::Right);
                   node.kind == Syntax::BooleanOperator && left >= 0 && right >= 0
                   && QByteArrayView(tree.source()).sliced(tree[left].end).trimmed().startsWith(next.holds ? "and" : "or")) {
            open.append({right, next.holds});
            open.append({left, next.holds});
        } else {
            parts.append(next);
        }
    }
    return parts;
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
            if (isImport(m_tree.kind(node)))
                record(m_tree, node, m_surroundings.read(node), 0, node);
        }
        recover();
        std::stable_sort(m_found.begin(), m_found.end(),
                         [](const FoundImport &a, const FoundImport &b) { return a.record.line < b.record.line; });
        return m_found;
    }

private:
    /// @param own the statement in the file's own tree, or -1 when `tree` is another's
    void record(const SyntaxTree &tree, int node, const Surroundings &surroundings, int lineOffset, int own)
    {
        FoundImport found;
        found.node = own;
        found.record.line = tree[node].line + lineOffset;
        m_surroundings.describe(found.record, surroundings);
        const bool from = tree.kind(node) != Syntax::Import;
        if (from)
            found.record.module = tree.kind(node) == Syntax::FutureImport ? u"__future__"_s
                                                                         : dottedName(tree, tree.child(node, Field::ModuleName));
        for (int child = tree[node].child; child >= 0; child = tree[child].next) {
            if (tree.kind(child) == Syntax::WildcardImport) {
                found.record.name = u"*"_s;
            } else if (tree[child].field != Field::Name || tree[child].missing) {
                continue;
            } else {
                const bool aliased = tree.kind(child) == Syntax::AliasedImport;
                const QString name = dottedName(tree, aliased ? tree.child(child, Field::Name) : child);
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
        std::optional<LexicalLines> lexical;
        int done = 0; // lines up to here were looked at
        for (int node = 0; node < m_tree.size(); ++node) {
            if (m_tree.kind(node) != Syntax::Error && !m_tree[node].missing)
                continue;
            if (!lexical)
                lexical = readLexicalLines(m_tree.source());
            const QByteArray &source = m_tree.source();
            qsizetype start = m_tree[node].start == 0 ? 0 : source.lastIndexOf('\n', m_tree[node].start - 1) + 1;
            int line = m_tree[node].line;
            while (start < qsizetype(m_tree[node].end)) {
                const qsizetype found = source.indexOf('\n', start);
                const qsizetype end = found < 0 ? source.size() : found;
                if (line > done && !known.contains(line) && !lexical->beginsInString[size_t(line) - 1])
                    recoverLine(start, end, line);
                done = std::max(done, line);
                start = end + 1;
                ++line;
            }
        }
    }

    void recoverLine(qsizetype start, qsizetype end, int line)
    {
        const QByteArray &source = m_tree.source();
        QByteArray text = source.mid(start, end - start).trimmed();
        if (!text.startsWith("import ") && !text.startsWith("from "))
            return;
        if (text.contains('(') && !text.contains(')')) {
            const qsizetype close = source.indexOf(')', end);
            if (close < 0 || close - start > 4000)
                return;
            text = source.mid(start, close + 1 - start).trimmed();
        }
        if (text.simplified() == "from __future__ import *") { // no statement of the grammar, yet Python's parser reads it
            FoundImport found;
            found.record.module = u"__future__"_s;
            found.record.name = u"*"_s;
            found.record.line = line;
            m_found.append(found);
            return;
        }
        const SyntaxTree tree = SyntaxTree::parse(text);
        for (int node = 0; node < tree.size(); ++node) {
            if (tree.kind(node) == Syntax::Error || tree[node].missing)
                return;
        }
        Surroundings surroundings;
        surroundings.inFunction = isBelowFunction(start);
        for (int statement = tree.size() ? tree[0].child : -1; statement >= 0; statement = tree[statement].next) {
            if (isImport(tree.kind(statement)))
                record(tree, statement, surroundings, line - 1, -1);
        }
    }

    /// Whether the lines above, by their indentation alone, put a line into a function.
    bool isBelowFunction(qsizetype start) const
    {
        const QByteArray &source = m_tree.source();
        const auto indentation = [&source](qsizetype at) {
            const qsizetype from = at;
            while (at < source.size() && (source[at] == ' ' || source[at] == '\t'))
                ++at;
            return at - from;
        };
        qsizetype depth = indentation(start);
        for (int steps = 0; depth > 0 && start > 0 && steps < mostLinesUp; ++steps) {
            const qsizetype end = start - 1;
            start = end == 0 ? 0 : source.lastIndexOf('\n', end - 1) + 1;
            const qsizetype own = indentation(start);
            const QByteArrayView rest = QByteArrayView(source).sliced(start, end - start).sliced(std::min(own, end - start));
            if (rest.trimmed().isEmpty() || rest.startsWith('#') || own >= depth)
                continue;
            if (rest.startsWith("def ") || rest.startsWith("async def "))
                return true;
            depth = own;
        }
        return false;
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
    QStringList conditions; // the outermost first
    int steps = 0;
    for (int child = node, parent = m_tree[node].parent; parent >= 0; child = parent, parent = m_tree[parent].parent) {
        if (++steps > highestClimb)
            break;
        switch (m_tree.kind(parent)) {
        case Syntax::Lambda:
            surroundings.inFunction = true;
            break;
        case Syntax::If:
            if (m_tree[child].field != Field::Condition)
                apply(premisesOf(m_tree, parent, child), parent, child, surroundings, conditions);
            break;
        case Syntax::Try:
            // What stands in `else` runs only after the body: it belongs to that branch.
            if (m_tree.kind(child) != Syntax::Finally && tolerates(parent))
                guardBy(parent, m_tree.kind(child) == Syntax::Except ? child : parent, surroundings);
            break;
        case Syntax::With:
            if (m_tree[child].field == Field::Body && suppressesImportError(m_tree, parent))
                guardBy(parent, parent, surroundings);
            break;
        default:
            break;
        }
    }
    if (conditions.size() > 1) {
        for (QString &condition : conditions) {
            // Beside others an alternative needs its own parentheses.
            if (condition.contains(u" or ") || condition.contains(u" if ") || condition.contains(u'\n'))
                condition = u'(' + condition + u')';
        }
    }
    surroundings.condition = conditions.join(u" and "_s);
    return surroundings;
}

void SurroundingsReader::guardBy(int statement, int clause, Surroundings &surroundings)
{
    if (surroundings.guard < 0) {
        surroundings.guard = statement;
        surroundings.clause = clause;
    } else if (m_tree.kind(clause) == Syntax::Except) {
        surroundings.guard = statement; // a fallback's own fallbacks are further alternatives
    }
    surroundings.dispensable = surroundings.dispensable || needsNone(statement);
    if (surroundings.necessity != Necessity::Typing)
        surroundings.necessity = Necessity::Optional;
}

bool SurroundingsReader::needsNone(int statement)
{
    const auto known = m_needsNone.constFind(statement);
    if (known != m_needsNone.constEnd())
        return *known;
    bool none = true;
    if (m_tree.kind(statement) == Syntax::Try) {
        none = handlerNeedsNone(handlerOfMissingImport(m_tree, statement));
    } else if (m_tree.kind(statement) == Syntax::If) {
        const int other = m_tree.child(statement, Syntax::Else);
        none = other < 0 || !holds(m_tree, other, {Syntax::Import, Syntax::ImportFrom});
    }
    return *m_needsNone.insert(statement, none);
}

/// Whether a fallback gets by without an import that has to succeed.
bool SurroundingsReader::handlerNeedsNone(int handler)
{
    bool none = true;
    for (int node = handler + 1; node < m_tree.endOf(handler) && none; ++node) {
        if (m_tree.kind(node) == Syntax::Try && tolerates(node)) {
            none = needsNone(node);
            node = m_tree.endOf(node) - 1;
        } else if (m_tree.kind(node) == Syntax::With && suppressesImportError(m_tree, node)) {
            node = m_tree.endOf(node) - 1;
        } else {
            none = m_tree.kind(node) != Syntax::Import && m_tree.kind(node) != Syntax::ImportFrom;
        }
    }
    return none;
}

void SurroundingsReader::apply(const QList<Premise> &premises, int statement, int clause, Surroundings &surroundings,
                               QStringList &conditions)
{
    QList<Premise> parts;
    for (const Premise &premise : premises) {
        if (premise.condition >= 0)
            parts += partsOf(m_tree, premise);
    }
    QStringList own;
    for (const Premise &part : std::as_const(parts)) {
        const Flag flag = flagOf(part.condition);
        switch (flag.meaning) {
        case Flag::Typing:
            if (part.holds)
                surroundings.necessity = Necessity::Typing;
            break;
        case Flag::Platform:
            own.append(part.holds ? flag.text : u"not (%1)"_s.arg(flag.text));
            break;
        case Flag::Module:
            guardBy(statement, clause, surroundings);
            break;
        case Flag::Other:
            break;
        }
    }
    if (own.isEmpty() || conditions.size() > longestChain || conditions.join(QString()).size() > longestCondition)
        return;
    conditions = own + conditions;
    if (surroundings.necessity == Necessity::Required)
        surroundings.necessity = Necessity::Conditional;
}

SurroundingsReader::Flag SurroundingsReader::flagOf(int condition)
{
    const auto known = m_flags.constFind(condition);
    return known != m_flags.constEnd() ? *known : *m_flags.insert(condition, readFlag(condition));
}

SurroundingsReader::Flag SurroundingsReader::readFlag(int condition)
{
    const QString text = m_tree.text(condition);
    if (isTypeChecking(text))
        return {Flag::Typing, {}};
    if (isPlatformGuard(text))
        return {Flag::Platform, text.size() > longestCondition ? QString(text.first(longestCondition) + u'…') : text};
    if (asksForModule(text))
        return {Flag::Module, {}};
    if (m_tree.kind(condition) != Syntax::Identifier)
        return {};
    if (!m_assignments) {
        m_assignments.emplace();
        for (int node = 0; node < m_tree.size(); ++node) {
            const int name = m_tree.kind(node) == Syntax::Assignment && m_tree[node].function < 0 ? m_tree.child(node, Field::Left) : -1;
            if (m_tree.kind(name) == Syntax::Identifier)
                (*m_assignments)[m_tree.text(name)].append(node);
        }
    }
    // HAVE_X = find_spec("x") is not None, IS_WINDOWS = os.name == "nt", or set where an import is tried.
    const QList<int> assignments = m_assignments->value(text);
    for (const int assignment : assignments) {
        const int value = m_tree.child(assignment, Field::Right);
        if (m_tree.kind(value) == Syntax::True || m_tree.kind(value) == Syntax::False) {
            int around = m_tree[assignment].parent;
            while (around >= 0 && m_tree.kind(around) != Syntax::Try)
                around = m_tree[around].parent;
            if (around >= 0 && tolerates(around) && holds(m_tree, around, {Syntax::Import, Syntax::ImportFrom}))
                return {Flag::Module, {}};
        } else if (assignments.size() == 1 && value >= 0 && m_tree.kind(value) != Syntax::Identifier) {
            return flagOf(value);
        }
    }
    return {};
}

bool SurroundingsReader::tolerates(int statement)
{
    const auto known = m_tolerant.constFind(statement);
    if (known != m_tolerant.constEnd())
        return *known;
    const int handler = handlerOfMissingImport(m_tree, statement);
    return *m_tolerant.insert(statement, handler >= 0 && !givesUp(m_tree, handler));
}

void SurroundingsReader::describe(Import &record, const Surroundings &surroundings)
{
    record.necessity = surroundings.necessity;
    record.condition = surroundings.condition;
    record.inFunction = surroundings.inFunction;
    if (surroundings.guard < 0)
        return;
    const auto known = m_groups.constFind(surroundings.guard);
    record.group = known != m_groups.constEnd() ? *known : *m_groups.insert(surroundings.guard, groupCount());
    record.dispensable = surroundings.dispensable;
    QList<int> &branches = m_branches[surroundings.guard];
    if (!branches.contains(surroundings.clause))
        branches.append(surroundings.clause);
    record.branch = int(branches.indexOf(surroundings.clause));
}

QList<FoundImport> collectImports(const SyntaxTree &tree, SurroundingsReader &surroundings)
{
    return Collector(tree, surroundings).collect();
}

} // namespace drydock
