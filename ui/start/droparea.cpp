// SPDX-License-Identifier: Apache-2.0
#include "ui/start/droparea.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/iconview.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace drydock {

DropArea::DropArea(QWidget *parent) : QWidget(parent)
{
    auto *icon = new IconView(Icon::FileCode, Tone::Accent, 40);
    icon->setStroke(1.5);
    QPushButton *script = makeButton(u"openScript"_s, tr("Open script…"), ButtonKind::Primary, Icon::FolderOpen);
    QPushButton *folder = makeButton(u"openFolder"_s, tr("Open folder…"), ButtonKind::Outlined);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    buttons->addWidget(script);
    buttons->addWidget(folder);
    buttons->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 28, 24, 24);
    layout->setSpacing(12);
    layout->addWidget(icon, 0, Qt::AlignHCenter);
    layout->addWidget(new Label(tr("Drop a flow script here"), TextSize::Heading, Tone::Text, QFont::DemiBold), 0, Qt::AlignHCenter);
    layout->addWidget(new Label(tr("or a folder of flows"), TextSize::Body, Tone::Muted), 0, Qt::AlignHCenter);
    layout->addSpacing(4);
    layout->addLayout(buttons);
    connect(script, &QPushButton::clicked, this, &DropArea::openScriptRequested);
    connect(folder, &QPushButton::clicked, this, &DropArea::openFolderRequested);
}

void DropArea::setDragged(bool dragged)
{
    if (m_dragged == dragged)
        return;
    m_dragged = dragged;
    update();
}

void DropArea::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(m_dragged ? theme.accent : theme.edge, 2, Qt::CustomDashLine, Qt::FlatCap);
    pen.setDashPattern({4, 2.5});
    painter.setPen(pen);
    painter.setBrush(m_dragged ? theme.tint : theme.alt);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 8, 8);
}

} // namespace drydock
