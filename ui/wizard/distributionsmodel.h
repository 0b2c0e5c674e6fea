// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/python/requirement.h"
#include "ui/wizard/wizardstate.h"

#include <QAbstractTableModel>

namespace drydock {

/// What would be installed: the requirements with what was resolved for them, local modules, and on request what they need.
class DistributionsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Import, Name, VersionColumn, From, File, Size, ColumnCount };
    enum Role { KindRole = Qt::UserRole };
    enum class Kind { Requirement, Local, Needed };

    explicit DistributionsModel(WizardState &state, QObject *parent = nullptr);

    void refresh();
    void setShowNeeded(bool show);
    bool showsNeeded() const { return m_showNeeded; }
    int neededCount() const; ///< Distributions that are pulled in.
    int chosenCount() const;
    bool canRemove(int row) const;
    void remove(int row);
    /// A requirement (PEP 508) in addition, or in place of the one for the same distribution.
    Result<void> add(const QString &text);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void editRefused(const QString &why);

private:
    struct Row {
        Kind kind = Kind::Requirement;
        QString imports;
        QString name;
        QString version;
        QString from;
        std::optional<bool> isWheel; ///< Unset while it was not asked.
        qint64 bytes = -1;
        friend bool operator==(const Row &, const Row &) = default;
    };
    QList<Row> rows() const;
    Row rowOf(const Requirement &requirement) const;
    QString text(const Row &row, int column) const;
    QString fileText(const Row &row) const;

    WizardState &m_state;
    QList<Row> m_rows;
    bool m_showNeeded = false;
};

} // namespace drydock
