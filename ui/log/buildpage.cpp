// SPDX-License-Identifier: Apache-2.0
#include "ui/log/buildpage.h"

#include "core/log/logfile.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/label.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QStackedLayout>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace drydock {

BuildPage::BuildPage(FlowSession &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_pane(new LogPane), m_oldBand(new QWidget),
      m_oldText(new Label({}, TextSize::Body, Tone::Text)), m_stack(new QStackedLayout)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    auto *band = new QHBoxLayout(m_oldBand);
    band->setContentsMargins(metrics::edge, 4, 12, 4);
    m_oldText->setElided();
    m_oldText->setObjectName(u"oldLogText"_s);
    auto *back = makeButton(u"currentLogButton"_s, tr("Back to the last build"), ButtonKind::Outlined);
    setSmall(back);
    band->addWidget(m_oldText);
    band->addStretch(1);
    band->addWidget(back);
    m_oldBand->hide();
    layout->addWidget(m_oldBand);
    layout->addLayout(m_stack, 1);

    auto *empty = new Label(tr("The log of a build appears here, step by step."), TextSize::Body, Tone::Muted);
    empty->setAlignment(Qt::AlignCenter);
    empty->setBackgroundRole(QPalette::Base);
    empty->setAutoFillBackground(true);
    m_stack->addWidget(empty);
    m_stack->addWidget(m_pane);
    setFocusProxy(m_pane);
    m_pane->view()->setObjectName(u"buildLog"_s);
    m_pane->view()->setAccessibleName(tr("Log of the build"));

    m_growth.setInterval(100ms);
    connect(&m_growth, &QTimer::timeout, this, &BuildPage::readGrowth);
    connect(back, &QPushButton::clicked, this, &BuildPage::showCurrentLog);
    connect(&session, &FlowSession::buildHappened, this, &BuildPage::take);
    connect(&session, &FlowSession::changed, this, &BuildPage::follow);
    showCurrentLog();
    follow();
}

BuildPage::~BuildPage() = default;

QString BuildPage::spool() const
{
    return m_file ? m_file->path() : QString();
}

void BuildPage::openSpool(const QString &path)
{
    // The views read through the file, so they let go of the old one first.
    m_pane->setSource({}, {});
    m_file = path.isEmpty() ? nullptr : std::make_unique<LogFile>(path);
    if (m_file) {
        LogFile *file = m_file.get();
        m_pane->setSource([file] { return file->lineCount(); }, [file](int number) { return file->line(number); });
        m_growth.start();
    }
    m_stack->setCurrentIndex(m_file || !m_steps.steps().isEmpty() ? 1 : 0);
    readGrowth(); // What is there already shows at once.
}

void BuildPage::follow()
{
    const Snapshot &snapshot = m_session.snapshot();
    if (snapshot.buildStarted != m_build || snapshot.paths != m_document) {
        m_build = snapshot.buildStarted;
        m_document = snapshot.paths;
        m_ended = false;
        m_steps.clear();
        // It may run for a while already, or have ended while another script was open.
        m_steps.add(snapshot.buildEvents);
        m_steps.add(m_session.buildLines());
        showCurrentLog();
    }
    if (!m_old && spool() != snapshot.buildSpool) {
        openSpool(snapshot.buildSpool);
        m_pane->view()->setSteps(m_steps.steps());
    }
    if (snapshot.buildEnd && !m_ended) {
        m_ended = true;
        m_steps.end(snapshot.buildEnd->outcome, snapshot.plan ? snapshot.plan->layers : QStringList());
        if (!m_old)
            m_pane->view()->setSteps(m_steps.steps());
    }
}

void BuildPage::take(const QList<BuildEvent> &events)
{
    follow();
    m_steps.add(events);
    if (m_old)
        return;
    readGrowth();
    m_pane->view()->setSteps(m_steps.steps());
    m_stack->setCurrentIndex(1);
}

void BuildPage::readGrowth()
{
    if (!m_file)
        return m_growth.stop();
    // One piece at a time; a log of hundreds of megabytes is indexed in many short turns.
    const QByteArray fresh = m_file->readNew();
    if (!fresh.isEmpty())
        m_pane->grown();
    else if (m_old || !m_session.snapshot().isBusy(Activity::Building))
        m_growth.stop();
}

void BuildPage::showOldLog(const HistoryEntry &entry)
{
    m_old = entry;
    const QString when = QLocale().toString(entry.started.toLocalTime(), QLocale::ShortFormat);
    m_oldText->setText(QFileInfo::exists(entry.spool)
                           ? (entry.kind == "check"_L1 ? tr("Checks of %1, %2").arg(entry.image, when)
                                                       : tr("Build of %1, %2").arg(entry.image, when))
                           : tr("The log of %1 is not on this computer any more.").arg(when));
    m_oldBand->show();
    m_pane->view()->setSteps({});
    openSpool(entry.spool);
    m_stack->setCurrentIndex(1);
    m_pane->view()->setFollowing(false);
}

void BuildPage::showCurrentLog()
{
    m_old.reset();
    m_oldBand->hide();
    openSpool(m_session.snapshot().buildSpool);
    m_pane->view()->setSteps(m_steps.steps());
}

} // namespace drydock
