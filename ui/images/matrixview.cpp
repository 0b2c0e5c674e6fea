// SPDX-License-Identifier: Apache-2.0
#include "ui/images/matrixview.h"

#include "ui/images/celldelegate.h"
#include "ui/images/imageheader.h"
#include "ui/models/coveragemodel.h"
#include "ui/theme/theme.h"

#include <QContextMenuEvent>
#include <QKeyEvent>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {
constexpr int narrowest = 168;
constexpr int widest = 320;
}

MatrixView::MatrixView(QWidget *parent) : QTableView(parent)
{
    setObjectName(u"matrix"_s);
    setAccessibleName(tr("Imports and images"));
    setItemDelegate(new CellDelegate(this));
    setHorizontalHeader(new ImageHeader(this));
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->hide();
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setEditTriggers(NoEditTriggers);
    setSelectionMode(SingleSelection);
    setVerticalScrollMode(ScrollPerItem); // The first row is always whole.
    setHorizontalScrollMode(ScrollPerPixel);
    setWordWrap(false);
}

void MatrixView::layOutColumns()
{
    const int count = model() ? model()->columnCount() - 1 : 0;
    if (count <= 0)
        return;
    const int room = viewport()->width();
    const int width = qBound(narrowest, room / count, widest);
    // All at once: with hundreds of images, one by one takes longer than a frame.
    horizontalHeader()->setDefaultSectionSize(width);
    const int spare = width == room / count ? room - width * count : 0;
    for (int column = 1; column <= spare; ++column)
        horizontalHeader()->resizeSection(column, width + 1);
}

void MatrixView::goToProblem(int rows, int columns)
{
    const auto *coverage = static_cast<const CoverageModel *>(model());
    QModelIndex at = currentIndex();
    if (!at.isValid())
        return;
    for (;;) {
        at = at.siblingAtRow(at.row() + rows).siblingAtColumn(at.column() + columns);
        if (!at.isValid() || at.column() < 1)
            return;
        const Cell *cell = coverage->cell(at.row(), at.column());
        if (cell && isProblem(cell->status)) {
            setCurrentIndex(at);
            return;
        }
    }
}

void MatrixView::keyPressEvent(QKeyEvent *event)
{
    const bool control = event->modifiers() & Qt::ControlModifier;
    const int forward = isRightToLeft() ? -1 : 1;
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        Q_EMIT evidenceRequested();
        return;
    case Qt::Key_F2:
        Q_EMIT sourceRequested();
        return;
    case Qt::Key_Space:
        Q_EMIT lookInsideRequested();
        return;
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (control) {
            goToProblem(event->key() == Qt::Key_Down ? 1 : -1, 0);
            return;
        }
        break;
    case Qt::Key_Left:
    case Qt::Key_Right:
        if (control) {
            goToProblem(0, event->key() == Qt::Key_Right ? forward : -forward);
            return;
        }
        break;
    default:
        break;
    }
    if (event->matches(QKeySequence::Copy)) {
        Q_EMIT copyRequested();
        return;
    }
    const QString text = event->text();
    if (!control && !(event->modifiers() & Qt::AltModifier) && !text.isEmpty() && text.at(0).isPrint()) {
        Q_EMIT typed(text);
        return;
    }
    QTableView::keyPressEvent(event);
}

void MatrixView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    Q_EMIT menuRequested(isByKey ? visualRect(currentIndex()).center() : event->pos());
}

void MatrixView::mouseDoubleClickEvent(QMouseEvent *event)
{
    QTableView::mouseDoubleClickEvent(event);
    if (indexAt(event->position().toPoint()).isValid())
        Q_EMIT sourceRequested();
}

void MatrixView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    layOutColumns();
}

void MatrixView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    // The whole row and column are tinted, not only the two cells.
    viewport()->update();
    static_cast<ImageHeader *>(horizontalHeader())->setCurrentColumn(current.column());
}

} // namespace drydock
