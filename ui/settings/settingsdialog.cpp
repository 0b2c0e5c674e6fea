// SPDX-License-Identifier: Apache-2.0
#include "ui/settings/settingsdialog.h"

#include "ui/settings/fieldgrid.h"
#include "ui/settings/networkpage.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/fieldnote.h"
#include "ui/widgets/label.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QLineEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

enum EngineIndex { FirstReady, Docker, Podman, Program };
enum AnswerIndex { Ask, Yes, No };

} // namespace

SettingsDialog::SettingsDialog(FlowSession &session, const Settings &settings, const Keychain &keychain, QWidget *parent)
    : QDialog(parent), m_settings(settings), m_network(new NetworkPage(session, settings, keychain)), m_pages(new QTabWidget)
{
    setObjectName(u"settingsDialog"_s);
    setWindowTitle(tr("Settings"));
    resize(760, 560);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 16);
    layout->setSpacing(4);
    layout->addWidget(new Label(tr("Settings"), TextSize::Heading, Tone::Text, QFont::DemiBold));
    layout->addSpacing(8);
    m_pages->setObjectName(u"settingsPages"_s);
    m_pages->setDocumentMode(true);
    m_pages->tabBar()->setDrawBase(false);
    m_pages->tabBar()->setExpanding(false);
    m_pages->tabBar()->setAccessibleName(tr("Pages of the settings"));
    m_pages->addTab(makeGeneralPage(), tr("&General"));
    m_pages->addTab(m_network, tr("Company &network"));
    layout->addWidget(m_pages, 1);
    layout->addSpacing(8);

    m_buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel);
    setButtonKind(m_buttons->button(QDialogButtonBox::Save), ButtonKind::Primary);
    m_buttons->button(QDialogButtonBox::Save)->setObjectName(u"saveSettingsButton"_s);
    layout->addWidget(m_buttons);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_network, &NetworkPage::changed, this, &SettingsDialog::validate);
    validate();
}

QWidget *SettingsDialog::makeGeneralPage()
{
    auto *page = new QWidget;
    auto *grid = new FieldGrid;
    m_appearance = grid->addChoice(u"appearanceChoice"_s, tr("&Appearance"), {tr("As the system"), tr("Light"), tr("Dark")});
    m_appearance->setCurrentIndex(int(m_settings.appearance));

    m_engine = grid->addChoice(u"engineChoice"_s, tr("&Engine"), {tr("The first that is ready"), tr("Docker"), tr("Podman"), tr("Another program")});
    const bool isNamed = m_settings.engine == "docker"_L1 || m_settings.engine == "podman"_L1;
    m_engine->setCurrentIndex(m_settings.engine.isEmpty() ? FirstReady : m_settings.engine == "docker"_L1 ? Docker : isNamed ? Podman : Program);
    m_programNote = new FieldNote;
    m_program = grid->addFileField(u"programField"_s, tr("P&rogram"), isNamed ? QString() : m_settings.engine, tr("Path of a docker or podman program"),
                                   m_programNote, tr("Choose the engine’s program"));

    m_lookInside = grid->addChoice(u"lookInsideChoice"_s, tr("&Look inside images"), {tr("Ask me"), tr("Always"), tr("Only when I choose")},
                                   tr("Each image is started once for half a second, without network, to read what it holds."));
    m_lookInside->setCurrentIndex(!m_settings.lookInside ? Ask : *m_settings.lookInside == LookInside::Always ? Yes : No);

    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 12, 0, 0);
    layout->addWidget(grid);
    layout->addStretch(1);
    connect(m_engine, &QComboBox::currentIndexChanged, this, [this](int index) {
        validate();
        if (index == Program)
            m_program->setFocus();
    });
    connect(m_program, &QLineEdit::textChanged, this, &SettingsDialog::validate);
    connect(m_program, &QLineEdit::editingFinished, this, [this] {
        if (!m_program->text().isEmpty())
            m_engine->setCurrentIndex(Program);
    });
    return page;
}

void SettingsDialog::showNetwork()
{
    m_pages->setCurrentWidget(m_network);
    m_network->setFocus(Qt::OtherFocusReason);
}

void SettingsDialog::validate()
{
    const bool ownProgram = m_engine->currentIndex() == Program;
    const QFileInfo program(m_program->text());
    m_program->setEnabled(ownProgram);
    QString error;
    if (ownProgram && m_program->text().isEmpty())
        error = tr("Choose the program, or another engine.");
    else if (ownProgram && !(program.isAbsolute() && program.isFile() && program.isExecutable()))
        error = tr("There is no program at this place. Choose the file of docker or podman.");
    const bool isValid = sayOfField(m_program, m_programNote, error) && m_network->isValid();
    if (m_buttons)
        m_buttons->button(QDialogButtonBox::Save)->setEnabled(isValid);
}

Settings SettingsDialog::settings() const
{
    Settings settings = m_settings;
    settings.appearance = static_cast<Appearance>(m_appearance->currentIndex());
    switch (m_engine->currentIndex()) {
    case Docker: settings.engine = u"docker"_s; break;
    case Podman: settings.engine = u"podman"_s; break;
    case Program: settings.engine = m_program->text(); break;
    default: settings.engine.clear();
    }
    settings.lookInside.reset();
    if (m_lookInside->currentIndex() != Ask)
        settings.lookInside = m_lookInside->currentIndex() == Yes ? LookInside::Always : LookInside::OnlyWhenChosen;
    m_network->fill(settings);
    return settings;
}

QMap<QString, QString> SettingsDialog::logins() const
{
    return m_network->logins();
}

} // namespace drydock
