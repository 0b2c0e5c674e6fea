// SPDX-License-Identifier: Apache-2.0
#include "ui/verdictband.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/iconview.h"
#include "ui/widgets/label.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace drydock {

VerdictBand::VerdictBand(QWidget *parent)
    : QWidget(parent), m_back(new QToolButton), m_icon(new IconView(Icon::Info, Tone::Muted, 20)),
      m_sentence(new Label({}, TextSize::Verdict, Tone::Text, QFont::DemiBold)), m_detail(new Label({}, TextSize::Body, Tone::Muted)),
      m_activity(new Fact(Icon::LoaderCircle, {})), m_script(new QToolButton), m_images(new QToolButton), m_menu(new QMenu(this)), m_next(makeButton(u"nextStep"_s, tr("Choose strategy…"), ButtonKind::Primary))
{
    m_sentence->setObjectName(u"verdict"_s);
    m_detail->setObjectName(u"verdictDetail"_s);
    m_sentence->setElided();
    m_detail->setElided();
    m_back->setObjectName(u"backButton"_s);
    m_back->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_back->setFocusPolicy(Qt::TabFocus);
    setButtonKind(m_back, ButtonKind::Flat);
    m_script->setObjectName(u"scriptButton"_s);
    m_script->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_script->setFocusPolicy(Qt::TabFocus);
    setButtonKind(m_script, ButtonKind::Flat);
    m_images->setObjectName(u"imagesButton"_s);
    m_images->setIcon(themeIcon(Icon::Columns3));
    m_images->setToolTip(tr("Which images are compared, and in which order"));
    m_images->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_images->setPopupMode(QToolButton::InstantPopup);
    m_images->setMenu(m_menu);
    m_images->setFocusPolicy(Qt::TabFocus);
    setButtonKind(m_images, ButtonKind::Flat);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(metrics::edge, 8, metrics::edge, 8);
    layout->setSpacing(12);
    layout->addWidget(m_back);
    layout->addWidget(m_icon);
    layout->addWidget(m_sentence);
    layout->addWidget(m_detail, 1);
    layout->addStretch();
    layout->addWidget(m_activity);
    layout->addWidget(m_script);
    layout->addWidget(m_images);
    layout->addWidget(m_next);
    setMinimumHeight(metrics::height(metrics::verdict, font()));
    setImages({});
    connect(m_next, &QPushButton::clicked, this, &VerdictBand::nextRequested);
}

void VerdictBand::setVerdict(const Verdict &verdict)
{
    const bool isNew = m_sentence->text() != verdict.sentence;
    m_icon->setIcon(verdict.icon, verdict.tone);
    m_sentence->setText(verdict.sentence);
    m_detail->setText(verdict.detail);
    m_next->setVisible(verdict.next != NextStep::None);
    // Beside a failed check stands what to do about it; the accent is there.
    setButtonKind(m_next, verdict.next == NextStep::ShowChecks ? ButtonKind::Outlined : ButtonKind::Primary);
    switch (verdict.next) {
    case NextStep::None: break;
    case NextStep::ChooseStrategy:
        m_next->setText(tr("Choose strategy…"));
        m_next->setIcon({});
        break;
    case NextStep::SharedImages:
        m_next->setText(tr("Show the images…"));
        m_next->setIcon(themeIcon(Icon::Layers));
        break;
    case NextStep::LinesToPaste:
        m_next->setText(tr("Lines to paste…"));
        m_next->setIcon(themeIcon(Icon::ClipboardList));
        break;
    case NextStep::ShowChecks:
        m_next->setText(tr("Show the checks"));
        m_next->setIcon(themeIcon(Icon::ListChecks));
        break;
    }
    if (isNew) {
        // Screen readers hear the verdict when it changes.
        setAccessibleName(QString(verdict.sentence % u". "_s % verdict.detail));
        QAccessibleEvent changed(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&changed);
    }
}

void VerdictBand::setScriptAction(QAction *action)
{
    m_script->setDefaultAction(action);
}

void VerdictBand::setBackAction(QAction *action)
{
    m_back->setDefaultAction(action);
    const auto follow = [this, action] { m_back->setVisible(action->isVisible()); };
    connect(action, &QAction::changed, m_back, follow);
    follow();
}

void VerdictBand::setActivity(const QString &text)
{
    m_activity->setFact(Icon::LoaderCircle, text);
}

void VerdictBand::setImages(const QString &text)
{
    m_images->setText(text);
    m_images->setAccessibleName(tr("Compared images: %1").arg(text));
    m_images->setVisible(!text.isEmpty());
}

void VerdictBand::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    painter.fillRect(rect(), theme.base);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.border);
}

} // namespace drydock
