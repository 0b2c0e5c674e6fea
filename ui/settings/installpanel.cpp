// SPDX-License-Identifier: Apache-2.0
#include "ui/settings/installpanel.h"

#include "core/words.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/iconview.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace drydock {

InstallPanel::InstallPanel(FlowSession &session, std::function<Network()> network, QWidget *parent)
    : QWidget(parent), m_session(session), m_network(std::move(network)),
      m_try(makeButton(u"testInstallButton"_s, tr("&Test an install"), ButtonKind::Outlined, Icon::Play)),
      m_cancel(makeButton(u"cancelTestButton"_s, tr("St&op the test"), ButtonKind::Outlined, Icon::Square)), m_icon(new IconView(Icon::Info)),
      m_sentence(new Label({}, TextSize::Body, Tone::Text)), m_logButton(new QToolButton), m_log(new QPlainTextEdit)
{
    m_sentence->setObjectName(u"testSentence"_s);
    m_sentence->setWordWrap(true);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_logButton->setObjectName(u"testLogButton"_s);
    m_logButton->setText(tr("Show the &log"));
    m_logButton->setCheckable(true);
    setButtonKind(m_logButton, ButtonKind::Flat);
    m_logButton->hide();
    m_log->setObjectName(u"testLog"_s);
    m_log->setAccessibleName(tr("What pip says"));
    m_log->setReadOnly(true);
    m_log->setTabChangesFocus(true);
    m_log->setFont(monoFont());
    m_log->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_log->setMinimumHeight(96);
    m_log->hide();

    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_try, 0, Qt::AlignTop);
    row->addWidget(m_cancel, 0, Qt::AlignTop);
    row->addSpacing(4);
    row->addWidget(m_icon);
    row->addWidget(m_sentence, 1);
    row->addWidget(m_logButton, 0, Qt::AlignTop);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(8);
    layout->addLayout(row);
    layout->addWidget(m_log, 1);
    layout->addStretch(0);
    say(Icon::Info, Tone::Muted, tr("Installs %1 in a confined container, with the network as it is set above. Nothing of it stays.").arg(triedDistribution()));
    updateButtons();

    m_ticking.setInterval(1s);
    connect(&m_ticking, &QTimer::timeout, this, &InstallPanel::showProgress);
    connect(m_try, &QPushButton::clicked, this, &InstallPanel::start);
    connect(m_cancel, &QPushButton::clicked, this, [this] { m_trial.cancel(); });
    connect(m_logButton, &QToolButton::toggled, this, [this](bool on) {
        m_log->setVisible(on);
        m_logButton->setText(on ? tr("Hide the &log") : tr("Show the &log"));
    });
}

void InstallPanel::setReady(bool ready)
{
    m_isReady = ready;
    updateButtons();
}

void InstallPanel::updateButtons()
{
    const bool isRunning = m_trial.isRunning();
    m_try->setVisible(!isRunning);
    m_try->setEnabled(m_isReady);
    m_cancel->setVisible(isRunning);
}

void InstallPanel::say(Icon icon, Tone tone, const QString &sentence)
{
    m_icon->setIcon(icon, tone);
    m_sentence->setTone(tone == Tone::Accent ? Tone::Muted : tone);
    m_sentence->setText(sentence);
}

void InstallPanel::start()
{
    const bool hadFocus = m_try->hasFocus();
    m_log->clear();
    m_lastLine = tr("Starting the container");
    m_clock.start();
    m_ticking.start();
    QPointer<InstallPanel> self(this);
    m_trial.start(m_session.tryInstall(m_network(),
                                       [self](const QString &line) {
                                           if (!self)
                                               return;
                                           self->m_log->appendPlainText(line);
                                           self->m_lastLine = line.simplified();
                                           self->showProgress();
                                       }),
                  [this](const Result<InstallTrial> &trial) { end(trial); });
    updateButtons();
    if (hadFocus)
        m_cancel->setFocus(Qt::OtherFocusReason);
    m_logButton->show();
    showProgress();
}

void InstallPanel::showProgress()
{
    if (m_trial.isRunning())
        say(Icon::LoaderCircle, Tone::Accent, tr("%1… (%2)").arg(m_lastLine.left(90), durationText(double(m_clock.elapsed()) / 1000)));
}

void InstallPanel::end(const Result<InstallTrial> &end)
{
    m_ticking.stop();
    const bool hadFocus = m_cancel->hasFocus();
    updateButtons();
    if (hadFocus)
        m_try->setFocus(Qt::OtherFocusReason);
    if (end && end->installed) {
        say(Icon::CircleCheck, Tone::Green, tr("Installed in %1, in a container of %2. Builds get through.").arg(durationText(end->seconds), end->image));
    } else if (end) {
        say(Icon::TriangleAlert, Tone::Amber, tr("The index was reached from a container of %1 and answered, but has nothing called %2.").arg(end->image, triedDistribution()));
    } else if (end.error().code == cancelledError().code) {
        say(Icon::OctagonX, Tone::Muted, tr("The test was stopped. Nothing of it stays."));
    } else {
        say(Icon::CircleX, Tone::Red, end.error().sentence);
        if (m_log->toPlainText().isEmpty())
            m_log->setPlainText(end.error().details);
    }
    m_logButton->setVisible(!m_log->toPlainText().isEmpty());
}

} // namespace drydock
