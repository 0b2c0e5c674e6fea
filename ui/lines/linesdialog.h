// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/plan/plan.h"

#include <QDialog>

namespace drydock {

class CodeView;
class FieldNote;

/// The lines that point the flow at its image, ready to copy.
class LinesDialog : public QDialog
{
    Q_OBJECT
public:
    explicit LinesDialog(const BuildPlan &plan, QWidget *parent = nullptr);

private:
    void copy();

    CodeView *m_code;
    FieldNote *m_note;
};

/// "For Prefect 1 on Kubernetes. Paste them into etl_flow.py, in place of its own run configuration."
QString linesSentence(const BuildPlan &plan);
/// "Kubernetes", "Docker"; what runsOn ids are called in the window.
QString runsOnName(const QString &runsOn);

} // namespace drydock
