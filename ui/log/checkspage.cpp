// SPDX-License-Identifier: Apache-2.0
#include "ui/log/checkspage.h"

#include "core/strategy/costs.h"
#include "core/words.h"
#include "ui/log/addedlines.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/iconview.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QJsonDocument>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedLayout>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr int sideWidth = 520;

StepState stateOf(CheckStatus status)
{
    switch (status) {
    case CheckStatus::Passed: return StepState::Done;
    case CheckStatus::Failed: return StepState::Failed;
    case CheckStatus::Skipped: break;
    }
    return StepState::Skipped;
}

} // namespace

ChecksPage::ChecksPage(FlowSession &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_pane(new LogPane), m_stack(new QStackedLayout(this)),
      m_empty(new Label({}, TextSize::Body, Tone::Muted)), m_side(new QWidget),
      m_title(new Label({}, TextSize::Verdict, Tone::Text, QFont::DemiBold)), m_cause(new Label),
      m_proposal(new QWidget), m_added(new AddedLines), m_said(new QWidget), m_details(new QPlainTextEdit)
{
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setBackgroundRole(QPalette::Base);
    m_empty->setAutoFillBackground(true);
    m_stack->addWidget(m_empty);

    m_pane->view()->setObjectName(u"checksList"_s);
    m_pane->view()->setAccessibleName(tr("Checks"));
    m_pane->view()->setNumbered(false);
    setFocusProxy(m_pane);

    m_side->setObjectName(u"checkFailure"_s);
    m_side->setFixedWidth(sideWidth);
    auto *side = new QVBoxLayout(m_side);
    side->setContentsMargins(20, 8, metrics::edge, 8);
    side->setSpacing(6);
    auto *title = new QHBoxLayout;
    title->addWidget(new IconView(Icon::Wrench, Tone::Accent, 18));
    m_title->setElided();
    title->addWidget(m_title, 1);
    m_facts = new Label(tr("one new layer"), TextSize::Note, Tone::Muted);
    m_facts->setToolTip(tr("One new layer: those that are there already are kept. A time is an estimate by earlier builds here."));
    title->addWidget(m_facts);
    side->addLayout(title);
    m_cause->setWordWrap(true);
    m_cause->setTextInteractionFlags(Qt::TextSelectableByMouse);
    side->addWidget(m_cause);
    auto *proposal = new QVBoxLayout(m_proposal);
    proposal->setContentsMargins({});
    proposal->setSpacing(8);
    m_added->setObjectName(u"proposedLines"_s);
    proposal->addWidget(m_added);
    proposal->addStretch(1);
    side->addWidget(m_proposal, 1);
    auto *said = new QVBoxLayout(m_said);
    said->setContentsMargins({});
    said->setSpacing(4);
    said->addWidget(new Label(tr("Details"), TextSize::Note, Tone::Muted));
    m_details->setObjectName(u"checkDetails"_s);
    m_details->setAccessibleName(tr("What was said inside the image"));
    m_details->setReadOnly(true);
    m_details->setTabChangesFocus(true);
    m_details->setFont(monoFont());
    m_details->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_details->setMinimumHeight(40);
    said->addWidget(m_details, 1);
    side->addWidget(m_said, 1);
    auto *buttons = new QHBoxLayout;
    auto *strategy = makeButton(u"changePlanButton"_s, tr("Add what is &missing…"), ButtonKind::Outlined, Icon::Plus);
    m_again = makeButton(u"runChecksAgainButton"_s, tr("&Run checks again"), ButtonKind::Outlined, Icon::RefreshCw);
    m_mend = makeButton(u"mendButton"_s, tr("Add and rebuild"), ButtonKind::Primary, Icon::Hammer);
    buttons->addWidget(m_mend);
    buttons->addWidget(strategy);
    buttons->addWidget(m_again);
    buttons->addStretch(1);
    side->addLayout(buttons);
    connect(strategy, &QPushButton::clicked, this, &ChecksPage::strategyRequested);
    connect(m_mend, &QPushButton::clicked, this, [this] {
        const auto &report = m_session.snapshot().checks;
        const int index = m_pane->view()->currentStep();
        if (report && index >= 0 && index < report->checks.size() && report->checks.at(index).proposal)
            Q_EMIT proposalAccepted(*report->checks.at(index).proposal);
    });
    connect(m_again, &QPushButton::clicked, this, &ChecksPage::checkAgainRequested);

    auto *both = new QWidget;
    auto *split = new QHBoxLayout(both);
    split->setContentsMargins({});
    split->setSpacing(0);
    split->addWidget(m_pane, 1);
    auto *line = new QFrame;
    line->setFrameShape(QFrame::VLine);
    line->setForegroundRole(QPalette::Mid);
    line->setFrameShadow(QFrame::Plain);
    split->addWidget(line);
    split->addWidget(m_side);
    line->hide();
    m_side->hide();
    m_stack->addWidget(both);

    connect(m_pane->view(), &LogView::currentStepChanged, this, &ChecksPage::showFailure);
    connect(&session, &FlowSession::changed, this, &ChecksPage::follow);
    follow();
}

void ChecksPage::follow()
{
    const Snapshot &snapshot = m_session.snapshot();
    if (snapshot.checks) {
        const QString text = QString::fromUtf8(QJsonDocument(toJson(*snapshot.checks)).toJson(QJsonDocument::Compact));
        if (text != m_shown) {
            m_shown = text;
            showReport(*snapshot.checks);
        }
        m_stack->setCurrentIndex(1);
        return;
    }
    m_shown.clear();
    m_side->hide();
    m_stack->setCurrentIndex(0);
    if (snapshot.isBusy(Activity::Checking))
        m_empty->setText(tr("The checks are running inside the image."));
    else if (snapshot.isBusy(Activity::Building))
        m_empty->setText(tr("The checks run when the image is built."));
    else if (snapshot.checkError)
        m_empty->setText(snapshot.checkError->sentence);
    else
        m_empty->setText(tr("No image of this flow was checked yet. Checks run after each build, and with Check for any image."));
}

void ChecksPage::showReport(const CheckReport &report)
{
    m_lines.clear();
    QList<LogStep> steps;
    QList<int> problems;
    int failed = -1;
    for (const Check &check : report.checks) {
        LogStep step;
        step.isCommand = false;
        step.state = stateOf(check.status);
        step.title = check.sentence;
        step.note = durationText(check.seconds);
        QStringList details = check.detail.isEmpty() ? QStringList() : check.detail.split(u'\n');
        if (check.status == CheckStatus::Skipped) {
            step.note = tr("skipped");
            if (details.size() == 1 && details.first().size() < 60)
                step.note = tr("skipped: %1").arg(details.takeFirst());
        }
        for (const QString &line : details) {
            m_lines.append(line);
            step.lines.append(int(m_lines.size()));
        }
        if (check.status == CheckStatus::Failed) {
            if (failed < 0)
                failed = int(steps.size());
            if (!step.lines.isEmpty())
                problems.append(step.lines.first());
        }
        steps.append(step);
    }
    m_pane->setSource([this] { return int(m_lines.size()); },
                      [this](int number) { return number >= 1 && number <= m_lines.size() ? m_lines.at(number - 1) : QString(); });
    m_pane->setProblems(problems);
    m_pane->view()->setSteps(steps);
    m_pane->view()->setFollowing(false);
    m_pane->view()->setCurrentStep(failed >= 0 ? failed : 0, failed >= 0);
    m_details->setPlainText(report.log.right(200'000));
    showFailure(failed);
}

void ChecksPage::showFailure(int index)
{
    const auto &report = m_session.snapshot().checks;
    const bool anyFailed = report && report->count(CheckStatus::Failed) > 0;
    m_side->setVisible(anyFailed);
    if (!anyFailed || index < 0 || index >= report->checks.size())
        return;
    const Check &check = report->checks.at(index);
    if (check.status != CheckStatus::Failed)
        return;
    m_proposal->setVisible(check.proposal.has_value());
    m_said->setVisible(!check.proposal);
    m_facts->setVisible(check.proposal.has_value());
    m_mend->setVisible(check.proposal.has_value());
    m_again->setVisible(!check.proposal); // As it is, it would only fail again.
    if (check.proposal) {
        const auto seconds = expectedBuildSeconds(0, check.proposal->requirements.size() + check.proposal->systemPackages.size(), m_session.snapshot().pastBuilds);
        m_facts->setText(seconds ? aboutText(*seconds) : tr("one new layer"));
        m_title->setText(tr("Proposed fix: %1").arg(check.proposal->title));
        m_cause->setText(check.proposal->cause);
        m_added->setLines(check.proposal->lines());
        // The title above names it, and a long name would be cut on the button.
        constexpr qsizetype longestName = 16;
        m_mend->setText(check.proposal->name.size() <= longestName ? tr("Add %1 and &build again").arg(check.proposal->name) : tr("Add it and &build again"));
        return;
    }
    m_title->setText(check.sentence);
    m_cause->setText(check.detail.section(u'\n', -1).left(400));
}

} // namespace drydock
