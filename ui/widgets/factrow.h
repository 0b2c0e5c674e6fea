// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/theme/icons.h"

#include <QWidget>

namespace drydock {

class Fact;

/// Facts in a row. Where there is not room for all, the last ones give way: one is elided, those behind it are hidden.
class FactRow : public QWidget
{
    Q_OBJECT
public:
    explicit FactRow(QWidget *parent = nullptr);

    struct Words
    {
        Icon icon = Icon::Info;
        QString text;
        QString tip; ///< Tooltip; the text where it is empty.
    };
    void setFacts(const QList<Words> &facts);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void place();

    QList<Fact *> m_facts;
};

} // namespace drydock
