// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/session/flowsession.h"
#include "ui/theme/icons.h"

#include <QAbstractItemModel>

namespace drydock {

/// What one image brings to the scripts that share it.
struct GroupAddition {
    QString name;
    QString version; ///< As resolved, else as asked for, else empty.
    int scripts = 0; ///< How many need it; 0 where that is not known.
    qint64 bytes = -1; ///< To download; -1 is unknown.

    friend bool operator==(const GroupAddition &, const GroupAddition &) = default;
};

/// One flow of a group.
struct GroupFlow {
    QString name;
    QString script; ///< Absolute path.
    QString file; ///< As said in the window.
    QString prefect; ///< "1.x"
    int covers = 0; ///< Of the best image at hand …
    int of = 0; ///< … of these many modules; 0 when no image was looked inside.
    QStringList lacks; ///< Modules.

    friend bool operator==(const GroupFlow &, const GroupFlow &) = default;
};

/// Scripts that one image serves, in words.
struct GroupRow {
    Icon icon = Icon::Layers;
    Tone tone = Tone::Accent;
    QString title;
    QString note;
    QString count; ///< "9 flows"
    QString size; ///< What has to be downloaded, or empty.
    QStringList scripts;
    QString base;
    QString reason; ///< Why these scripts, and not others.
    QStringList reasons; ///< Why in this way.
    QString refusal; ///< Why it cannot be resolved, or empty.
    bool builds = false;
    QList<GroupAddition> additions;
    QList<GroupFlow> flows;

    friend bool operator==(const GroupRow &, const GroupRow &) = default;
};

QList<GroupRow> groupRows(const Snapshot &snapshot);

/// The images that the scripts of a folder need: groups, and in each its flows.
class GroupsModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column { FlowColumn, ScriptColumn, PrefectColumn, CoversColumn, LacksColumn, ColumnCount };

    using QAbstractItemModel::QAbstractItemModel;

    void setRows(const QList<GroupRow> &rows);
    const GroupRow *group(const QModelIndex &index) const; ///< Its own, or the one it belongs to; null for no index.
    const GroupFlow *flow(const QModelIndex &index) const; ///< Null for a group.

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QList<GroupRow> m_rows;
};

} // namespace drydock
