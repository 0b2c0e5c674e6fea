// SPDX-License-Identifier: Apache-2.0
#include "ui/groups/groupsview.h"

#include "ui/groups/groupdelegate.h"
#include "ui/groups/grouppanel.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// The current row on its tint; groups on a ground of their own.
class GroupsTree : public QTreeView
{
public:
    using QTreeView::QTreeView;

protected:
    void drawRow(QPainter *painter, const QStyleOptionViewItem &options, const QModelIndex &index) const override
    {
        const Theme theme = Theme::of(palette());
        const bool isCurrent = index.siblingAtColumn(0) == currentIndex().siblingAtColumn(0);
        painter->fillRect(options.rect, isCurrent ? theme.tint : index.parent().isValid() ? theme.base : theme.window);
        QTreeView::drawRow(painter, options, index);
        painter->fillRect(QRect(options.rect.left(), options.rect.bottom(), options.rect.width(), 1), index.parent().isValid() ? theme.hairline : theme.border);
        if (isCurrent && hasFocus()) {
            painter->save();
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(QPen(theme.accent, 2));
            painter->drawRoundedRect(QRectF(options.rect).adjusted(2, 1, -2, -2), 4, 4);
            painter->restore();
        }
    }

    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override
    {
        QTreeView::currentChanged(current, previous);
        viewport()->update();
    }
};

} // namespace

GroupsView::GroupsView(QWidget *parent) : QWidget(parent), m_tree(new GroupsTree), m_panel(new GroupPanel)
{
    m_tree->setObjectName(u"groups"_s);
    m_tree->setAccessibleName(tr("Images for the flows of the folder"));
    m_tree->setModel(&m_model);
    m_tree->setItemDelegate(new GroupDelegate(m_tree));
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setIndentation(24);
    m_tree->setTabKeyNavigation(false);
    m_tree->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_tree->setSelectionMode(QAbstractItemView::NoSelection);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setTextElideMode(Qt::ElideRight);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->header()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_tree->header()->setSectionsMovable(false);
    m_tree->header()->setStretchLastSection(true);
    const int widths[]{230, 170, 70, 150};
    for (int column = 0; column < GroupsModel::LacksColumn; ++column)
        m_tree->header()->resizeSection(column, widths[column]);
    m_tree->installEventFilter(this);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_tree, 1);
    layout->addWidget(m_panel);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &GroupsView::showCurrent);
    connect(m_tree, &QTreeView::doubleClicked, this, &GroupsView::openScript);
    connect(m_panel, &GroupPanel::stepRequested, this, &GroupsView::takeStep);
    connect(m_panel, &GroupPanel::scriptRequested, this, &GroupsView::openScript);
}

void GroupsView::setSnapshot(const Snapshot &snapshot)
{
    const GroupFlow *flow = m_model.flow(m_tree->currentIndex());
    const GroupRow *group = m_model.group(m_tree->currentIndex());
    const QString script = flow ? flow->script : group ? group->scripts.value(0) : QString();
    const bool isFlow = flow;
    bool isReset = false;
    const auto watched = connect(&m_model, &QAbstractItemModel::modelReset, this, [&isReset] { isReset = true; });
    m_model.setRows(snapshot.groups.size() > 1 ? groupRows(snapshot) : QList<GroupRow>());
    disconnect(watched);
    if (!isReset)
        return;
    unfold();
    // The same script stays current, in whichever group it is now; else the first group that asks for something.
    QModelIndex current;
    for (int row = 0; row < m_model.rowCount() && !current.isValid(); ++row) {
        const QModelIndex top = m_model.index(row, 0);
        for (int i = 0; i < m_model.rowCount(top) && !current.isValid(); ++i)
            if (m_model.flow(m_model.index(i, 0, top))->script == script)
                current = isFlow ? m_model.index(i, 0, top) : top;
    }
    for (int row = 0; row < m_model.rowCount() && !current.isValid(); ++row)
        if (!m_model.group(m_model.index(row, 0))->additions.isEmpty())
            current = m_model.index(row, 0);
    m_tree->setCurrentIndex(current.isValid() ? current : m_model.index(0, 0));
    showCurrent();
}

void GroupsView::unfold()
{
    for (int row = 0; row < m_model.rowCount(); ++row) {
        m_tree->setFirstColumnSpanned(row, {}, true);
        // What is covered asks for nothing.
        m_tree->setExpanded(m_model.index(row, 0), !m_model.group(m_model.index(row, 0))->additions.isEmpty());
    }
}

void GroupsView::focusGroups()
{
    m_tree->setFocus();
}

void GroupsView::showCurrent()
{
    m_panel->setGroup(m_model.group(m_tree->currentIndex()), m_model.flow(m_tree->currentIndex()));
}

void GroupsView::takeStep()
{
    if (const GroupRow *group = m_model.group(m_tree->currentIndex()))
        Q_EMIT openRequested(group->scripts, !group->additions.isEmpty());
}

void GroupsView::openScript()
{
    if (const GroupFlow *flow = m_model.flow(m_tree->currentIndex()))
        Q_EMIT openRequested({flow->script}, false);
}

bool GroupsView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_tree && event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
            takeStep();
            return true;
        case Qt::Key_F2:
            openScript();
            return true;
        case Qt::Key_Escape:
            Q_EMIT left();
            return true;
        default:
            break;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace drydock
