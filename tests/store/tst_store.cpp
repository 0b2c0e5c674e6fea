// SPDX-License-Identifier: Apache-2.0
#include "core/store/store.h"
#include "tests/helpers/enginefixture.h"

#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace drydock;
using namespace drydock::test;
using namespace Qt::StringLiterals;

class TestStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void remembersWhatIsCached();
    void keepsTheHistoryNewestFirst();
    void writesEverythingBeforeItGoes();
    void servesTwoProgramsAtOnce();
    void setsADamagedFileAside_data();
    void setsADamagedFileAside();
    void leavesALaterVersionAlone();
    void forgetsWhereItCannotWrite();

private:
    QString file(const QString &name = u"store.sqlite"_s) const { return m_folder.filePath(name); }
    QTemporaryDir m_folder;
};

void TestStore::remembersWhatIsCached()
{
    const QByteArray odd("a\0b\xff'; DROP TABLE cache; --", 27);
    {
        Store store(file(u"new/folder/store.sqlite"_s));
        QCOMPARE(*await(store.cached(u"contents-1"_s, u"x"_s)), std::nullopt);
        store.cache(u"contents-1"_s, u"x"_s, "old");
        store.cache(u"contents-1"_s, u"x"_s, odd);
        store.cache(u"contents-1"_s, u"ü'"_s, {});
        store.cache(u"trial-1"_s, u"x"_s, "other");
        QCOMPARE(await(store.cached(u"contents-1"_s, u"x"_s))->value(), odd);
    }
    Store store(file(u"new/folder/store.sqlite"_s));
    const auto all = await(store.cached(u"contents-1"_s, QStringList{u"x"_s, u"ü'"_s, u"absent"_s}));
    QVERIFY2(all, why(all));
    QCOMPARE(*all, (QMap<QString, QByteArray>{{u"x"_s, odd}, {u"ü'"_s, QByteArray("")}}));
    QCOMPARE(await(store.cached(u"contents-1"_s, u"ü'"_s))->value(), QByteArray(""));
    QVERIFY(await(store.cached(u"nothing"_s, QStringList{u"x"_s}))->isEmpty());
}

void TestStore::keepsTheHistoryNewestFirst()
{
    Store store(u":memory:"_s);
    HistoryEntry build;
    build.kind = u"build"_s;
    build.script = u"/flows/a.py"_s;
    build.started = QDateTime::fromMSecsSinceEpoch(1700000000123).toUTC();
    build.seconds = 12.5;
    build.outcome = u"succeeded"_s;
    build.sentence = u"Built."_s;
    build.image = u"a:1"_s;
    build.imageId = u"sha256:1"_s;
    build.spool = u"/logs/1"_s;
    build.document = "{\"a\":1}";
    HistoryEntry check;
    check.kind = u"check"_s;
    check.script = u"/flows/b.py"_s;
    check.started = build.started.addSecs(1);
    const auto first = await(store.record(build));
    QVERIFY2(first, why(first));
    const auto second = await(store.record(check));
    QVERIFY(*second > *first);

    const auto all = await(store.history());
    QCOMPARE(all->size(), 2);
    QCOMPARE(all->at(0).kind, u"check"_s);
    QCOMPARE(all->at(0).document, QByteArray(""));
    const HistoryEntry &read = all->at(1);
    QCOMPARE(read.id, *first);
    QCOMPARE(read.started, build.started);
    QCOMPARE(read.seconds, 12.5);
    QCOMPARE(read.outcome, build.outcome);
    QCOMPARE(read.sentence, build.sentence);
    QCOMPARE(read.image, build.image);
    QCOMPARE(read.imageId, build.imageId);
    QCOMPARE(read.spool, build.spool);
    QCOMPARE(read.document, build.document);
    QCOMPARE(await(store.history(u"/flows/a.py"_s))->size(), 1);
    QCOMPARE(await(store.history({}, 1))->size(), 1);
    QVERIFY(await(store.history(u"/flows/c.py"_s))->isEmpty());
}

void TestStore::writesEverythingBeforeItGoes()
{
    {
        Store store(file());
        for (int i = 0; i < 20; ++i)
            store.cache(u"many"_s, QString::number(i), "value");
    }
    Store store(file());
    QStringList keys;
    for (int i = 0; i < 30; ++i)
        keys.append(QString::number(i));
    QCOMPARE(await(store.cached(u"many"_s, keys))->size(), 20);
}

void TestStore::servesTwoProgramsAtOnce()
{
    Store one(file(u"shared.sqlite"_s));
    Store two(file(u"shared.sqlite"_s));
    QList<Future<qint64>> records;
    for (int i = 0; i < 10; ++i) {
        HistoryEntry entry;
        entry.kind = u"build"_s;
        entry.started = QDateTime::currentDateTimeUtc();
        records += {one.record(entry), two.record(entry)};
    }
    QSet<qint64> ids;
    for (const auto &record : records) {
        const auto id = await(record);
        QVERIFY2(id, why(id));
        ids.insert(*id);
    }
    QCOMPARE(ids.size(), 20);
    QCOMPARE(await(one.history())->size(), 20);
}

void TestStore::setsADamagedFileAside_data()
{
    QTest::addColumn<bool>("wholly");
    QTest::newRow("not a database") << true;
    QTest::newRow("pages overwritten") << false;
}

void TestStore::setsADamagedFileAside()
{
    QFETCH(bool, wholly);
    const QString path = file(wholly ? u"wholly.sqlite"_s : u"partly.sqlite"_s);
    {
        Store store(path);
        for (int i = 0; i < 10; ++i)
            store.cache(u"many"_s, QString::number(i), QByteArray(50'000, 'v'));
    }
    QFile damaged(path);
    QVERIFY(damaged.open(QIODevice::ReadWrite));
    QVERIFY(damaged.seek(wholly ? 0 : 4096));
    damaged.write(QByteArray(100000, '\x7f'));
    damaged.close();

    Store store(path);
    // The first question may meet the damage while it reads; from then on everything works.
    await(store.cached(u"many"_s, QStringList{u"0"_s, u"9"_s}));
    store.cache(u"many"_s, u"after"_s, "1");
    QCOMPARE(await(store.cached(u"many"_s, u"after"_s))->value(), "1");
    QVERIFY(QFile::exists(path + u".damaged"_s));
    const auto id = await(store.record({}));
    QVERIFY2(id, why(id));
}

void TestStore::leavesALaterVersionAlone()
{
    const QString path = file(u"later.sqlite"_s);
    {
        Store store(path);
        QVERIFY(await(store.record({})));
    }
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"later"_s);
        database.setDatabaseName(path);
        QVERIFY(database.open());
        QVERIFY(QSqlQuery(database).exec(u"PRAGMA user_version = 99"_s));
    }
    QSqlDatabase::removeDatabase(u"later"_s);
    QFile written(path);
    QVERIFY(written.open(QIODevice::ReadOnly));
    const QByteArray before = written.readAll();

    Store store(path);
    QVERIFY(await(store.record({})));
    QCOMPARE(await(store.history())->size(), 1);
    written.seek(0);
    QCOMPARE(written.readAll(), before);
}

void TestStore::forgetsWhereItCannotWrite()
{
    Store store(u"/proc/no/such/store.sqlite"_s);
    store.cache(u"a"_s, u"b"_s, "c");
    QCOMPARE(await(store.cached(u"a"_s, u"b"_s))->value(), "c");
}

QTEST_GUILESS_MAIN(TestStore)
#include "tst_store.moc"
