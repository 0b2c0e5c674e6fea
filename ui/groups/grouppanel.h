// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QGridLayout;
class QPushButton;

namespace drydock {

class IconView;
class Label;
struct GroupFlow;
struct GroupRow;

/// What one image brings and why its scripts share it, with the step to take.
class GroupPanel : public QWidget
{
    Q_OBJECT
public:
    explicit GroupPanel(QWidget *parent = nullptr);

    /// @param group null clears the panel
    /// @param flow the current one, or null when the group itself is current
    void setGroup(const GroupRow *group, const GroupFlow *flow);

Q_SIGNALS:
    void stepRequested();
    void scriptRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void fillAdditions(const GroupRow &group);

    IconView *m_icon;
    Label *m_title;
    Label *m_reason;
    Label *m_baseTitle;
    Label *m_base;
    Label *m_addsTitle;
    QWidget *m_adds;
    QGridLayout *m_grid;
    Label *m_whyTitle;
    Label *m_why;
    QPushButton *m_step;
    QPushButton *m_script;
};

} // namespace drydock
