// SPDX-License-Identifier: Apache-2.0
#include "core/python/distribution.h"
#include "core/python/standardlibrary.h"
#include "core/python/table.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace drydock;

class DistributionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tablesAreCompiledIn()
    {
        QCOMPARE(readTable(u"import-map.tsv"_s).value(u"sklearn"_s), QStringList{u"scikit-learn"_s});
        QCOMPARE(readTable(u"import-map.tsv"_s).value(u"atlassian"_s), QStringList{u"atlassian-python-api"_s});
        QCOMPARE(readTable(u"import-map.tsv"_s).value(u"firebolt"_s), QStringList{u"firebolt-sdk"_s});
        QCOMPARE(readTable(u"import-map.tsv"_s).value(u"ee"_s), QStringList{u"earthengine-api"_s});
        QCOMPARE(readTable(u"import-map.tsv"_s).value(u"darts"_s), QStringList{u"darts|u8darts"_s});
    }

    void standardLibraryKnowsItsMinors()
    {
        QVERIFY(standardLibraryModule(u"os.path"_s)->isInAll());
        QVERIFY(standardLibraryModule(u"os"_s)->isIn(20));
        QVERIFY(!standardLibraryModule(u"tomllib"_s)->isIn(10));
        QVERIFY(!standardLibraryModule(u"distutils.core"_s)->isIn(12));
        QVERIFY(!standardLibraryModule(u"pandas"_s));
    }

    void namespaceSiblingsDoNotSatisfyEachOther()
    {
        Interpreter python;
        python.version = u"3.11.2"_s;
        python.distributions = {{u"google-cloud-storage"_s, u"2"_s, {u"google.cloud.storage"_s}, {}, {}},
                                {u"Pandas"_s, u"1.5"_s, {u"pandas"_s, u"pandas.core"_s}, {}, {}},
                                {u"pandas-plugin"_s, u"1"_s, {u"pandas.core.extra"_s}, {}, {}}};
        QCOMPARE(python.minor(), 11);
        QVERIFY(python.providersOf(u"google.cloud.bigquery"_s).isEmpty());
        QVERIFY(python.providersOf(u"google"_s).isEmpty());
        QVERIFY(python.providersOf(u"pandasql"_s).isEmpty());
        QCOMPARE(python.providersOf(u"google.cloud.storage.blob"_s).size(), 1);
        const auto providers = python.providersOf(u"pandas.core.extra.x"_s);
        QCOMPARE(providers.size(), 2);
        QCOMPARE(providers.front()->name, u"pandas-plugin"_s);
        QCOMPARE(python.distribution(u"PANDAS"_s)->version, u"1.5"_s);
        QVERIFY(!python.distribution(u"pandas2"_s));
    }

    void jsonKeepsEverything()
    {
        const Interpreter python{u"/usr/bin/python3"_s, u"3.9.2"_s, true, true, u"1.4.1"_s, {u"aws"_s}, {u"os"_s},
                                 {{u"a"_s, u"1"_s, {u"a"_s, u"a.b"_s}, {u"b>1; extra == 'x'"_s}, u"record"_s}}, {}};
        const Interpreter again = interpreterFromJson(toJson(python));
        QCOMPARE(toJson(again), toJson(python));
        QCOMPARE(again.distributions.front().requires_, python.distributions.front().requires_);
        QVERIFY(again.isDefault);
        QVERIFY(toJson(Interpreter())[u"prefect"].isNull());
    }
};

QTEST_GUILESS_MAIN(DistributionTest)
#include "test_distribution.moc"
