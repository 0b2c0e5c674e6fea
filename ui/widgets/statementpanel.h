// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/theme/icons.h"

#include <QWidget>

#include <optional>

class QAbstractButton;
class QHBoxLayout;

namespace drydock {

class IconView;
class Label;

/// The area below a view: one statement about what is current in it, its reason, and what can be done.
class StatementPanel : public QWidget
{
    Q_OBJECT
public:
    /// @param name of its labels for tests: nameStatement, nameReason
    explicit StatementPanel(const QString &name, QWidget *parent = nullptr);

    /// Without an icon, nothing is current.
    void setStatement(std::optional<Icon> icon, Tone tone, const QString &statement, const QString &reason);
    void addButton(QAbstractButton *button);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    IconView *m_icon;
    Label *m_statement;
    Label *m_reason;
    QHBoxLayout *m_layout;
};

} // namespace drydock
