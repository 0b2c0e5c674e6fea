// SPDX-License-Identifier: Apache-2.0
#include "ui/wizard/band.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/iconview.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace drydock {

Band::Band(QWidget *parent)
    : QWidget(parent), m_icon(new IconView(Icon::TriangleAlert, Tone::Amber)), m_text(new Label),
      m_button(makeButton(u"bandButton"_s, {}, ButtonKind::Outlined))
{
    setSmall(m_button);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 6, 6);
    layout->setSpacing(8);
    layout->addWidget(m_icon, 0, Qt::AlignVCenter);
    m_text->setWordWrap(true);
    m_text->setObjectName(u"bandText"_s);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_button);
    setMinimumHeight(metrics::height(metrics::banner, font()));
    connect(m_button, &QPushButton::clicked, this, &Band::acted);
}

void Band::setMessage(Tone tone, Icon icon, const QString &text, const QString &action)
{
    m_tone = tone;
    m_icon->setIcon(icon, tone);
    m_text->setText(text);
    m_button->setText(action);
    m_button->setVisible(!action.isEmpty());
    m_button->updateGeometry();
    setAccessibleName(text);
    setToolTip({});
    update();
}

void Band::setDetails(const QString &details)
{
    setToolTip(details.left(2000));
}

QString Band::text() const
{
    return m_text->text();
}

void Band::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::of(palette()).tintOf(m_tone));
    painter.drawRoundedRect(rect(), 6, 6);
}

} // namespace drydock
