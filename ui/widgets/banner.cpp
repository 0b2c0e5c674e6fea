// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/banner.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/iconview.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace drydock {

Banner::Banner(QWidget *parent)
    : QFrame(parent), m_icon(new IconView(Icon::Info, Tone::Accent, 18)),
      m_what(new Label({}, TextSize::Body, Tone::Text, QFont::DemiBold)), m_sentence(new Label), m_progress(new QProgressBar),
      m_note(new Label({}, TextSize::Body, Tone::Muted)), m_buttons(new QHBoxLayout),
      m_close(makeIconButton(u"closeBanner"_s, tr("Close this message"), Icon::X))
{
    setFrameShape(QFrame::NoFrame);
    m_sentence->setElided();
    m_sentence->setObjectName(u"bannerSentence"_s);
    m_what->setObjectName(u"bannerWhat"_s);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(240);
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->hide();
    m_note->hide();

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(metrics::edge, 4, 12, 4);
    layout->setSpacing(8);
    layout->addWidget(m_icon);
    layout->addSpacing(2);
    layout->addWidget(m_what);
    layout->addWidget(m_sentence);
    layout->addStretch(1);
    layout->addWidget(m_progress);
    layout->addWidget(m_note);
    m_buttons->setSpacing(8);
    layout->addLayout(m_buttons);
    layout->addWidget(m_close);
    setMinimumHeight(metrics::height(metrics::banner, font()));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT closed();
    });
}

void Banner::setMessage(Tone tone, Icon icon, const QString &what, const QString &sentence)
{
    m_tone = tone;
    m_icon->setIcon(icon, tone);
    m_what->setText(what);
    m_sentence->setText(sentence);
    setAccessibleName(QString(what % u' ' % sentence));
    update();
}

QPushButton *Banner::addButton(const QString &objectName, const QString &text)
{
    QPushButton *button = makeButton(objectName, text, ButtonKind::Outlined);
    setSmall(button);
    m_buttons->addWidget(button);
    return button;
}

void Banner::setClosable(bool closable)
{
    m_close->setVisible(closable);
}

void Banner::setProgress(int value, int of, const QString &note)
{
    m_progress->setVisible(of > 0);
    m_progress->setRange(0, qMax(1, of));
    m_progress->setValue(value);
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
}

void Banner::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    painter.fillRect(rect(), theme.tintOf(m_tone));
    painter.fillRect(QStyle::visualRect(layoutDirection(), rect(), QRect(0, 0, 3, height())),
                     m_tone == Tone::Muted ? theme.grey : theme.colour(m_tone));
}

} // namespace drydock
