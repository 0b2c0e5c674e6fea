// SPDX-License-Identifier: Apache-2.0
#include "ui/wizard/distributionsmodel.h"

#include "core/words.h"
#include "ui/theme/icons.h"

#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

DistributionsModel::DistributionsModel(WizardState &state, QObject *parent) : QAbstractTableModel(parent), m_state(state) { }

DistributionsModel::Row DistributionsModel::rowOf(const Requirement &requirement) const
{
    Row row;
    row.name = requirement.name;
    if (!requirement.extras.isEmpty())
        row.name += u'[' + requirement.extras.join(u',') + u']';
    const QString wanted = normalizedName(requirement.name);
    QStringList imports;
    for (const Need &need : m_state.snapshot().coverage.needs) {
        const bool provides = std::any_of(need.distributions.begin(), need.distributions.end(),
                                          [&](const QString &name) { return normalizedName(name) == wanted; });
        if (provides && !imports.contains(need.module))
            imports.append(need.necessity == Necessity::Implied ? tr("line %1").arg(need.line) : need.module);
    }
    row.imports = imports.join(u", "_s);
    row.version = requirement.specifiers.text();
    if (row.version.startsWith("=="_L1))
        row.version = row.version.mid(2);

    const QString advised = [&] {
        for (const QString &text : m_state.snapshot().advice.requirements) {
            const auto parsed = Requirement::parse(text);
            if (parsed && normalizedName(parsed->name) == wanted)
                return parsed->text();
        }
        return QString();
    }();
    if (m_state.isEdited() && advised != requirement.text()) {
        row.from = tr("chosen by you");
    } else if (m_state.pinsToEnvironment() && m_state.environment() && m_state.environment()->versions.value(wanted).startsWith(row.version)) {
        row.from = m_state.environment()->title;
    } else if (!requirement.url.isEmpty()) {
        row.from = requirement.url.startsWith(u"git+") ? tr("a git repository") : requirement.url.startsWith(u"file:") ? tr("a file here") : tr("its address");
        row.version = requirement.url.startsWith(u"git+") ? requirement.url.section(u'#', 0, 0).section(u'/', -1).section(u'@', 1) : QString();
    } else if (!requirement.specifiers.isEmpty()) {
        row.from = tr("what Prefect needs");
        for (const FlowScript &script : m_state.snapshot().scripts) {
            for (const DeclaredRequirement &declared : script.declared) {
                const auto parsed = Requirement::parse(declared.requirement);
                if (parsed && normalizedName(parsed->name) == wanted)
                    row.from = QFileInfo(declared.source).fileName();
            }
        }
    } else {
        row.from = tr("newest that fits");
    }
    if (const Resolution *resolution = m_state.resolution()) {
        for (const ResolvedDistribution &each : resolution->distributions) {
            if (normalizedName(each.name) != wanted)
                continue;
            row.version = each.version;
            row.isWheel = each.isWheel;
            row.bytes = each.downloadBytes;
        }
    }
    return row;
}

QList<DistributionsModel::Row> DistributionsModel::rows() const
{
    QList<Row> rows;
    QStringList names;
    for (const QString &text : m_state.requirements()) {
        if (const auto requirement = Requirement::parse(text)) {
            rows.append(rowOf(*requirement));
            names.append(normalizedName(requirement->name));
        }
    }
    if (buildsImage(m_state.strategy())) {
        for (const QString &module : m_state.snapshot().advice.localModules) {
            Row row;
            row.kind = Kind::Local;
            row.imports = row.name = module;
            row.from = tr("beside the script");
            rows.append(row);
        }
    }
    if (m_showNeeded && m_state.resolution()) {
        for (const ResolvedDistribution &each : m_state.resolution()->distributions) {
            if (names.contains(normalizedName(each.name)))
                continue;
            rows.append(Row{Kind::Needed, {}, each.name, each.version,
                            each.wantedBy.isEmpty() ? QString() : tr("needed by %1").arg(each.wantedBy), each.isWheel, each.downloadBytes});
        }
    }
    return rows;
}

void DistributionsModel::refresh()
{
    const QList<Row> fresh = rows();
    if (fresh == m_rows)
        return;
    if (fresh.size() == m_rows.size()) {
        m_rows = fresh;
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_rows = fresh;
    endResetModel();
}

void DistributionsModel::setShowNeeded(bool show)
{
    m_showNeeded = show;
    refresh();
}

int DistributionsModel::neededCount() const
{
    const Resolution *resolution = m_state.resolution();
    return resolution ? qMax(0, int(resolution->distributions.size()) - chosenCount()) : 0;
}

int DistributionsModel::chosenCount() const
{
    return int(m_state.requirements().size());
}

bool DistributionsModel::canRemove(int row) const
{
    return row >= 0 && row < m_rows.size() && m_rows.at(row).kind == Kind::Requirement && chosenCount() > 1;
}

void DistributionsModel::remove(int row)
{
    if (!canRemove(row))
        return;
    QStringList requirements = m_state.requirements();
    requirements.removeAt(row);
    m_state.setRequirements(requirements);
}

Result<void> DistributionsModel::add(const QString &text)
{
    const auto added = Requirement::parse(text.trimmed());
    if (!added)
        return tl::unexpected<Error>(added.error());
    QStringList requirements;
    bool replaced = false;
    for (const QString &each : m_state.requirements()) {
        const auto parsed = Requirement::parse(each);
        const bool same = parsed && normalizedName(parsed->name) == normalizedName(added->name);
        requirements.append(same ? added->text() : each);
        replaced |= same;
    }
    if (!replaced)
        requirements.append(added->text());
    m_state.setRequirements(requirements);
    return {};
}

int DistributionsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int DistributionsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString DistributionsModel::fileText(const Row &row) const
{
    if (row.kind == Kind::Local)
        return tr("Local, copied");
    if (!row.isWheel)
        return m_state.isAsking() ? tr("asking…") : tr("not checked");
    return *row.isWheel ? tr("Wheel") : tr("Source");
}

QString DistributionsModel::text(const Row &row, int column) const
{
    switch (column) {
    case Import: return row.imports;
    case Name: return row.name;
    case VersionColumn: return row.version.isEmpty() && row.kind == Kind::Requirement ? tr("newest") : row.version;
    case From: return row.from;
    case File: return fileText(row);
    case Size: return row.bytes >= 0 ? sizeText(row.bytes) : QString();
    default: return {};
    }
}

QVariant DistributionsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_rows.size())
        return {};
    const Row &row = m_rows.at(index.row());
    const bool compiles = row.isWheel && !*row.isWheel;
    switch (role) {
    case Qt::DisplayRole: return text(row, index.column());
    case Qt::EditRole: return index.column() == VersionColumn ? QVariant(row.version) : QVariant();
    case Qt::ToolTipRole: return index.column() == VersionColumn && row.kind == Kind::Requirement ? tr("Edit with F2 or a double click") : text(row, index.column());
    case Qt::TextAlignmentRole: return int((index.column() == Size ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::DecorationRole:
        if (index.column() != File)
            return {};
        if (row.kind == Kind::Local)
            return themeIcon(Icon::House, Tone::Muted);
        if (!row.isWheel)
            return themeIcon(Icon::CircleHelp, Tone::Muted);
        return compiles ? themeIcon(Icon::FileArchive, Tone::Amber) : themeIcon(Icon::PackageCheck, Tone::Muted);
    case Qt::AccessibleTextRole:
        return tr("%1 %2, %3, %4, %5").arg(row.name, text(row, VersionColumn), row.from, fileText(row), text(row, Size));
    case KindRole: return int(row.kind);
    default: return {};
    }
}

bool DistributionsModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !flags(index).testFlag(Qt::ItemIsEditable))
        return false;
    const QString typed = value.toString().trimmed();
    if (typed == m_rows.at(index.row()).version)
        return false;
    auto requirement = Requirement::parse(m_state.requirements().value(index.row()));
    if (!requirement)
        return false;
    const bool isPlain = !typed.isEmpty() && typed.at(0).isDigit();
    const auto specifiers = VersionSpecifiers::parse(isPlain ? QString(u"=="_s + typed) : typed);
    if (!specifiers) {
        Q_EMIT editRefused(tr("“%1” is not a version. Write one such as 1.7.6, or a range such as >=1.5,<2.").arg(typed));
        return false;
    }
    requirement->specifiers = *specifiers;
    QStringList requirements = m_state.requirements();
    requirements[index.row()] = requirement->text();
    m_state.setRequirements(requirements);
    return true;
}

Qt::ItemFlags DistributionsModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.isValid() && index.column() == VersionColumn && m_rows.at(index.row()).kind == Kind::Requirement)
        flags |= Qt::ItemIsEditable;
    return flags;
}

QVariant DistributionsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Size ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Import: return tr("Import");
    case Name: return tr("Distribution");
    case VersionColumn: return tr("Version");
    case From: return tr("Version from");
    case File: return tr("File");
    case Size: return tr("Size");
    default: return {};
    }
}

} // namespace drydock
