// SPDX-License-Identifier: Apache-2.0
#include "ui/models/importsmodel.h"

#include <QDir>
#include <QFileInfo>
#include <QHash>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

struct ImportsModel::Node
{
    Kind kind = Kind::Group;
    QString key; ///< Among its siblings.
    QString text;
    QString note;
    QString place;
    QString tip;
    Icon icon = Icon::Package;
    Tone tone = Tone::Muted;
    bool weak = false; ///< Does not count towards what is needed.
    bool opens = true;
    bool isSame = false; ///< Nothing changed: the children of the one that is there stay.
    QString path;
    ImportRow row;
    Node *parent = nullptr;
    int at = 0; ///< Row in the parent.
    Nodes children;
};

namespace {

QString relative(const QString &path, const QString &folder)
{
    return folder.isEmpty() ? QFileInfo(path).fileName()
                            : QDir::toNativeSeparators(QDir(folder).relativeFilePath(path));
}

bool isSameReading(const FlowScript &a, const FlowScript &b)
{
    // A reading is never changed in place, so lists that share their data are equal.
    return a.bytes == b.bytes && a.imports.constData() == b.imports.constData()
        && a.declared.constData() == b.declared.constData() && a.problems.constData() == b.problems.constData();
}

bool isWeak(const ImportRow &row)
{
    const Import *import = row.import();
    return row.group == ImportGroup::StandardLibrary || !import
        || (import->necessity != Necessity::Required && import->necessity != Necessity::Implied);
}

int countOf(const FlowScript &script, Severity severity)
{
    return int(std::count_if(script.problems.begin(), script.problems.end(),
                             [severity](const Problem &each) { return each.severity == severity; }));
}

} // namespace

ImportsModel::ImportsModel(QObject *parent) : QAbstractItemModel(parent), m_root(std::make_unique<Node>()) { }

ImportsModel::~ImportsModel() = default;

ImportsModel::Nodes ImportsModel::groupsOf(const FlowScript &script, const ProvidedBy &said)
{
    Nodes groups;
    for (const ImportRow &row : importRows(script, said)) {
        if (groups.empty() || groups.back()->row.group != row.group) {
            auto group = std::make_unique<Node>();
            group->key = QString::number(int(row.group));
            group->text = groupName(row.group);
            group->tip = groupMeaning(row.group);
            group->icon = groupIcon(row.group);
            group->row.group = row.group;
            group->opens = row.group != ImportGroup::StandardLibrary;
            groups.push_back(std::move(group));
        }
        auto import = std::make_unique<Node>();
        import->kind = Kind::Import;
        import->key = row.name;
        import->text = row.name;
        import->note = distributionText(row);
        import->place = whereText(row);
        import->tip = originSentence(row);
        import->icon = groupIcon(row.group);
        import->weak = isWeak(row);
        if (row.import() && (row.import()->suspicious || row.import()->kind == ImportKind::Unknown)) {
            import->icon = Icon::CircleHelp;
            import->tone = Tone::Amber;
        }
        import->row = row;
        groups.back()->children.push_back(std::move(import));
    }
    for (const auto &group : groups)
        group->place = QString::number(group->children.size());
    return groups;
}

std::unique_ptr<ImportsModel::Node> ImportsModel::scriptNode(const FlowScript &script, const QString &folder)
{
    auto node = std::make_unique<Node>();
    node->kind = Kind::Script;
    node->key = node->path = script.path;
    node->text = relative(script.path, folder);
    node->icon = Icon::FileCode;
    node->opens = false;
    QStringList names;
    for (const Flow &flow : script.flows)
        names.append(flow.name);
    node->note = names.join(u", "_s);
    const int errors = countOf(script, Severity::Error);
    const int warnings = countOf(script, Severity::Warning);
    if (errors > 0) {
        node->icon = Icon::CircleX;
        node->tone = Tone::Red;
        node->place = errors == 1 ? tr("1 error") : tr("%1 errors").arg(errors);
    } else if (warnings > 0) {
        node->icon = Icon::TriangleAlert;
        node->tone = Tone::Amber;
        node->place = warnings == 1 ? tr("1 warning") : tr("%1 warnings").arg(warnings);
    }
    QStringList tip{QDir::toNativeSeparators(script.path)};
    for (const Problem &problem : script.problems)
        if (problem.severity == Severity::Error)
            tip.append(problem.line > 0 ? tr("Line %1: %2").arg(problem.line).arg(problem.message) : problem.message);
    node->tip = tip.join(u'\n');
    return node;
}

ImportsModel::Nodes ImportsModel::leftOf(const QList<ScriptSearch::Skipped> &skipped, const QString &folder)
{
    Nodes nodes;
    const auto add = [&](const QString &key, const QString &text, const QString &meaning, Icon icon, Tone tone,
                         bool scripts) {
        auto group = std::make_unique<Node>();
        for (const ScriptSearch::Skipped &each : skipped) {
            if (each.path.endsWith(u".py"_s) != scripts)
                continue;
            auto left = std::make_unique<Node>();
            left->kind = Kind::Left;
            left->key = left->path = each.path;
            left->text = relative(each.path, folder);
            left->note = each.why;
            left->tip = QString(QDir::toNativeSeparators(each.path) % u'\n' % each.why);
            left->icon = scripts ? Icon::FileCode : Icon::Folder;
            left->weak = true;
            group->children.push_back(std::move(left));
        }
        if (group->children.empty())
            return;
        group->key = key;
        group->text = text;
        group->tip = meaning;
        group->icon = icon;
        group->tone = tone;
        group->opens = scripts;
        group->place = QString::number(group->children.size());
        nodes.push_back(std::move(group));
    };
    add(u"1"_s, tr("Not read"), tr("Scripts that could not be read, and why."), Icon::TriangleAlert, Tone::Amber, true);
    add(u"2"_s, tr("Skipped"), tr("Folders that were not searched, and why."), Icon::Folder, Tone::Muted, false);
    return nodes;
}

void ImportsModel::setScripts(const QList<FlowScript> &scripts, const QString &folder,
                              const QList<ScriptSearch::Skipped> &skipped, const QMap<QString, ProvidedBy> &said)
{
    QHash<QString, const FlowScript *> before;
    for (const FlowScript &script : std::as_const(m_scripts))
        before.insert(script.path, &script);
    // Of a folder they arrive in no order.
    QList<const FlowScript *> sorted;
    for (const FlowScript &script : scripts)
        sorted.append(&script);
    std::sort(sorted.begin(), sorted.end(), [](const FlowScript *a, const FlowScript *b) { return a->path < b->path; });

    const bool several = !folder.isEmpty() || scripts.size() > 1;
    Nodes fresh;
    if (several) {
        for (const FlowScript *script : std::as_const(sorted)) {
            auto node = scriptNode(*script, folder);
            const FlowScript *old = before.value(script->path);
            node->isSame = old && folder == m_folder && isSameReading(*old, *script)
                && said.value(script->path) == m_said.value(script->path);
            if (!node->isSame)
                node->children = groupsOf(*script, said.value(script->path));
            fresh.push_back(std::move(node));
        }
        Nodes left = leftOf(skipped, folder);
        std::move(left.begin(), left.end(), std::back_inserter(fresh));
    } else if (!sorted.isEmpty()) {
        fresh = groupsOf(*sorted.first(), said.value(sorted.first()->path));
    }
    m_folder = folder;
    m_scripts = scripts;
    m_said = said;
    become(*m_root, std::move(fresh));
}

void ImportsModel::become(Node &parent, Nodes fresh)
{
    const QModelIndex index = indexOf(parent);
    const auto renumber = [&parent](size_t from) {
        for (size_t i = from; i < parent.children.size(); ++i)
            parent.children[i]->at = int(i);
    };
    const auto remove = [&](size_t at) {
        beginRemoveRows(index, int(at), int(at));
        parent.children.erase(parent.children.begin() + std::ptrdiff_t(at));
        renumber(at);
        endRemoveRows();
    };
    QSet<QString> wanted;
    for (const auto &node : fresh)
        wanted.insert(node->key);
    for (size_t i = parent.children.size(); i-- > 0;)
        if (!wanted.contains(parent.children[i]->key))
            remove(i);

    for (size_t i = 0; i < fresh.size(); ++i) {
        Node *there = i < parent.children.size() ? parent.children[i].get() : nullptr;
        if (!there || there->key != fresh[i]->key) {
            // One that moved comes back as another.
            for (size_t later = i + 1; later < parent.children.size(); ++later) {
                if (parent.children[later]->key == fresh[i]->key) {
                    remove(later);
                    break;
                }
            }
            std::unique_ptr<Node> added = std::move(fresh[i]);
            Nodes children = std::move(added->children);
            added->children.clear();
            added->parent = &parent;
            Node &placed = *added;
            beginInsertRows(index, int(i), int(i));
            parent.children.insert(parent.children.begin() + std::ptrdiff_t(i), std::move(added));
            renumber(i);
            // It comes with its children, which nobody has seen yet.
            placed.children = std::move(children);
            const auto adopt = [](Node &node, const auto &self) -> void {
                int at = 0;
                for (const auto &child : node.children) {
                    child->parent = &node;
                    child->at = at++;
                    self(*child, self);
                }
            };
            adopt(placed, adopt);
            endInsertRows();
            continue;
        }
        if (fresh[i]->isSame)
            continue;
        Nodes children = std::move(fresh[i]->children);
        fresh[i]->parent = &parent;
        fresh[i]->at = there->at;
        fresh[i]->children = std::move(there->children);
        *there = std::move(*fresh[i]);
        become(*there, std::move(children));
        const QModelIndex changed = indexOf(*there);
        Q_EMIT dataChanged(changed, changed);
    }
}

ImportsModel::Node *ImportsModel::node(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Node *>(index.internalPointer()) : m_root.get();
}

QModelIndex ImportsModel::indexOf(const Node &node) const
{
    return node.parent ? createIndex(node.at, 0, &node) : QModelIndex();
}

ImportsModel::Kind ImportsModel::kind(const QModelIndex &index) const
{
    return node(index)->kind;
}

const ImportRow *ImportsModel::row(const QModelIndex &index) const
{
    return index.isValid() && node(index)->kind == Kind::Import ? &node(index)->row : nullptr;
}

QString ImportsModel::script(const QModelIndex &index) const
{
    for (const Node *each = node(index); each; each = each->parent)
        if (each->kind == Kind::Script)
            return each->path;
    return m_folder.isEmpty() && m_scripts.size() == 1 ? m_scripts.first().path : QString();
}

QString ImportsModel::path(const QModelIndex &index) const
{
    return node(index)->path;
}

bool ImportsModel::opensByItself(const QModelIndex &index) const
{
    return node(index)->opens;
}

QModelIndex ImportsModel::find(const QString &script, const QString &module) const
{
    const auto in = [&](const Node &parent) -> QModelIndex {
        for (const auto &group : parent.children)
            for (const auto &import : group->children)
                if (import->kind == Kind::Import && import->row.script == script && import->row.name == module)
                    return indexOf(*import);
        return {};
    };
    if (const QModelIndex found = in(*m_root); found.isValid())
        return found;
    for (const auto &child : m_root->children)
        if (child->kind == Kind::Script && child->path == script)
            return in(*child);
    return {};
}

QModelIndex ImportsModel::index(int row, int column, const QModelIndex &parent) const
{
    const Node *in = node(parent);
    if (column != 0 || row < 0 || size_t(row) >= in->children.size())
        return {};
    return createIndex(row, 0, in->children[size_t(row)].get());
}

QModelIndex ImportsModel::parent(const QModelIndex &index) const
{
    return index.isValid() ? indexOf(*node(index)->parent) : QModelIndex();
}

int ImportsModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : int(node(parent)->children.size());
}

int ImportsModel::columnCount(const QModelIndex &) const
{
    return 1;
}

QVariant ImportsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Node &at = *node(index);
    switch (role) {
    case Qt::DisplayRole:
        return at.text;
    case Qt::ToolTipRole:
        return at.tip;
    case Qt::AccessibleTextRole: {
        QStringList words{at.text, at.note, at.place};
        if (at.kind == Kind::Group)
            words = {tr("%1, %2 in this group").arg(at.text).arg(at.children.size())};
        words.removeAll(QString());
        return words.join(u", "_s);
    }
    case KindRole:
        return int(at.kind);
    case IconRole:
        return int(at.icon);
    case ToneRole:
        return int(at.tone);
    case NoteRole:
        return at.note;
    case PlaceRole:
        return at.place;
    case WeakRole:
        return at.weak;
    default:
        return {};
    }
}

} // namespace drydock
