// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/theme.h"

#include "ui/theme/style.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontMetrics>

#include <cmath>

namespace drydock {

namespace {

// From this contrast on, the platform's own palette is a contrast mode and stays untouched.
constexpr double contrastMode = 20.5;

QColor rgb(quint32 value)
{
    return QColor::fromRgb(0xff000000u | value);
}

double luminance(const QColor &colour)
{
    const auto linear = [](double channel) {
        return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

Theme contrastTheme(const QPalette &palette)
{
    const QColor ground = palette.color(QPalette::Window);
    const QColor text = palette.color(QPalette::WindowText);
    Theme theme = luminance(ground) < 0.5 ? Theme::darkTheme() : Theme::light();
    theme.window = ground;
    theme.base = theme.alt = theme.tint = theme.columnTint = theme.greenTint = theme.amberTint = theme.redTint
        = theme.greyTint = palette.color(QPalette::Base);
    theme.text = theme.muted = theme.lineNumber = theme.border = theme.hairline = theme.edge = theme.outline = theme.accent
        = theme.green = theme.amber = theme.red = theme.grey = text;
    theme.codeKeyword = theme.codeString = theme.codeNumber = theme.codeComment = theme.codeCall = text;
    theme.barTrack = ground;
    theme.button = theme.hover = palette.color(QPalette::Button);
    theme.fill = theme.fillHover = theme.menuCurrent = palette.color(QPalette::Highlight);
    theme.onFill = palette.color(QPalette::HighlightedText);
    theme.disabled = palette.color(QPalette::Disabled, QPalette::WindowText);
    return theme;
}

} // namespace

const Theme &Theme::light()
{
    static const Theme theme = [] {
        Theme t;
        t.window = rgb(0xF4F5F7);
        t.base = rgb(0xFFFFFF);
        t.alt = rgb(0xF9FAFB);
        t.text = rgb(0x1C2128);
        t.muted = rgb(0x59636E);
        t.lineNumber = rgb(0x69727D);
        t.disabled = rgb(0x8C949E);
        t.border = rgb(0xDDE1E6);
        t.hairline = rgb(0xEDEFF2);
        t.edge = rgb(0x868F9A);
        t.outline = rgb(0xB4BBC4);
        t.button = rgb(0xFFFFFF);
        t.hover = rgb(0xEBEDF0);
        t.menuCurrent = rgb(0xE9F0FC);
        t.accent = t.fill = rgb(0x1F5BC4);
        t.fillHover = rgb(0x184A9F);
        t.onFill = rgb(0xFFFFFF);
        t.tint = rgb(0xE9F0FC);
        t.columnTint = rgb(0xF5F8FE);
        t.green = rgb(0x1A7434);
        t.greenTint = rgb(0xE9F5EC);
        t.amber = rgb(0x8A5300);
        t.amberTint = rgb(0xFDF3DD);
        t.red = rgb(0xBE1F2B);
        t.redTint = rgb(0xFCEBEC);
        t.grey = rgb(0x6B7480);
        t.greyTint = rgb(0xECEEF1);
        t.barTrack = rgb(0xD5D9DF);
        t.codeKeyword = rgb(0x1C4FAE);
        t.codeString = rgb(0x1D6B2C);
        t.codeNumber = rgb(0x8A4A00);
        t.codeComment = rgb(0x646D78);
        t.codeCall = rgb(0x6B3FA0);
        return t;
    }();
    return theme;
}

const Theme &Theme::darkTheme()
{
    static const Theme theme = [] {
        Theme t;
        t.dark = true;
        t.window = rgb(0x26292E);
        t.base = rgb(0x1D1F23);
        t.alt = rgb(0x212428);
        t.text = rgb(0xDFE2E6);
        t.muted = rgb(0xA0A8B3);
        t.lineNumber = rgb(0x868E99);
        t.disabled = rgb(0x6F7782);
        t.border = rgb(0x393D44);
        t.hairline = rgb(0x2A2D32);
        t.edge = rgb(0x767E8A);
        t.outline = rgb(0x565D68);
        t.button = rgb(0x31353B);
        t.hover = rgb(0x33373E);
        t.menuCurrent = rgb(0x3A4457);
        t.accent = rgb(0x7FB0FF);
        t.fill = rgb(0x2F69CF);
        t.fillHover = rgb(0x3A73D8);
        t.onFill = rgb(0xFFFFFF);
        t.tint = rgb(0x25344D);
        t.columnTint = rgb(0x212630);
        t.green = rgb(0x62C47C);
        t.greenTint = rgb(0x1F3327);
        t.amber = rgb(0xE2B14A);
        t.amberTint = rgb(0x3A301B);
        t.red = rgb(0xFF8A85);
        t.redTint = rgb(0x432729);
        t.grey = rgb(0x8B93A0);
        t.greyTint = rgb(0x32363C);
        t.barTrack = rgb(0x43484F);
        t.codeKeyword = rgb(0x8FB8FF);
        t.codeString = rgb(0x8CCB8A);
        t.codeNumber = rgb(0xE2B472);
        t.codeComment = rgb(0x8F98A3);
        t.codeCall = rgb(0xC7A6F2);
        return t;
    }();
    return theme;
}

Theme Theme::of(const QPalette &palette)
{
    // Border is unlikely to be anybody else's Mid, and the same in all colour groups.
    const QColor mid = palette.color(QPalette::Mid);
    if (mid == light().border)
        return light();
    if (mid == darkTheme().border)
        return darkTheme();
    return contrastTheme(palette);
}

QPalette Theme::palette() const
{
    QPalette palette;
    const auto set = [&palette](QPalette::ColorRole role, const QColor &colour) { palette.setColor(role, colour); };
    set(QPalette::Window, window);
    set(QPalette::Base, base);
    set(QPalette::AlternateBase, alt);
    set(QPalette::Text, text);
    set(QPalette::WindowText, text);
    set(QPalette::ButtonText, text);
    set(QPalette::PlaceholderText, muted);
    set(QPalette::Mid, border);
    set(QPalette::Dark, edge);
    set(QPalette::Button, button);
    set(QPalette::Midlight, hover);
    set(QPalette::Light, base);
    set(QPalette::Shadow, edge);
    set(QPalette::Link, accent);
    set(QPalette::LinkVisited, accent);
    set(QPalette::Highlight, fill);
    set(QPalette::HighlightedText, onFill);
    set(QPalette::BrightText, red);
    set(QPalette::ToolTipBase, button);
    set(QPalette::ToolTipText, text);
    for (const QPalette::ColorRole role : {QPalette::Text, QPalette::WindowText, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, disabled);
    return palette;
}

QColor Theme::colour(Tone tone) const
{
    switch (tone) {
    case Tone::Text: return text;
    case Tone::Muted: return muted;
    case Tone::Accent: return accent;
    case Tone::Green: return green;
    case Tone::Amber: return amber;
    case Tone::Red: return red;
    }
    return text;
}

QColor Theme::tintOf(Tone tone) const
{
    switch (tone) {
    case Tone::Accent: return tint;
    case Tone::Green: return greenTint;
    case Tone::Amber: return amberTint;
    case Tone::Red: return redTint;
    case Tone::Text:
    case Tone::Muted: break;
    }
    return greyTint;
}

void applyAppearance(QApplication &application, Appearance appearance)
{
    if (!qobject_cast<Style *>(application.style()))
        application.setStyle(new Style);
    // Without a palette of ours, the application shows the platform's.
    QApplication::setPalette(QPalette());
    const QPalette platform = QApplication::palette();
    const QColor ground = platform.color(QPalette::Window);
    if (appearance == Appearance::System && contrastRatio(ground, platform.color(QPalette::WindowText)) >= contrastMode)
        return;
    const bool dark = appearance == Appearance::Dark || (appearance == Appearance::System && luminance(ground) < 0.3);
    QApplication::setPalette(dark ? Theme::darkTheme().palette() : Theme::light().palette());
}

double contrastRatio(const QColor &one, const QColor &other)
{
    const double a = luminance(one) + 0.05;
    const double b = luminance(other) + 0.05;
    return a > b ? a / b : b / a;
}

QFont textFont(TextSize size, QFont::Weight weight)
{
    static constexpr qreal steps[]{-1, -0.75, 0, 1, 2, 3, 4};
    QFont font = QApplication::font();
    // A font given in pixels has no point size.
    if (font.pointSizeF() > 0)
        font.setPointSizeF(qMax(6.0, font.pointSizeF() + steps[static_cast<int>(size)]));
    else
        font.setPixelSize(qMax(8, font.pixelSize() + qRound(steps[static_cast<int>(size)] * 4 / 3)));
    font.setWeight(weight);
    return font;
}

QFont monoFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    const QFont body = QApplication::font();
    if (body.pointSizeF() > 0)
        font.setPointSizeF(body.pointSizeF() - 0.5);
    else
        font.setPixelSize(body.pixelSize() - 1);
    return font;
}

int metrics::height(int token, const QFont &font)
{
    return qMax(token, QFontMetrics(font).height() + 8);
}

} // namespace drydock
