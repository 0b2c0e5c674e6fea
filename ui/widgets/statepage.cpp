// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/statepage.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/iconview.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace drydock {

StatePage::StatePage(QWidget *parent)
    : QWidget(parent), m_icon(new IconView(Icon::Info, Tone::Muted, 40)),
      m_heading(new Label({}, TextSize::Heading, Tone::Text, QFont::DemiBold)), m_sentence(new Label({}, TextSize::Body, Tone::Muted)),
      m_buttons(new QHBoxLayout), m_card(new Card), m_fold(new QToolButton), m_details(new Label({}, TextSize::Body, Tone::Muted)),
      m_note(new Label({}, TextSize::Body, Tone::Muted))
{
    m_icon->setStroke(1.5);
    m_heading->setObjectName(u"stateHeading"_s);
    m_sentence->setObjectName(u"stateSentence"_s);
    for (Label *label : {m_heading, m_sentence, m_note}) {
        label->setWordWrap(true);
        label->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    }
    m_buttons->setSpacing(8);

    m_fold->setObjectName(u"stateDetails"_s);
    m_fold->setText(tr("Details"));
    m_fold->setCheckable(true);
    m_fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_fold->setFocusPolicy(Qt::TabFocus);
    setButtonKind(m_fold, ButtonKind::Link);
    setSmall(m_fold);
    m_details->setFont(monoFont());
    m_details->setWordWrap(true);
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_details->setContentsMargins(26, 0, 12, 6);
    auto *card = new QVBoxLayout(m_card);
    card->setContentsMargins(8, 6, 8, 6);
    card->setSpacing(4);
    card->addWidget(m_fold, 0, Qt::AlignLeading);
    card->addWidget(m_details);
    m_card->hide();
    connect(m_fold, &QToolButton::toggled, this, &StatePage::unfold);

    auto *column = new QWidget;
    column->setMaximumWidth(600);
    column->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    auto *stack = new QVBoxLayout(column);
    stack->setContentsMargins(0, 0, 0, 0);
    stack->setSpacing(12);
    stack->addWidget(m_icon, 0, Qt::AlignHCenter);
    stack->addWidget(m_heading);
    stack->addWidget(m_sentence);
    auto *row = new QHBoxLayout;
    row->addStretch(1);
    row->addLayout(m_buttons);
    row->addStretch(1);
    stack->addLayout(row);
    stack->addSpacing(12);
    stack->addWidget(m_card);
    stack->addWidget(m_note);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->addStretch(2);
    auto *middle = new QHBoxLayout;
    middle->addStretch(1);
    middle->addWidget(column, 100);
    middle->addStretch(1);
    layout->addLayout(middle);
    layout->addStretch(3);
}

void StatePage::setState(Icon icon, const QString &heading, const QString &sentence)
{
    m_icon->setIcon(icon, Tone::Muted);
    m_heading->setText(heading);
    m_sentence->setText(sentence);
    setAccessibleName(heading);
    setAccessibleDescription(sentence);
}

QPushButton *StatePage::addButton(const QString &objectName, const QString &text, ButtonKind kind, std::optional<Icon> icon)
{
    QPushButton *button = makeButton(objectName, text, kind, icon);
    m_buttons->addWidget(button);
    return button;
}

void StatePage::setDetails(const QString &title, const QStringList &lines, bool open)
{
    m_card->setVisible(!lines.isEmpty());
    m_fold->setText(title.isEmpty() ? tr("Details") : title);
    m_details->setText(lines.join(u'\n'));
    m_fold->setChecked(open);
    unfold(open);
}

void StatePage::setNote(const QString &note)
{
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
}

void StatePage::unfold(bool open)
{
    m_fold->setIcon(themeIcon(open ? Icon::ChevronDown : Icon::ChevronRight));
    m_details->setVisible(open);
}

void StatePage::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::of(palette()).base);
}

} // namespace drydock
