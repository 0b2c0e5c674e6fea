// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/icons.h"

#include <QApplication>
#include <QFile>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

#include <memory>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// One renderer per icon, colour and stroke: QtSvg knows no currentColor, so the colour is put into the bytes.
QSvgRenderer &renderer(Icon icon, const QColor &colour, qreal stroke)
{
    static QHash<QString, std::shared_ptr<QSvgRenderer>> renderers;
    const QString name = QString::fromLatin1(iconFileName(icon));
    const QString key = name % u' ' % colour.name() % u' ' % QString::number(stroke);
    auto &found = renderers[key];
    if (!found) {
        QFile file(u":/drydock/icons/"_s % name % u".svg"_s);
        QByteArray svg;
        if (file.open(QIODevice::ReadOnly))
            svg = file.readAll();
        svg.replace("currentColor", colour.name().toLatin1());
        // What is cut out of a filled icon: the sign in a state's disc.
        svg.replace("knockout", colour.lightnessF() > 0.5f ? "#1D1F23" : "#FFFFFF");
        svg.replace("stroke-width=\"2\"", QByteArray("stroke-width=\"" + QByteArray::number(stroke) + "\""));
        found = std::make_shared<QSvgRenderer>(svg);
    }
    return *found;
}

class ThemeIconEngine : public QIconEngine
{
public:
    ThemeIconEngine(Icon icon, Tone tone, qreal stroke) : m_icon(icon), m_tone(tone), m_stroke(stroke) { }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const Theme theme = Theme::of(QApplication::palette());
        const QColor colour = mode == QIcon::Disabled ? theme.disabled
            : mode == QIcon::Selected                 ? theme.onFill
                                                      : theme.colour(m_tone);
        paintIcon(painter, rect, m_icon, colour, m_stroke);
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }

    QIconEngine *clone() const override { return new ThemeIconEngine(*this); }
    bool isNull() override { return false; }

private:
    Icon m_icon;
    Tone m_tone;
    qreal m_stroke;
};

} // namespace

QIcon themeIcon(Icon icon, Tone tone, qreal stroke)
{
    return QIcon(new ThemeIconEngine(icon, tone, stroke));
}

QIcon applicationIcon()
{
    QSvgRenderer picture(u":/drydock/icons/drydock.svg"_s);
    QIcon icon;
    for (const int size : {16, 24, 32, 48, 64, 128, 256}) {
        QPixmap pixmap(size, size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        picture.render(&painter);
        painter.end();
        icon.addPixmap(pixmap);
    }
    return icon;
}

void paintIcon(QPainter *painter, const QRectF &rect, Icon icon, const QColor &colour, qreal stroke)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    renderer(icon, colour, stroke).render(painter, rect);
    painter->restore();
}

void paintTurnedIcon(QPainter *painter, const QRectF &rect, Icon icon, const QColor &colour, qreal degrees)
{
    painter->save();
    painter->translate(rect.center());
    painter->rotate(degrees);
    painter->translate(-rect.center());
    paintIcon(painter, rect, icon, colour);
    painter->restore();
}

} // namespace drydock
