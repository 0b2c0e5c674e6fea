// SPDX-License-Identifier: Apache-2.0
#include "ui/groups/grouppanel.h"

#include "core/words.h"
#include "ui/models/groupsmodel.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/iconview.h"
#include "ui/widgets/label.h"

#include <QGridLayout>
#include <QPainter>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr int panelWidth = 376;
constexpr qsizetype shownAdditions = 10; ///< What fits beside the log.

Label *wrapped(Label *label)
{
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

GroupPanel::GroupPanel(QWidget *parent)
    : QWidget(parent), m_icon(new IconView(Icon::Layers, Tone::Accent, 20)), m_title(new Label({}, TextSize::Title, Tone::Text, QFont::DemiBold)),
      m_reason(wrapped(new Label({}, TextSize::Body, Tone::Muted))), m_baseTitle(new Label(tr("Base image"), TextSize::Note, Tone::Muted, QFont::DemiBold)),
      m_base(new Label), m_addsTitle(new Label(tr("Adds"), TextSize::Note, Tone::Muted, QFont::DemiBold)), m_adds(new QWidget), m_grid(new QGridLayout(m_adds)),
      m_whyTitle(new Label(tr("Why"), TextSize::Note, Tone::Muted, QFont::DemiBold)), m_why(wrapped(new Label)),
      m_step(makeButton(u"createGroupImage"_s, tr("Create the image…"), ButtonKind::Primary)), m_script(makeButton(u"openGroupScript"_s, tr("Open this script alone"), ButtonKind::Outlined))
{
    setFixedWidth(panelWidth);
    m_title->setObjectName(u"groupTitle"_s);
    m_title->setElided();
    m_reason->setObjectName(u"groupReason"_s);
    m_base->setElided(Qt::ElideMiddle);
    m_base->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(12);
    m_grid->setVerticalSpacing(6);
    m_grid->setColumnStretch(0, 1);

    auto *title = new QHBoxLayout;
    title->setSpacing(10);
    title->addWidget(m_icon);
    title->addWidget(m_title);
    title->addStretch(1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_step);
    buttons->addWidget(m_script);
    buttons->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 16, 20, 16);
    layout->setSpacing(8);
    layout->addLayout(title);
    layout->addWidget(m_reason);
    layout->addSpacing(8);
    layout->addWidget(m_baseTitle);
    layout->addWidget(m_base);
    layout->addSpacing(8);
    layout->addWidget(m_addsTitle);
    layout->addWidget(m_adds);
    layout->addSpacing(8);
    layout->addWidget(m_whyTitle);
    layout->addWidget(m_why);
    layout->addStretch(1);
    layout->addLayout(buttons);
    connect(m_step, &QPushButton::clicked, this, &GroupPanel::stepRequested);
    connect(m_script, &QPushButton::clicked, this, &GroupPanel::scriptRequested);
    setGroup(nullptr, nullptr);
}

void GroupPanel::setGroup(const GroupRow *group, const GroupFlow *flow)
{
    for (QWidget *part : std::initializer_list<QWidget *>{m_icon, m_title, m_reason, m_baseTitle, m_base, m_whyTitle, m_why, m_step})
        part->setVisible(group);
    m_script->setVisible(group && flow && group->scripts.size() > 1);
    const bool adds = group && !group->additions.isEmpty();
    m_addsTitle->setVisible(adds);
    m_adds->setVisible(adds);
    if (!group)
        return;
    m_icon->setIcon(group->icon, group->tone);
    m_title->setText(group->title);
    m_reason->setText(group->refusal.isEmpty() || group->reason.contains(group->refusal) ? group->reason : QString(group->refusal + u' ' + group->reason));
    m_baseTitle->setText(adds ? tr("Base image") : tr("Image"));
    m_base->setText(group->base);
    m_why->setText(group->reasons.join(u'\n'));
    m_step->setText(!adds            ? group->scripts.size() == 1 ? tr("Open the script") : tr("Open the scripts")
                        : !group->builds ? tr("Choose strategy…")
                                         : tr("Create the image…"));
    fillAdditions(*group);
}

void GroupPanel::fillAdditions(const GroupRow &group)
{
    while (QLayoutItem *item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const qsizetype count = std::min(shownAdditions, group.additions.size());
    for (int row = 0; row < count; ++row) {
        const GroupAddition &addition = group.additions.at(row);
        auto *name = new Label(addition.name, TextSize::Body, Tone::Text, QFont::Medium);
        name->setElided(Qt::ElideMiddle);
        name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        m_grid->addWidget(name, row, 0);
        m_grid->addWidget(new Label(addition.version, TextSize::Note, Tone::Muted), row, 1);
        if (addition.scripts > 0 && group.scripts.size() > 1) {
            m_grid->addWidget(new Label(addition.scripts == 1 ? tr("1 script") : tr("%1 scripts").arg(addition.scripts), TextSize::Note, Tone::Muted), row, 2,
                              Qt::AlignRight | Qt::AlignVCenter);
        }
        if (addition.bytes >= 0)
            m_grid->addWidget(new Label(sizeText(addition.bytes), TextSize::Note, Tone::Muted), row, 3, Qt::AlignRight | Qt::AlignVCenter);
    }
    if (count < group.additions.size())
        m_grid->addWidget(new Label(tr("and %1 more").arg(group.additions.size() - count), TextSize::Note, Tone::Muted), int(count), 0);
}

void GroupPanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    painter.fillRect(rect(), theme.window);
    const QRect line = QStyle::visualRect(layoutDirection(), rect(), QRect(0, 0, 1, height()));
    painter.fillRect(line, theme.border);
}

} // namespace drydock
