// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/images/coverageview.h"
#include "ui/widgets/statementpanel.h"

class QPushButton;

namespace drydock {

/// One statement about the current cell, its reason, and what can be done about it.
class DetailsPanel : public StatementPanel
{
    Q_OBJECT
public:
    explicit DetailsPanel(QWidget *parent = nullptr);

    void setCurrent(const CoverageView::Current &current, const Snapshot &snapshot);

Q_SIGNALS:
    void evidenceRequested();
    void useImageRequested(const QString &reference);
    void lookInsideRequested(const QString &reference);
    void addMissingRequested(const QString &reference);

private:
    enum class Action { None, Use, LookInside, Add };
    void setAction(Action action, bool enabled);

    QPushButton *m_evidence;
    QPushButton *m_button;
    Action m_action = Action::None;
    QString m_reference;
};

/// The line of the script that needs it: "import xgboost as xgb"; empty when the source is not at hand.
QString sourceLine(const Snapshot &snapshot, const QString &file, int line);

} // namespace drydock
