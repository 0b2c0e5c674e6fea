// SPDX-License-Identifier: Apache-2.0
#include "ui/images/enginepage.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QPushButton>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

QString displayName(const Engine &engine)
{
    return engine.name == u"podman" ? u"Podman"_s : u"Docker"_s;
}

} // namespace

QString remedyText(const Remedy &remedy)
{
    QStringList words;
    for (const QString &word : remedy.command)
        words.append(word.contains(u' ') ? QString(u'"' % word % u'"') : word);
    return words.join(u' ');
}

EnginePage::EnginePage(QWidget *parent)
    : StatePage(parent),
      m_install(addButton(u"howToInstall"_s, tr("How to install"), ButtonKind::Primary, Icon::ExternalLink)),
      m_copy(addButton(u"copyCommand"_s, tr("Copy the command"), ButtonKind::Primary, Icon::Copy))
{
    setObjectName(u"enginePage"_s);
    m_start = addButton(u"startEngine"_s, tr("Start"), ButtonKind::Primary, Icon::Play);
    QPushButton *choose = addButton(u"chooseEngine"_s, tr("Choose program…"), ButtonKind::Outlined);
    m_retry = addButton(u"retryEngine"_s, tr("Retry"), ButtonKind::Outlined, Icon::RefreshCw);
    m_copy->hide();
    m_start->hide();
    connect(m_start, &QPushButton::clicked, this, [this] {
        m_start->setEnabled(false);
        Q_EMIT startRequested();
    });
    connect(m_install, &QPushButton::clicked, this, [] {
        QDesktopServices::openUrl(QUrl(u"https://docs.docker.com/engine/install/"_s));
    });
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_command); });
    connect(choose, &QPushButton::clicked, this, &EnginePage::chooseRequested);
    connect(m_retry, &QPushButton::clicked, this, &EnginePage::retryRequested);
}

void EnginePage::setSnapshot(const Snapshot &snapshot)
{
    const bool isLooking = !snapshot.engineKnown || snapshot.isBusy(Activity::FindingEngine);
    m_retry->setEnabled(!isLooking);
    m_start->setEnabled(!isLooking);
    const Engine &engine = snapshot.engine;
    const QString shown = isLooking && !snapshot.engineKnown ? u"looking"_s
                                                             : u"%1 %2 %3"_s.arg(engine.name).arg(static_cast<int>(engine.state)).arg(engine.detail);
    if (shown == m_shown)
        return;
    m_shown = shown;
    const Remedy remedy = remedyFor(engine);
    m_command = remedyText(remedy);
    const bool canMend = snapshot.engineKnown && !m_command.isEmpty();
    m_install->setVisible(snapshot.engineKnown && engine.state == EngineState::Absent);
    m_copy->setVisible(canMend && !remedy.startsByItself);
    m_start->setVisible(canMend && remedy.startsByItself);
    const QString reading = tr("Reading the script works without an engine; comparing, building and checking images does not.");

    if (!snapshot.engineKnown) {
        setState(Icon::Server, tr("Looking for Docker or Podman"), tr("This takes a moment."));
        setDetails({}, {}, false);
        return;
    }
    switch (engine.state) {
    case EngineState::Absent:
        setState(Icon::Unplug, tr("Docker or Podman not found"),
                 tr("Images live in a container engine, and none is installed where Drydock looks. %1").arg(reading));
        setDetails(tr("Looked for docker and podman in"), engine.lookedIn, true);
        break;
    case EngineState::Stopped: {
        const QString name = displayName(engine);
        const bool isStopped = engine.problem == u"not-running";
        const QString heading = isStopped         ? tr("%1 is installed, but not running").arg(name)
            : engine.problem == u"no-machine"     ? tr("%1 has no machine yet").arg(name)
            : engine.problem == u"unreachable"    ? tr("%1 does not answer at %2").arg(name, engine.endpoint)
            : engine.problem == u"unknown-context" ? tr("%1 has no “%2”").arg(name, engine.context)
                                                  : tr("%1 cannot be used").arg(name);
        const QString sentence = isStopped && remedy.startsByItself ? tr("Start it here, or by yourself.")
            : isStopped && canMend                                  ? tr("Start it with the command below, then come back to this window.")
            : isStopped                                             ? tr("Start %1, then come back to this window.").arg(name)
                                                                    : engine.detail;
        setState(Icon::Unplug, heading, QString(sentence % u' ' % reading));
        QStringList lines{m_command, isStopped ? engine.detail : QString(), engine.words};
        lines.removeAll(QString());
        setDetails(canMend ? tr("How to start it") : tr("Details"), lines, canMend);
        break;
    }
    case EngineState::NoPermission: {
        setState(Icon::Lock, tr("You may not use %1").arg(displayName(engine)), QString(engine.detail % u' ' % reading).trimmed());
        QStringList lines{m_command};
        if (canMend)
            lines.append(tr("Then log out and in again. Members of this group can act as root."));
        lines.removeAll(QString());
        setDetails(tr("How to get permission"), lines, true);
        break;
    }
    case EngineState::Ready:
        break;
    }
}

} // namespace drydock
