// SPDX-License-Identifier: Apache-2.0
#include "ui/models/groupsmodel.h"

#include "core/python/requirement.h"
#include "core/words.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

bool isLacking(const Need &need, const Cell &cell)
{
    return need.isRequired() && (cell.status == CellStatus::Missing || cell.status == CellStatus::Version || cell.status == CellStatus::NotShipped
                                 || cell.status == CellStatus::Removed);
}

/// What the best image at hand has for one script alone.
void setBest(GroupFlow &flow, const Coverage &coverage)
{
    const qsizetype script = coverage.scripts.indexOf(flow.script);
    const ImageCoverage *best = nullptr;
    const CoverageCount *most = nullptr;
    for (const ImageCoverage &image : coverage.images) {
        if (!image.image.contents || script < 0 || script >= image.scripts.size())
            continue;
        const CoverageCount &count = image.scripts.at(script);
        if (!most || std::pair(count.satisfied, count.covers) > std::pair(most->satisfied, most->covers)) {
            best = &image;
            most = &count;
        }
    }
    if (!best)
        return;
    flow.covers = most->covers;
    flow.of = most->of;
    for (qsizetype i = 0; i < coverage.needs.size(); ++i) {
        const Need &need = coverage.needs.at(i);
        if (need.script == flow.script && isLacking(need, best->cells.at(i)) && !flow.lacks.contains(need.module))
            flow.lacks.append(need.module);
    }
}

QList<GroupAddition> additionsOf(const FlowGroup &group, const Coverage &coverage, const Resolution *resolution)
{
    QList<GroupAddition> additions;
    const auto usersOf = [&](const auto &isIt) {
        QSet<QString> users;
        for (const Need &need : coverage.needs)
            if (group.scripts.contains(need.script) && isIt(need))
                users.insert(need.script);
        return int(users.size());
    };
    for (const QString &text : group.advice.requirements) {
        const Result<Requirement> requirement = Requirement::parse(text);
        const QString name = normalizedName(requirement ? requirement->name : text);
        GroupAddition addition{requirement ? requirement->name : text, requirement ? requirement->specifiers.text() : QString()};
        addition.scripts = usersOf([&name](const Need &need) { return normalizedName(need.distributions.value(0)) == name; });
        if (resolution) {
            for (const ResolvedDistribution &each : resolution->distributions) {
                if (normalizedName(each.name) != name)
                    continue;
                addition.version = each.version;
                addition.bytes = each.downloadBytes;
            }
        }
        additions.append(addition);
    }
    for (const QString &module : group.advice.localModules) {
        additions.append({module, GroupsModel::tr("your own"),
                          usersOf([&module](const Need &need) { return need.kind == ImportKind::Local && need.module.section(u'.', 0, 0) == module; })});
    }
    return additions;
}

QString flowsText(qsizetype count)
{
    return count == 1 ? GroupsModel::tr("1 flow") : GroupsModel::tr("%1 flows").arg(count);
}

} // namespace

QList<GroupRow> groupRows(const Snapshot &snapshot)
{
    QList<GroupRow> rows;
    const QString top = snapshot.paths.value(0);
    const QDir folder(QFileInfo(top).isDir() ? top : QFileInfo(top).absolutePath());
    int shared = 0;
    for (const FlowGroup &group : snapshot.groups) {
        const Answer *answer = answerTo({group.advice.base, group.advice.requirements}, snapshot.answers);
        GroupRow row;
        row.scripts = group.scripts;
        row.base = group.advice.standsOn();
        row.reason = group.reason;
        row.builds = buildsImage(group.advice.recommended);
        if (group.advice.recommended != Strategy::DefaultImage)
            row.additions = additionsOf(group, snapshot.coverage, answer && answer->resolution ? &*answer->resolution : nullptr);
        if (answer && answer->error && answer->error->code != u"offline" && answer->error->code != u"index-not-reached")
            row.refusal = answer->error->sentence;

        QStringList names;
        for (const GroupAddition &addition : std::as_const(row.additions))
            names.append(addition.name);
        row.note = QStringList{QStringList{shortReference(row.base)} + names}.join(u" + "_s);
        if (!row.refusal.isEmpty()) {
            row.icon = Icon::TriangleAlert;
            row.tone = Tone::Amber;
            row.title = GroupsModel::tr("Needs a decision");
            row.note = row.refusal;
        } else if (group.advice.recommended == Strategy::DefaultImage) {
            row.icon = Icon::CircleCheckFilled;
            row.tone = Tone::Green;
            //: %1 is an image
            row.title = GroupsModel::tr("Covered by %1").arg(shortReference(row.base));
            row.note = GroupsModel::tr("Nothing to build");
        } else if (!row.builds) {
            row.title = strategyName(group.advice.recommended);
        } else {
            //: %1 is a letter
            row.title = group.scripts.size() > 1 ? GroupsModel::tr("Shared image %1").arg(QChar(u'A' + shared++ % 26)) : GroupsModel::tr("An image of its own");
        }
        row.reasons = group.advice.of(group.advice.recommended).reasons.mid(0, 3);
        if (!row.additions.isEmpty() && answer && answer->resolution && answer->resolution->downloadBytes() > 0)
            row.size = GroupsModel::tr("%1 to download").arg(sizeText(answer->resolution->downloadBytes()));

        for (const FlowScript &script : snapshot.scripts) {
            if (!group.scripts.contains(script.path))
                continue;
            GroupFlow flow;
            flow.script = script.path;
            flow.file = folder.relativeFilePath(script.path);
            flow.prefect = script.generation > 0 ? GroupsModel::tr("%1.x").arg(script.generation) : QString();
            setBest(flow, snapshot.coverage);
            QStringList own;
            for (const Flow &each : script.flows)
                own.append(each.name);
            if (own.isEmpty())
                own.append(QFileInfo(script.path).completeBaseName());
            for (const QString &name : std::as_const(own)) {
                flow.name = name;
                row.flows.append(flow);
            }
        }
        row.count = flowsText(row.flows.size());
        rows.append(row);
    }
    return rows;
}

void GroupsModel::setRows(const QList<GroupRow> &rows)
{
    if (rows == m_rows)
        return; // Snapshots come ten times a second; what is current stays.
    beginResetModel();
    m_rows = rows;
    endResetModel();
}

const GroupRow *GroupsModel::group(const QModelIndex &index) const
{
    if (!index.isValid())
        return nullptr;
    return &m_rows.at(index.internalId() == 0 ? index.row() : int(index.internalId()) - 1);
}

const GroupFlow *GroupsModel::flow(const QModelIndex &index) const
{
    return index.isValid() && index.internalId() != 0 ? &m_rows.at(int(index.internalId()) - 1).flows.at(index.row()) : nullptr;
}

QModelIndex GroupsModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    // A flow's id is its group's row + 1.
    return createIndex(row, column, parent.isValid() ? quintptr(parent.row()) + 1 : 0);
}

QModelIndex GroupsModel::parent(const QModelIndex &index) const
{
    return index.isValid() && index.internalId() != 0 ? createIndex(int(index.internalId()) - 1, 0, quintptr(0)) : QModelIndex();
}

int GroupsModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_rows.size());
    return parent.internalId() == 0 && parent.column() == 0 ? int(m_rows.at(parent.row()).flows.size()) : 0;
}

int GroupsModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant GroupsModel::data(const QModelIndex &index, int role) const
{
    const GroupRow *row = group(index);
    if (!row)
        return {};
    const GroupFlow *own = flow(index);
    if (!own) {
        if (role == Qt::DisplayRole && index.column() == FlowColumn)
            return row->title;
        if (role == Qt::AccessibleTextRole)
            return QStringList{row->title, row->note, row->count}.join(u", "_s);
        return role == Qt::ToolTipRole ? QVariant(row->note) : QVariant();
    }
    if (role == Qt::ToolTipRole && index.column() == LacksColumn)
        return own->lacks.join(u", "_s);
    if (role == Qt::ToolTipRole && index.column() == ScriptColumn)
        return own->script;
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case FlowColumn: return own->name;
    case ScriptColumn: return own->file;
    case PrefectColumn: return own->prefect;
    case CoversColumn: return own->of > 0 ? tr("%1 of %2").arg(own->covers).arg(own->of) : QString();
    default: break;
    }
    //: Modules that an image lacks; %1 are the first two of them
    return own->lacks.size() > 3 ? tr("%1 and %2 more").arg(own->lacks.mid(0, 2).join(u", "_s)).arg(own->lacks.size() - 2) : own->lacks.join(u", "_s);
}

QVariant GroupsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal)
        return {};
    switch (section) {
    case FlowColumn: return tr("Flow");
    case ScriptColumn: return tr("Script");
    case PrefectColumn: return tr("Prefect");
    case CoversColumn: return tr("Best image covers");
    default: return tr("Lacks");
    }
}

} // namespace drydock
