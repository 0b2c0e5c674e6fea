// SPDX-License-Identifier: Apache-2.0
// What a person does in a log: moves, folds, selects and copies.
#include "ui/log/logview.h"

#include "core/log/escapes.h"
#include "ui/theme/icons.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

static QString wordOf(StepState state)
{
    switch (state) {
    case StepState::NotRun: return LogView::tr("not run");
    case StepState::Running: return LogView::tr("running");
    case StepState::Done:
    case StepState::Cached: return LogView::tr("done");
    case StepState::Failed: return LogView::tr("failed");
    case StepState::Skipped: return LogView::tr("skipped");
    case StepState::Stopped: return LogView::tr("stopped");
    }
    return {};
}

void LogView::setCurrent(const Row &row, bool select)
{
    const bool stepChanged = row.step != m_current.step;
    m_current = row;
    if (!select)
        m_anchor = row;
    setAccessibleDescription(textOf(row));
    viewport()->update();
    if (stepChanged)
        Q_EMIT currentStepChanged(row.step);
}

void LogView::reveal(const Row &row)
{
    const qint64 top = topOf(row);
    const int height = row.index < 0 ? headerHeight() : lineHeight();
    QScrollBar *bar = verticalScrollBar();
    if (top < bar->value())
        bar->setValue(int(top));
    else if (top + height > bar->value() + viewport()->height())
        bar->setValue(int(top + height - viewport()->height() / 2));
    scrolledByPerson();
}

void LogView::showLine(int number)
{
    for (qsizetype i = 0; i < m_groups.size(); ++i) {
        const int step = m_groups.at(i).step;
        if (step < 0) {
            const int index = m_groups.at(i).all ? number - 1 : int(m_groups.at(i).lines.indexOf(number));
            if (index < 0 || index >= m_groups.at(i).count)
                return;
            setCurrent({-1, index}, false);
            return reveal(m_current);
        }
        const QList<int> &lines = m_groups.at(i).lines;
        const auto found = std::lower_bound(lines.begin(), lines.end(), number);
        if (found == lines.end() || *found != number)
            continue;
        if (!m_open.contains(step)) {
            m_open.insert(step);
            layOut();
        }
        const QList<int> &shown = m_groups.at(i).lines;
        const auto index = std::lower_bound(shown.begin(), shown.end(), number) - shown.begin();
        setCurrent({step, int(index)}, false);
        return reveal(m_current);
    }
}

void LogView::setCurrentStep(int step, bool open)
{
    if (step < 0 || step >= m_steps.size())
        return;
    if (open)
        m_open.insert(step);
    layOut();
    setCurrent({step, -1}, false);
    reveal(m_current);
}

void LogView::toggle(int step)
{
    if (step < 0)
        return;
    if (!m_open.remove(step))
        m_open.insert(step);
    if (step == m_openedByItself)
        m_openedByItself = -1;
    layOut();
}

void LogView::moveStep(int by)
{
    if (m_plain || m_steps.isEmpty()) {
        const Group &group = m_groups.first();
        if (group.count > 0) {
            setCurrent({-1, qBound(0, m_current.index + by, group.count - 1)}, false);
            reveal(m_current);
        }
        return;
    }
    int step = m_current.step < 0 ? (by > 0 ? 0 : int(m_steps.size()) - 1) : m_current.step + by;
    // From a line, up goes to the line's own step.
    if (by < 0 && m_current.index >= 0)
        step = m_current.step;
    setCurrent({qBound(0, step, int(m_steps.size()) - 1), -1}, false);
    reveal(m_current);
}

void LogView::scrolledByPerson()
{
    const QScrollBar *bar = verticalScrollBar();
    setFollowing(bar->value() >= bar->maximum());
}

QString LogView::textOf(const Row &row) const
{
    if (row.index < 0) {
        if (row.step < 0 || row.step >= m_steps.size())
            return {};
        const LogStep &step = m_steps.at(row.step);
        QStringList parts{step.position, step.title, wordOf(step.state), step.note};
        parts.removeAll(QString());
        return parts.join(u", "_s);
    }
    const Group *group = groupOf(row.step);
    const int number = group ? numberOf(*group, row.index) : 0;
    return number > 0 && m_reader ? plainText(m_reader(number)) : QString();
}

QString LogView::selectedText() const
{
    if (m_current == m_anchor && m_current.index < 0 && m_current.step < 0)
        return {};
    const Row from = qMin(m_anchor, m_current);
    const Row to = qMax(m_anchor, m_current);
    QStringList texts;
    for (const Group &group : m_groups) {
        if (group.step < from.step || group.step > to.step)
            continue;
        const int first = group.step == from.step ? from.index : -1;
        const int last = group.step == to.step ? to.index : group.count - 1;
        for (int index = first; index <= last; ++index) {
            if (index >= 0)
                texts.append(textOf({group.step, index}));
            else if (group.step >= 0)
                texts.append(m_steps.at(group.step).position % u' ' % m_steps.at(group.step).title);
        }
    }
    return texts.join(u'\n');
}

void LogView::selectAll()
{
    if (m_groups.isEmpty())
        return;
    m_anchor = {m_groups.first().step, m_groups.first().step < 0 ? 0 : -1};
    m_current = {m_groups.last().step, m_groups.last().count - 1};
    viewport()->update();
}

void LogView::copy() const
{
    QString text = selectedText();
    if (text.isEmpty() && m_reader) {
        QStringList lines;
        for (int number = 1; number <= m_lineCount; ++number)
            lines.append(plainText(m_reader(number)));
        text = lines.join(u'\n');
    }
    if (!text.isEmpty())
        QApplication::clipboard()->setText(text);
}

void LogView::keyPressEvent(QKeyEvent *event)
{
    const auto scroll = [this](QAbstractSlider::SliderAction action) { verticalScrollBar()->triggerAction(action); };
    if (event->matches(QKeySequence::Copy))
        return copy();
    if (event->matches(QKeySequence::SelectAll))
        return selectAll();
    switch (event->key()) {
    case Qt::Key_Up: return moveStep(-1);
    case Qt::Key_Down: return moveStep(1);
    case Qt::Key_PageUp: return scroll(QAbstractSlider::SliderPageStepSub);
    case Qt::Key_PageDown: return scroll(QAbstractSlider::SliderPageStepAdd);
    case Qt::Key_Home: return scroll(QAbstractSlider::SliderToMinimum);
    case Qt::Key_End:
        if (event->modifiers().testFlag(Qt::ControlModifier))
            return setFollowing(true);
        return scroll(QAbstractSlider::SliderToMaximum);
    case Qt::Key_Left:
    case Qt::Key_Right:
        if (m_current.step >= 0 && m_open.contains(m_current.step) == (event->key() == Qt::Key_Left)) {
            m_current.index = m_anchor.index = -1;
            toggle(m_current.step);
        }
        return;
    case Qt::Key_Space:
    case Qt::Key_Return:
    case Qt::Key_Enter: return toggle(m_current.step);
    default: break;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

void LogView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const std::optional<Row> row = rowAt(event->position().toPoint().y());
    if (!row)
        return;
    setCurrent(*row, event->modifiers().testFlag(Qt::ShiftModifier));
    m_selecting = row->index >= 0;
    if (!m_selecting)
        toggle(row->step);
    else
        setFollowing(false);
}

void LogView::mouseMoveEvent(QMouseEvent *event)
{
    if (!m_selecting || !event->buttons().testFlag(Qt::LeftButton))
        return;
    const int y = event->position().toPoint().y();
    if (y < 0 || y > viewport()->height())
        verticalScrollBar()->setValue(verticalScrollBar()->value() + (y < 0 ? -lineHeight() : lineHeight()));
    if (const std::optional<Row> row = rowAt(qBound(0, y, viewport()->height() - 1)))
        setCurrent(*row, true);
}

void LogView::wheelEvent(QWheelEvent *event)
{
    QAbstractScrollArea::wheelEvent(event);
    scrolledByPerson();
}

void LogView::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(themeIcon(Icon::Copy), tr("&Copy"), this, &LogView::copy);
    menu->addAction(tr("Select &all"), this, &LogView::selectAll);
    menu->popup(event->globalPos());
}

} // namespace drydock
