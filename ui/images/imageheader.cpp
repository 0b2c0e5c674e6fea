// SPDX-License-Identifier: Apache-2.0
#include "ui/images/imageheader.h"

#include "ui/models/coveragemodel.h"
#include "core/words.h"
#include "ui/widgets/pill.h"

#include <QPainter>

namespace drydock {

namespace {

constexpr int barWidth = 56;

/// Where things of one section stand, mirrored as the layout is.
struct Section {
    QPainter *painter;
    QRect rect;
    Qt::LayoutDirection direction;
    Theme theme;

    QRect place(int x, int y, int width, int height) const
    {
        return QStyle::visualRect(direction, rect, QRect(rect.left() + x, rect.top() + y, width, height));
    }
    /// References are always set left to right, whatever the layout's direction.
    int text(int x, int y, int width, int height, const QString &text, const QFont &font, const QColor &colour,
             Qt::TextElideMode elide = Qt::ElideRight) const
    {
        painter->setFont(font);
        painter->setPen(colour);
        const QFontMetrics metrics(font);
        const QString shown = metrics.elidedText(text, elide, width);
        const int used = metrics.horizontalAdvance(shown) + 1;
        painter->drawText(place(x, y, used, height), Qt::AlignVCenter | Qt::AlignLeft | Qt::AlignAbsolute | Qt::TextSingleLine, shown);
        return used;
    }
};

void paintCoverage(const Section &section, const ImageCoverage &image, int y, int height, int width)
{
    const Theme &theme = section.theme;
    const QFont note = textFont(TextSize::Note);
    const QString size = sizeText(image.image.size);
    const int sizeWidth = QFontMetrics(note).horizontalAdvance(size) + 1;
    section.text(12 + width - sizeWidth, y, sizeWidth, height, size, note, theme.muted);

    const bool hasPython = image.image.contents && image.image.contents->defaultInterpreter();
    if (!hasPython) {
        const QRect icon = section.place(12, y + (height - 14) / 2, 14, 14);
        paintIcon(section.painter, icon, image.image.contents ? Icon::Ban : Icon::CircleHelp, theme.muted);
        const QString word = !image.image.contents ? CoverageModel::tr("Not looked at")
            : image.image.contents->error          ? CoverageModel::tr("Not readable")
                                                   : CoverageModel::tr("No Python");
        section.text(31, y, width - 19 - sizeWidth - 4, height, word, note, theme.muted);
        return;
    }
    const QString counts = CoverageModel::tr("%1 of %2").arg(image.covers).arg(image.of);
    const QFont strong = textFont(TextSize::Note, QFont::DemiBold);
    const int countsWidth = QFontMetrics(strong).horizontalAdvance(counts) + 1;
    int x = 12;
    // In a narrow column the bar gives way, the words do not.
    int bar = qBound(20, width - countsWidth - sizeWidth - 16, barWidth);
    if (image.satisfied) {
        paintIcon(section.painter, section.place(x, y + (height - 14) / 2, 14, 14), Icon::CircleCheckFilled, theme.green);
        x += 18;
        bar -= 18;
    }
    const QColor colour = image.satisfied                       ? theme.green
        : image.of > 0 && image.covers >= image.of - 1           ? theme.amber
                                                                 : theme.grey;
    section.painter->setPen(Qt::NoPen);
    section.painter->setBrush(theme.barTrack);
    const QRect track = section.place(x, y + (height - 6) / 2, bar, 6);
    section.painter->drawRoundedRect(track, 3, 3);
    const int filled = image.of == 0 ? bar : qRound(double(bar) * image.covers / image.of);
    if (filled > 0) {
        section.painter->setBrush(colour);
        section.painter->drawRoundedRect(section.place(x, y + (height - 6) / 2, qMax(6, filled), 6), 3, 3);
    }
    x += bar + 8;
    section.text(x, y, countsWidth, height, counts, strong, image.satisfied ? theme.green : theme.text);
}

} // namespace

ImageHeader::ImageHeader(QWidget *parent) : QHeaderView(Qt::Horizontal, parent)
{
    setSectionsClickable(true);
    setHighlightSections(false);
    setMinimumSectionSize(168);
}

QSize ImageHeader::sizeHint() const
{
    const int lines = QFontMetrics(textFont(TextSize::Note)).height() * 2 + pillSize({}, false).height();
    return QSize(QHeaderView::sizeHint().width(), qMax(metrics::matrixHeader, lines + 16));
}

void ImageHeader::setPlatform(const QString &platform)
{
    m_platform = platform;
    viewport()->update();
}

void ImageHeader::setCurrentColumn(int column)
{
    m_current = column;
    viewport()->update();
}

void ImageHeader::paintSection(QPainter *painter, const QRect &rect, int column) const
{
    const auto *coverage = static_cast<const CoverageModel *>(model());
    const ImageCoverage *image = coverage->image(column);
    const Theme theme = Theme::of(palette());
    painter->save();
    painter->fillRect(rect, theme.window);
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.border);
    if (image) {
        painter->setRenderHint(QPainter::Antialiasing);
        const Section section{painter, rect, layoutDirection(), theme};
        const int width = rect.width() - 24;
        const ReferenceParts parts = referenceParts(image->image.reference);
        const QFont note = textFont(TextSize::Note);
        const int noteHeight = QFontMetrics(note).height();
        const int middle = pillSize({}, false).height();
        const int top = (rect.height() - 2 * noteHeight - middle - 4) / 2;
        section.text(12, top, width, noteHeight, parts.repository, note, theme.muted, Qt::ElideLeft);

        QString pill;
        Tone tone = Tone::Muted;
        if (!m_platform.isEmpty() && !image->image.platform.isEmpty() && image->image.platform != m_platform) {
            pill = image->image.platform;
            tone = Tone::Amber;
        } else if (image->image.builtHere()) {
            pill = tr("built here");
            tone = Tone::Accent;
        } else if (!coverage->base().isEmpty() && image->image.reference == coverage->base()) {
            //: The image that would be built on
            pill = tr("base");
        }
        const int pillWidth = pill.isEmpty() ? 0 : pillSize(pill, false).width();
        const int used = section.text(12, top + noteHeight + 1, width - (pillWidth > 0 ? pillWidth + 8 : 0), middle, parts.tag,
                                      textFont(TextSize::Body, QFont::DemiBold), theme.text, Qt::ElideMiddle);
        if (pillWidth > 0)
            paintPill(painter, section.place(12 + used + 8, top + noteHeight + 1, pillWidth, middle), pill, tone, {}, theme, layoutDirection());
        paintCoverage(section, *image, top + noteHeight + middle + 4, noteHeight, width);
        if (column == m_current) {
            const QRect line = section.place(12, rect.height() - 2, width, 2);
            painter->fillRect(line, theme.accent);
        }
    }
    painter->restore();
}

} // namespace drydock
