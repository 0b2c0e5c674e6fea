// SPDX-License-Identifier: Apache-2.0
#include "ui/widgets/buttons.h"

#include <QAction>
#include <QPushButton>
#include <QToolButton>

namespace drydock {

QPushButton *makeButton(const QString &objectName, const QString &text, ButtonKind kind, std::optional<Icon> icon, QWidget *parent)
{
    auto *button = new QPushButton(text, parent);
    button->setObjectName(objectName);
    button->setAutoDefault(false);
    if (icon)
        button->setIcon(themeIcon(*icon));
    setButtonKind(button, kind);
    button->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    return button;
}

QToolButton *makeToolButton(QAction *action, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setFocusPolicy(Qt::TabFocus);
    button->setAutoRaise(true);
    setButtonKind(button, ButtonKind::Flat);
    return button;
}

QToolButton *makeIconButton(const QString &objectName, const QString &name, Icon icon, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setObjectName(objectName);
    button->setIcon(themeIcon(icon));
    button->setToolTip(name);
    button->setAccessibleName(name);
    button->setFocusPolicy(Qt::TabFocus);
    button->setAutoRaise(true);
    setButtonKind(button, ButtonKind::Flat);
    setSmall(button);
    return button;
}

} // namespace drydock
