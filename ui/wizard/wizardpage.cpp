// SPDX-License-Identifier: Apache-2.0
#include "ui/wizard/wizardpage.h"

#include "ui/widgets/label.h"

#include <QVBoxLayout>

namespace drydock {

WizardPage::WizardPage(WizardState &state, const QString &heading, QWidget *parent)
    : QWizardPage(parent), m_state(state), m_sentence(new Label({}, TextSize::Body, Tone::Muted)), m_content(new QVBoxLayout)
{
    setAccessibleName(heading);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 12);
    layout->setSpacing(6);
    layout->addWidget(new Label(heading, TextSize::Page, Tone::Text, QFont::DemiBold));
    m_sentence->setElided();
    layout->addWidget(m_sentence);
    layout->addSpacing(4);
    m_content->setContentsMargins({});
    m_content->setSpacing(8);
    layout->addLayout(m_content, 1);
}

void WizardPage::setSentence(const QString &sentence)
{
    m_sentence->setText(sentence);
    setAccessibleDescription(sentence);
}

} // namespace drydock
