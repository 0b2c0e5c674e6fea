// SPDX-License-Identifier: Apache-2.0
#include "ui/history/historypage.h"

#include "ui/history/historymodel.h"
#include "ui/widgets/label.h"

#include <QHeaderView>
#include <QStackedLayout>
#include <QStyledItemDelegate>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

class RowDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        return QSize(QStyledItemDelegate::sizeHint(option, index).width() + 16, metrics::height(metrics::row, option.font));
    }
};

} // namespace

HistoryPage::HistoryPage(FlowSession &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_model(new HistoryModel(this)), m_view(new QTreeView), m_stack(new QStackedLayout(this))
{
    auto *empty = new Label(tr("Builds and checks of this flow are kept here, with their logs."), TextSize::Body, Tone::Muted);
    empty->setAlignment(Qt::AlignCenter);
    empty->setBackgroundRole(QPalette::Base);
    empty->setAutoFillBackground(true);
    m_stack->addWidget(empty);

    m_view->setObjectName(u"historyList"_s);
    m_view->setAccessibleName(tr("History"));
    m_view->setModel(m_model);
    m_view->setItemDelegate(new RowDelegate(m_view));
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setTabKeyNavigation(false);
    m_view->header()->setStretchLastSection(true);
    m_view->header()->setSectionsMovable(false);
    m_view->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_view->header()->setSectionResizeMode(HistoryModel::Summary, QHeaderView::Stretch);
    m_stack->addWidget(m_view);
    setFocusProxy(m_view);

    connect(m_view, &QTreeView::activated, this, [this](const QModelIndex &index) {
        if (!m_model->entry(index.row()).spool.isEmpty())
            Q_EMIT logRequested(m_model->entry(index.row()));
    });
    connect(&session, &FlowSession::changed, this, &HistoryPage::follow);
    follow();
}

void HistoryPage::follow()
{
    m_model->setEntries(m_session.snapshot().history);
    m_stack->setCurrentIndex(m_model->rowCount() > 0 ? 1 : 0);
}

} // namespace drydock
