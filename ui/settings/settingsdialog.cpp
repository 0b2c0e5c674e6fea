// SPDX-License-Identifier: Apache-2.0
#include "ui/settings/settingsdialog.h"

#include "core/engine/mirror.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/fieldnote.h"
#include "ui/widgets/label.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

enum EngineIndex { FirstReady, Docker, Podman, Program };
enum AnswerIndex { Ask, Yes, No };

bool isWebAddress(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    return url.isValid() && (url.scheme() == "http"_L1 || url.scheme() == "https"_L1) && !url.host().isEmpty();
}

/// What is in use without a setting; a password in it is nobody's to read.
QString foundText(const QString &value, const QString &from)
{
    if (value.isEmpty())
        return {};
    const QUrl url(value);
    const QString shown = url.scheme().startsWith("http"_L1) || url.scheme().startsWith("socks"_L1) ? url.toDisplayString(QUrl::RemovePassword) : value;
    return SettingsDialog::tr("In use: %1, found in %2.").arg(shown, from);
}

} // namespace

SettingsDialog::SettingsDialog(const Settings &settings, const Network &found, QWidget *parent)
    : QDialog(parent), m_settings(settings), m_found(found), m_programNote(new FieldNote), m_indexNote(new FieldNote), m_certificatesNote(new FieldNote),
      m_proxyNote(new FieldNote), m_mirrorNote(new FieldNote)
{
    setObjectName(u"settingsDialog"_s);
    setWindowTitle(tr("Settings"));
    resize(720, 10);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 16);
    layout->setSpacing(4);
    layout->addWidget(new Label(tr("Settings"), TextSize::Heading, Tone::Text, QFont::DemiBold));
    layout->addSpacing(12);
    auto *grid = new QGridLayout;
    grid->setColumnMinimumWidth(0, 128);
    grid->setColumnStretch(1, 1);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(4);
    layout->addLayout(grid);

    m_appearance = addChoice(grid, u"appearanceChoice"_s, tr("&Appearance"), {tr("As the system"), tr("Light"), tr("Dark")}, {});
    m_appearance->setCurrentIndex(int(settings.appearance));

    m_engine = addChoice(grid, u"engineChoice"_s, tr("&Engine"), {tr("The first that is ready"), tr("Docker"), tr("Podman"), tr("Another program")}, {});
    const bool isNamed = settings.engine == "docker"_L1 || settings.engine == "podman"_L1;
    m_engine->setCurrentIndex(settings.engine.isEmpty() ? FirstReady : settings.engine == "docker"_L1 ? Docker : isNamed ? Podman : Program);
    m_program = addField(grid, u"programField"_s, tr("P&rogram"), isNamed ? QString() : settings.engine, tr("Path of a docker or podman program"),
                         m_programNote);

    m_lookInside = addChoice(grid, u"lookInsideChoice"_s, tr("&Look inside images"),
                             {tr("Ask me"), tr("Always"), tr("Only when I choose")},
                             tr("Each image is started once for half a second, without network, to read what it holds."));
    m_lookInside->setCurrentIndex(!settings.lookInside ? Ask : *settings.lookInside == LookInside::Always ? Yes : No);

    m_askIndex = addChoice(grid, u"askIndexChoice"_s, tr("Ask the package &index"), {tr("Ask me"), tr("Yes"), tr("No")},
                           tr("The names of distributions are sent. With No, versions and sizes stay unchecked."));
    m_askIndex->setCurrentIndex(!settings.askIndex ? Ask : *settings.askIndex ? Yes : No);
    m_index = addField(grid, u"indexField"_s, tr("Inde&x address"), settings.indexUrl, tr("As pip or uv is set up on this computer"), m_indexNote);
    m_certificates = addField(grid, u"certificatesField"_s, tr("&Certificates"), settings.certificates, tr("As the system says"), m_certificatesNote);
    m_proxy = addField(grid, u"proxyField"_s, tr("Prox&y"), settings.proxy, tr("As the system says"), m_proxyNote);
    m_mirror = addField(grid, u"mirrorField"_s, tr("Registry &mirror"), settings.mirror, tr("None, or where Docker Hub’s images are kept: registry.corp/hub"),
                        m_mirrorNote);
    layout->addStretch(1);
    layout->addSpacing(8);

    m_buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel);
    setButtonKind(m_buttons->button(QDialogButtonBox::Save), ButtonKind::Primary);
    m_buttons->button(QDialogButtonBox::Save)->setObjectName(u"saveSettingsButton"_s);
    layout->addWidget(m_buttons);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_engine, &QComboBox::currentIndexChanged, this, [this](int index) {
        validate();
        if (index == Program)
            m_program->setFocus();
    });
    for (QLineEdit *field : {m_program, m_index, m_certificates, m_proxy, m_mirror})
        connect(field, &QLineEdit::textChanged, this, &SettingsDialog::validate);
    validate();
}

QComboBox *SettingsDialog::addChoice(QGridLayout *grid, const QString &objectName, const QString &label, const QStringList &choices,
                                     const QString &note)
{
    const int row = grid->rowCount();
    auto *name = new Label(label, TextSize::Body, Tone::Text, QFont::Medium);
    auto *choice = new QComboBox;
    choice->setObjectName(objectName);
    choice->addItems(choices);
    choice->setAccessibleName(QString(label).remove(u'&'));
    name->setBuddy(choice);
    grid->addWidget(name, row, 0);
    grid->addWidget(choice, row, 1, 1, 2);
    if (!note.isEmpty()) {
        auto *explanation = new FieldNote;
        explanation->setInfo(note);
        grid->addWidget(explanation, row + 1, 1, 1, 2);
    }
    grid->setRowMinimumHeight(row + 2, 8);
    return choice;
}

QLineEdit *SettingsDialog::addField(QGridLayout *grid, const QString &objectName, const QString &label, const QString &value,
                                    const QString &placeholder, FieldNote *note)
{
    const int row = grid->rowCount();
    auto *name = new Label(label, TextSize::Body, Tone::Text, QFont::Medium);
    auto *field = new QLineEdit(value);
    field->setObjectName(objectName);
    field->setPlaceholderText(placeholder);
    field->setAccessibleName(QString(label).remove(u'&'));
    name->setBuddy(field);
    grid->addWidget(name, row, 0);
    const bool isFile = objectName == "programField"_L1 || objectName == "certificatesField"_L1;
    grid->addWidget(field, row, 1, 1, isFile ? 1 : 2);
    if (isFile) {
        const QString title = objectName == "programField"_L1 ? tr("Choose the engine's program") : tr("Choose a file with certificates");
        auto *choose = makeButton(QString(objectName % u"Choose"_s), tr("Choose…"), ButtonKind::Outlined);
        choose->setAccessibleName(title);
        grid->addWidget(choose, row, 2);
        connect(choose, &QPushButton::clicked, this, [this, field, title] { chooseFile(field, title); });
        connect(field, &QLineEdit::textChanged, choose, [choose, field] { choose->setEnabled(field->isEnabled()); });
    }
    grid->addWidget(note, row + 1, 1, 1, 2);
    return field;
}

void SettingsDialog::chooseFile(QLineEdit *field, const QString &title)
{
    auto *dialog = new QFileDialog(this, title, QFileInfo(field->text()).path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, field, [this, field](const QString &path) {
        if (field == m_program)
            m_engine->setCurrentIndex(Program);
        field->setText(path);
    });
    dialog->open();
}

void SettingsDialog::validate()
{
    const auto say = [](QLineEdit *field, FieldNote *note, const QString &error, const QString &found = {}) {
        setInvalid(field, !error.isEmpty());
        if (error.isEmpty())
            note->setInfo(field->text().trimmed().isEmpty() ? found : QString());
        else
            note->setError(error);
        return error.isEmpty();
    };
    bool valid = true;

    const bool ownProgram = m_engine->currentIndex() == Program;
    const QFileInfo program(m_program->text());
    m_program->setEnabled(ownProgram);
    QString error;
    if (ownProgram && m_program->text().isEmpty())
        error = tr("Choose the program, or another engine.");
    else if (ownProgram && !(program.isAbsolute() && program.isFile() && program.isExecutable()))
        error = tr("There is no program at this place. Choose the file of docker or podman.");
    valid &= say(m_program, m_programNote, error);

    const QString index = m_index->text().trimmed();
    valid &= say(m_index, m_indexNote,
                 index.isEmpty() || isWebAddress(index) ? QString() : tr("An index address begins with https:// and a host name."),
                 m_settings.indexUrl.isEmpty() ? foundText(m_found.indexUrl, m_found.indexUrlFrom) : QString());
    const QString certificates = m_certificates->text().trimmed();
    valid &= say(m_certificates, m_certificatesNote,
                 certificates.isEmpty() || QFileInfo(certificates).isFile() ? QString()
                                                                            : tr("There is no file at this place. Choose a PEM file."),
                 m_settings.certificates.isEmpty() ? foundText(m_found.certificates, m_found.certificatesFrom) : QString());
    const QString proxy = m_proxy->text().trimmed();
    valid &= say(m_proxy, m_proxyNote,
                 proxy.isEmpty() || isWebAddress(proxy) ? QString() : tr("A proxy is an address such as http://proxy.example:3128."),
                 m_settings.proxy.isEmpty() ? foundText(m_found.proxy, m_found.proxyFrom) : QString());
    const QString mirror = m_mirror->text().trimmed();
    valid &= say(m_mirror, m_mirrorNote,
                 mirror.isEmpty() || isMirrorPrefix(mirror) ? QString() : tr("A mirror is a registry and its folders, such as registry.corp/hub."));
    m_buttons->button(QDialogButtonBox::Save)->setEnabled(valid);
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
    settings.askIndex.reset();
    if (m_askIndex->currentIndex() != Ask)
        settings.askIndex = m_askIndex->currentIndex() == Yes;
    settings.indexUrl = m_index->text().trimmed();
    settings.certificates = m_certificates->text().trimmed();
    settings.proxy = m_proxy->text().trimmed();
    settings.mirror = m_mirror->text().trimmed();
    return settings;
}

} // namespace drydock
