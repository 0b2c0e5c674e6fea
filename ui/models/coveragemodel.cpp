// SPDX-License-Identifier: Apache-2.0
#include "ui/models/coveragemodel.h"

#include "ui/models/statement.h"

#include <QFileInfo>
#include <QHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

Cell standardLibraryCell(const ImageCoverage &image)
{
    Cell cell;
    cell.cause = !image.image.contents ? Cause::NotLookedInside : image.python() ? Cause::InPython : Cause::Unreadable;
    if (cell.cause == Cause::InPython) {
        cell.status = CellStatus::Provided;
        cell.evidence = EvidenceLevel::Imported;
    }
    return cell;
}

/// Of several scripts' needs of one module, the one that stands worst is shown.
int severity(CellStatus status)
{
    switch (status) {
    case CellStatus::Missing:
    case CellStatus::NotShipped:
    case CellStatus::Removed: return 4;
    case CellStatus::Version: return 3;
    case CellStatus::Unknown: return 2;
    case CellStatus::OptionalMissing:
    case CellStatus::Conditional: return 1;
    case CellStatus::Provided: break;
    }
    return 0;
}

bool isOrdered(const CoverageCount &a, const CoverageCount &b)
{
    return std::pair(a.satisfied, a.covers) > std::pair(b.satisfied, b.covers);
}

} // namespace

void CoverageModel::setCoverage(const Coverage &coverage, const Marks &marks)
{
    m_marks = marks;
    show(coverage);
}

void CoverageModel::setFilter(const QString &filter)
{
    m_filter = filter.trimmed();
    show(m_coverage);
}

void CoverageModel::setHidden(const QSet<QString> &references)
{
    m_hidden = references;
    show(m_coverage);
}

void CoverageModel::setOnlyDifferences(bool only)
{
    m_onlyDifferences = only;
    show(m_coverage);
}

void CoverageModel::setOnlyWithPrefect(bool only)
{
    m_onlyWithPrefect = only;
    show(m_coverage);
}

void CoverageModel::setOrder(ImageOrder order)
{
    m_order = order;
    show(m_coverage);
}

void CoverageModel::setColumns(MatrixColumns columns)
{
    m_columns = columns;
    show(m_coverage);
}

int CoverageModel::decidingNeed(const Coverage &coverage, const QList<int> &needs, const Column &column)
{
    int deciding = -1;
    int worst = -1;
    for (const int need : needs) {
        if (column.script >= 0 && coverage.needs.at(need).script != coverage.scripts.at(column.script))
            continue;
        const int each = severity(coverage.images.at(column.image).cells.at(need).status);
        if (each > worst) {
            worst = each;
            deciding = need;
        }
    }
    return deciding;
}

bool CoverageModel::differs(const Coverage &coverage, const QList<int> &needs, const QList<Column> &columns)
{
    bool provided = false;
    bool lacking = false;
    for (const Column &column : columns) {
        const int need = decidingNeed(coverage, needs, column);
        if (need < 0)
            continue;
        const CellStatus status = coverage.images.at(column.image).cells.at(need).status;
        provided = provided || status == CellStatus::Provided;
        lacking = lacking || (status != CellStatus::Provided && status != CellStatus::Unknown);
        if (provided && lacking)
            return true;
    }
    return false;
}

QList<CoverageModel::Column> CoverageModel::columnsOf(const Coverage &coverage, bool isFiltered) const
{
    const QList<ImageCoverage> &images = coverage.images;
    QList<Column> columns;
    for (int i = 0; i < images.size(); ++i) {
        const Image &image = images.at(i).image;
        const bool mayHavePrefect = !image.contents || !image.prefect().isEmpty();
        if (!m_hidden.contains(image.reference) && (!m_onlyWithPrefect || mayHavePrefect) && (!isFiltered || matches(image.reference)))
            columns.append({i, -1});
    }
    if (m_columns == MatrixColumns::Scripts && coverage.scripts.size() > 1) {
        QList<Column> scripts;
        for (int script = 0; script < coverage.scripts.size() && !columns.isEmpty(); ++script) {
            const auto best = std::min_element(columns.cbegin(), columns.cend(), [&](const Column &a, const Column &b) {
                return isOrdered(images.at(a.image).scripts.at(script), images.at(b.image).scripts.at(script));
            });
            scripts.append({best->image, script});
        }
        return scripts;
    }
    const auto sortBy = [&](auto isBefore) {
        std::stable_sort(columns.begin(), columns.end(), [&](const Column &a, const Column &b) { return isBefore(images.at(a.image).image, images.at(b.image).image); });
    };
    switch (m_order) {
    case ImageOrder::Coverage: { // As they came, but first what was built for these scripts, then what else was built here.
        const auto nearness = [this](const Image &image) { return !image.builtHere() ? 0 : image.reference == m_marks.own ? 2 : 1; };
        sortBy([&nearness](const Image &a, const Image &b) { return nearness(a) > nearness(b); });
        break;
    }
    case ImageOrder::Name: sortBy([](const Image &a, const Image &b) { return a.reference.compare(b.reference, Qt::CaseInsensitive) < 0; }); break;
    case ImageOrder::Size: sortBy([](const Image &a, const Image &b) { return a.size < b.size; }); break;
    }
    return columns;
}

CoverageModel::Layout CoverageModel::layOut(const Coverage &coverage) const
{
    const auto matchesNeed = [this](const Need &need) { return matches(need.module) || matches(need.distributions.value(0)); };
    const QList<Need> &needs = coverage.needs;
    const bool anyNeed = std::any_of(needs.begin(), needs.end(), matchesNeed);
    const bool anyImage = std::any_of(coverage.images.begin(), coverage.images.end(),
                                      [this](const ImageCoverage &each) { return matches(each.image.reference); });
    const bool filterRows = !m_filter.isEmpty() && (anyNeed || !anyImage);
    const bool filterColumns = !m_filter.isEmpty() && !anyNeed && anyImage;

    Layout layout;
    layout.columns = columnsOf(coverage, filterColumns);
    QList<QList<int>> rows;
    QHash<QString, qsizetype> rowOf;
    for (int i = 0; i < needs.size(); ++i) {
        if (filterRows && !matchesNeed(needs.at(i)))
            continue;
        const auto known = rowOf.constFind(needs.at(i).module);
        if (known == rowOf.constEnd()) {
            rowOf.insert(needs.at(i).module, rows.size());
            rows.append(QList<int>{i});
        } else {
            rows[*known].append(i);
        }
    }
    for (const QList<int> &row : std::as_const(rows)) {
        if (!m_onlyDifferences || differs(coverage, row, layout.columns))
            layout.rows.append(row);
    }
    if (!coverage.standardLibrary.isEmpty() && !filterRows && !m_onlyDifferences)
        layout.rows.append(QList<int>());

    for (const QList<int> &row : std::as_const(layout.rows))
        layout.names.append(row.isEmpty() ? QString() : needs.at(row.first()).module);
    layout.names.append(u"×"_s);
    for (const Column &column : std::as_const(layout.columns))
        layout.names.append(column.script < 0 ? coverage.images.at(column.image).image.reference : coverage.scripts.at(column.script));
    return layout;
}

void CoverageModel::show(const Coverage &coverage)
{
    Layout layout = layOut(coverage);
    const bool isSame = layout.names == m_layout.names;
    if (!isSame)
        beginResetModel();
    m_coverage = coverage;
    m_layout = std::move(layout);
    m_standardNeed.module = m_coverage.standardLibrary.join(u", "_s);
    m_standardNeed.kind = ImportKind::StandardLibrary;
    m_standardLibrary.clear();
    for (const ImageCoverage &image : std::as_const(m_coverage.images))
        m_standardLibrary.append(standardLibraryCell(image));
    if (!isSame) {
        endResetModel();
        return;
    }
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

const Need *CoverageModel::need(int row, int column) const
{
    if (row < 0 || row >= m_layout.rows.size() || m_layout.rows.at(row).isEmpty())
        return nullptr;
    const QList<int> &needs = m_layout.rows.at(row);
    const int deciding = column > 0 && column <= m_layout.columns.size() ? decidingNeed(m_coverage, needs, m_layout.columns.at(column - 1)) : -1;
    return &m_coverage.needs.at(deciding < 0 ? needs.first() : deciding);
}

int CoverageModel::scriptCount(int row) const
{
    QSet<QString> scripts;
    for (const int each : m_layout.rows.value(row))
        scripts.insert(m_coverage.needs.at(each).script);
    return static_cast<int>(scripts.size());
}

const ImageCoverage *CoverageModel::image(int column) const
{
    return column < 1 || column > m_layout.columns.size() ? nullptr : &m_coverage.images.at(m_layout.columns.at(column - 1).image);
}

QString CoverageModel::script(int column) const
{
    const int script = m_layout.columns.value(column - 1).script;
    return script < 0 ? QString() : m_coverage.scripts.at(script);
}

QString CoverageModel::flows(int column) const
{
    return m_coverage.flows.value(m_layout.columns.value(column - 1).script).join(u", "_s);
}

CoverageCount CoverageModel::count(int column) const
{
    const ImageCoverage *const of = image(column);
    const int script = m_layout.columns.value(column - 1).script;
    if (!of)
        return {};
    return script < 0 ? static_cast<const CoverageCount &>(*of) : of->scripts.at(script);
}

const Cell *CoverageModel::cell(int row, int column) const
{
    if (column < 1 || column > m_layout.columns.size() || row < 0 || row >= m_layout.rows.size())
        return nullptr;
    const Column &at = m_layout.columns.at(column - 1);
    const QList<int> &needs = m_layout.rows.at(row);
    if (needs.isEmpty())
        return &m_standardLibrary.at(at.image);
    const int deciding = decidingNeed(m_coverage, needs, at);
    return deciding < 0 ? nullptr : &m_coverage.images.at(at.image).cells.at(deciding);
}

QString CoverageModel::word(int row, int column) const
{
    const Cell *const at = cell(row, column);
    const Need *const of = need(row, column);
    if (!at)
        return {};
    return !of && at->cause == Cause::Unreadable ? tr("No Python") : cellWord(of ? *of : m_standardNeed, *at, image(column)->image);
}

QString CoverageModel::reason(int row, int column) const
{
    const Cell *const at = cell(row, column);
    const Need *const of = need(row, column);
    return at ? cellReason(of ? *of : m_standardNeed, *at, image(column)->image) : QString();
}

int CoverageModel::rowOf(const QString &module) const
{
    for (int row = 0; row < m_layout.rows.size(); ++row) {
        const Need *const each = need(row);
        if (each ? each->module == module : module.isEmpty())
            return row;
    }
    return -1;
}

int CoverageModel::columnOf(const QString &reference) const
{
    for (int column = 1; column <= m_layout.columns.size(); ++column)
        if (image(column)->image.reference == reference)
            return column;
    return -1;
}

int CoverageModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_layout.rows.size());
}

int CoverageModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_layout.columns.size()) + 1;
}

QVariant CoverageModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Need *const row = need(index.row(), index.column());
    const QString module = row ? row->module : tr("Standard library");
    if (index.column() == 0) {
        switch (role) {
        case Qt::DisplayRole: return module;
        case Qt::ToolTipRole: return row ? row->evidence : m_coverage.standardLibrary.join(u", "_s);
        case Qt::AccessibleTextRole: return row ? QString(module % u", "_s % placeText(*row, hasSeveralScripts())) : module;
        default: return {};
        }
    }
    const Cell *const at = cell(index.row(), index.column());
    switch (role) {
    case Qt::DisplayRole: return word(index.row(), index.column());
    case Qt::ToolTipRole: return reason(index.row(), index.column());
    case Qt::AccessibleTextRole: {
        const QString reference = image(index.column())->image.reference;
        return at ? spokenCell(module, word(index.row(), index.column()), reference) : tr("%1, not imported").arg(module);
    }
    default: return {};
    }
}

QVariant CoverageModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (section == 0)
        return role == Qt::DisplayRole ? QVariant(tr("Import")) : QVariant();
    const ImageCoverage *const each = image(section);
    const QString script = this->script(section);
    QStringList names{flows(section), QFileInfo(script).fileName(), each->image.reference};
    names.removeAll(QString());
    const QString name = names.join(u", "_s);
    switch (role) {
    case Qt::DisplayRole: return name;
    case Qt::ToolTipRole: {
        QStringList lines{flows(section), script, each->image.reference};
        lines.removeAll(QString());
        if (each->image.contents && each->image.contents->error)
            lines.append(each->image.contents->error->sentence);
        if (const int lacking = count(section).uncounted; lacking > 0)
            lines.append(lacking == 1 ? tr("Its Python lacks 1 module of the standard library.") : tr("Its Python lacks %1 modules of the standard library.").arg(lacking));
        for (const ImageWarning &warning : each->warnings)
            lines.append(warning.message);
        return lines.join(u'\n');
    }
    case Qt::AccessibleTextRole: {
        const CoverageCount counted = count(section);
        if (!each->image.contents)
            return tr("%1, not looked inside yet").arg(name);
        return (counted.coversKnown && !counted.satisfied ? tr("%1, covers %2 of %3 that are known") : tr("%1, covers %2 of %3")).arg(name).arg(counted.covers).arg(counted.of);
    }
    default: return {};
    }
}

} // namespace drydock
