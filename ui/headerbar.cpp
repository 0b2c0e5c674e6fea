// SPDX-License-Identifier: Apache-2.0
#include "ui/headerbar.h"

#include "core/words.h"
#include "ui/theme/style.h"
#include "ui/widgets/iconview.h"
#include "ui/widgets/label.h"

#include <QAction>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QSet>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

QString displayName(const QString &engine)
{
    return engine == u"podman" ? u"Podman"_s : engine == u"docker" ? u"Docker"_s : engine;
}

QString flowText(const Snapshot &snapshot)
{
    qsizetype flows = 0;
    qsizetype tasks = 0;
    for (const FlowScript &script : snapshot.scripts) {
        flows += script.flows.size();
        tasks += script.tasks.size();
    }
    if (snapshot.scripts.size() > 1)
        return HeaderBar::tr("%1 flows in %2 scripts").arg(flows).arg(snapshot.scripts.size());
    if (flows == 0)
        return HeaderBar::tr("no flow");
    const QString name = flows == 1 ? snapshot.scripts.first().flows.first().name : HeaderBar::tr("%1 flows").arg(flows);
    return tasks == 0 ? name : tasks == 1 ? HeaderBar::tr("%1, 1 task").arg(name) : HeaderBar::tr("%1, %2 tasks").arg(name).arg(tasks);
}

QString prefectText(const Snapshot &snapshot)
{
    QStringList generations;
    for (const FlowScript &script : snapshot.scripts) {
        const QString generation = QString::number(script.generation);
        if (script.generation > 0 && !generations.contains(generation))
            generations.append(generation);
    }
    return generations.isEmpty() ? QString() : HeaderBar::tr("Prefect %1").arg(generations.join(u", "_s));
}

QString storageText(const FlowScript &script)
{
    for (const Flow &flow : script.flows)
        if (flow.storage)
            return HeaderBar::tr("%1 storage").arg(flow.storage->kind);
    return {};
}

/// A separator as high as the buttons' text, not as the bar.
class Line : public QWidget
{
public:
    Line() { setFixedWidth(17); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(QRect(8, (height() - 24) / 2, 1, 24), Theme::of(palette()).border);
    }
};

} // namespace

QString runsOnText(const FlowScript &script)
{
    for (const Flow &flow : script.flows) {
        if (!flow.runConfig)
            continue;
        QString kind = flow.runConfig->kind;
        if (kind.endsWith(u"Run"))
            kind.chop(3);
        return HeaderBar::tr("%1 run").arg(kind);
    }
    for (const Deployment &deployment : script.deployments) {
        const QString pool = deployment.workPool.value.toString();
        if (!pool.isEmpty())
            return HeaderBar::tr("work pool %1").arg(pool);
    }
    return {};
}

QString engineText(const Engine &engine)
{
    const QString name = engine.version.isEmpty() ? displayName(engine.name) : QString(displayName(engine.name) % u' ' % engine.version);
    switch (engine.state) {
    case EngineState::Ready: return HeaderBar::tr("%1, ready").arg(name);
    case EngineState::Stopped: return HeaderBar::tr("%1, not running").arg(name);
    case EngineState::NoPermission: return HeaderBar::tr("%1, no permission").arg(name);
    case EngineState::Absent: break;
    }
    return HeaderBar::tr("%1, not found").arg(name);
}

QString engineText(const Snapshot &snapshot)
{
    if (!snapshot.engineKnown)
        return HeaderBar::tr("Looking for an engine");
    return snapshot.engine.state == EngineState::Absent ? HeaderBar::tr("No engine") : engineText(snapshot.engine);
}

HeaderBar::HeaderBar(QAction *open, QAction *build, QMenu *buildMenu, QAction *check, QAction *stop, QMenu *engineMenu, QWidget *parent)
    : QToolBar(tr("Toolbar"), parent), m_icon(new IconView(Icon::Ship, Tone::Accent, 24)),
      m_name(new Label({}, TextSize::Title, Tone::Text, QFont::DemiBold)), m_folder(new Label({}, TextSize::Note, Tone::Muted)),
      m_flow(new Fact(Icon::Workflow, {})), m_prefect(new Fact(Icon::Box, {})), m_storage(new Fact(Icon::GitBranch, {})),
      m_runsOn(new Fact(Icon::Server, {})), m_empty(new Label(tr("No script is open"), TextSize::Note, Tone::Muted)),
      m_engine(new QToolButton), m_documentActions{build, check, stop}
{
    setObjectName(u"toolbar"_s);
    setMovable(false);
    setFloatable(false);
    toggleViewAction()->setVisible(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_name->setObjectName(u"scriptName"_s);
    m_name->setElided(Qt::ElideMiddle);
    m_folder->setElided(Qt::ElideMiddle);

    auto *document = new QWidget;
    document->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *title = new QHBoxLayout;
    title->setSpacing(10);
    title->addWidget(m_name);
    title->addWidget(m_folder, 0, Qt::AlignBottom);
    title->addStretch(1);
    auto *facts = new QHBoxLayout;
    facts->setSpacing(16);
    for (QWidget *fact : {static_cast<QWidget *>(m_flow), static_cast<QWidget *>(m_prefect), static_cast<QWidget *>(m_storage),
                          static_cast<QWidget *>(m_runsOn), static_cast<QWidget *>(m_empty)})
        facts->addWidget(fact);
    facts->addStretch(1);
    auto *words = new QVBoxLayout;
    words->setContentsMargins(0, 0, 0, 0);
    words->setSpacing(2);
    words->addStretch(1);
    words->addLayout(title);
    words->addLayout(facts);
    words->addStretch(1);
    auto *layout = new QHBoxLayout(document);
    layout->setContentsMargins(metrics::edge, 0, metrics::edge, 0);
    layout->setSpacing(12);
    layout->addWidget(m_icon);
    layout->addLayout(words, 1);
    document->setMinimumHeight(metrics::height(metrics::toolbar, font()));
    document->setMinimumWidth(320);
    addWidget(document);

    for (QAction *action : {open, build, check, stop}) {
        addAction(action);
        auto *button = static_cast<QToolButton *>(widgetForAction(action));
        button->setFocusPolicy(Qt::TabFocus);
        setButtonKind(button, ButtonKind::Flat);
        if (action == build) {
            button->setMenu(buildMenu);
            button->setPopupMode(QToolButton::InstantPopup);
        }
    }
    m_documentActions.append(addWidget(new Line));
    m_engine->setObjectName(u"engineButton"_s);
    m_engine->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_engine->setPopupMode(QToolButton::InstantPopup);
    m_engine->setMenu(engineMenu);
    m_engine->setFocusPolicy(Qt::TabFocus);
    setButtonKind(m_engine, ButtonKind::Flat);
    addWidget(m_engine);
    auto *end = new QWidget;
    end->setFixedWidth(8);
    addWidget(end);
    setSnapshot({});
}

void HeaderBar::setSnapshot(const Snapshot &snapshot)
{
    const bool isOpen = !snapshot.paths.isEmpty();
    const QFileInfo file(snapshot.paths.value(0));
    const bool several = snapshot.paths.size() > 1 || file.isDir();
    m_icon->setIcon(!isOpen ? Icon::Ship : several ? Icon::FolderTree : Icon::FileCode, Tone::Accent);
    m_name->setText(!isOpen                     ? tr("Drydock")
                        : snapshot.paths.size() > 1 ? tr("%1 scripts").arg(snapshot.paths.size())
                                                    : file.fileName());
    m_folder->setText(isOpen ? folderText(file.absolutePath()) : QString());
    m_empty->setVisible(!isOpen);
    const FlowScript *script = snapshot.script();
    m_flow->setFact(Icon::Workflow, script ? flowText(snapshot) : QString());
    m_prefect->setFact(Icon::Box, prefectText(snapshot));
    m_storage->setFact(Icon::GitBranch, script && !several ? storageText(*script) : QString());
    m_runsOn->setFact(Icon::Server, script && !several ? runsOnText(*script) : QString());
    // On the start page there is nothing to build or check.
    for (QAction *action : m_documentActions)
        action->setVisible(isOpen || m_documentActions.indexOf(action) == m_documentActions.size() - 1);

    const bool isReady = snapshot.engine.isReady();
    m_engine->setIcon(!snapshot.engineKnown ? themeIcon(Icon::Server, Tone::Muted)
                          : isReady         ? themeIcon(Icon::CircleCheck, Tone::Green)
                                            : themeIcon(Icon::TriangleAlert, Tone::Amber));
    m_engine->setText(engineText(snapshot));
    m_engine->setAccessibleName(tr("Engine: %1").arg(engineText(snapshot)));
}

} // namespace drydock
