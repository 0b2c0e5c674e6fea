// SPDX-License-Identifier: Apache-2.0
#include "ui/models/coveragemodel.h"

#include "ui/models/statement.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

Cell standardLibraryCell(const Image &image, const QString &modules)
{
    Cell cell;
    const Interpreter *python = image.contents ? image.contents->defaultInterpreter() : nullptr;
    if (!python) {
        cell.word = image.contents ? CoverageModel::tr("No Python") : CoverageModel::tr("Unknown");
        cell.reason = image.contents && image.contents->error ? image.contents->error->sentence
                                                              : CoverageModel::tr("This image was not looked inside yet.");
        return cell;
    }
    const QString version = python->version.section(u'.', 0, 1);
    cell.status = CellStatus::Provided;
    cell.evidence = EvidenceLevel::Imported;
    cell.word = CoverageModel::tr("In Python %1").arg(version);
    cell.reason = CoverageModel::tr("Python %1 brings %2.").arg(version, modules);
    return cell;
}

} // namespace

void CoverageModel::setCoverage(const Coverage &coverage, const QString &base, bool severalScripts)
{
    m_base = base;
    m_severalScripts = severalScripts;
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

void CoverageModel::setOrder(ImageOrder order)
{
    m_order = order;
    show(m_coverage);
}

bool CoverageModel::differs(const Coverage &coverage, int need, const QList<int> &columns)
{
    bool provided = false;
    bool lacking = false;
    for (const int column : columns) {
        const Cell &cell = coverage.images.at(column).cells.at(need);
        provided = provided || cell.status == CellStatus::Provided;
        lacking = lacking || (cell.status != CellStatus::Provided && cell.status != CellStatus::Unknown);
    }
    return provided && lacking;
}

CoverageModel::Layout CoverageModel::layOut(const Coverage &coverage) const
{
    const auto matches = [this](const QString &text) { return text.contains(m_filter, Qt::CaseInsensitive); };
    const auto matchesNeed = [&](const Need &need) { return matches(need.module) || matches(need.distributions.value(0)); };
    const QList<Need> &needs = coverage.needs;
    const QList<ImageCoverage> &images = coverage.images;
    const bool anyNeed = std::any_of(needs.begin(), needs.end(), matchesNeed);
    const bool anyImage
        = std::any_of(images.begin(), images.end(), [&](const ImageCoverage &each) { return matches(each.image.reference); });
    const bool filterRows = !m_filter.isEmpty() && (anyNeed || !anyImage);
    const bool filterColumns = !m_filter.isEmpty() && !anyNeed && anyImage;

    Layout layout;
    for (int i = 0; i < images.size(); ++i) {
        const QString &reference = images.at(i).image.reference;
        if (!m_hidden.contains(reference) && (!filterColumns || matches(reference)))
            layout.columns.append(i);
    }
    if (m_order == ImageOrder::Name) {
        std::stable_sort(layout.columns.begin(), layout.columns.end(), [&](int a, int b) {
            return images.at(a).image.reference.compare(images.at(b).image.reference, Qt::CaseInsensitive) < 0;
        });
    } else if (m_order == ImageOrder::Size) {
        std::stable_sort(layout.columns.begin(), layout.columns.end(),
                         [&](int a, int b) { return images.at(a).image.size < images.at(b).image.size; });
    }
    for (int i = 0; i < needs.size(); ++i) {
        if ((!filterRows || matchesNeed(needs.at(i))) && (!m_onlyDifferences || differs(coverage, i, layout.columns)))
            layout.rows.append(i);
    }
    if (!coverage.standardLibrary.isEmpty() && !filterRows && !m_onlyDifferences)
        layout.rows.append(-1);

    for (const int row : std::as_const(layout.rows))
        layout.names.append(row < 0 ? QString() : QString(needs.at(row).script % u' ' % needs.at(row).module));
    layout.names.append(u"×"_s);
    for (const int column : std::as_const(layout.columns))
        layout.names.append(images.at(column).image.reference);
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
    m_standardLibrary.clear();
    const QString modules = m_coverage.standardLibrary.join(u", "_s);
    for (const ImageCoverage &image : std::as_const(m_coverage.images))
        m_standardLibrary.append(standardLibraryCell(image.image, modules));
    if (!isSame) {
        endResetModel();
        return;
    }
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

const Need *CoverageModel::need(int row) const
{
    const int at = m_layout.rows.value(row, -1);
    return at < 0 ? nullptr : &m_coverage.needs.at(at);
}

const ImageCoverage *CoverageModel::image(int column) const
{
    return column < 1 || column > m_layout.columns.size() ? nullptr : &m_coverage.images.at(m_layout.columns.at(column - 1));
}

const Cell *CoverageModel::cell(int row, int column) const
{
    if (column < 1 || column > m_layout.columns.size() || row < 0 || row >= m_layout.rows.size())
        return nullptr;
    const int image = m_layout.columns.at(column - 1);
    const int need = m_layout.rows.at(row);
    return need < 0 ? &m_standardLibrary.at(image) : &m_coverage.images.at(image).cells.at(need);
}

int CoverageModel::rowOf(const QString &script, const QString &module) const
{
    for (int row = 0; row < m_layout.rows.size(); ++row) {
        const Need *each = need(row);
        if (each ? each->module == module && each->script == script : module.isEmpty())
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
    const Need *const row = need(index.row());
    const QString module = row ? row->module : tr("Standard library");
    if (index.column() == 0) {
        switch (role) {
        case Qt::DisplayRole:
            return module;
        case Qt::ToolTipRole:
            return row ? row->evidence : m_coverage.standardLibrary.join(u", "_s);
        case Qt::AccessibleTextRole:
            return row ? QString(module % u", "_s % placeText(*row, m_severalScripts)) : module;
        default:
            return {};
        }
    }
    const Cell *const at = cell(index.row(), index.column());
    switch (role) {
    case Qt::DisplayRole:
        return at->word;
    case Qt::ToolTipRole:
        return at->reason;
    case Qt::AccessibleTextRole:
        return spokenCell(module, *at, image(index.column())->image.reference);
    default:
        return {};
    }
}

QVariant CoverageModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (section == 0)
        return role == Qt::DisplayRole ? QVariant(tr("Import")) : QVariant();
    const ImageCoverage *const each = image(section);
    switch (role) {
    case Qt::DisplayRole:
        return each->image.reference;
    case Qt::ToolTipRole:
        if (each->image.contents && each->image.contents->error)
            return QString(each->image.reference % u'\n' % each->image.contents->error->sentence);
        return each->image.reference;
    case Qt::AccessibleTextRole:
        return each->image.contents ? tr("%1, covers %2 of %3").arg(each->image.reference).arg(each->covers).arg(each->of)
                                    : tr("%1, not looked inside yet").arg(each->image.reference);
    default:
        return {};
    }
}

} // namespace drydock
