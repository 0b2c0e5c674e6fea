// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/groupsmodel.h"

#include <QWidget>

class QTreeView;

namespace drydock {

class GroupPanel;

/// Which images the flows of a folder need: those that are covered, and what could be shared. Enter takes the current group's
/// next step, F2 opens the current script alone.
class GroupsView : public QWidget
{
    Q_OBJECT
public:
    explicit GroupsView(QWidget *parent = nullptr);

    void setSnapshot(const Snapshot &snapshot);
    void focusGroups();

Q_SIGNALS:
    void openRequested(const QStringList &scripts, bool chooseStrategy); ///< As one document.
    void left(); ///< Escape.

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void unfold();
    void showCurrent();
    void takeStep();
    void openScript();

    GroupsModel m_model;
    QTreeView *m_tree;
    GroupPanel *m_panel;
};

} // namespace drydock
