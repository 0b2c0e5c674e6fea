// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/strategy/advice.h"

#include <QWidget>

class QRadioButton;

namespace drydock {

/// One strategy with its reasons and costs. A real radio button is in it, so arrow keys and screen readers know it.
class StrategyCard : public QWidget
{
    Q_OBJECT
public:
    StrategyCard(const StrategyAdvice &advice, bool recommended, QWidget *parent = nullptr);

    QRadioButton *button() const { return m_button; }
    Strategy strategy() const { return m_strategy; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    void fillLarge(const StrategyAdvice &advice);
    void fillSmall(const StrategyAdvice &advice);

    Strategy m_strategy;
    QRadioButton *m_button;
};

} // namespace drydock
