// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/session/flowsession.h"
#include "ui/models/importrow.h"

#include <QAbstractItemModel>

#include <memory>
#include <vector>

namespace drydock {

/// What scripts need, in groups; of a folder, each script with its groups and what was not read. Rows that stay keep
/// their place when a script is read again or more of a folder arrives, so that views keep what is unfolded and
/// current.
class ImportsModel : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum class Kind { Script, Group, Import, Left };
    enum Role { KindRole = Qt::UserRole, IconRole, ToneRole, NoteRole, PlaceRole, WeakRole };

    explicit ImportsModel(QObject *parent = nullptr);
    ~ImportsModel() override;

    /// @param folder what was opened when it is a folder, else empty
    void setScripts(const QList<FlowScript> &scripts, const QString &folder,
                    const QList<ScriptSearch::Skipped> &skipped, const QMap<QString, ProvidedBy> &said);

    Kind kind(const QModelIndex &index) const;
    const ImportRow *row(const QModelIndex &index) const; ///< Null for anything but an import.
    QString script(const QModelIndex &index) const; ///< Path of the script that it belongs to, or empty.
    QString path(const QModelIndex &index) const; ///< Of a script, or of what was left out.
    bool opensByItself(const QModelIndex &index) const; ///< Unfolded until the person says otherwise.
    QModelIndex find(const QString &script,
                     const QString &module) const; ///< Its strongest row; invalid when there is none.

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &index) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    struct Node;
    using Nodes = std::vector<std::unique_ptr<Node>>;

    static Nodes groupsOf(const FlowScript &script, const ProvidedBy &said);
    static std::unique_ptr<Node> scriptNode(const FlowScript &script, const QString &folder);
    static Nodes leftOf(const QList<ScriptSearch::Skipped> &skipped, const QString &folder);
    Node *node(const QModelIndex &index) const;
    QModelIndex indexOf(const Node &node) const;
    /// Makes the children of a node like the fresh ones, which have the same order, with as few changes as it takes.
    void become(Node &parent, Nodes fresh);

    std::unique_ptr<Node> m_root;
    QString m_folder;
    QList<FlowScript> m_scripts;
    QMap<QString, ProvidedBy> m_said;
};

} // namespace drydock
