// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/session/flowsession.h"

#include <QToolBar>

class QMenu;
class QToolButton;

namespace drydock {

class Fact;
class IconView;
class Label;

/// The toolbar: what is open on the left, what can be done on the right, the engine at the end.
class HeaderBar : public QToolBar
{
    Q_OBJECT
public:
    HeaderBar(QAction *open, QAction *build, QMenu *buildMenu, QAction *check, QAction *stop, QMenu *engineMenu, QWidget *parent = nullptr);

    void setSnapshot(const Snapshot &snapshot);

private:
    IconView *m_icon;
    Label *m_name;
    Label *m_folder;
    Fact *m_flow;
    Fact *m_prefect;
    Fact *m_storage;
    Fact *m_runsOn;
    Label *m_empty;
    QToolButton *m_engine;
    QList<QAction *> m_documentActions;
};

/// "Docker 27.1, ready", "No engine"
QString engineText(const Snapshot &snapshot);
QString engineText(const Engine &engine);
/// "DockerRun", "Kubernetes run", "work pool k8s"
QString runsOnText(const FlowScript &script);

} // namespace drydock
