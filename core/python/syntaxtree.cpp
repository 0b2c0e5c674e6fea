// SPDX-License-Identifier: Apache-2.0
#include "core/python/syntaxtree.h"

#include "core/python/lexicallines.h"
#include "core/python/parsememory.h"

#include <QHash>

#include <algorithm>
#include <memory>

#include <tree_sitter/api.h>

extern "C" const TSLanguage *tree_sitter_python(void);

namespace drydock {

namespace {

const QHash<QByteArrayView, Syntax> &syntaxNames()
{
    static const QHash<QByteArrayView, Syntax> names{
        {"ERROR", Syntax::Error}, {"module", Syntax::Module}, {"import_statement", Syntax::Import},
        {"import_from_statement", Syntax::ImportFrom}, {"future_import_statement", Syntax::FutureImport},
        {"dotted_name", Syntax::DottedName}, {"aliased_import", Syntax::AliasedImport},
        {"relative_import", Syntax::RelativeImport}, {"wildcard_import", Syntax::WildcardImport},
        {"identifier", Syntax::Identifier}, {"attribute", Syntax::Attribute}, {"call", Syntax::Call},
        {"argument_list", Syntax::ArgumentList}, {"keyword_argument", Syntax::KeywordArgument},
        {"dictionary_splat", Syntax::DictionarySplat}, {"list_splat", Syntax::ListSplat}, {"string", Syntax::String},
        {"string_start", Syntax::StringStart}, {"string_content", Syntax::StringContent},
        {"interpolation", Syntax::Interpolation}, {"format_specifier", Syntax::FormatSpecifier},
        {"concatenated_string", Syntax::ConcatenatedString}, {"integer", Syntax::Integer}, {"float", Syntax::Float},
        {"true", Syntax::True}, {"false", Syntax::False}, {"none", Syntax::None}, {"list", Syntax::List},
        {"tuple", Syntax::Tuple}, {"dictionary", Syntax::Dictionary}, {"pair", Syntax::Pair}, {"set", Syntax::Set},
        {"subscript", Syntax::Subscript}, {"unary_operator", Syntax::UnaryOperator},
        {"binary_operator", Syntax::BinaryOperator}, {"comparison_operator", Syntax::Comparison},
        {"boolean_operator", Syntax::BooleanOperator}, {"not_operator", Syntax::NotOperator},
        {"parenthesized_expression", Syntax::Parenthesized}, {"assignment", Syntax::Assignment},
        {"augmented_assignment", Syntax::AugmentedAssignment}, {"named_expression", Syntax::NamedExpression},
        {"expression_statement", Syntax::ExpressionStatement}, {"if_statement", Syntax::If}, {"elif_clause", Syntax::Elif},
        {"else_clause", Syntax::Else}, {"try_statement", Syntax::Try}, {"except_clause", Syntax::Except},
        {"except_group_clause", Syntax::Except}, {"finally_clause", Syntax::Finally}, {"with_statement", Syntax::With},
        {"with_clause", Syntax::WithClause}, {"with_item", Syntax::WithItem}, {"as_pattern", Syntax::AsPattern},
        {"as_pattern_target", Syntax::AsPatternTarget}, {"function_definition", Syntax::Function},
        {"class_definition", Syntax::Class}, {"lambda", Syntax::Lambda}, {"decorated_definition", Syntax::Decorated},
        {"decorator", Syntax::Decorator}, {"block", Syntax::Block}, {"return_statement", Syntax::Return},
        {"raise_statement", Syntax::Raise}, {"for_statement", Syntax::For}, {"for_in_clause", Syntax::ForIn}, {"while_statement", Syntax::While},
        {"await", Syntax::Await}, {"print_statement", Syntax::Print}, {"exec_statement", Syntax::Exec},
        {"chevron", Syntax::Chevron}, {"comment", Syntax::Comment}, {"conditional_expression", Syntax::Conditional},
    };
    return names;
}

const QHash<QByteArrayView, Field> &fieldNames()
{
    static const QHash<QByteArrayView, Field> names{
        {"alias", Field::Alias}, {"alternative", Field::Alternative}, {"argument", Field::Argument},
        {"arguments", Field::Arguments}, {"attribute", Field::Attribute}, {"body", Field::Body},
        {"condition", Field::Condition}, {"consequence", Field::Consequence}, {"definition", Field::Definition},
        {"expression", Field::Expression}, {"function", Field::Function}, {"key", Field::Key}, {"left", Field::Left},
        {"module_name", Field::ModuleName}, {"name", Field::Name}, {"object", Field::Object}, {"operator", Field::Operator},
        {"right", Field::Right}, {"subject", Field::Subject}, {"subscript", Field::Subscript},
        {"superclasses", Field::Superclasses}, {"value", Field::Value},
    };
    return names;
}

/// The grammar's symbol and field numbers, translated once.
struct Grammar {
    const TSLanguage *language = tree_sitter_python();
    std::vector<Syntax> syntax;
    std::vector<Field> fields;

    Grammar()
    {
        for (uint32_t symbol = 0; symbol < ts_language_symbol_count(language); ++symbol) {
            const auto id = static_cast<TSSymbol>(symbol);
            const bool named = ts_language_symbol_type(language, id) == TSSymbolTypeRegular;
            syntax.push_back(named ? syntaxNames().value(ts_language_symbol_name(language, id), Syntax::Other) : Syntax::Other);
        }
        for (uint32_t field = 0; field <= ts_language_field_count(language); ++field) {
            const char *name = ts_language_field_name_for_id(language, static_cast<TSFieldId>(field));
            fields.push_back(name ? fieldNames().value(name, Field::None) : Field::None);
        }
    }
};

const Grammar &grammar()
{
    static const Grammar known;
    return known;
}

struct Input {
    const QByteArray &source;
    const std::function<bool()> &isCancelled;
    bool cancelled = false;

    static const char *read(void *payload, uint32_t offset, TSPoint, uint32_t *length)
    {
        constexpr uint32_t chunk = 64 * 1024;
        auto *input = static_cast<Input *>(payload);
        const auto size = static_cast<uint32_t>(input->source.size());
        input->cancelled = input->cancelled || (input->isCancelled && input->isCancelled());
        *length = input->cancelled || offset >= size ? 0 : std::min(chunk, size - offset);
        return input->source.constData() + std::min(offset, size);
    }
};

/// The tree belongs to the memory in use: nothing else deletes it.
const TSTree *parseTree(const QByteArray &source, const std::function<bool()> &isCancelled)
{
    const std::unique_ptr<TSParser, decltype(&ts_parser_delete)> parser(ts_parser_new(), ts_parser_delete);
    ts_parser_set_language(parser.get(), grammar().language);
    Input input{source, isCancelled};
    return ts_parser_parse(parser.get(), nullptr, TSInput{&input, Input::read, TSInputEncodingUTF8});
}

/// The grammar takes a line inside brackets that stands further left for the end of a block. Without the line breaks that mean
/// nothing it reads such a source too.
const TSTree *parseUnfolded(const QByteArray &source, const std::function<bool()> &isCancelled)
{
    const LexicalLines lines = readLexicalLines(source);
    if (!lines.balanced || lines.unfolded == source)
        return nullptr;
    const TSTree *tree = parseTree(lines.unfolded, isCancelled);
    return tree && !ts_node_has_error(ts_tree_root_node(tree)) ? tree : nullptr;
}

} // namespace

SyntaxTree SyntaxTree::parse(const QByteArray &utf8, const std::function<bool()> &isCancelled)
{
    SyntaxTree result;
    result.m_source = utf8;
    const ParseMemory memory;
    const TSTree *tree = parseTree(utf8, isCancelled);
    if (tree && ts_node_has_error(ts_tree_root_node(tree))) {
        if (const TSTree *unfolded = parseUnfolded(utf8, isCancelled))
            tree = unfolded;
    }
    if (!tree)
        return result;
    const bool broken = ts_node_has_error(ts_tree_root_node(tree));

    result.m_nodes.reserve(static_cast<size_t>(utf8.size()) / 8 + 16);
    const Grammar &known = grammar();
    int line = 1; // … which goes on until `lineEnd`
    qsizetype lineEnd = utf8.indexOf('\n');
    TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
    // For each depth of the cursor: the kept node whose children are listed there, the last one listed, and how many there are
    // to come. Only where something is missing are tokens counted too: elsewhere none of them is kept.
    struct Level {
        int parent;
        int last;
        bool tokens;
        quint32 toCome;
    };
    std::vector<Level> levels{{-1, -1, false, 1}};
    while (!levels.empty()) {
        const TSNode node = ts_tree_cursor_current_node(&cursor);
        Level &level = levels.back();
        Level below = level;
        const bool named = ts_node_is_named(node);
        const bool missing = broken && ts_node_is_missing(node);
        if (named || level.tokens)
            --level.toCome;
        if (named || missing) {
            const TSSymbol symbol = ts_node_symbol(node);
            SyntaxNode own;
            own.kind = symbol < known.syntax.size() ? known.syntax[symbol] : Syntax::Error; // ERROR lies beyond the table
            if (own.kind != Syntax::Comment) {
                own.field = known.fields[ts_tree_cursor_current_field_id(&cursor)];
                own.missing = missing;
                own.start = ts_node_start_byte(node);
                own.end = ts_node_end_byte(node);
                // Nodes come in the order of their first bytes.
                for (; lineEnd >= 0 && lineEnd < qsizetype(own.start); lineEnd = utf8.indexOf('\n', lineEnd + 1))
                    ++line;
                own.line = line;
                own.parent = level.parent;
                if (own.parent >= 0) {
                    const SyntaxNode &parent = result[own.parent];
                    own.function = parent.kind == Syntax::Function && own.field == Field::Body ? own.parent : parent.function;
                }
                const int index = result.size();
                if (level.last >= 0)
                    result.m_nodes[static_cast<size_t>(level.last)].next = index;
                else if (level.parent >= 0)
                    result.m_nodes[static_cast<size_t>(level.parent)].child = index;
                result.m_nodes.push_back(own);
                level.last = index;
                below = {index, -1, false, 0};
            }
        }
        below.tokens = broken && ts_node_has_error(node);
        below.toCome = below.tokens ? ts_node_child_count(node) : ts_node_named_child_count(node);
        if (below.toCome > 0 && ts_tree_cursor_goto_first_child(&cursor)) {
            levels.push_back(below);
            continue;
        }
        while (!levels.empty() && (levels.back().toCome == 0 || !ts_tree_cursor_goto_next_sibling(&cursor))) {
            levels.pop_back();
            ts_tree_cursor_goto_parent(&cursor);
        }
    }
    ts_tree_cursor_delete(&cursor);
    return result;
}

int SyntaxTree::child(int node, Field field) const
{
    int child = node < 0 ? -1 : (*this)[node].child;
    while (child >= 0 && (*this)[child].field != field)
        child = (*this)[child].next;
    return child;
}

int SyntaxTree::child(int node, Syntax kind) const
{
    int child = node < 0 ? -1 : (*this)[node].child;
    while (child >= 0 && (*this)[child].kind != kind)
        child = (*this)[child].next;
    return child;
}

QByteArrayView SyntaxTree::bytes(int node) const
{
    if (node < 0)
        return {};
    const SyntaxNode &found = (*this)[node];
    return QByteArrayView(m_source).sliced(found.start, found.end - found.start);
}

QString SyntaxTree::text(int node) const
{
    return QString::fromUtf8(bytes(node));
}

int SyntaxTree::endOf(int node) const
{
    while (node >= 0 && (*this)[node].next < 0)
        node = (*this)[node].parent;
    return node < 0 ? size() : (*this)[node].next;
}

int SyntaxTree::lineOf(quint32 byte) const
{
    return 1 + static_cast<int>(std::count(m_source.begin(), m_source.begin() + std::min<qsizetype>(byte, m_source.size()), '\n'));
}

} // namespace drydock
