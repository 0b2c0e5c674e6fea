// SPDX-License-Identifier: Apache-2.0
#include "core/script/loopelements.h"

#include "core/script/values.h"

namespace drydock {

namespace {

constexpr int longestChain = 8; ///< enumerate(…) of a variable that is …
constexpr int mostElements = 1000;
constexpr int farthestComprehension = 40; ///< How far up one is looked for.

constexpr int mostClauses = 20; ///< Of one comprehension.

constexpr int whole = -1; ///< The variable stands for all of an element, not for one position in it.

/// The position of an identifier among those that a loop gives values, `whole` when it is the only one; empty when it
/// is none.
std::optional<int> positionIn(const SyntaxTree &tree, int loop, int identifier)
{
    const int left = tree.child(loop, Field::Left);
    if (tree.kind(left) == Syntax::Identifier)
        return tree.bytes(left) == tree.bytes(identifier) ? std::optional(whole) : std::nullopt;
    int position = 0;
    for (int each = left < 0 ? -1 : tree[left].child; each >= 0; each = tree[each].next, ++position) {
        if (tree.bytes(each) == tree.bytes(identifier))
            return position;
    }
    return {};
}

} // namespace

int comprehensionOf(const SyntaxTree &tree, int identifier)
{
    int around = tree[identifier].parent;
    for (int step = 0; around >= 0 && step < farthestComprehension; around = tree[around].parent, ++step) {
        // What is evaluated comes first. Lists and arguments are of kinds of their own and may be very long.
        const int body = tree.kind(around) == Syntax::Other ? tree[around].child : -1;
        int clause = body < 0 ? -1 : tree[body].next;
        for (int i = 0; clause >= 0 && i < mostClauses; clause = tree[clause].next, ++i) {
            if (tree.kind(clause) == Syntax::ForIn && positionIn(tree, clause, identifier))
                return clause;
        }
    }
    return -1;
}

QList<int> loopElements(const SourceView &source, int loop, int identifier)
{
    const SyntaxTree &tree = source.tree;
    const auto found = positionIn(tree, loop, identifier);
    if (!found)
        return {};
    int position = *found;
    int over = tree.child(loop, Field::Right);
    for (int step = 0; step < longestChain && over >= 0; ++step) {
        if (tree.kind(over) == Syntax::Identifier) {
            over = source.names.valueBefore(over);
            continue;
        }
        if (tree.kind(over) != Syntax::Call)
            break;
        const int function = tree.child(over, Field::Function);
        const bool isMethod = tree.kind(function) == Syntax::Attribute;
        const QByteArrayView name = tree.bytes(isMethod ? tree.child(function, Field::Attribute) : function);
        const QList<int> given = argumentsOf(tree, over).positional;
        if (!isMethod && name == "enumerate" && position == 1) {
            over = given.value(0, -1);
            position = whole;
        } else if (!isMethod && name == "zip" && position >= 0) {
            over = given.value(position, -1);
            position = whole;
        } else if (isMethod && name == "items" && position >= 0) {
            over = tree.child(function, Field::Object);
        } else if (isMethod && (name == "keys" || name == "values") && position == whole) {
            over = tree.child(function, Field::Object);
            position = name == "keys" ? 0 : 1;
        } else {
            return {};
        }
    }
    const Syntax kind = tree.kind(over);
    if (kind == Syntax::Dictionary && position == whole)
        position = 0; // its keys
    QList<int> elements;
    const bool isWrittenOut =
        kind == Syntax::List || kind == Syntax::Tuple || kind == Syntax::Set || kind == Syntax::Dictionary;
    for (int each = isWrittenOut ? tree[over].child : -1; each >= 0 && elements.size() < mostElements;
         each = tree[each].next) {
        int element = position == whole ? each : tree[each].child;
        for (int i = 0; element >= 0 && i < position; ++i)
            element = tree[element].next;
        if (element >= 0)
            elements.append(element);
    }
    return elements;
}

} // namespace drydock
