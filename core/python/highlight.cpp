// SPDX-License-Identifier: Apache-2.0
#include "core/python/highlight.h"

#include <QByteArray>
#include <QByteArrayView>

#include <memory>
#include <optional>
#include <vector>

#include <tree_sitter/api.h>

extern "C" const TSLanguage *tree_sitter_python(void);

namespace drydock {

namespace {

/// Where a node stands, as far as colours depend on it.
enum class Place { Anywhere, Called };

bool isWord(QByteArrayView type)
{
    return !type.isEmpty() && type.front() >= 'a' && type.front() <= 'z';
}

/// The kind of a node that is coloured whole; its children are not looked at.
std::optional<CodeKind> kindOf(TSNode node, Place place)
{
    const QByteArrayView type(ts_node_type(node));
    if (!ts_node_is_named(node)) // An anonymous node is called what it reads: "import", "(".
        return isWord(type) ? std::optional(CodeKind::Keyword) : std::nullopt;
    if (type == "identifier")
        return place == Place::Called ? std::optional(CodeKind::Call) : std::nullopt;
    if (type == "string_start" || type == "string_content" || type == "string_end")
        return CodeKind::String;
    if (type == "comment")
        return CodeKind::Comment;
    if (type == "integer" || type == "float")
        return CodeKind::Number;
    if (type == "true" || type == "false" || type == "none")
        return CodeKind::Keyword;
    return {};
}

/// Names that are called or defined: directly, or as the last part of a dotted one.
Place placeOf(QByteArrayView parent, QByteArrayView field, Place parentsPlace)
{
    const bool called = (parent == "call" && field == "function")
        || ((parent == "function_definition" || parent == "class_definition") && field == "name")
        || parent == "decorator" || (parent == "attribute" && field == "attribute" && parentsPlace == Place::Called);
    return called ? Place::Called : Place::Anywhere;
}

/// Goes through UTF-8 once and says how many UTF-16 units come before a byte.
class Units
{
public:
    explicit Units(const QByteArray &utf8) : m_utf8(utf8) { }
    qsizetype before(qsizetype byte)
    {
        for (; m_byte < byte && m_byte < m_utf8.size(); ++m_byte) {
            const auto unit = static_cast<unsigned char>(m_utf8.at(m_byte));
            if ((unit & 0xc0) != 0x80) // The first byte of a character; four bytes are a surrogate pair.
                m_units += unit >= 0xf0 ? 2 : 1;
        }
        return m_units;
    }

private:
    const QByteArray &m_utf8;
    qsizetype m_byte = 0;
    qsizetype m_units = 0;
};

} // namespace

QList<CodeSpan> highlightPython(const QString &code)
{
    const QByteArray utf8 = code.toUtf8();
    const std::unique_ptr<TSParser, decltype(&ts_parser_delete)> parser(ts_parser_new(), ts_parser_delete);
    ts_parser_set_language(parser.get(), tree_sitter_python());
    const std::unique_ptr<TSTree, decltype(&ts_tree_delete)> tree(
        ts_parser_parse_string(parser.get(), nullptr, utf8.constData(), static_cast<uint32_t>(utf8.size())),
        ts_tree_delete);
    QList<CodeSpan> spans;
    if (!tree)
        return spans;

    Units units(utf8);
    struct Level
    {
        QByteArrayView parent;
        Place place;
    };
    std::vector<Level> levels{{{}, Place::Anywhere}};
    TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree.get()));
    for (bool more = true; more;) {
        const TSNode node = ts_tree_cursor_current_node(&cursor);
        const Place place = placeOf(levels.back().parent, QByteArrayView(ts_tree_cursor_current_field_name(&cursor)),
                                    levels.back().place);
        const auto kind = kindOf(node, place);
        if (kind) {
            const qsizetype start = units.before(ts_node_start_byte(node));
            const qsizetype end = units.before(ts_node_end_byte(node));
            if (end > start)
                spans.append({start, end - start, *kind});
        } else if (ts_tree_cursor_goto_first_child(&cursor)) {
            levels.push_back({QByteArrayView(ts_node_type(node)), place});
            continue;
        }
        while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
            if (!ts_tree_cursor_goto_parent(&cursor)) {
                more = false;
                break;
            }
            levels.pop_back();
        }
    }
    ts_tree_cursor_delete(&cursor);
    return spans;
}

} // namespace drydock
