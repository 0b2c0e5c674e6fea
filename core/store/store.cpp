// SPDX-License-Identifier: Apache-2.0
#include "core/store/store.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>

#include <memory>
#include <utility>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr int schemaVersion = 1;
/// How long one program waits for another that writes.
constexpr int busyMilliseconds = 5000;

// SQLite's result codes (sqlite.org/rescode.html).
constexpr int sqliteCorrupt = 11;
constexpr int sqliteNotADatabase = 26;

const QString memory = u":memory:"_s;

bool isDamage(const QSqlError &error)
{
    // The low byte is the primary code.
    const int code = error.nativeErrorCode().toInt() & 0xff;
    return code == sqliteCorrupt || code == sqliteNotADatabase;
}

} // namespace

/// Lives on the store's thread, the only one that touches the database.
class Store::Worker : public QObject
{
public:
    explicit Worker(const QString &file)
        : m_file(file)
        , m_connection(u"drydock-store-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces))
    {
    }

    ~Worker() override { close(); }

    /// Prepares, binds and executes; on damage sets the file aside and tries once more with a fresh one.
    Result<QSqlQuery> execute(const QString &statement, const QVariantList &values = {})
    {
        if (std::exchange(m_damaged, false))
            setAside();
        for (int attempt = 0;; ++attempt) {
            QSqlError error;
            if (open(error)) {
                QSqlQuery query(QSqlDatabase::database(m_connection, false));
                query.setForwardOnly(true);
                if (query.prepare(statement)) {
                    for (const QVariant &value : values)
                        query.addBindValue(value);
                    if (query.exec())
                        return query;
                }
                error = query.lastError();
            }
            if (attempt > 0 || !isDamage(error)) {
                return failure(u"store-failed"_s,
                               QCoreApplication::translate("Store", "The history at %1 could not be used.").arg(m_file), error.text());
            }
            setAside();
        }
    }

    /// Damage may show only while rows are read; the next statement then finds a fresh file.
    void noteDamage(const QSqlQuery &query) { m_damaged = m_damaged || isDamage(query.lastError()); }

private:
    bool open(QSqlError &error)
    {
        if (QSqlDatabase::contains(m_connection))
            return true;
        // A place that cannot hold the file gives a store that forgets: nothing else in the program has to stop for that.
        const bool writable = m_file != memory && QDir().mkpath(QFileInfo(m_file).absolutePath());
        for (const QString &name : writable ? QStringList{m_file, memory} : QStringList{memory}) {
            {
                QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_connection);
                database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=%1"_s.arg(busyMilliseconds));
                database.setDatabaseName(name);
                if (database.open() && prepareSchema(database, error))
                    return true;
                if (!error.isValid())
                    error = database.lastError();
            }
            close();
            if (isDamage(error))
                return false;
        }
        return false;
    }

    /// Two programs may come here at once: the first makes the tables, the second finds them.
    bool prepareSchema(QSqlDatabase &database, QSqlError &error)
    {
        QSqlQuery query(database);
        const auto run = [&](const QString &statement) {
            const bool done = query.exec(statement);
            if (!done)
                error = query.lastError();
            return done;
        };
        if (!run(u"PRAGMA user_version"_s) || !query.next())
            return false;
        int version = query.value(0).toInt();
        if (version == schemaVersion)
            return true;
        if (version > schemaVersion)
            return false; // A later Drydock wrote it: left as it is.
        query.finish();
        if (!run(u"BEGIN IMMEDIATE"_s))
            return false;
        const bool done = run(u"CREATE TABLE IF NOT EXISTS cache (space TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, "
                              "PRIMARY KEY (space, key))"_s)
            && run(u"CREATE TABLE IF NOT EXISTS history (id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, "
                   "script TEXT NOT NULL, started INTEGER NOT NULL, seconds REAL NOT NULL, outcome TEXT NOT NULL, "
                   "sentence TEXT NOT NULL, image TEXT NOT NULL, image_id TEXT NOT NULL, spool TEXT NOT NULL, "
                   "document BLOB NOT NULL)"_s)
            && run(u"CREATE INDEX IF NOT EXISTS history_by_script ON history (script, started)"_s)
            && run(u"PRAGMA user_version = %1"_s.arg(schemaVersion)) && run(u"COMMIT"_s);
        if (!done)
            query.exec(u"ROLLBACK"_s);
        return done;
    }

    void close()
    {
        if (QSqlDatabase::contains(m_connection))
            QSqlDatabase::removeDatabase(m_connection);
    }

    void setAside()
    {
        close();
        if (m_file == memory)
            return;
        const QString aside = m_file + u".damaged"_s;
        QFile::remove(aside);
        if (!QFile::rename(m_file, aside))
            QFile::remove(m_file);
        QFile::remove(m_file + u"-journal"_s);
    }

    const QString m_file;
    const QString m_connection;
    bool m_damaged = false;
};

namespace {

/// Runs work on the worker's thread and hands its result to a future.
template <typename T, typename Worker, typename Work>
Future<T> onThread(Worker *worker, Work work)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    Future<T> future = promise->future();
    QMetaObject::invokeMethod(worker, [promise, work = std::move(work)] {
        promise->addResult(work());
        promise->finish();
    }, Qt::QueuedConnection);
    return future;
}

/// NOT NULL columns take empty texts, which Qt would otherwise bind as NULL.
QString text(const QString &value)
{
    return value.isNull() ? u""_s : value;
}

QByteArray bytes(const QByteArray &value)
{
    return value.isNull() ? QByteArray("") : value;
}

} // namespace

Store::Store(const QString &file, QObject *parent)
    : QObject(parent)
    , m_worker(new Worker(file))
{
    m_worker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.setObjectName(u"store"_s);
    m_thread.start();
}

Store::~Store()
{
    // Queued behind everything that was asked, so nothing that should be kept is lost.
    QMetaObject::invokeMethod(m_worker, [this] { m_thread.quit(); }, Qt::QueuedConnection);
    m_thread.wait();
}

Future<std::optional<QByteArray>> Store::cached(const QString &space, const QString &key)
{
    using Value = std::optional<QByteArray>;
    return onThread<Value>(m_worker, [worker = m_worker, space, key]() -> Result<Value> {
        auto query = worker->execute(u"SELECT value FROM cache WHERE space = ? AND key = ?"_s, {text(space), text(key)});
        if (!query)
            return tl::unexpected<Error>(query.error());
        Value value;
        if (query->next())
            value = query->value(0).toByteArray();
        worker->noteDamage(*query);
        return value;
    });
}

Future<QMap<QString, QByteArray>> Store::cached(const QString &space, const QStringList &keys)
{
    using Values = QMap<QString, QByteArray>;
    return onThread<Values>(m_worker, [worker = m_worker, space, keys]() -> Result<Values> {
        Values values;
        for (const QString &key : keys) {
            auto query = worker->execute(u"SELECT value FROM cache WHERE space = ? AND key = ?"_s, {text(space), text(key)});
            if (!query)
                return tl::unexpected<Error>(query.error());
            if (query->next())
                values.insert(key, query->value(0).toByteArray());
            worker->noteDamage(*query);
        }
        return values;
    });
}

void Store::cache(const QString &space, const QString &key, const QByteArray &value)
{
    QMetaObject::invokeMethod(m_worker, [worker = m_worker, space, key, value] {
        // What cannot be kept is read again next time.
        worker->execute(u"INSERT OR REPLACE INTO cache (space, key, value) VALUES (?, ?, ?)"_s,
                        {text(space), text(key), bytes(value)});
    }, Qt::QueuedConnection);
}

Future<qint64> Store::record(const HistoryEntry &entry)
{
    return onThread<qint64>(m_worker, [worker = m_worker, entry]() -> Result<qint64> {
        auto query = worker->execute(
            u"INSERT INTO history (kind, script, started, seconds, outcome, sentence, image, image_id, spool, document) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
            {text(entry.kind), text(entry.script), entry.started.toMSecsSinceEpoch(), entry.seconds, text(entry.outcome),
             text(entry.sentence), text(entry.image), text(entry.imageId), text(entry.spool), bytes(entry.document)});
        if (!query)
            return tl::unexpected<Error>(query.error());
        return query->lastInsertId().toLongLong();
    });
}

Future<qint64> Store::forget(qint64 entry)
{
    return onThread<qint64>(m_worker, [worker = m_worker, entry]() -> Result<qint64> {
        auto query = worker->execute(u"DELETE FROM history WHERE id = ?"_s, {entry});
        if (!query)
            return tl::unexpected<Error>(query.error());
        return entry;
    });
}

Future<QList<HistoryEntry>> Store::history(const QString &script, int limit)
{
    using Entries = QList<HistoryEntry>;
    return onThread<Entries>(m_worker, [worker = m_worker, script, limit]() -> Result<Entries> {
        const QString columns = u"SELECT id, kind, script, started, seconds, outcome, sentence, image, image_id, spool, document "
                                "FROM history "_s;
        const QString order = u" ORDER BY started DESC, id DESC LIMIT ?"_s;
        auto query = script.isEmpty() ? worker->execute(columns + order, {qMax(0, limit)})
                                      : worker->execute(columns + u"WHERE script = ?"_s + order, {script, qMax(0, limit)});
        if (!query)
            return tl::unexpected<Error>(query.error());
        Entries entries;
        while (query->next()) {
            HistoryEntry entry;
            entry.id = query->value(0).toLongLong();
            entry.kind = query->value(1).toString();
            entry.script = query->value(2).toString();
            entry.started = QDateTime::fromMSecsSinceEpoch(query->value(3).toLongLong()).toUTC();
            entry.seconds = query->value(4).toDouble();
            entry.outcome = query->value(5).toString();
            entry.sentence = query->value(6).toString();
            entry.image = query->value(7).toString();
            entry.imageId = query->value(8).toString();
            entry.spool = query->value(9).toString();
            entry.document = query->value(10).toByteArray();
            entries.append(entry);
        }
        worker->noteDamage(*query);
        return entries;
    });
}

} // namespace drydock

#include "moc_store.cpp"
