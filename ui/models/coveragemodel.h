// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/coverage/coverage.h"

#include <QAbstractTableModel>
#include <QSet>

namespace drydock {

enum class ImageOrder { Coverage, Name, Size };
/// What the columns behind the imports are: images, or scripts, each with the best image for it.
enum class MatrixColumns { Images, Scripts };

/// Imports × images as one table: column 0 is the import, the others the images that are shown; the last row stands for the
/// standard library. A module that several scripts import is one row, and shows the worst of how it stands for them. Filters
/// and the choice of columns live here, because two views share it and one selection.
class CoverageModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    /// What the heads of some images say beside their name.
    struct Marks {
        QString base; ///< Reference of the image that would be built on, or empty.
        QString standard; ///< Reference of the image that Prefect takes when none is named, or empty.
        QString own; ///< Reference of the image that was built for these scripts, or empty.
        friend bool operator==(const Marks &, const Marks &) = default;
    };

    void setCoverage(const Coverage &coverage, const Marks &marks = {});
    void setFilter(const QString &filter); ///< Of imports, or of images where no import matches.
    void setHidden(const QSet<QString> &references);
    void setOnlyDifferences(bool only); ///< Only imports that some shown images have and others lack.
    void setOnlyWithPrefect(bool only); ///< Only images that hold Prefect, or were not looked inside.
    void setOrder(ImageOrder order);
    void setColumns(MatrixColumns columns); ///< Scripts only where there are several.

    const Coverage &coverage() const { return m_coverage; }
    const Marks &marks() const { return m_marks; }
    QString filter() const { return m_filter; }
    QSet<QString> hidden() const { return m_hidden; }
    bool onlyDifferences() const { return m_onlyDifferences; }
    bool onlyWithPrefect() const { return m_onlyWithPrefect; }
    ImageOrder order() const { return m_order; }
    MatrixColumns columns() const { return hasSeveralScripts() ? m_columns : MatrixColumns::Images; }
    bool hasSeveralScripts() const { return m_coverage.scripts.size() > 1; }

    /// The row's need; null for the standard library's row. With a column, the one that decides there.
    const Need *need(int row, int column = 0) const;
    int scriptCount(int row) const; ///< How many scripts import the row's module.
    const ImageCoverage *image(int column) const; ///< Null for column 0.
    QString script(int column) const; ///< The column's script, or empty.
    QString flows(int column) const; ///< The names of the flows in the column's script, or empty.
    CoverageCount count(int column) const; ///< Of the column's scripts in its image.
    const Cell *cell(int row, int column) const; ///< Null in column 0, and where the column's script does not import the module.
    QString word(int row, int column) const; ///< What the cell shows.
    QString reason(int row, int column) const;
    int rowOf(const QString &module) const; ///< -1 when not shown; an empty module is the standard library.
    int columnOf(const QString &reference) const; ///< -1 when not shown.

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Column {
        int image = 0;
        int script = -1; ///< All of them.
    };
    struct Layout {
        QList<QList<int>> rows; ///< Indexes of needs of one module; none is the standard library.
        QList<Column> columns;
        QStringList names; ///< What they stand for, to see whether anything moved.
    };
    Layout layOut(const Coverage &coverage) const;
    QList<Column> columnsOf(const Coverage &coverage, bool isFiltered) const;
    void show(const Coverage &coverage); ///< Resets when rows or columns moved, else only the contents changed.
    static int decidingNeed(const Coverage &coverage, const QList<int> &needs, const Column &column);
    static bool differs(const Coverage &coverage, const QList<int> &needs, const QList<Column> &columns);
    bool matches(const QString &text) const { return text.contains(m_filter, Qt::CaseInsensitive); }

    Coverage m_coverage;
    Need m_standardNeed; ///< Stands for the standard library.
    QList<Cell> m_standardLibrary; ///< One for each image.
    Marks m_marks;
    QString m_filter;
    QSet<QString> m_hidden;
    bool m_onlyDifferences = false;
    bool m_onlyWithPrefect = false;
    ImageOrder m_order = ImageOrder::Coverage;
    MatrixColumns m_columns = MatrixColumns::Images;
    Layout m_layout;
};

} // namespace drydock
