// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/session/flowsession.h"

#include <QToolBar>

class QMenu;
class QToolButton;

namespace drydock {

class FactRow;
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
    FactRow *m_facts;
    Label *m_empty;
    QToolButton *m_engine;
    QList<QAction *> m_documentActions;
};

/// "Docker 27.1, ready", "No engine"
QString engineText(const Snapshot &snapshot);
QString engineText(const Engine &engine);

} // namespace drydock
