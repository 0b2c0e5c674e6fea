// SPDX-License-Identifier: Apache-2.0
#include "ui/log/logview.h"

#include "core/log/escapes.h"
#include "core/words.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QTimerEvent>
#include <QToolButton>
#include <QWheelEvent>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr int turnMilliseconds = 60;

QString wordOf(StepState state)
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

} // namespace

LogView::LogView(QWidget *parent) : QAbstractScrollArea(parent), m_newLines(new QToolButton(viewport()))
{
    setObjectName(u"logView"_s);
    setAccessibleName(tr("Log"));
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    viewport()->setBackgroundRole(QPalette::Base);
    viewport()->setCursor(Qt::ArrowCursor);
    m_newLines->setObjectName(u"newLinesButton"_s);
    m_newLines->setAccessibleName(tr("Go to the newest lines"));
    m_newLines->setIcon(themeIcon(Icon::ArrowDown, Tone::Accent));
    m_newLines->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setButtonKind(m_newLines, ButtonKind::Outlined);
    setSmall(m_newLines);
    m_newLines->hide();
    connect(m_newLines, &QToolButton::clicked, this, [this] { setFollowing(true); });
    connect(verticalScrollBar(), &QScrollBar::actionTriggered, this, [this] {
        // The bar's value follows after this signal.
        QMetaObject::invokeMethod(this, &LogView::scrolledByPerson, Qt::QueuedConnection);
    });
    connect(verticalScrollBar(), &QScrollBar::valueChanged, viewport(), qOverload<>(&QWidget::update));
    connect(horizontalScrollBar(), &QScrollBar::valueChanged, viewport(), qOverload<>(&QWidget::update));
}

void LogView::setReader(std::function<QString(int)> reader)
{
    m_reader = std::move(reader);
}

void LogView::clear()
{
    m_steps.clear();
    m_open.clear();
    m_openedByItself = -1;
    m_lineCount = m_linesWhenLeft = m_widest = 0;
    m_shown.reset();
    m_current = m_anchor = {};
    layOut();
    setFollowing(true);
}

void LogView::setSteps(const QList<LogStep> &steps)
{
    m_steps = steps;
    int interesting = -1;
    for (qsizetype i = 0; i < m_steps.size(); ++i) {
        if (m_steps.at(i).state == StepState::Running || m_steps.at(i).state == StepState::Failed)
            interesting = int(i);
    }
    // What opened by itself folds by itself, unless nothing else asks to be seen.
    if (interesting != m_openedByItself && (interesting >= 0 || m_openedByItself < 0)) {
        if (m_openedByItself >= 0 && m_openedByItself < m_steps.size()
            && m_steps.at(m_openedByItself).state != StepState::Failed)
            m_open.remove(m_openedByItself);
        m_openedByItself = interesting;
        if (interesting >= 0) {
            m_open.insert(interesting);
            Q_EMIT currentStepChanged(interesting);
        }
    }
    const bool turns = std::any_of(m_steps.begin(), m_steps.end(),
                                   [](const LogStep &step) { return step.state == StepState::Running; });
    if (turns && !m_turning.isActive())
        m_turning.start(turnMilliseconds, this);
    else if (!turns)
        m_turning.stop();
    layOut();
}

void LogView::setLineCount(int count)
{
    if (count == m_lineCount)
        return;
    m_lineCount = count;
    layOut();
    placeButton();
}

void LogView::setPlainText(bool plain)
{
    const int line = currentLine();
    m_plain = plain;
    m_current = m_anchor = {};
    layOut();
    if (line > 0)
        showLine(line);
}

void LogView::setShown(std::optional<QList<int>> lines)
{
    const int line = currentLine();
    m_shown = std::move(lines);
    layOut();
    const QSignalBlocker blocker(this);
    if (line > 0 && !m_following)
        showLine(line);
}

void LogView::setHighlight(const QRegularExpression &pattern)
{
    m_highlight = pattern;
    viewport()->update();
}

void LogView::setFollowing(bool following)
{
    const bool changed = following != m_following;
    m_following = following;
    if (following)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    else if (changed)
        m_linesWhenLeft = m_lineCount;
    placeButton();
    if (changed)
        Q_EMIT followingChanged(following);
}

void LogView::layOut()
{
    m_groups.clear();
    m_height = m_plain || m_steps.isEmpty() ? 4 : 2;
    if (m_plain || m_steps.isEmpty()) {
        Group group;
        group.top = m_height;
        group.all = !m_shown;
        group.lines = m_shown.value_or(QList<int>());
        group.count = group.all ? m_lineCount : int(group.lines.size());
        m_height += qint64(group.count) * lineHeight();
        m_groups.append(group);
    } else {
        for (qsizetype i = 0; i < m_steps.size(); ++i) {
            Group group;
            group.step = int(i);
            group.top = m_height;
            const QList<int> &lines = m_steps.at(i).lines;
            if (m_shown) {
                // A filter opens what it finds.
                std::set_intersection(lines.begin(), lines.end(), m_shown->begin(), m_shown->end(),
                                      std::back_inserter(group.lines));
                group.count = int(group.lines.size());
            } else {
                group.lines = lines;
                group.count = m_open.contains(int(i)) ? int(lines.size()) : 0;
            }
            m_height += headerHeight() + qint64(group.count) * lineHeight();
            m_groups.append(group);
        }
    }
    m_height += 4;
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(lineHeight() * 3);
    verticalScrollBar()->setRange(0, int(qMin<qint64>(INT_MAX / 2, qMax<qint64>(0, m_height - viewport()->height()))));
    if (m_following)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    viewport()->update();
}

void LogView::placeButton()
{
    const int fresh = m_lineCount - m_linesWhenLeft;
    m_newLines->setVisible(!m_following && fresh > 0);
    if (!m_newLines->isVisibleTo(viewport()))
        return;
    m_newLines->setText(fresh == 1 ? tr("1 new line") : tr("%n new lines", nullptr, fresh));
    m_newLines->resize(m_newLines->sizeHint());
    const QRect area = viewport()->rect().adjusted(12, 8, -12, -8);
    m_newLines->setGeometry(QStyle::alignedRect(layoutDirection(), Qt::AlignRight | Qt::AlignBottom, m_newLines->size(), area));
}

int LogView::numberOf(const Group &group, int index) const
{
    if (index < 0 || index >= group.count)
        return 0;
    return group.all ? index + 1 : group.lines.at(index);
}

const LogView::Group *LogView::groupOf(int step) const
{
    const auto found = std::find_if(m_groups.begin(), m_groups.end(), [step](const Group &group) { return group.step == step; });
    return found == m_groups.end() ? nullptr : &*found;
}

int LogView::currentLine() const
{
    const Group *group = groupOf(m_current.step);
    return group ? numberOf(*group, m_current.index) : 0;
}

qint64 LogView::topOf(const Row &row) const
{
    const Group *group = groupOf(row.step);
    if (!group)
        return 0;
    const int header = group->step >= 0 ? headerHeight() : 0;
    return row.index < 0 ? group->top : group->top + header + qint64(row.index) * lineHeight();
}

std::optional<LogView::Row> LogView::rowAt(int y) const
{
    const qint64 place = y + verticalScrollBar()->value();
    const auto after = std::upper_bound(m_groups.begin(), m_groups.end(), place,
                                        [](qint64 wanted, const Group &group) { return wanted < group.top; });
    if (after == m_groups.begin())
        return std::nullopt;
    const Group &group = *std::prev(after);
    const qint64 below = place - group.top - (group.step >= 0 ? headerHeight() : 0);
    if (below < 0)
        return Row{group.step, -1};
    const qint64 index = below / lineHeight();
    if (index >= group.count)
        return std::nullopt;
    return Row{group.step, int(index)};
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

bool LogView::event(QEvent *event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        layOut();
    return QAbstractScrollArea::event(event);
}

void LogView::resizeEvent(QResizeEvent *)
{
    layOut();
    placeButton();
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

void LogView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_turning.timerId())
        return QAbstractScrollArea::timerEvent(event);
    m_angle = (m_angle + 20) % 360;
    for (const Group &group : m_groups) {
        if (group.step >= 0 && m_steps.at(group.step).state == StepState::Running) {
            viewport()->update(0, int(group.top - verticalScrollBar()->value()), viewport()->width(), headerHeight());
        }
    }
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
