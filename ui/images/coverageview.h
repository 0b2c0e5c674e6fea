// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/session/flowsession.h"
#include "ui/models/coveragemodel.h"

#include <QWidget>

class QMenu;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace drydock {

class ImportsHeader;
class MatrixView;

/// Imports on the left, images on the right: two views of one table with one current cell.
class CoverageView : public QWidget
{
    Q_OBJECT
public:
    explicit CoverageView(QWidget *parent = nullptr);

    void setSnapshot(const Snapshot &snapshot);
    /// Takes the images' place while there are none to show; null brings them back. Not owned before it was first shown.
    void setPage(QWidget *page);

    /// The current cell; pointers are null where there is nothing.
    struct Current {
        const Need *need = nullptr;
        const Cell *cell = nullptr;
        const ImageCoverage *image = nullptr;
        bool isStandardLibrary = false;
        QString words; ///< The cell's reason.
        const QString &reason() const { return words; }
    };
    Current current() const;
    void setCurrentImage(const QString &reference);
    void hideImage(const QString &reference);
    const CoverageModel &model() const { return m_model; }
    void focusMatrix();
    void focusFilter();
    void goToProblem(int rows, int columns);
    QString imagesText() const; ///< "5 of 12 images"
    void fillImagesMenu(QMenu *menu);
    QSplitter *splitter() const { return m_splitter; }

Q_SIGNALS:
    void currentChanged();
    void imagesChanged(); ///< Other ones are shown.
    void evidenceRequested();
    void sourceRequested();
    void lookInsideRequested();
    void copyRequested();
    void menuRequested(const QPoint &globalPosition); ///< For the current cell.

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void showOnlyColumnsOfEach();
    void restoreCurrent();
    void rememberCurrent(const QModelIndex &current);
    void applyHidden();
    void alignHeaders();
    void setImageShown(const QString &reference, bool shown);

    CoverageModel m_model;
    ImportsHeader *m_importsHeader;
    QTableView *m_imports;
    MatrixView *m_matrix;
    QStackedWidget *m_right;
    QSplitter *m_splitter;
    QStringList m_paths;
    QSet<QString> m_hiddenByPerson;
    QSet<QString> m_shownByPerson;
    bool m_restoring = false;
    struct Place {
        bool isSet = false;
        QString module;
        QString image;
    } m_place;
};

} // namespace drydock
