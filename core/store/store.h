// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/job.h"

#include <QDateTime>
#include <QList>
#include <QObject>
#include <QThread>

#include <memory>
#include <optional>

namespace drydock {

/// One build or check that ran, as the history keeps it. Stages serialise themselves; the store knows only text and bytes.
struct HistoryEntry {
    qint64 id = 0;
    QString kind; ///< "build" or "check"
    QString script; ///< Absolute path of the first script.
    QDateTime started; ///< UTC
    double seconds = 0;
    QString outcome; ///< "succeeded", "failed", "cancelled", "passed", "not-passed"
    QString sentence;
    QString image; ///< Reference
    QString imageId;
    QString spool; ///< Absolute path of the log, or empty.
    QByteArray document; ///< plan.json or the check report, as JSON.
};

/// History and caches in one SQLite file. One thread of its own executes everything; a damaged file is set aside and made
/// anew; two programs may use it at once (busy timeout). Every function is asynchronous and thread-safe.
class Store : public QObject
{
    Q_OBJECT
public:
    /// @param file absolute path; its folder is made. ":memory:" is a store that forgets.
    explicit Store(const QString &file, QObject *parent = nullptr);
    ~Store() override;

    /// A cached value, or nothing. @param space what kind of thing, with the version of its format: "contents-1".
    Future<std::optional<QByteArray>> cached(const QString &space, const QString &key);
    /// Those of the keys that are there.
    Future<QMap<QString, QByteArray>> cached(const QString &space, const QStringList &keys);
    void cache(const QString &space, const QString &key, const QByteArray &value);

    Future<qint64> record(const HistoryEntry &entry); ///< The new entry's id.
    Future<qint64> forget(qint64 entry); ///< The id again, known or not.
    Future<QList<HistoryEntry>> history(const QString &script = {}, int limit = 200); ///< Newest first; empty script is all.

private:
    class Worker;
    QThread m_thread;
    Worker *m_worker = nullptr;
};

} // namespace drydock
