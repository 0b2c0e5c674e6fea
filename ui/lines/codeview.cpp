// SPDX-License-Identifier: Apache-2.0
#include "ui/lines/codeview.h"

#include "ui/lines/highlighter.h"

#include <QAbstractTextDocumentLayout>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {
constexpr int gutterPadding = 10;
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
    if (toPlainText() != code)
        setPlainText(code);
}

void CodeView::placeGutter()
{
    const int digits = qMax(2, int(QString::number(blockCount()).size()));
    const int width = fontMetrics().horizontalAdvance(u'9') * (digits + 2) + 2 * gutterPadding - 6;
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
    if (event->type() == QEvent::ApplicationPaletteChange)
        m_highlighter->rehighlight();
}

bool CodeView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_gutter && event->type() == QEvent::Paint) {
        paintGutter(static_cast<QPaintEvent *>(event));
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
    QTextBlock block = firstVisibleBlock();
    while (block.isValid()) {
        const QRectF place = blockBoundingGeometry(block).translated(contentOffset());
        if (place.top() > event->rect().bottom())
            break;
        // The end of the last line is no line of its own.
        if (!block.next().isValid() && block.text().isEmpty() && block.blockNumber() > 0)
            break;
        painter.drawText(QRectF(0, place.top(), m_gutter->width() - gutterPadding, place.height()), Qt::AlignRight | Qt::AlignTop,
                         QString::number(block.blockNumber() + 1));
        block = block.next();
    }
}

} // namespace drydock
