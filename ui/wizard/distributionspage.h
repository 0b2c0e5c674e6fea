// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/wizard/wizardpage.h"

class QCheckBox;
class QLineEdit;
class QPushButton;
class QTreeView;

namespace drydock {

class Band;
class DistributionsModel;
class FieldNote;

/// What is installed on the base, in which version and from what; editable, and asked again after each edit.
class DistributionsPage : public WizardPage
{
    Q_OBJECT
public:
    explicit DistributionsPage(WizardState &state, QWidget *parent = nullptr);

    void initializePage() override;
    void refresh() override;
    QString summary() const override;
    QWidget *mainWidget() const override;
    int nextId() const override;

private:
    void showBand();
    void addTyped();
    void updateButtons();

    DistributionsModel *m_model;
    QTreeView *m_view;
    Band *m_band;
    QPushButton *m_addButton;
    QLineEdit *m_addField;
    QPushButton *m_remove;
    QPushButton *m_needed;
    QPushButton *m_undo;
    QCheckBox *m_pins;
    Label *m_total;
    FieldNote *m_note;
};

} // namespace drydock
