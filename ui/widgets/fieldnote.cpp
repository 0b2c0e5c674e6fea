// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/fieldnote.h"

#include "ui/widgets/iconview.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>

namespace drydock {

FieldNote::FieldNote(QWidget *parent) : QWidget(parent), m_icon(new IconView(Icon::Info, Tone::Muted, 14)), m_label(new Label({}, TextSize::Note, Tone::Muted))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(6);
    layout->addWidget(m_icon);
    m_label->setElided();
    m_label->setTextInteractionFlags(Qt::NoTextInteraction);
    layout->addWidget(m_label);
    layout->addStretch(1);
    // The room stays when there is nothing to say, so that fields below do not move.
    setMinimumHeight(m_label->sizeHint().height() + 2);
    m_icon->hide();
}

void FieldNote::setNote(Tone tone, Icon icon, const QString &text)
{
    m_isError = tone == Tone::Red;
    m_icon->setIcon(icon, tone);
    m_icon->setVisible(!text.isEmpty());
    m_label->setTone(m_isError ? Tone::Red : Tone::Muted);
    m_label->setText(text);
}

QString FieldNote::text() const
{
    return m_label->text();
}

} // namespace drydock
