// SPDX-License-Identifier: Apache-2.0
#include "ui/headerbar.h"

#include "core/words.h"
#include "ui/models/flowfacts.h"
#include "ui/theme/style.h"
#include "ui/widgets/factrow.h"
#include "ui/widgets/iconview.h"
#include "ui/widgets/label.h"

#include <QAction>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

QString displayName(const QString &engine)
{
    return engine == u"podman" ? u"Podman"_s : engine == u"docker" ? u"Docker"_s : engine;
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
      m_facts(new FactRow), m_empty(new Label(tr("No script is open"), TextSize::Note, Tone::Muted)),
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
    auto *words = new QVBoxLayout;
    words->setContentsMargins(0, 0, 0, 0);
    words->setSpacing(2);
    words->addStretch(1);
    words->addLayout(title);
    words->addWidget(m_facts);
    words->addWidget(m_empty);
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
    QList<FactRow::Words> facts;
    for (const FlowFact &fact : flowFacts(snapshot))
        facts.append({fact.icon, fact.brief.isEmpty() ? fact.text : fact.brief, fact.tip});
    m_facts->setFacts(facts);
    m_facts->setVisible(isOpen);
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
