// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTableView>

namespace drydock {

/// The images' half of the table, and the one that has the keyboard.
class MatrixView : public QTableView
{
    Q_OBJECT
public:
    explicit MatrixView(QWidget *parent = nullptr);

    void layOutColumns(); ///< Columns share the width, within limits.
    /// The nearest problem in a direction; the current cell stays when there is none.
    void goToProblem(int rows, int columns);

Q_SIGNALS:
    void evidenceRequested();
    void sourceRequested();
    void lookInsideRequested();
    void copyRequested();
    void menuRequested(QPoint position); ///< In the viewport.
    void typed(const QString &text); ///< Text that is meant for the filter.

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
};

} // namespace drydock
