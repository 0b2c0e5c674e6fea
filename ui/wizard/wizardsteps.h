// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/theme/icons.h"

#include <QWidget>

namespace drydock {

/// Beside the pages: the script, where one is, what was chosen so far, and the facts that hold for all pages.
class WizardSteps : public QWidget
{
    Q_OBJECT
public:
    struct Step {
        QString name;
        QString choice; ///< Below the name when it is done.
        bool skipped = false; ///< Nothing to decide there.
    };
    struct Line {
        Icon icon;
        QString text;
    };
    explicit WizardSteps(QWidget *parent = nullptr);

    void setScript(const QString &name, const QString &facts);
    void setSteps(const QList<Step> &steps, int current);
    void setFacts(const QList<Line> &facts);

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_name;
    QString m_about;
    QList<Step> m_steps;
    QList<Line> m_facts;
    int m_current = 0;
};

} // namespace drydock
