// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/theme/icons.h"
#include "ui/theme/style.h"

#include <optional>

class QPushButton;
class QToolButton;
class QAction;

namespace drydock {

/// A button that never becomes a dialog's default by itself; its object name is for tests.
QPushButton *makeButton(const QString &objectName, const QString &text, ButtonKind kind, std::optional<Icon> icon = {},
                        QWidget *parent = nullptr);

/// A flat tool button that shows an action's icon and text.
QToolButton *makeToolButton(QAction *action, QWidget *parent = nullptr);

/// A flat button with an icon alone; the name is its tooltip and accessible name.
QToolButton *makeIconButton(const QString &objectName, const QString &name, Icon icon, QWidget *parent = nullptr);

} // namespace drydock
