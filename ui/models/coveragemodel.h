// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/coverage/coverage.h"

#include <QAbstractTableModel>
#include <QSet>

namespace drydock {

enum class ImageOrder { Coverage, Name, Size };

/// Imports × images as one table: column 0 is the import, the others the images that are shown; the last row stands for the
/// standard library. Filters and the choice of columns live here, because two views share it and one selection.
class CoverageModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    void setCoverage(const Coverage &coverage, const QString &base, bool severalScripts);
    void setFilter(const QString &filter); ///< Of imports, or of images where no import matches.
    void setHidden(const QSet<QString> &references);
    void setOnlyDifferences(bool only); ///< Only imports that some shown images have and others lack.
    void setOrder(ImageOrder order);

    const Coverage &coverage() const { return m_coverage; }
    QString filter() const { return m_filter; }
    QSet<QString> hidden() const { return m_hidden; }
    bool onlyDifferences() const { return m_onlyDifferences; }
    ImageOrder order() const { return m_order; }
    QString base() const { return m_base; }
    bool severalScripts() const { return m_severalScripts; }

    const Need *need(int row) const; ///< Null for the standard library's row.
    const ImageCoverage *image(int column) const; ///< Null for column 0.
    const Cell *cell(int row, int column) const; ///< Null in column 0.
    int rowOf(const QString &script, const QString &module) const; ///< -1 when not shown; an empty module is the standard library.
    int columnOf(const QString &reference) const; ///< -1 when not shown.

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Layout {
        QList<int> rows; ///< Indexes into the needs; -1 is the standard library.
        QList<int> columns; ///< Indexes into the images.
        QStringList names; ///< What they stand for, to see whether anything moved.
    };
    Layout layOut(const Coverage &coverage) const;
    void show(const Coverage &coverage); ///< Resets when rows or columns moved, else only the contents changed.
    static bool differs(const Coverage &coverage, int need, const QList<int> &columns);

    Coverage m_coverage;
    QList<Cell> m_standardLibrary; ///< One for each image.
    QString m_base;
    QString m_filter;
    QSet<QString> m_hidden;
    bool m_onlyDifferences = false;
    bool m_severalScripts = false;
    ImageOrder m_order = ImageOrder::Coverage;
    Layout m_layout;
};

} // namespace drydock
