// SPDX-License-Identifier: Apache-2.0
#include "core/script/classmembers.h"

namespace drydock {

namespace {

constexpr int farthestClass = 60; ///< How far up from a statement it is looked for.

} // namespace

int ClassMembers::classAround(int node) const
{
    for (int step = 0; node >= 0 && step < farthestClass; node = m_tree[node].parent, ++step) {
        if (m_tree.kind(node) == Syntax::Class)
            return node;
    }
    return -1;
}

int ClassMembers::value(int classDefinition, const QString &name) const
{
    if (!m_isRead)
        read();
    if (m_ofOthers.contains(m_tree.text(m_tree.child(classDefinition, Field::Name)) + QChar(u'.') + name))
        return -1;
    QList<int> values = m_inBody.value({classDefinition, name});
    values += m_ofSelf.value({classDefinition, name});
    return values.size() == 1 ? values.front() : -1;
}

void ClassMembers::read() const
{
    m_isRead = true;
    for (int node = 0; node < m_tree.size(); ++node) {
        if (m_tree.kind(node) != Syntax::Assignment)
            continue;
        const int left = m_tree.child(node, Field::Left);
        const int right = m_tree.child(node, Field::Right);
        if (right < 0)
            continue;
        if (m_tree.kind(left) == Syntax::Attribute) {
            const int object = m_tree.child(left, Field::Object);
            if (m_tree.kind(object) == Syntax::Identifier && (m_tree.bytes(object) == "self" || m_tree.bytes(object) == "cls"))
                m_ofSelf[{classAround(node), m_tree.text(m_tree.child(left, Field::Attribute))}].append(right);
            else if (m_tree.kind(object) == Syntax::Identifier)
                m_ofOthers.insert(m_tree.text(left));
        } else if (m_tree.kind(left) == Syntax::Identifier) {
            const int around = classAround(node);
            if (around >= 0 && m_tree[around].function == m_tree[node].function) // not a variable of a method
                m_inBody[{around, m_tree.text(left)}].append(right);
        }
    }
}

} // namespace drydock
