// SPDX-License-Identifier: Apache-2.0
#include "ui/images/imageheader.h"

#include "ui/models/coveragemodel.h"
#include "core/words.h"
#include "ui/widgets/pill.h"

#include <QFileInfo>
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

/// Nothing that counts is missing, and still the flow cannot run in the image: what a count alone would hide.
bool isHeldBack(const CoverageCount &count)
{
    return !count.satisfied && count.covers == count.of;
}

/// Why there is no coverage to show.
QString stateWord(const Image &image, bool isBeingRead)
{
    if (!image.contents)
        return isBeingRead ? CoverageModel::tr("Reading…") : CoverageModel::tr("Not looked at");
    const QString code = image.contents->error ? image.contents->error->code : QString();
    return code == QLatin1StringView("image-without-python") ? CoverageModel::tr("No Python")
        : code.startsWith(QLatin1StringView("engine-"))      ? CoverageModel::tr("Engine failed")
                                                             : CoverageModel::tr("Not readable");
}

void paintCoverage(const Section &section, const ImageCoverage &image, const CoverageCount &count, bool isBeingRead, int y, int height, int width)
{
    const Theme &theme = section.theme;
    const QFont note = textFont(TextSize::Note);
    const QString size = sizeText(image.image.size);
    const int sizeWidth = QFontMetrics(note).horizontalAdvance(size) + 1;
    section.text(12 + width - sizeWidth, y, sizeWidth, height, size, note, theme.muted);

    const auto say = [&](Icon icon, const QString &word, const QColor &colour) {
        paintIcon(section.painter, section.place(12, y + (height - 14) / 2, 14, 14), icon, colour);
        section.text(31, y, width - 19 - sizeWidth - 4, height, word, note, colour);
    };
    if (!image.image.contents || !image.python()) {
        say(image.image.contents ? Icon::Ban : isBeingRead ? Icon::LoaderCircle : Icon::CircleHelp, stateWord(image.image, isBeingRead), theme.muted);
        return;
    }
    if (count.coversKnown && !count.satisfied) {
        //: A part of the script could not be read, so nobody knows all that it needs
        say(Icon::TriangleAlert, CoverageModel::tr("Not all known"), theme.amber);
        return;
    }
    if (isHeldBack(count)) {
        //: All imports are there, but the flow asks for another Python
        say(Icon::TriangleAlert, CoverageModel::tr("Other Python"), theme.amber);
        return;
    }
    const QString counts = CoverageModel::tr("%1 of %2").arg(count.covers).arg(count.of);
    const QFont strong = textFont(TextSize::Note, QFont::DemiBold);
    const int countsWidth = QFontMetrics(strong).horizontalAdvance(counts) + 1;
    int x = 12;
    // In a narrow column the bar gives way, the words do not.
    int bar = qBound(20, width - countsWidth - sizeWidth - 16, barWidth);
    // The standard library is not counted, but what Python lacks of it is not passed over.
    const bool isMarked = count.satisfied || count.uncounted > 0;
    if (isMarked) {
        paintIcon(section.painter, section.place(x, y + (height - 14) / 2, 14, 14), count.satisfied ? Icon::CircleCheckFilled : Icon::TriangleAlert,
                  count.satisfied ? theme.green : theme.amber);
        x += 18;
        bar -= 18;
    }
    const QColor colour = count.satisfied ? theme.green : !isMarked && count.covers >= count.of - 1 ? theme.amber : theme.grey;
    section.painter->setPen(Qt::NoPen);
    section.painter->setBrush(theme.barTrack);
    const QRect track = section.place(x, y + (height - 6) / 2, bar, 6);
    section.painter->drawRoundedRect(track, 3, 3);
    const int filled = count.of == 0 ? bar : qRound(double(bar) * count.covers / count.of);
    if (filled > 0) {
        section.painter->setBrush(colour);
        section.painter->drawRoundedRect(section.place(x, y + (height - 6) / 2, qMax(6, filled), 6), 3, 3);
    }
    x += bar + 8;
    section.text(x, y, countsWidth, height, counts, strong, count.satisfied ? theme.green : theme.text);
}

/// What an image is, beside its name; the first that holds.
std::pair<QString, Tone> pillOf(const Image &image, const CoverageModel::Marks &marks, const QString &platform)
{
    if (!platform.isEmpty() && !image.platform.isEmpty() && image.platform != platform)
        return {image.platform, Tone::Amber};
    if (image.builtHere())
        return {ImageHeader::tr("built here"), Tone::Accent};
    if (!marks.standard.isEmpty() && image.reference == marks.standard) {
        //: The image that Prefect takes when none is named
        return {ImageHeader::tr("default"), Tone::Muted};
    }
    if (!marks.base.isEmpty() && image.reference == marks.base) {
        //: The image that would be built on
        return {ImageHeader::tr("base"), Tone::Muted};
    }
    return {};
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

void ImageHeader::setState(const QString &platform, const QStringList &beingRead)
{
    m_platform = platform;
    m_beingRead = beingRead;
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
        const QString script = coverage->script(column);
        const ReferenceParts parts = referenceParts(image->image.reference);
        // A script's column is named after its flows, and says above where they are and which image is best for them.
        const QString flows = coverage->flows(column);
        const QString file = QFileInfo(script).fileName();
        const QString shortName = shortReference(image->image.reference);
        //: A script and the image that is best for it: etl.py in prefect:3-latest
        const QString first = script.isEmpty() ? parts.repository : flows.isEmpty() ? shortName : tr("%1 in %2").arg(file, shortName);
        const QString second = script.isEmpty() ? parts.tag : flows.isEmpty() ? file : flows;
        const QFont note = textFont(TextSize::Note);
        const QFont strong = textFont(TextSize::Body, QFont::DemiBold);
        const int noteHeight = QFontMetrics(note).height();
        const int middle = pillSize({}, false).height();
        const int top = (rect.height() - 2 * noteHeight - middle - 4) / 2;

        const auto [pill, tone] = pillOf(image->image, coverage->marks(), m_platform);
        const int pillWidth = pill.isEmpty() ? 0 : pillSize(pill, false).width();
        // The pill stands behind the tag; a tag that leaves it no room sends it up, behind the repository.
        const bool isAbove = pillWidth > 0 && QFontMetrics(strong).horizontalAdvance(second) + 9 + pillWidth > width;
        const int rest = width - (pillWidth > 0 ? pillWidth + 8 : 0);
        section.text(12, top, isAbove ? rest : width, noteHeight, first, note, theme.muted, Qt::ElideLeft);
        const int used = section.text(12, top + noteHeight + 1, isAbove ? width : rest, middle, second, strong, theme.text, Qt::ElideMiddle);
        if (pillWidth > 0) {
            const QRect place = isAbove ? section.place(12 + width - pillWidth, top + (noteHeight - middle) / 2 - 1, pillWidth, middle)
                                        : section.place(12 + used + 8, top + noteHeight + 1, pillWidth, middle);
            paintPill(painter, place, pill, tone, {}, theme, layoutDirection());
        }
        paintCoverage(section, *image, coverage->count(column), m_beingRead.contains(image->image.id), top + noteHeight + middle + 4, noteHeight, width);
        if (column == m_current) {
            const QRect line = section.place(12, rect.height() - 2, width, 2);
            painter->fillRect(line, theme.accent);
        }
    }
    painter->restore();
}

} // namespace drydock
