// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QProxyStyle>

class QAbstractButton;

namespace drydock {

/// What a button is for: Outlined is every ordinary one, Primary the window's one next step, Flat for tool rows, Link for text.
enum class ButtonKind { Outlined, Primary, Flat, Link };
void setButtonKind(QAbstractButton *button, ButtonKind kind);
ButtonKind buttonKind(const QWidget *button);
/// The height for bands, tab strips and filters, 28 instead of 32. For buttons, fields and combo boxes.
void setSmall(QWidget *control);
/// A field whose value cannot be used gets a red outline.
void setInvalid(QWidget *field, bool invalid);

/// Drydock's look over Fusion; every colour comes from the palette and its Theme.
class Style : public QProxyStyle
{
    Q_OBJECT
public:
    Style();

    void polish(QWidget *widget) override;
    using QProxyStyle::polish;
    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *data) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size, const QWidget *widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part, const QWidget *widget) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const override;
    QIcon standardIcon(StandardPixmap icon, const QStyleOption *option, const QWidget *widget) const override;
};

} // namespace drydock
