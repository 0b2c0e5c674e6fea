// SPDX-License-Identifier: Apache-2.0
#include "ui/log/logview.h"

#include "ui/theme/icons.h"
#include "ui/theme/style.h"

#include <QScrollBar>
#include <QTimerEvent>
#include <QToolButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

constexpr int turnMilliseconds = 60;

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

} // namespace drydock
