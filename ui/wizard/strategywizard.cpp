// SPDX-License-Identifier: Apache-2.0
#include "ui/wizard/strategywizard.h"

#include "ui/lines/linesdialog.h"
#include "core/words.h"
#include "ui/theme/style.h"
#include "ui/wizard/distributionspage.h"
#include "ui/wizard/imagepage.h"
#include "ui/wizard/reviewpage.h"
#include "ui/wizard/strategypage.h"
#include "ui/wizard/wizardsteps.h"

#include <QAbstractButton>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace drydock {

StrategyWizard::StrategyWizard(FlowSession &session, QSettings &store, const Work *retried, QWidget *parent)
    : QWizard(parent), m_session(session), m_state(new WizardState(session, store, retried, this)), m_review(new ReviewPage(*m_state)), m_steps(new WizardSteps)
{
    setObjectName(u"strategyWizard"_s);
    setWindowTitle(tr("Choose a strategy"));
    setWizardStyle(ModernStyle);
    setOption(NoBackButtonOnStartPage);
    setOption(NoDefaultButton, false);
    setButtonLayout({Stretch, BackButton, NextButton, FinishButton, CancelButton});
    setButtonText(BackButton, tr("&Back"));
    setButtonText(NextButton, tr("&Next"));
    setButtonText(CancelButton, tr("Cancel"));
    setSideWidget(m_steps);
    const std::pair<int, WizardPage *> pages[]{{StrategyPageId, new StrategyPage(*m_state)},
                                               {DistributionsPageId, new DistributionsPage(*m_state)},
                                               {ImagePageId, new ImagePage(*m_state)},
                                               {ReviewPageId, m_review}};
    for (const auto &[id, page] : pages) {
        setPage(id, page);
        connect(page, &WizardPage::pageRequested, this, &StrategyWizard::openPage);
    }
    const std::pair<WizardButton, const char *> buttons[]{
        {BackButton, "backButton"}, {NextButton, "nextButton"}, {FinishButton, "finishButton"}, {CancelButton, "cancelButton"}};
    for (const auto &[which, name] : buttons)
        button(which)->setObjectName(QLatin1StringView(name));
    setButtonKind(button(NextButton), ButtonKind::Primary);
    setButtonKind(button(FinishButton), ButtonKind::Primary);
    resize(1120, 648);

    connect(m_state, &WizardState::changed, this, &StrategyWizard::follow);
    connect(this, &QWizard::currentIdChanged, this, [this](int id) {
        follow();
        // The wizard gives the focus to its first field after this.
        if (id >= 0)
            QMetaObject::invokeMethod(this, [this] {
                if (WizardPage *page = current(); page && page->mainWidget())
                    page->mainWidget()->setFocus(Qt::TabFocusReason);
            }, Qt::QueuedConnection);
    });
    follow();
    if (!retried)
        return;
    m_review->keepEdits(*retried->plan);
    restart();
    while (currentId() != ReviewPageId && currentPage()->nextId() >= 0)
        next();
}

WizardPage *StrategyWizard::current() const
{
    return static_cast<WizardPage *>(currentPage());
}

void StrategyWizard::follow()
{
    if (WizardPage *page = current())
        page->refresh();
    const Snapshot &snapshot = m_session.snapshot();
    const FlowScript *script = snapshot.script();
    if (snapshot.scripts.size() > 1) {
        qsizetype flows = 0;
        for (const FlowScript &each : snapshot.scripts)
            flows += each.flows.size();
        m_steps->setScript(tr("%1 scripts").arg(snapshot.scripts.size()), flows == 1 ? tr("1 flow") : tr("%1 flows").arg(flows));
    } else if (script) {
        const QString flow = script->flows.isEmpty() ? tr("no flow") : script->flows.first().name;
        const QString prefect = script->generation > 0 ? tr("Prefect %1").arg(script->generation) : tr("Prefect not known");
        m_steps->setScript(QFileInfo(script->path).fileName(), tr("%1, %2").arg(flow, prefect));
    }
    const QString names[]{tr("Strategy"), tr("Distributions"), tr("Image"), tr("Review")};
    QList<WizardSteps::Step> steps;
    for (int id = StrategyPageId; id <= ReviewPageId; ++id) {
        WizardSteps::Step step{names[id], static_cast<WizardPage *>(page(id))->summary()};
        if (id == DistributionsPageId && !m_state->installs())
            step = {names[id], tr("nothing to install"), true};
        steps.append(step);
    }
    m_steps->setSteps(steps, qMax(0, currentId()));

    const QString runsOn = script ? runsOnName(runsOnOf(*script)) : QString();
    const Resolution *resolution = m_state->resolution();
    m_steps->setFacts({{Icon::Server, tr("Runs on %1").arg(runsOn)},
                       {Icon::Cpu, m_state->platform},
                       {Icon::Download, resolution && resolution->downloadBytes() >= 0 ? tr("%1 to download").arg(sizeText(resolution->downloadBytes()))
                                                                                       : tr("size not checked")}});
    setButtonText(FinishButton, buildsImage(m_state->strategy())                ? tr("B&uild image")
                      : m_state->strategy() == Strategy::DefaultImage           ? tr("C&heck image")
                                                                                : tr("Show &lines"));
}

void StrategyWizard::openPage(int id)
{
    while (currentId() > id && visitedIds().contains(id))
        back();
}

void StrategyWizard::accept()
{
    const std::optional<BuildPlan> plan = m_review->plan();
    if (!plan)
        return;
    m_state->remember();
    BuildOptions options;
    options.noCache = m_state->noCache;
    const bool justLines = plan->strategy == Strategy::RuntimeInstall;
    m_session.build(*plan, {}, options, !justLines);
    if (justLines) {
        auto *lines = new LinesDialog(*plan, parentWidget());
        lines->setAttribute(Qt::WA_DeleteOnClose);
        lines->open();
    }
    QWizard::accept();
}

} // namespace drydock
