// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>

#include "core/store/settings.h"

class QApplication;

namespace drydock {

/// What a colour says. Muted is neutral; the others are states, except Accent, which marks what is next, selected or a link.
enum class Tone { Text, Muted, Accent, Green, Amber, Red };

/// The window's colours. Those with a palette role are in palette(); the rest is asked for when painting, with of().
struct Theme {
    bool dark = false;
    QColor window, base, alt, text, muted, lineNumber, disabled;
    QColor border, hairline, edge, outline;
    QColor button, hover, menuCurrent;
    QColor accent, fill, fillHover, onFill;
    QColor tint, columnTint;
    QColor green, greenTint, amber, amberTint, red, redTint, grey, greyTint, barTrack;
    QColor codeKeyword, codeString, codeNumber, codeComment, codeCall;

    static const Theme &light();
    static const Theme &darkTheme();
    /// The theme behind a palette; for a palette that is not ours (a contrast mode of the system), one made from it without
    /// tints, in which states keep icon and word.
    static Theme of(const QPalette &palette);

    QPalette palette() const;
    QColor colour(Tone tone) const;
    QColor tintOf(Tone tone) const;
};

/// Installs style and palette. System follows the lightness of the platform's palette, and leaves a contrast mode alone.
/// May be called again at any time; widgets repaint by the palette change.
void applyAppearance(QApplication &application, Appearance appearance);

/// Contrast ratio of two opaque colours (WCAG 2.1, relative luminance).
double contrastRatio(const QColor &one, const QColor &other);

/// Sizes of text, as steps from the application's font.
enum class TextSize { Caption, Note, Body, Verdict, Title, Heading, Page };
QFont textFont(TextSize size, QFont::Weight weight = QFont::Normal);
QFont monoFont(); ///< For code, commands and log lines only.

namespace metrics {
inline constexpr int toolbar = 56;
inline constexpr int verdict = 48;
inline constexpr int matrixHeader = 72;
inline constexpr int details = 64;
inline constexpr int tabStrip = 36;
inline constexpr int banner = 40;
inline constexpr int row = 28;
inline constexpr int editableRow = 36;
inline constexpr int recentRow = 48;
inline constexpr int logStep = 24;
inline constexpr int logLine = 18;
inline constexpr int control = 32;
inline constexpr int smallControl = 28;
inline constexpr int pill = 20;
inline constexpr int edge = 16;

/// A height that also holds larger fonts.
int height(int token, const QFont &font);
} // namespace metrics

} // namespace drydock
