// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

namespace drydock {

/// A rounded frame on base around what belongs together.
class Card : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace drydock
