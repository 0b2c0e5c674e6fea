// SPDX-License-Identifier: Apache-2.0
#include "ui/imports/importsheader.h"

#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace drydock {

ImportsHeader::ImportsHeader(const QString &filter, QWidget *parent)
    : QWidget(parent), m_title(new Label(tr("Imports"), TextSize::Body, Tone::Text, QFont::DemiBold)), m_counts(new Label({}, TextSize::Note, Tone::Muted)), m_filter(new QLineEdit)
{
    m_filter->setObjectName(u"importFilter"_s);
    m_filter->setPlaceholderText(filter);
    m_filter->setAccessibleName(filter);
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(themeIcon(Icon::Search, Tone::Muted), QLineEdit::LeadingPosition);
    m_filter->installEventFilter(this);
    setSmall(m_filter);
    m_counts->setElided();

    auto *title = new QHBoxLayout;
    title->setSpacing(8);
    title->addWidget(m_title);
    title->addWidget(m_counts);
    title->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(6);
    layout->addLayout(title, 1);
    layout->addWidget(m_filter);
}

void ImportsHeader::setCounts(int needed, int optional)
{
    const QString some = tr("%1 needed").arg(needed);
    setTitle(tr("Imports"), optional == 0 ? some : tr("%1 needed, %2 optional").arg(needed).arg(optional));
}

void ImportsHeader::setTitle(const QString &title, const QString &counts)
{
    m_title->setText(title);
    m_counts->setText(counts);
}

bool ImportsHeader::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_filter && event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Escape:
            m_filter->clear();
            Q_EMIT leftDownwards();
            return true;
        case Qt::Key_Down:
        case Qt::Key_Return:
        case Qt::Key_Enter:
            Q_EMIT leftDownwards();
            return true;
        default:
            break;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void ImportsHeader::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    painter.fillRect(rect(), theme.window);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.border);
}

} // namespace drydock
