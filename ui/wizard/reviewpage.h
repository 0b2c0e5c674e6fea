// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/wizard/wizardpage.h"

class QHBoxLayout;
class QPushButton;
class QTabBar;

namespace drydock {

class Band;
class CodeView;
class Fact;
class FieldNote;

/// Everything that will run and be written, before any of it does; the files can be edited here.
class ReviewPage : public WizardPage
{
    Q_OBJECT
public:
    explicit ReviewPage(WizardState &state, QWidget *parent = nullptr);

    void initializePage() override;
    void refresh() override;
    QWidget *mainWidget() const override;
    bool isComplete() const override;
    int nextId() const override { return -1; }

    /// What the person edited in the files of a plan is kept, if the next plan is the same one.
    void keepEdits(const BuildPlan &edited) { m_editedPlan = edited; }
    /// The plan with the person's edits; null while there is none.
    std::optional<BuildPlan> plan() const;

private:
    struct Tab {
        QString name;
        QString file; ///< Of the plan, or empty for command and lines.
        QString text;
    };
    void makePlan();
    void showPlan();
    void showTab(int index);
    void showFacts();
    void showBand();
    void takeEdit();
    void takeEditsOf(const BuildPlan &edited);
    void undoEdit();
    void updateButtons();
    QString generated(const QString &file) const;
    void save();

    std::optional<BuildPlan> m_plan;
    std::optional<BuildPlan> m_editedPlan;
    std::optional<Error> m_error;
    Job<BuildPlan> m_planning;
    QMap<QString, QString> m_edits; ///< By file.
    QMap<QString, QString> m_editedFrom; ///< What each edit began with.
    QList<Tab> m_tabs;
    QHBoxLayout *m_facts;
    Band *m_band;
    QWidget *m_files; ///< Hidden while there is no plan.
    QTabBar *m_bar;
    CodeView *m_code;
    QPushButton *m_copy;
    QPushButton *m_edit;
    QPushButton *m_undo;
    QPushButton *m_save;
    FieldNote *m_note;
    int m_goTo = -1; ///< The page that the band's button opens.
    bool m_showing = false;
};

} // namespace drydock
