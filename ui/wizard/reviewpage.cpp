// SPDX-License-Identifier: Apache-2.0
#include "ui/wizard/reviewpage.h"

#include "core/engine/command.h"
#include "core/session/buildtimes.h"
#include "ui/lines/codeview.h"
#include "ui/lines/linesdialog.h"
#include "core/words.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/fieldnote.h"
#include "ui/widgets/iconview.h"
#include "ui/widgets/label.h"
#include "ui/wizard/band.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSaveFile>
#include <QTabBar>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

CodeLanguage languageOf(const QString &name)
{
    if (name == "Dockerfile"_L1)
        return CodeLanguage::Dockerfile;
    return name.endsWith(".py"_L1) ? CodeLanguage::Python : CodeLanguage::Plain;
}

/// What the build reads; requirements.txt only sums up the layers.
bool isShown(const QString &file)
{
    return file == u"Dockerfile" || file == u"install.sh" || file.startsWith(u"layer-");
}

QString commandText(const QStringList &words)
{
    Command command;
    command.program = words.value(0);
    command.arguments = words.mid(1);
    return words.isEmpty() ? QString() : command.text();
}

} // namespace

ReviewPage::ReviewPage(WizardState &state, QWidget *parent)
    : WizardPage(state, tr("Review and build"), parent), m_facts(new QHBoxLayout), m_band(new Band), m_files(new QWidget), m_bar(new QTabBar), m_code(new CodeView),
      m_copy(makeButton(u"copyFileButton"_s, tr("&Copy"), ButtonKind::Flat, Icon::Copy)),
      m_edit(makeButton(u"editFileButton"_s, tr("&Edit"), ButtonKind::Flat, Icon::Pencil)),
      m_undo(makeButton(u"undoFileButton"_s, tr("&Undo edits"), ButtonKind::Flat, Icon::History)),
      m_save(makeButton(u"saveFileButton"_s, tr("&Save…"), ButtonKind::Flat, Icon::Save)), m_note(new FieldNote)
{
    m_facts->setSpacing(24);
    content()->addLayout(m_facts);
    m_band->setObjectName(u"reviewBand"_s);
    content()->addWidget(m_band);
    m_band->hide();

    m_files->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
    auto *files = new QVBoxLayout(m_files);
    files->setContentsMargins({});
    files->setSpacing(4);
    content()->addWidget(m_files, 1);
    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    m_bar->setObjectName(u"reviewTabs"_s);
    m_bar->setAccessibleName(tr("Files, command and lines"));
    m_bar->setDrawBase(false);
    m_bar->setExpanding(false);
    row->addWidget(m_bar);
    row->addStretch(1);
    m_edit->setCheckable(true);
    for (QPushButton *button : {m_undo, m_copy, m_edit, m_save})
        row->addWidget(button);
    files->addLayout(row);
    m_code->setObjectName(u"reviewText"_s);
    files->addWidget(m_code, 1);
    m_note->setObjectName(u"reviewNote"_s);
    files->addWidget(m_note);
    content()->addStretch(0);

    connect(m_bar, &QTabBar::currentChanged, this, &ReviewPage::showTab);
    connect(m_code, &QPlainTextEdit::textChanged, this, &ReviewPage::takeEdit);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QApplication::clipboard()->setText(m_code->toPlainText());
        m_note->setNote(Tone::Green, Icon::CircleCheck, tr("Copied."));
    });
    connect(m_edit, &QPushButton::toggled, this, [this](bool on) {
        if (on)
            m_code->setTextInteractionFlags(Qt::TextEditorInteraction);
        else
            m_code->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        if (on && !m_showing)
            m_code->setFocus();
    });
    connect(m_undo, &QPushButton::clicked, this, &ReviewPage::undoEdit);
    connect(m_save, &QPushButton::clicked, this, &ReviewPage::save);
    connect(m_band, &Band::acted, this, [this] {
        if (m_goTo >= 0)
            Q_EMIT pageRequested(m_goTo);
        else
            makePlan();
    });
}

void ReviewPage::initializePage()
{
    makePlan();
}

void ReviewPage::makePlan()
{
    m_plan.reset();
    m_error.reset();
    m_planning.start(state().session().plan(state().choices()), [this](Result<BuildPlan> end) {
        if (end)
            m_plan = std::move(*end);
        if (m_plan && m_editedPlan)
            takeEditsOf(*std::exchange(m_editedPlan, {}));
        if (!m_plan)
            m_error = end.error();
        showPlan();
        Q_EMIT completeChanged();
    });
    showPlan();
    Q_EMIT completeChanged();
}

QString ReviewPage::generated(const QString &file) const
{
    return m_plan ? QString::fromUtf8(m_plan->file(file)) : QString();
}

std::optional<BuildPlan> ReviewPage::plan() const
{
    std::optional<BuildPlan> edited = m_plan;
    if (!edited)
        return std::nullopt;
    for (PlanFile &file : edited->files) {
        if (m_edits.contains(file.path))
            file.content = m_edits.value(file.path).toUtf8();
    }
    return edited;
}

void ReviewPage::showPlan()
{
    const bool builds = buildsImage(state().strategy());
    m_showing = true;
    const QString current = m_bar->currentIndex() >= 0 ? m_bar->tabText(m_bar->currentIndex()) : QString();
    m_tabs.clear();
    QString setAside;
    if (m_plan) {
        // An edit stays as long as what it was made from is what the plan still says.
        for (const QString &file : m_edits.keys()) {
            if (m_editedFrom.value(file) == generated(file))
                continue;
            m_edits.remove(file);
            setAside = file;
        }
        if (builds) {
            for (const PlanFile &file : std::as_const(m_plan->files)) {
                if (isShown(file.path))
                    m_tabs.append({file.path, file.path, m_edits.value(file.path, generated(file.path))});
            }
            m_tabs.append({tr("Command"), {}, commandText(m_plan->command)});
        }
        m_tabs.append({tr("Lines for the flow"), u"lines.py"_s, m_plan->lines});
    }
    while (m_bar->count() > 0)
        m_bar->removeTab(0);
    int index = 0;
    for (const Tab &tab : std::as_const(m_tabs)) {
        if (tab.name == current)
            index = m_bar->count();
        m_bar->addTab(tab.name);
    }
    m_bar->setCurrentIndex(index);
    m_showing = false;
    setSentence(m_plan           ? builds ? tr("Nothing has run yet. This is everything that will.") : tr("Nothing has to be built. These lines are all it takes.")
                    : m_error    ? tr("There is no plan yet.")
                                 : tr("Making the plan…"));
    showTab(index);
    showFacts();
    showBand();
    if (!setAside.isEmpty())
        m_note->setInfo(tr("Your edit of %1 was set aside, because the plan changed below it.").arg(setAside));
}

void ReviewPage::showTab(int index)
{
    if (m_showing)
        return;
    m_showing = true;
    m_edit->setChecked(false);
    const bool valid = index >= 0 && index < m_tabs.size();
    const Tab tab = valid ? m_tabs.at(index) : Tab{};
    const bool isCommand = valid && tab.file.isEmpty();
    m_code->setCode(tab.text, isCommand ? CodeLanguage::Shell : languageOf(tab.file));
    m_code->setLineWrapMode(isCommand ? QPlainTextEdit::WidgetWidth : QPlainTextEdit::NoWrap);
    m_code->setAccessibleName(valid ? tab.name : tr("Plan"));
    m_note->setInfo(valid && tab.file == "lines.py"_L1 && m_plan ? linesSentence(*m_plan) : QString());
    m_showing = false;
    updateButtons();
}

void ReviewPage::takeEdit()
{
    const int index = m_bar->currentIndex();
    if (m_showing || index < 0 || index >= m_tabs.size())
        return;
    Tab &tab = m_tabs[index];
    tab.text = m_code->toPlainText();
    if (tab.file == "lines.py"_L1 && m_plan) {
        m_plan->lines = tab.text;
    } else if (tab.text == generated(tab.file)) {
        m_edits.remove(tab.file);
    } else {
        m_edits.insert(tab.file, tab.text);
        m_editedFrom.insert(tab.file, generated(tab.file));
    }
    updateButtons();
    showBand();
}

void ReviewPage::takeEditsOf(const BuildPlan &edited)
{
    BuildPlan same = edited;
    same.lines = m_plan->lines;
    // What is said of a plan follows what is known of images, and that grows by itself.
    same.reasons = m_plan->reasons;
    same.warnings = m_plan->warnings;
    if (toJson(same) != toJson(*m_plan))
        return;
    for (const PlanFile &file : edited.files) {
        const QString text = QString::fromUtf8(file.content);
        if (!isShown(file.path) || text == generated(file.path))
            continue;
        m_edits.insert(file.path, text);
        m_editedFrom.insert(file.path, generated(file.path));
    }
    m_plan->lines = edited.lines;
}

void ReviewPage::undoEdit()
{
    const int index = m_bar->currentIndex();
    if (index < 0 || index >= m_tabs.size())
        return;
    Tab &tab = m_tabs[index];
    m_edits.remove(tab.file);
    tab.text = generated(tab.file);
    showTab(index);
    showBand();
}

void ReviewPage::updateButtons()
{
    const int index = m_bar->currentIndex();
    const bool valid = index >= 0 && index < m_tabs.size();
    const QString file = valid ? m_tabs.at(index).file : QString();
    m_files->setVisible(m_plan.has_value());
    m_copy->setEnabled(valid);
    m_save->setEnabled(valid);
    m_edit->setEnabled(valid && !file.isEmpty());
    m_undo->setVisible(m_edits.contains(file));
}

void ReviewPage::showFacts()
{
    while (QLayoutItem *item = m_facts->takeAt(0)) {
        if (QWidget *fact = item->widget()) {
            fact->hide();
            fact->deleteLater();
        }
        delete item; // NOLINT: the layout gave it up
    }
    const auto add = [this](Icon icon, const QString &text) { m_facts->addWidget(new Fact(icon, text, nullptr, TextSize::Body, Tone::Text)); };
    if (m_plan) {
        const bool builds = buildsImage(m_plan->strategy);
        const QString base = m_plan->base.section(u'/', -1);
        add(Icon::Layers, builds ? (m_plan->strategy == Strategy::ScratchImage ? tr("From %1") : tr("Extends %1")).arg(base) : base);
        if (!m_plan->requirements.isEmpty()) {
            const qsizetype count = m_plan->requirements.size();
            add(Icon::Package, count == 1 ? tr("1 distribution") : tr("%1 distributions").arg(count));
        }
        qint64 bytes = -1;
        for (const ResolvedDistribution &each : m_plan->requirements)
            bytes = each.downloadBytes < 0 ? bytes : qMax<qint64>(0, bytes) + each.downloadBytes;
        if (bytes >= 0)
            add(Icon::Download, tr("%1 to download").arg(sizeText(bytes)));
        const auto expected = expectedSeconds(*m_plan, {}, state().snapshot().pastBuilds);
        const double seconds = expected                                    ? *expected
            : state().snapshot().advice.strategies.isEmpty() ? -1
                                                             : state().snapshot().advice.of(m_plan->strategy).cost.buildSeconds;
        if (builds && seconds > 0)
            add(Icon::Clock, aboutText(seconds));
    }
    m_facts->addStretch(1);
}

void ReviewPage::showBand()
{
    const Snapshot &snapshot = state().snapshot();
    const bool builds = buildsImage(state().strategy());
    m_goTo = -1;
    if (m_error) {
        const QString code = m_error->code;
        const bool aboutImage = code.startsWith("image-"_L1) || code.startsWith("base-"_L1);
        const bool aboutDistributions = !aboutImage && state().installs()
            && (code == "offline"_L1 || code.startsWith("resolution-"_L1) || code.startsWith("distribution-"_L1)
                || code.startsWith("requirement-"_L1) || code == "needs-source-archive"_L1 || code == "index-not-reached"_L1);
        m_goTo = aboutImage ? ImagePageId : aboutDistributions ? DistributionsPageId : -1;
        m_band->setMessage(Tone::Red, Icon::CircleX, m_error->sentence,
                           aboutImage ? tr("Go to Image") : aboutDistributions ? tr("Go to Distributions") : tr("Try again"));
        m_band->setDetails(m_error->details);
    } else if (m_plan && builds && !snapshot.engine.isReady()) {
        m_band->setMessage(Tone::Red, Icon::CircleX,
                           snapshot.engine.detail.isEmpty() ? tr("No container engine answers, so nothing can be built. Start Docker or Podman.")
                                                            : snapshot.engine.detail);
    } else if (m_plan && builds && snapshot.isWorking()) {
        m_band->setMessage(Tone::Accent, Icon::Clock, tr("Another image of this flow is being built. This one waits for its turn."));
    } else if (m_plan && !m_edits.isEmpty()) {
        m_band->setMessage(Tone::Accent, Icon::Pencil, tr("%1 will be used as you edited it.").arg(m_edits.keys().join(u", "_s)));
    } else if (m_plan && !m_plan->warnings.isEmpty()) {
        m_band->setMessage(Tone::Amber, Icon::TriangleAlert, m_plan->warnings.join(u'\n'));
    } else {
        m_band->hide();
        return;
    }
    m_band->show();
}

void ReviewPage::refresh()
{
    showBand();
    Q_EMIT completeChanged();
}

QWidget *ReviewPage::mainWidget() const
{
    return m_bar;
}

bool ReviewPage::isComplete() const
{
    if (!m_plan)
        return false;
    const Snapshot &snapshot = state().snapshot();
    return state().strategy() == Strategy::RuntimeInstall || snapshot.engine.isReady();
}

void ReviewPage::save()
{
    const int index = m_bar->currentIndex();
    if (index < 0 || index >= m_tabs.size())
        return;
    const Tab tab = m_tabs.at(index);
    auto *dialog = new QFileDialog(this, tr("Save %1").arg(tab.name));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(tab.file.isEmpty() ? u"build.sh"_s : tab.file);
    connect(dialog, &QFileDialog::fileSelected, this, [this, tab](const QString &path) {
        QSaveFile file(path);
        const bool saved = file.open(QIODevice::WriteOnly) && file.write(tab.text.toUtf8()) >= 0 && file.commit();
        if (saved)
            m_note->setNote(Tone::Green, Icon::CircleCheck, tr("Saved as %1.").arg(QFileInfo(path).fileName()));
        else
            m_note->setError(tr("%1 could not be written: %2. Choose another place.").arg(path, file.errorString()));
    });
    dialog->open();
}

} // namespace drydock
