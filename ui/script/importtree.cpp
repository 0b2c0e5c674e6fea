// SPDX-License-Identifier: Apache-2.0
#include "ui/script/importtree.h"

#include "ui/imports/importdelegate.h"
#include "ui/theme/theme.h"

#include <QFileInfo>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace drydock {

ImportTree::ImportTree(QWidget *parent) : QTreeView(parent)
{
    setObjectName(u"scriptImports"_s);
    setAccessibleName(tr("Imports of the script"));
    m_filter.setSourceModel(&m_model);
    m_filter.setRecursiveFilteringEnabled(true);
    // A group or script that matches shows all that is in it.
    m_filter.setAutoAcceptChildRows(true);
    setModel(&m_filter);
    setItemDelegate(new ImportTreeDelegate(this));
    header()->hide();
    setFrameShape(NoFrame);
    setUniformRowHeights(true);
    setIndentation(20);
    setTabKeyNavigation(false);
    setEditTriggers(NoEditTriggers);
    setExpandsOnDoubleClick(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setContextMenuPolicy(Qt::CustomContextMenu);
    connect(&m_filter, &QAbstractItemModel::rowsInserted, this, &ImportTree::unfold);
    connect(&m_filter, &QAbstractItemModel::modelReset, this, [this] { unfold({}, 0, m_filter.rowCount() - 1); });
}

void ImportTree::setScripts(const Snapshot &snapshot, const QMap<QString, ProvidedBy> &said)
{
    const QString first = snapshot.paths.value(0);
    const bool isOther = snapshot.paths != m_paths;
    m_paths = snapshot.paths;
    if (isOther)
        setCurrentIndex({});
    m_model.setScripts(snapshot.scripts, QFileInfo(first).isDir() ? first : QString(), snapshot.skipped, said);
    if (!currentIndex().isValid() && m_filter.rowCount() > 0) {
        // The first import rather than the title of its group.
        const QModelIndex top = m_filter.index(0, 0);
        const bool isGroup = m_model.kind(m_filter.mapToSource(top)) == ImportsModel::Kind::Group;
        setCurrentIndex(isGroup && m_filter.hasChildren(top) ? m_filter.index(0, 0, top) : top);
    }
}

void ImportTree::setFilter(const QString &filter)
{
    const QModelIndex before = current();
    m_filter.setFilterRegularExpression(
        QRegularExpression(QRegularExpression::escape(filter.trimmed()), QRegularExpression::CaseInsensitiveOption));
    if (isFiltered())
        expandAll();
    else
        unfold({}, 0, m_filter.rowCount() - 1);
    if (before.isValid())
        setCurrent(before);
    if (!currentIndex().isValid() || !m_filter.mapFromSource(before).isValid()) {
        QModelIndex first = m_filter.index(0, 0);
        while (m_filter.hasChildren(first))
            first = m_filter.index(0, 0, first);
        setCurrentIndex(first);
        if (!first.isValid())
            Q_EMIT currentMoved(); // Nothing is left to be current.
    }
}

void ImportTree::unfold(const QModelIndex &parent, int first, int last)
{
    for (int row = first; row <= last; ++row) {
        const QModelIndex index = m_filter.index(row, 0, parent);
        if (!m_filter.hasChildren(index))
            continue;
        setExpanded(index, isFiltered() || m_model.opensByItself(m_filter.mapToSource(index)));
        unfold(index, 0, m_filter.rowCount(index) - 1);
    }
}

QModelIndex ImportTree::current() const
{
    return m_filter.mapToSource(currentIndex());
}

void ImportTree::setCurrent(const QModelIndex &index)
{
    const QModelIndex shown = m_filter.mapFromSource(index);
    if (!shown.isValid())
        return;
    setCurrentIndex(shown);
    scrollTo(shown);
}

void ImportTree::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_model.row(current()))
            Q_EMIT evidenceRequested();
        else
            setExpanded(currentIndex(), !isExpanded(currentIndex()));
        return;
    case Qt::Key_Space:
        setExpanded(currentIndex(), !isExpanded(currentIndex()));
        return;
    case Qt::Key_F2:
        Q_EMIT sourceRequested();
        return;
    case Qt::Key_Escape:
        Q_EMIT left();
        return;
    default:
        break;
    }
    if (event->matches(QKeySequence::Copy)) {
        Q_EMIT copyRequested();
        return;
    }
    const QString text = event->text();
    const bool isText =
        !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier)) && !text.isEmpty() && text.at(0).isPrint();
    // The keys that fold are the tree's own.
    if (isText && text != u"+" && text != u"-" && text != u"*") {
        Q_EMIT typed(text);
        return;
    }
    QTreeView::keyPressEvent(event);
}

void ImportTree::mouseDoubleClickEvent(QMouseEvent *event)
{
    QTreeView::mouseDoubleClickEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    if (!index.isValid())
        return;
    if (m_filter.hasChildren(index))
        setExpanded(index, !isExpanded(index));
    else
        Q_EMIT sourceRequested();
}

void ImportTree::drawRow(QPainter *painter, const QStyleOptionViewItem &options, const QModelIndex &index) const
{
    const Theme theme = Theme::of(palette());
    const auto kind = ImportsModel::Kind(index.data(ImportsModel::KindRole).toInt());
    if (index == currentIndex())
        painter->fillRect(options.rect, theme.tint);
    else if (kind == ImportsModel::Kind::Group && !index.parent().isValid())
        painter->fillRect(options.rect, theme.alt);
    QTreeView::drawRow(painter, options, index);
    paintRowLine(painter, options);
    if (index == currentIndex() && hasFocus()) {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(theme.accent, 2));
        painter->drawRoundedRect(QRectF(options.rect).adjusted(2, 1, -2, -2), 4, 4);
        painter->restore();
    }
}

void ImportTree::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTreeView::currentChanged(current, previous);
    viewport()->update();
    Q_EMIT currentMoved();
}

} // namespace drydock
