// SPDX-License-Identifier: Apache-2.0
#include "ui/log/logview.h"

#include "core/log/escapes.h"
#include "core/words.h"
#include "ui/theme/icons.h"
#include "ui/theme/style.h"

#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr int numberRight = 78;
constexpr int textLeft = 90;
/// More of a line is neither measured nor painted.
constexpr int longestPainted = 4000;

Icon iconOf(StepState state)
{
    switch (state) {
    case StepState::NotRun: return Icon::Circle;
    case StepState::Running: return Icon::LoaderCircle;
    case StepState::Done:
    case StepState::Cached: return Icon::Check;
    case StepState::Failed: return Icon::X;
    case StepState::Skipped: return Icon::Minus;
    case StepState::Stopped: return Icon::OctagonX;
    }
    return Icon::Circle;
}

Tone toneOf(StepState state)
{
    switch (state) {
    case StepState::Running: return Tone::Accent;
    case StepState::Done:
    case StepState::Cached: return Tone::Green;
    case StepState::Failed: return Tone::Red;
    case StepState::NotRun:
    case StepState::Skipped:
    case StepState::Stopped: break;
    }
    return Tone::Muted;
}

/// The SGR colours of a log in the window's own tokens.
QColor colourOf(const Theme &theme, const TextSpan &span, const QColor &otherwise)
{
    switch (span.colour) {
    case 0: return theme.muted;
    case 1: return theme.red;
    case 2: return theme.green;
    case 3: return theme.amber;
    case 4:
    case 6: return theme.accent;
    case 5: return theme.codeCall;
    default: return span.faint ? theme.muted : otherwise;
    }
}

QColor colourOf(const Theme &theme, LineKind kind)
{
    switch (kind) {
    case LineKind::Error: return theme.red;
    case LineKind::Warning: return theme.amber;
    case LineKind::Success: return theme.green;
    case LineKind::Neutral: break;
    }
    return theme.text;
}

} // namespace

int LogView::headerHeight() const
{
    return qMax(metrics::logStep, fontMetrics().height() + 6);
}

int LogView::lineHeight() const
{
    return qMax(metrics::logLine, QFontMetrics(monoFont()).height() + 2);
}

int LogView::titleStart(const LogStep &step) const
{
    return step.position.isEmpty() ? 54 : textLeft;
}

void LogView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    const Theme theme = Theme::of(palette());
    painter.fillRect(event->rect(), theme.base);
    const qint64 scroll = verticalScrollBar()->value();
    const qint64 bottom = scroll + viewport()->height();
    const Row from = qMin(m_anchor, m_current);
    const Row to = qMax(m_anchor, m_current);
    for (const Group &group : m_groups) {
        const int header = group.step >= 0 ? headerHeight() : 0;
        const qint64 linesTop = group.top + header;
        if (linesTop + qint64(group.count) * lineHeight() < scroll)
            continue;
        if (group.top > bottom)
            break;
        if (header > 0)
            paintHeader(&painter, m_steps.at(group.step), group.step, int(group.top - scroll));
        const int first = int(qMax<qint64>(0, (scroll - linesTop) / lineHeight()));
        for (int index = first; index < group.count; ++index) {
            const qint64 top = linesTop + qint64(index) * lineHeight();
            if (top > bottom)
                break;
            const Row row{group.step, index};
            paintLine(&painter, numberOf(group, index), from <= row && row <= to, int(top - scroll));
        }
    }
    // How wide the text is becomes known as it is painted.
    const int room = qMax(0, m_widest - viewport()->width());
    if (horizontalScrollBar()->maximum() != room) {
        horizontalScrollBar()->setPageStep(viewport()->width());
        horizontalScrollBar()->setRange(0, room);
    }
}

void LogView::paintHeader(QPainter *painter, const LogStep &step, int index, int y) const
{
    const Theme theme = Theme::of(palette());
    const int width = viewport()->width();
    const int height = headerHeight();
    const bool isCurrent = m_current.step == index && m_current.index < 0;
    const auto place = [&](const QRect &rect) { return QStyle::visualRect(layoutDirection(), viewport()->rect(), rect); };
    if (isCurrent)
        painter->fillRect(0, y, width, height, theme.tint);
    if (isCurrent && hasFocus()) {
        painter->setPen(theme.accent);
        painter->drawRect(0, y, width - 1, height - 1);
    }
    const bool folds = !step.lines.isEmpty();
    if (folds) {
        const bool open = m_shown ? true : m_open.contains(index);
        paintIcon(painter, place({9, y + (height - 14) / 2, 14, 14}), open ? Icon::ChevronDown : Icon::ChevronRight, theme.muted);
    }
    const QRect iconRect = place({30, y + (height - 16) / 2, 16, 16});
    const QColor stateColour = theme.colour(toneOf(step.state));
    if (step.state == StepState::Running)
        paintTurnedIcon(painter, iconRect, Icon::LoaderCircle, stateColour, m_angle);
    else
        paintIcon(painter, iconRect, iconOf(step.state), stateColour);

    const bool failed = step.state == StepState::Failed;
    const bool idle = step.state == StepState::NotRun || step.state == StepState::Skipped;
    painter->setFont(textFont(TextSize::Body));
    QString note = step.note;
    if (step.state == StepState::Running && step.since.isValid())
        note += (note.isEmpty() ? u""_s : u" · "_s) + durationText(double(step.since.msecsTo(QDateTime::currentDateTimeUtc())) / 1000);
    const int noteWidth = painter->fontMetrics().horizontalAdvance(note);
    painter->setPen(failed ? theme.red : theme.muted);
    painter->drawText(place({width - 16 - noteWidth, y, noteWidth, height}), int(Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine), note);
    painter->setPen(theme.muted);
    painter->drawText(place({54, y, 34, height}), int(Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine), step.position);

    painter->setPen(failed ? theme.red : idle ? theme.muted : theme.text);
    painter->setFont(step.isCommand ? monoFont() : textFont(TextSize::Body));
    const int left = titleStart(step);
    const int room = qMax(40, width - left - noteWidth - 40);
    const QString title = painter->fontMetrics().elidedText(step.title.left(longestPainted).simplified(), Qt::ElideRight, room);
    painter->drawText(place({left, y, room, height}), int(Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine), title);
}

void LogView::paintLine(QPainter *painter, int number, bool isSelected, int y)
{
    const Theme theme = Theme::of(palette());
    const int height = lineHeight();
    const int scroll = horizontalScrollBar()->value();
    if (isSelected)
        painter->fillRect(0, y, viewport()->width(), height, theme.tint);
    painter->setFont(monoFont());
    const QFontMetrics metrics = painter->fontMetrics();
    const int baseline = y + (height + metrics.ascent() - metrics.descent()) / 2;
    if (m_numbered) {
        painter->setPen(theme.lineNumber);
        const QString text = QString::number(number);
        painter->drawText(numberRight - metrics.horizontalAdvance(text) - scroll, baseline, text);
    }
    if (!m_reader)
        return;
    QString raw = m_reader(number).left(longestPainted);
    if (!m_plain)
        raw = withoutStepPrefix(raw);
    const QList<TextSpan> spans = spansOf(raw);
    QString whole;
    for (const TextSpan &span : spans)
        whole += span.text;
    const QColor plain = colourOf(theme, kindOfLine(whole));
    if (!m_highlight.pattern().isEmpty() && m_highlight.isValid()) {
        for (auto matches = m_highlight.globalMatch(whole); matches.hasNext();) {
            const QRegularExpressionMatch match = matches.next();
            const int left = metrics.horizontalAdvance(whole.left(match.capturedStart()));
            const int span = metrics.horizontalAdvance(match.captured());
            painter->fillRect(textLeft + left - scroll, y + 1, span, height - 2, theme.amberTint);
            painter->fillRect(textLeft + left - scroll, y + height - 2, span, 1, theme.amber);
        }
    }
    int x = textLeft - scroll;
    for (const TextSpan &span : spans) {
        painter->setPen(colourOf(theme, span, plain));
        QFont font = monoFont();
        font.setBold(span.bold);
        painter->setFont(font);
        painter->drawText(x, baseline, span.text);
        x += painter->fontMetrics().horizontalAdvance(span.text);
    }
    m_widest = qMax(m_widest, x + scroll + 16);
}

} // namespace drydock
