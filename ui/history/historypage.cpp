// SPDX-License-Identifier: Apache-2.0
#include "ui/history/historypage.h"

#include "ui/history/comparedialog.h"
#include "ui/history/historymodel.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelectionModel>
#include <QPushButton>
#include <QShortcut>
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
    : QWidget(parent), m_session(session), m_model(new HistoryModel(this)), m_view(new QTreeView), m_stack(new QStackedLayout(this)),
      m_open(makeButton(u"openLogButton"_s, tr("Open the log"), ButtonKind::Outlined, Icon::FileText)),
      m_compare(makeButton(u"compareRunsButton"_s, tr("Compare…"), ButtonKind::Outlined, Icon::FileDiff)),
      m_rebuild(makeButton(u"rebuildButton"_s, tr("Build again"), ButtonKind::Outlined, Icon::Hammer)),
      m_delete(makeButton(u"deleteRunButton"_s, tr("Delete"), ButtonKind::Outlined, Icon::Trash2))
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
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    auto *content = new QWidget;
    content->setBackgroundRole(QPalette::Base);
    content->setAutoFillBackground(true);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(metrics::edge, 4, 12, 4);
    row->setSpacing(8);
    for (QPushButton *button : {m_open, m_compare, m_rebuild, m_delete}) {
        setSmall(button);
        row->addWidget(button);
    }
    row->addStretch(1);
    m_rebuild->setToolTip(tr("With the same plan: base, distributions, arguments and tag"));
    m_compare->setToolTip(tr("Select two to see what is different"));
    m_delete->setToolTip(tr("Takes it out of the history, with its log. The image stays."));
    auto *both = new QVBoxLayout(content);
    both->setContentsMargins({});
    both->setSpacing(0);
    both->addWidget(m_view, 1);
    both->addLayout(row);
    m_stack->addWidget(content);
    setFocusProxy(m_view);

    connect(m_view, &QTreeView::activated, this, &HistoryPage::openLog);
    connect(m_open, &QPushButton::clicked, this, &HistoryPage::openLog);
    connect(m_compare, &QPushButton::clicked, this, &HistoryPage::compare);
    connect(m_rebuild, &QPushButton::clicked, this, &HistoryPage::rebuild);
    connect(m_delete, &QPushButton::clicked, this, &HistoryPage::remove);
    connect(new QShortcut(QKeySequence::Delete, m_view, nullptr, nullptr, Qt::WidgetShortcut), &QShortcut::activated, this, &HistoryPage::remove);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &HistoryPage::updateButtons);
    connect(&session, &FlowSession::changed, this, &HistoryPage::follow);
    follow();
}

void HistoryPage::follow()
{
    m_model->setEntries(m_session.snapshot().history);
    m_stack->setCurrentIndex(m_model->rowCount() > 0 ? 1 : 0);
    if (!m_view->currentIndex().isValid() && m_model->rowCount() > 0)
        m_view->setCurrentIndex(m_model->index(0, 0));
    updateButtons();
}

QList<HistoryEntry> HistoryPage::selected() const
{
    QList<int> rows;
    const QModelIndexList indexes = m_view->selectionModel()->selectedRows();
    for (const QModelIndex &index : indexes)
        rows.append(index.row());
    std::sort(rows.begin(), rows.end());
    QList<HistoryEntry> entries;
    for (const int row : std::as_const(rows))
        entries.append(m_model->entry(row));
    return entries;
}

void HistoryPage::updateButtons()
{
    const QList<HistoryEntry> entries = selected();
    const Snapshot &snapshot = m_session.snapshot();
    const bool isOne = entries.size() == 1;
    m_open->setEnabled(isOne && !entries.first().spool.isEmpty());
    m_compare->setEnabled(entries.size() == 2 && entries.first().kind == entries.last().kind);
    m_rebuild->setEnabled(isOne && entries.first().kind == "build"_L1 && snapshot.engine.isReady() && !snapshot.isWorking() && !m_rebuilding.isRunning());
    m_delete->setEnabled(!entries.isEmpty());
}

void HistoryPage::openLog()
{
    const QList<HistoryEntry> entries = selected();
    if (entries.size() == 1 && !entries.first().spool.isEmpty())
        Q_EMIT logRequested(entries.first());
}

void HistoryPage::compare()
{
    const QList<HistoryEntry> entries = selected();
    if (entries.size() != 2)
        return;
    // Read as a person does: the older one first.
    auto *dialog = new CompareDialog(entries.last(), entries.first(), window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void HistoryPage::rebuild()
{
    const QList<HistoryEntry> entries = selected();
    if (entries.size() != 1)
        return;
    m_rebuilding.start(m_session.rebuild(entries.first()), [this](const Result<BuildPlan> &plan) {
        updateButtons();
        if (!plan)
            Q_EMIT failed(plan.error());
    });
    updateButtons();
}

void HistoryPage::remove()
{
    for (const HistoryEntry &entry : selected())
        m_session.forget(entry);
}

} // namespace drydock
