// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/images/coverageview.h"

class QPushButton;

namespace drydock {

class IconView;
class Label;

/// One statement about the current cell, its reason, and what can be done about it.
class DetailsPanel : public QWidget
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

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    enum class Action { None, Use, LookInside, Add };
    void setAction(Action action, bool enabled);

    IconView *m_icon;
    Label *m_statement;
    Label *m_reason;
    QPushButton *m_evidence;
    QPushButton *m_button;
    Action m_action = Action::None;
    QString m_reference;
};

/// The line of the script that needs it: "import xgboost as xgb"; empty when the source is not at hand.
QString sourceLine(const Snapshot &snapshot, const QString &file, int line);

} // namespace drydock
