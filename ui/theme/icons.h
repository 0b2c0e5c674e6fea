// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/theme/iconnames.h"
#include "ui/theme/theme.h"

#include <QIcon>

class QPainter;
class QRectF;

namespace drydock {

/// An icon that takes its colour from the application's palette whenever it is painted, so that it follows a switch between
/// light and dark. Disabled icons take the disabled text's colour, selected ones the colour on the accent.
QIcon themeIcon(Icon icon, Tone tone = Tone::Text, qreal stroke = 2);

/// The program's own icon, for windows.
QIcon applicationIcon();

/// Paints an icon sharply at any scale.
void paintIcon(QPainter *painter, const QRectF &rect, Icon icon, const QColor &colour, qreal stroke = 2);

/// An icon turned by an angle in degrees: what runs.
void paintTurnedIcon(QPainter *painter, const QRectF &rect, Icon icon, const QColor &colour, qreal degrees);

} // namespace drydock
