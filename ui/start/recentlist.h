// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/store.h"

#include <QWidget>

class QListView;
class QStandardItemModel;

namespace drydock {

/// What was opened lately, each with how its last build or check ended.
class RecentList : public QWidget
{
    Q_OBJECT
public:
    explicit RecentList(QWidget *parent = nullptr);

    void setRecent(const QStringList &paths, const QList<HistoryEntry> &history);

Q_SIGNALS:
    void openRequested(const QString &path);
    void clearRequested();


private:
    QStandardItemModel *m_model;
    QListView *m_list;
    QWidget *m_frame;
};

} // namespace drydock
