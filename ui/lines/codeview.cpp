// SPDX-License-Identifier: Apache-2.0
#include "ui/lines/codeview.h"

#include "ui/lines/highlighter.h"

#include <QAbstractTextDocumentLayout>
#include <QApplication>
#include <QHelpEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>
#include <QToolTip>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {
constexpr int gutterPadding = 10;
constexpr int markWidth = 18;

/// What ends a paragraph for Qt and no line for Python would shift every line number after it.
QString lineByLine(QString code)
{
    code.replace(u"\r\n"_s, u"\n"_s);
    for (const char16_t sign : {u'\u2029', u'\ufdd0', u'\ufdd1'})
        code.replace(QChar(sign), QChar(QChar::ReplacementCharacter));
    return code;
}
}

CodeView::CodeView(QWidget *parent) : QPlainTextEdit(parent), m_gutter(new QWidget(this)), m_highlighter(new Highlighter(document()))
{
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setReadOnly(true);
    // A read-only text still has a cursor, so that it can be read and copied by keyboard.
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setTabChangesFocus(true);
    setFont(monoFont());
    document()->setDocumentMargin(8);
    setLayoutDirection(Qt::LeftToRight);
    m_gutter->installEventFilter(this);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &, int dy) {
        if (dy != 0)
            m_gutter->scroll(0, dy);
        else
            m_gutter->update();
    });
    connect(this, &QPlainTextEdit::blockCountChanged, this, &CodeView::placeGutter);
    placeGutter();
}

void CodeView::setCode(const QString &code, CodeLanguage language)
{
    static_cast<Highlighter *>(m_highlighter)->setLanguage(language);
    if (const QString lines = lineByLine(code); toPlainText() != lines)
        setPlainText(lines);
}

void CodeView::setMarks(const QList<Mark> &marks)
{
    m_marks = marks;
    placeGutter();
    paintMarks();
    m_gutter->update();
}

void CodeView::paintMarks()
{
    const Theme theme = Theme::of(QApplication::palette());
    QList<QTextEdit::ExtraSelection> selections;
    for (const Mark &mark : std::as_const(m_marks)) {
        const QTextBlock block = document()->findBlockByNumber(mark.line - 1);
        if (!mark.isCurrent || !block.isValid())
            continue;
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(block);
        selection.format.setBackground(theme.tint);
        selection.format.setProperty(QTextFormat::FullWidthSelection, true);
        selections.append(selection);
    }
    setExtraSelections(selections);
}

void CodeView::goToLine(int line)
{
    const QTextBlock block = document()->findBlockByNumber(qBound(0, line - 1, blockCount() - 1));
    const bool inSight = block.isVisible() && firstVisibleBlock().blockNumber() <= block.blockNumber()
        && blockBoundingGeometry(block).translated(contentOffset()).bottom() <= viewport()->height();
    setTextCursor(QTextCursor(block));
    if (!inSight)
        centerCursor();
}

int CodeView::currentLine() const
{
    return textCursor().blockNumber() + 1;
}

void CodeView::placeGutter()
{
    const int digits = qMax(2, int(QString::number(blockCount()).size()));
    const bool hasIcons = std::any_of(m_marks.begin(), m_marks.end(), [](const Mark &mark) { return mark.icon.has_value(); });
    const int width = fontMetrics().horizontalAdvance(u'9') * (digits + 2) + 2 * gutterPadding - 6 + (hasIcons ? markWidth : 0);
    setViewportMargins(width, 0, 0, 0);
    const QRect content = contentsRect();
    m_gutter->setGeometry(content.left(), content.top(), width, content.height());
}

void CodeView::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    placeGutter();
}

void CodeView::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::ApplicationPaletteChange) {
        m_highlighter->rehighlight();
        paintMarks();
    }
}

bool CodeView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_gutter && event->type() == QEvent::Paint) {
        paintGutter(static_cast<QPaintEvent *>(event));
        return true;
    }
    if (watched == m_gutter && event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int line = cursorForPosition(QPoint(0, help->pos().y())).blockNumber() + 1;
        QStringList words;
        for (const Mark &mark : std::as_const(m_marks))
            if (mark.line == line && !mark.words.isEmpty())
                words.append(mark.words);
        QToolTip::showText(help->globalPos(), words.join(u'\n'), m_gutter);
        return true;
    }
    return QPlainTextEdit::eventFilter(watched, event);
}

void CodeView::paintGutter(QPaintEvent *event)
{
    QPainter painter(m_gutter);
    const Theme theme = Theme::of(palette());
    painter.fillRect(event->rect(), theme.alt);
    painter.fillRect(m_gutter->width() - 1, 0, 1, m_gutter->height(), theme.border);
    painter.setPen(theme.lineNumber);
    painter.setFont(font());
    QTextBlock block = document()->isEmpty() ? QTextBlock() : firstVisibleBlock();
    while (block.isValid()) {
        const QRectF place = blockBoundingGeometry(block).translated(contentOffset());
        if (place.top() > event->rect().bottom())
            break;
        // The end of the last line is no line of its own.
        if (!block.next().isValid() && block.text().isEmpty() && block.blockNumber() > 0)
            break;
        for (const Mark &mark : std::as_const(m_marks)) {
            if (mark.line != block.blockNumber() + 1 || !mark.isCurrent)
                continue;
            painter.fillRect(QRectF(0, place.top(), m_gutter->width() - 1, place.height()), theme.tint);
            painter.fillRect(QRectF(0, place.top(), 3, place.height()), theme.accent);
        }
        for (const Mark &mark : std::as_const(m_marks)) {
            if (mark.line == block.blockNumber() + 1 && mark.icon)
                paintIcon(&painter, QRectF(8, place.center().y() - 7, 14, 14), *mark.icon, theme.colour(mark.tone), 2.4);
        }
        painter.drawText(QRectF(0, place.top(), m_gutter->width() - gutterPadding, place.height()), Qt::AlignRight | Qt::AlignTop,
                         QString::number(block.blockNumber() + 1));
        block = block.next();
    }
}

} // namespace drydock
