// SPDX-License-Identifier: Apache-2.0
#include "core/engine/mirror.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace drydock;

class MirrorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void imagesAreTheSameHoweverWritten()
    {
        QVERIFY(isSameImage(u"prefecthq/prefect:3-latest"_s, u"docker.io/prefecthq/prefect:3-latest"_s));
        QVERIFY(isSameImage(u"python"_s, u"index.docker.io/library/python:latest"_s));
        QVERIFY(!isSameImage(u"localhost/python:3.11"_s, u"python:3.11"_s));
        QVERIFY(!isSameImage({}, {}));
        const QString mirror = u"registry.corp/hub"_s;
        QVERIFY(isSameImage(u"registry.corp/hub/prefecthq/prefect:3-latest"_s, u"prefecthq/prefect:3-latest"_s, mirror));
        QVERIFY(isSameImage(u"registry.corp/hub/python:3.11"_s, u"python:3.11"_s, mirror));
        QVERIFY(isSameImage(u"registry.corp/hub/library/python:3.11"_s, u"python:3.11"_s, u"registry.corp/hub/"_s));
        QVERIFY(!isSameImage(u"registry.corp/hub/prefecthq/prefect:3-latest"_s, u"prefecthq/prefect:3-latest"_s));
        QVERIFY(!isSameImage(u"registry.corp/hubris/prefecthq/prefect:1"_s, u"prefecthq/prefect:1"_s, mirror));
    }

    void imagesOfTheHubAreTakenFromTheMirror()
    {
        const QString mirror = u"registry.corp:5000/hub"_s;
        QCOMPARE(onMirror(u"docker.io/prefecthq/prefect:3-python3.13"_s, mirror), u"registry.corp:5000/hub/prefecthq/prefect:3-python3.13"_s);
        QCOMPARE(onMirror(u"python:3.11-slim"_s, mirror), u"registry.corp:5000/hub/library/python:3.11-slim"_s);
        QCOMPARE(onMirror(u"quay.io/a/b:1"_s, mirror), u"quay.io/a/b:1"_s);
        QCOMPARE(onMirror(u"python:3.11-slim"_s, {}), u"python:3.11-slim"_s);
        QCOMPARE(onMirror(u"no reference"_s, mirror), u"no reference"_s);
        QCOMPARE(withoutMirror(onMirror(u"python:3.11"_s, mirror), mirror), u"docker.io/library/python:3.11"_s);
    }

    void aPrefixIsARegistryAndItsFolders()
    {
        for (const QString &good : {u"registry.corp/hub"_s, u"registry.corp/hub/"_s, u"localhost:5000"_s, u"r.example/a/b"_s})
            QVERIFY2(isMirrorPrefix(good), qPrintable(good));
        for (const QString &bad : {QString(), u"hub"_s, u"https://registry.corp/hub"_s, u"registry.corp/hub:1"_s, u"a b"_s, u"registry.corp//hub"_s})
            QVERIFY2(!isMirrorPrefix(bad), qPrintable(bad));
    }
};

QTEST_GUILESS_MAIN(MirrorTest)
#include "test_mirror.moc"
