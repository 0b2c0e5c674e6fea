// SPDX-License-Identifier: Apache-2.0
#include "ui/images/texttable.h"

#include "ui/models/textmodel.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/widgets/label.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace drydock {

TextTable::TextTable(const QString &name, const QString &title, const QStringList &headers, QWidget *parent)
    : QWidget(parent), m_model(new TextModel(headers, this)), m_shown(new QSortFilterProxyModel(this)), m_filter(new QLineEdit),
      m_view(new QTableView), m_count(new Label({}, TextSize::Note, Tone::Muted))
{
    m_filter->setObjectName(QString(name % u"Filter"));
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setAccessibleName(tr("Filter %1").arg(title));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(themeIcon(Icon::Search, Tone::Muted), QLineEdit::LeadingPosition);
    m_filter->setMaximumWidth(360);
    setSmall(m_filter);
    m_count->setObjectName(QString(name % u"Count"));

    m_shown->setSourceModel(m_model);
    m_shown->setSortRole(TextModel::sortRole);
    m_shown->setSortCaseSensitivity(Qt::CaseInsensitive);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_shown->setFilterKeyColumn(-1);

    m_view->setObjectName(name);
    m_view->setAccessibleName(title);
    m_view->setModel(m_shown);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_view->setTabKeyNavigation(false);
    m_view->setWordWrap(false);
    m_view->setShowGrid(false);
    m_view->setTextElideMode(Qt::ElideRight);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setMinimumSectionSize(20);
    m_view->verticalHeader()->setDefaultSectionSize(metrics::height(metrics::row, font()));
    m_view->horizontalHeader()->setHighlightSections(false);
    m_view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);

    auto *top = new QHBoxLayout;
    top->setSpacing(8);
    top->addWidget(m_filter, 1);
    top->addWidget(m_count);
    top->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(top);
    layout->addWidget(m_view, 1);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_shown->setFilterFixedString(text);
        countRows();
    });
}

void TextTable::setRows(const QList<QStringList> &rows, int wideColumn)
{
    m_model->setRows(rows);
    const int columns = m_model->columnCount();
    const int wide = wideColumn < 0 ? columns - 1 : wideColumn;
    for (int column = 0; column < columns; ++column)
        m_view->horizontalHeader()->setSectionResizeMode(column, column == wide ? QHeaderView::Stretch : QHeaderView::Interactive);
    m_view->resizeColumnsToContents();
    for (int column = 0; column < columns; ++column)
        if (column != wide)
            m_view->setColumnWidth(column, qBound(fontMetrics().horizontalAdvance(m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString()) + 48,
                                                m_view->columnWidth(column) + 16, 300));
    countRows();
}

void TextTable::setAmounts(int column, const QList<qint64> &amounts)
{
    m_model->setAmounts(column, amounts);
    m_shown->invalidate();
}

void TextTable::setSorted(int column)
{
    m_view->setSortingEnabled(true);
    m_view->sortByColumn(column, Qt::AscendingOrder);
}

void TextTable::setNote(const QString &note)
{
    m_note = note;
    countRows();
}

QList<int> TextTable::selectedRows() const
{
    QList<int> rows;
    const QModelIndexList selected = m_view->selectionModel()->selectedRows();
    for (const QModelIndex &index : selected)
        rows.append(m_shown->mapToSource(index).row());
    std::sort(rows.begin(), rows.end());
    return rows;
}

void TextTable::countRows()
{
    const int all = m_model->rowCount();
    const int shown = m_shown->rowCount();
    m_count->setText(all == 0 ? m_note : shown < all ? tr("%1 of %2").arg(shown).arg(all) : QString::number(all));
}

} // namespace drydock
