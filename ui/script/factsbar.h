// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/flowfacts.h"

#include <QWidget>

class QToolButton;

namespace drydock {

/// What a script says about its flows, each a way to the line that says it.
class FactsBar : public QWidget
{
    Q_OBJECT
public:
    explicit FactsBar(QWidget *parent = nullptr);

    void setFacts(const QList<FlowFact> &facts);

Q_SIGNALS:
    void lineRequested(int line);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit(); ///< What does not fit whole is left out, from the end.

    QList<QToolButton *> m_buttons;
    QList<FlowFact> m_facts;
};

} // namespace drydock
