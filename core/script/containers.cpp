// SPDX-License-Identifier: Apache-2.0
// What dictionaries, lists and calls of dict() hold; the rest of Values is in values.cpp.
#include "core/script/values.h"

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr int longestAliasChain = 24;
constexpr int deepestDictionary = 4;

} // namespace

QMap<QString, SourceValue> Values::dictionary(int node) const
{
    QMap<QString, SourceValue> entries;
    if (node >= 0 && m_tree.kind(node) != Syntax::None)
        readDictionary(node, 0, entries);
    return entries;
}

int Values::entry(int mapping, const QString &key) const
{
    Arguments found;
    if (mapping >= 0)
        unpack(mapping, 0, found);
    return found.named.value(key, -1);
}

QList<int> Values::elements(int list) const
{
    QList<int> found;
    list = dictionaryNode(list);
    if (m_tree.kind(list) != Syntax::List && m_tree.kind(list) != Syntax::Tuple)
        return found;
    for (int child = m_tree[list].child; child >= 0; child = m_tree[child].next) {
        if (m_tree.kind(child) != Syntax::Comment)
            found.append(child);
    }
    return found;
}

int Values::item(int subscript) const
{
    const int object = m_tree.child(subscript, Field::Value);
    const int index = m_tree.child(subscript, Field::Subscript);
    const int container = dictionaryNode(object);
    const Syntax kind = m_tree.kind(container);
    const bool isList = kind == Syntax::List || kind == Syntax::Tuple;
    if ((kind != Syntax::Dictionary && !isList) || (m_tree.kind(object) == Syntax::Identifier && m_names.isChanged(m_tree.text(object))))
        return -1;
    int wanted = index; // an index may have a name, which is followed without evaluating anything
    for (int step = 0; step < deepestDictionary && m_tree.kind(wanted) == Syntax::Identifier; ++step) {
        const QList<int> values = m_names.values(wanted);
        wanted = values.size() == 1 ? values.front() : -1;
    }
    if (m_tree.kind(wanted) != (isList ? Syntax::Integer : Syntax::String))
        return -1;
    const auto key = [this](int string) { return string < 0 || m_tree.child(string, Syntax::Interpolation) >= 0 ? QJsonValue(QJsonValue::Undefined) : this->string(string, 0); };
    const qsizetype position = isList ? m_tree.text(wanted).toLongLong() : 0;
    const QJsonValue name = isList ? QJsonValue(QJsonValue::Undefined) : key(wanted);
    int found = -1;
    qsizetype at = 0;
    for (int each = m_tree[container].child; each >= 0; each = m_tree[each].next) {
        const Syntax of = m_tree.kind(each);
        if (of == Syntax::Comment)
            continue;
        if (of == Syntax::ListSplat || of == Syntax::DictionarySplat)
            return -1;
        const int own = isList ? -1 : m_tree.child(each, Field::Key);
        if (isList ? at++ == position : m_tree.kind(own) == Syntax::String && name.isString() && key(own) == name)
            found = isList ? each : m_tree.child(each, Field::Value);
    }
    return found;
}

/// What an expression is when the constants that it names are followed.
int Values::dictionaryNode(int node) const
{
    for (int step = 0; step < longestAliasChain && m_tree.kind(node) == Syntax::Identifier; ++step) {
        const QList<int> values = m_names.values(node);
        node = values.size() == 1 ? values.front() : -1;
    }
    return node;
}

void Values::unpack(int mapping, int depth, Arguments &into) const
{
    const int node = dictionaryNode(mapping);
    const bool isCall = m_tree.kind(node) == Syntax::Call && m_tree.bytes(m_tree.child(node, Field::Function)) == "dict";
    if (depth >= deepestDictionary || (m_tree.kind(node) != Syntax::Dictionary && !isCall)) {
        into.unread = mapping;
        return;
    }
    const int list = isCall ? m_tree.child(node, Field::Arguments) : node;
    for (int child = list < 0 ? -1 : m_tree[list].child; child >= 0; child = m_tree[child].next) {
        const Syntax kind = m_tree.kind(child);
        const QString key = kind == Syntax::Pair ? text(m_tree.child(child, Field::Key))
            : kind == Syntax::KeywordArgument    ? m_tree.text(m_tree.child(child, Field::Name))
                                                 : QString();
        if (!key.isNull())
            into.named.insert(key, m_tree.child(child, Field::Value));
        else if (kind == Syntax::DictionarySplat)
            unpack(m_tree[child].child, depth + 1, into);
        else if (kind != Syntax::Comment)
            unpack(child, depth + 1, into); // dict(mapping, …)
    }
}

void Values::readDictionary(int node, int depth, QMap<QString, SourceValue> &entries) const
{
    const int whole = node;
    node = dictionaryNode(node);
    if (m_tree.kind(node) == Syntax::Dictionary && depth < deepestDictionary) {
        for (int child = m_tree[node].child; child >= 0; child = m_tree[child].next) {
            if (m_tree.kind(child) == Syntax::Pair) {
                const int key = m_tree.child(child, Field::Key);
                const QString name = text(key);
                entries.insert(name.isNull() ? value(key).expression : name, value(m_tree.child(child, Field::Value)));
            } else if (m_tree.kind(child) == Syntax::DictionarySplat) {
                readDictionary(m_tree[child].child, depth + 1, entries);
            }
        }
    } else if (m_tree.kind(node) == Syntax::Call && m_tree.bytes(m_tree.child(node, Field::Function)) == "dict" && depth < deepestDictionary) {
        const Arguments arguments = argumentsOf(m_tree, node);
        for (const int argument : arguments.positional)
            readDictionary(argument, depth + 1, entries);
        for (auto it = arguments.named.begin(); it != arguments.named.end(); ++it)
            entries.insert(it.key(), value(it.value()));
    } else {
        entries.insert(u"**"_s, value(whole));
    }
}

} // namespace drydock
