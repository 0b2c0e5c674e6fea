// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/wizard/wizardpage.h"

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLineEdit;
class QPushButton;

namespace drydock {

class FieldNote;

/// What the image is called, for which platform, and what it stands on; each field says where its value comes from.
class ImagePage : public WizardPage
{
    Q_OBJECT
public:
    explicit ImagePage(WizardState &state, QWidget *parent = nullptr);

    void initializePage() override;
    void refresh() override;
    QString summary() const override;
    QWidget *mainWidget() const override;
    bool isComplete() const override;
    int nextId() const override { return ReviewPageId; }

private:
    QWidget *makeAdvanced();
    QLineEdit *addAdvanced(QGridLayout *grid, int row, int column, const QString &objectName, const QString &label, const QString &placeholder);
    void unfoldAdvanced(bool unfold);
    void fillBases();
    bool validateName();
    bool validateBase();
    bool validatePairs(QLineEdit *field);
    void validate();
    void updatePlatformNote();
    void take();

    QWidget *m_nameRow;
    QLineEdit *m_repository;
    QLineEdit *m_tag;
    FieldNote *m_nameNote;
    QWidget *m_platformRow;
    QComboBox *m_platform;
    FieldNote *m_platformNote;
    Label *m_baseLabel;
    QComboBox *m_base;
    FieldNote *m_baseNote;
    QWidget *m_advanced;
    QPushButton *m_advancedButton;
    QWidget *m_advancedFields;
    QLineEdit *m_buildArguments;
    QLineEdit *m_labels;
    QLineEdit *m_systemPackages;
    QCheckBox *m_noCache;
    FieldNote *m_advancedNote;
    QStringList m_bases;
    bool m_filling = false;
    bool m_valid = false;
};

} // namespace drydock
