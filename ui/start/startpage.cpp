// SPDX-License-Identifier: Apache-2.0
#include "ui/start/startpage.h"

#include "ui/widgets/iconview.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace drydock {

StartPage::StartPage(QWidget *parent) : QWidget(parent), m_drop(new DropArea), m_recent(new RecentList)
{
    auto *column = new QWidget;
    column->setMaximumWidth(680);
    auto *stack = new QVBoxLayout(column);
    stack->setContentsMargins(0, 0, 0, 0);
    stack->setSpacing(0);
    stack->addWidget(m_drop);
    stack->addSpacing(16);
    auto *promise = new Fact(Icon::ShieldCheck, tr("Opening reads the file. Nothing in it is run and nothing is sent."), nullptr, TextSize::Body);
    stack->addWidget(promise, 0, Qt::AlignHCenter);
    stack->addSpacing(24);
    stack->addWidget(m_recent);

    auto *row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(column, 100);
    row->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->addStretch(2);
    layout->addLayout(row);
    layout->addStretch(3);
    m_recent->hide();
}

void StartPage::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::of(palette()).base);
}

} // namespace drydock
