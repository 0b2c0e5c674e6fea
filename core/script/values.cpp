// SPDX-License-Identifier: Apache-2.0
#include "core/script/values.h"

#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// Real values nest a handful of levels; the bound keeps hostile ones off the stack.
constexpr int deepestValue = 24;
constexpr int deepestPartial = 4;
constexpr int mostSteps = 20'000;
constexpr qsizetype longestExpression = 2000;

const QJsonValue unknown(QJsonValue::Undefined);

/// A comment, or the end of a line that goes on: nothing of a value.
bool isBlank(const SyntaxTree &tree, int node)
{
    return tree.kind(node) == Syntax::Comment || (tree.kind(node) == Syntax::Other && tree.bytes(node).startsWith('\\'));
}

/// The first part of an expression that is no comment, or -1.
int firstPart(const SyntaxTree &tree, int node)
{
    int child = tree[node].child;
    while (child >= 0 && isBlank(tree, child))
        child = tree[child].next;
    return child;
}

/// Resolves the escapes of a Python string literal.
QString unescaped(const QString &text)
{
    if (!text.contains(u'\\'))
        return text;
    QString result;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != u'\\' || i + 1 == text.size()) {
            result.append(text[i]);
            continue;
        }
        const QChar c = text[++i];
        static const QHash<QChar, QChar> simple{{u'n', u'\n'}, {u't', u'\t'}, {u'r', u'\r'}, {u'\\', u'\\'}, {u'\'', u'\''},
                                                {u'"', u'"'}, {u'a', u'\a'}, {u'b', u'\b'}, {u'f', u'\f'}, {u'v', u'\v'}};
        const qsizetype digits = c == u'x' ? 2 : c == u'u' ? 4 : c == u'U' ? 8 : 0;
        bool ok = false;
        const uint code = digits ? QStringView(text).mid(i + 1, digits).toUInt(&ok, 16) : 0;
        if (simple.contains(c)) {
            result.append(simple[c]);
        } else if (c == u'\n') {
            continue; // the line goes on
        } else if (ok && code <= 0x10ffff) {
            result.append(QString::fromUcs4(reinterpret_cast<const char32_t *>(&code), 1));
            i += digits;
        } else {
            result.append(u'\\');
            result.append(c);
        }
    }
    return result;
}

} // namespace

int Arguments::find(const QString &name, int position) const
{
    if (const auto found = named.constFind(name); found != named.constEnd())
        return *found;
    return position >= 0 && position < positional.size() ? positional[position] : -1;
}

Arguments argumentsOf(const SyntaxTree &tree, int call)
{
    Arguments arguments;
    const int list = tree.child(call, Field::Arguments);
    for (int child = list < 0 ? -1 : tree[list].child; child >= 0; child = tree[child].next) {
        if (tree.kind(child) == Syntax::KeywordArgument)
            arguments.named.insert(tree.text(tree.child(child, Field::Name)), tree.child(child, Field::Value));
        else if (tree.kind(child) != Syntax::DictionarySplat && tree.kind(child) != Syntax::Error && !isBlank(tree, child))
            arguments.positional.append(child);
    }
    return arguments;
}

Values::Values(const SyntaxTree &tree, const Names &names)
    : m_tree(tree)
    , m_names(names)
    , m_members(tree)
{
}

SourceValue Values::value(int node) const
{
    if (node < 0)
        return {};
    const QJsonValue found = literal(node, 0);
    const QByteArrayView text = m_tree.bytes(node);
    return {found.isUndefined() ? QJsonValue(QJsonValue::Null) : found,
            QString::fromUtf8(text.first(std::min(text.size(), 4 * longestExpression))).left(longestExpression)};
}

QString Values::text(int node) const
{
    return node < 0 ? QString() : literal(node, 0).toString(QString());
}

QString Values::textOrExpression(int node) const
{
    const SourceValue found = value(node);
    return found.value.isString() ? found.value.toString() : found.expression;
}

QString Values::textInCall(int node, int call, int function) const
{
    m_parameters = parametersOf(m_tree, function);
    m_given.clear();
    const Arguments given = arguments(call);
    int position = 0;
    for (int each = m_parameters < 0 ? -1 : m_tree[m_parameters].child; each >= 0; each = m_tree[each].next, ++position) {
        const QString name = m_tree.text(parameterName(m_tree, each));
        const int argument = given.find(name, position);
        m_given.insert(name, argument >= 0 ? argument : m_tree.child(each, Field::Value));
    }
    const QString found = text(node);
    m_parameters = -1;
    return found;
}

int Values::member(int attribute) const
{
    if (m_tree.kind(attribute) != Syntax::Attribute)
        return -1;
    const int object = m_tree.child(attribute, Field::Object);
    const QString name = m_tree.text(m_tree.child(attribute, Field::Attribute));
    if (m_tree.kind(object) == Syntax::Attribute && name == u"value") { // class Images(Enum)
        const int holder = m_tree.child(object, Field::Object);
        const int definition = m_tree.kind(holder) == Syntax::Identifier ? m_names.definition(m_tree.text(holder)) : -1;
        return definition >= 0 && m_names.origin(holder).startsWith(u"enum.") ? member(object) : -1;
    }
    if (m_tree.kind(object) != Syntax::Identifier)
        return -1;
    const QByteArrayView holder = m_tree.bytes(object);
    if (holder == "self" || holder == "cls")
        return m_members.value(m_members.classAround(attribute), name);
    const int definition = m_names.values(object).isEmpty() ? m_names.definition(m_tree.text(object)) : -1;
    return m_tree.kind(definition) == Syntax::Class ? m_members.value(definition, name) : -1;
}

int Values::call(int node) const
{
    for (int step = 0; step < deepestValue && node >= 0; ++step) {
        switch (m_tree.kind(node)) {
        case Syntax::Call:
            return node;
        case Syntax::Parenthesized:
        case Syntax::Await:
            node = firstPart(m_tree, node);
            break;
        case Syntax::NamedExpression:
            node = m_tree.child(node, Field::Value);
            break;
        case Syntax::Identifier:
            node = m_names.valueBefore(node);
            break;
        case Syntax::Attribute:
            node = member(node);
            break;
        case Syntax::Subscript:
            node = item(node);
            break;
        default:
            return -1;
        }
    }
    return -1;
}

Arguments Values::arguments(int call) const
{
    Arguments result = givenArguments(call);
    int bound = m_names.partialCall(m_tree.child(call, Field::Function));
    for (int step = 0; step < deepestPartial && bound >= 0; ++step) {
        Arguments first = givenArguments(bound);
        const int function = first.positional.isEmpty() ? -1 : first.positional.takeFirst();
        first.positional += result.positional;
        first.named.insert(result.named);
        first.unread = result.unread >= 0 ? result.unread : first.unread;
        result = first;
        bound = m_names.partialCall(function); // partial(partial(S3, …), …)
    }
    return result;
}

Arguments Values::givenArguments(int call) const
{
    Arguments unpacked;
    const int list = m_tree.child(call, Field::Arguments);
    for (int child = list < 0 ? -1 : m_tree[list].child; child >= 0; child = m_tree[child].next) {
        if (m_tree.kind(child) == Syntax::DictionarySplat)
            unpack(m_tree[child].child, 0, unpacked);
    }
    Arguments result = argumentsOf(m_tree, call);
    unpacked.named.insert(result.named);
    result.named = unpacked.named;
    result.unread = unpacked.unread;
    return result;
}

QJsonValue Values::literal(int node, int depth) const
{
    if (depth == 0)
        m_steps = 0;
    if (node < 0 || depth > deepestValue || ++m_steps > mostSteps)
        return unknown;
    switch (m_tree.kind(node)) {
    case Syntax::String:
        return string(node, depth);
    case Syntax::ConcatenatedString: {
        QString whole;
        for (int child = m_tree[node].child; child >= 0; child = m_tree[child].next) {
            if (isBlank(m_tree, child))
                continue;
            const QJsonValue part = literal(child, depth + 1);
            if (!part.isString())
                return unknown;
            whole += part.toString();
        }
        return whole;
    }
    case Syntax::Integer: {
        bool ok = false;
        const qint64 number = m_tree.text(node).remove(u'_').toLongLong(&ok, 0);
        return ok ? QJsonValue(number) : unknown;
    }
    case Syntax::Float: {
        bool ok = false;
        const double number = m_tree.text(node).remove(u'_').toDouble(&ok);
        return ok ? QJsonValue(number) : unknown;
    }
    case Syntax::True:
        return true;
    case Syntax::False:
        return false;
    case Syntax::None:
        return QJsonValue::Null;
    case Syntax::UnaryOperator: {
        const QJsonValue operand = literal(m_tree.child(node, Field::Argument), depth + 1);
        return operand.isDouble() && m_tree.bytes(node).startsWith('-') ? QJsonValue(-operand.toDouble()) : unknown;
    }
    case Syntax::Parenthesized:
        return literal(firstPart(m_tree, node), depth + 1);
    case Syntax::BinaryOperator:
        return sum(node, depth);
    case Syntax::List:
    case Syntax::Tuple:
    case Syntax::Set: {
        QJsonArray array;
        for (int child = m_tree[node].child; child >= 0; child = m_tree[child].next) {
            if (isBlank(m_tree, child))
                continue;
            const QJsonValue element = literal(child, depth + 1);
            if (element.isUndefined())
                return unknown;
            array.append(element);
        }
        return array;
    }
    case Syntax::Dictionary: {
        QJsonObject object;
        for (int child = m_tree[node].child; child >= 0; child = m_tree[child].next) {
            if (isBlank(m_tree, child))
                continue;
            const QJsonValue key = literal(m_tree.child(child, Field::Key), depth + 1);
            const QJsonValue element = literal(m_tree.child(child, Field::Value), depth + 1);
            if (!key.isString() || element.isUndefined())
                return unknown;
            object.insert(key.toString(), element);
        }
        return object;
    }
    case Syntax::Identifier: {
        const QList<int> values = m_names.values(node);
        if (values.size() == 1 && values.front() == m_parameters)
            return literal(m_given.value(m_tree.text(node), -1), depth + 1);
        return values.size() == 1 ? literal(values.front(), depth + 1) : unknown;
    }
    case Syntax::Attribute: {
        const int held = member(node);
        return held < 0 ? unknown : literal(held, depth + 1);
    }
    case Syntax::Subscript: {
        const int held = item(node);
        return held < 0 ? unknown : literal(held, depth + 1);
    }
    case Syntax::Call:
        return m_tree.bytes(m_tree.child(node, Field::Function)) == "dict" ? dictCall(node, depth) : joinedPath(node, depth);
    default:
        return unknown;
    }
}

/// dict(name=value, …)
QJsonValue Values::dictCall(int call, int depth) const
{
    const int list = m_tree.child(call, Field::Arguments);
    if (list < 0 || m_names.definition(u"dict"_s) >= 0)
        return unknown;
    QJsonObject object;
    for (int child = m_tree[list].child; child >= 0; child = m_tree[child].next) {
        if (m_tree.kind(child) == Syntax::Comment)
            continue;
        const QJsonValue element = m_tree.kind(child) == Syntax::KeywordArgument ? literal(m_tree.child(child, Field::Value), depth + 1) : unknown;
        if (element.isUndefined())
            return unknown;
        object.insert(m_tree.text(m_tree.child(child, Field::Name)), element);
    }
    return object;
}

/// os.path.join(…) of texts, as it is in the image.
QJsonValue Values::joinedPath(int call, int depth) const
{
    const QString function = m_names.origin(m_tree.child(call, Field::Function));
    if (function != u"os.path.join" && function != u"posixpath.join")
        return unknown;
    const Arguments arguments = argumentsOf(m_tree, call);
    QString path;
    for (const int argument : arguments.positional) {
        const QJsonValue part = literal(argument, depth + 1);
        if (!part.isString())
            return unknown;
        if (part.toString().startsWith(u'/'))
            path.clear();
        else if (!path.isEmpty() && !path.endsWith(u'/'))
            path += u'/';
        path += part.toString();
    }
    return arguments.positional.isEmpty() ? unknown : QJsonValue(path);
}

QJsonValue Values::string(int node, int depth) const
{
    const QString start = m_tree.text(m_tree.child(node, Syntax::StringStart)).toLower();
    if (start.contains(u'b') || start.contains(u't'))
        return unknown;
    const bool raw = start.contains(u'r');
    QString whole = u""_s;
    for (int child = m_tree[node].child; child >= 0; child = m_tree[child].next) {
        if (m_tree.kind(child) == Syntax::StringContent) {
            QString text = m_tree.text(child);
            if (start.contains(u'f'))
                text.replace(u"{{"_s, u"{"_s).replace(u"}}"_s, u"}"_s);
            whole += raw ? text : unescaped(text);
        } else if (m_tree.kind(child) == Syntax::Interpolation) {
            const int expression = m_tree.child(child, Field::Expression);
            const bool plain = expression >= 0 && m_tree[expression].next < 0; // no conversion, no format
            const QJsonValue part = plain ? literal(expression, depth + 1) : unknown;
            if (part.isString())
                whole += part.toString();
            else if (part.isDouble() && part.toDouble() == double(part.toInteger()))
                whole += QString::number(part.toInteger());
            else
                return unknown;
        }
    }
    return whole;
}

QJsonValue Values::sum(int node, int depth) const
{
    const int left = m_tree.child(node, Field::Left);
    const int right = m_tree.child(node, Field::Right);
    if (left < 0 || right < 0)
        return unknown;
    const QByteArrayView between = QByteArrayView(m_tree.source()).sliced(m_tree[left].end, m_tree[right].start - m_tree[left].end);
    if (between.trimmed() != "+")
        return unknown;
    const QJsonValue a = literal(left, depth + 1);
    const QJsonValue b = literal(right, depth + 1);
    if (a.isString() && b.isString())
        return QString(a.toString() + b.toString());
    return a.isDouble() && b.isDouble() ? QJsonValue(a.toDouble() + b.toDouble()) : unknown;
}

} // namespace drydock
