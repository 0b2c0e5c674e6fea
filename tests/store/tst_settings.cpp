// SPDX-License-Identifier: Apache-2.0
#include "core/store/settings.h"

#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace drydock;
using namespace Qt::StringLiterals;

class TestSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void areUnsetAtFirst();
    void comeBackAsSaved();
    void neverHoldALogin();
    void bearNonsense();

private:
    QString file() const { return m_folder.filePath(u"settings.ini"_s); }
    QTemporaryDir m_folder;
};

void TestSettings::areUnsetAtFirst()
{
    const Settings settings = Settings::load(QSettings(file(), QSettings::IniFormat));
    QVERIFY(!settings.lookInside);
    QVERIFY(!settings.askIndex);
    QVERIFY(settings.engine.isEmpty());
    QCOMPARE(settings.appearance, Appearance::System);
    QVERIFY(settings.recentScripts.isEmpty());
}

void TestSettings::comeBackAsSaved()
{
    Settings settings;
    settings.lookInside = LookInside::OnlyWhenChosen;
    settings.askIndex = false;
    settings.engine = u"podman"_s;
    settings.certificates = u"/etc/ca, with comma.pem"_s;
    settings.indexUrl = u"https://index.example/simple/?a=b;c"_s;
    settings.proxy = u"http://proxy.example:3128"_s;
    settings.indexHasLogin = true;
    settings.mirror = u"registry.example:5000/hub"_s;
    settings.appearance = Appearance::Dark;
    settings.providedBy[u"/flows/1, ü.py"_s] = {{u"sklearn"_s, u"acme-sklearn"_s}, {u"google.cloud"_s, u"google-cloud-core"_s}};
    settings.providedBy[u"C:/flows/b.py"_s] = {{u"cv2"_s, u"opencv-python-headless"_s}};
    for (int i = 0; i < 12; ++i)
        settings.recentScripts.append(u"/flows/%1, ü.py"_s.arg(i));
    {
        QSettings store(file(), QSettings::IniFormat);
        settings.save(store);
    }
    Settings loaded = Settings::load(QSettings(file(), QSettings::IniFormat));
    QCOMPARE(loaded.lookInside, settings.lookInside);
    QCOMPARE(loaded.askIndex, settings.askIndex);
    QCOMPARE(loaded.engine, settings.engine);
    QCOMPARE(loaded.certificates, settings.certificates);
    QCOMPARE(loaded.indexUrl, settings.indexUrl);
    QCOMPARE(loaded.proxy, settings.proxy);
    QVERIFY(loaded.indexHasLogin);
    QVERIFY(!loaded.proxyHasLogin);
    QCOMPARE(loaded.mirror, settings.mirror);
    QCOMPARE(loaded.appearance, settings.appearance);
    QCOMPARE(loaded.providedBy, settings.providedBy);
    QCOMPARE(loaded.recentScripts, settings.recentScripts.mid(0, 10));

    // An answer can be taken back.
    loaded.askIndex.reset();
    loaded.engine.clear();
    QSettings store(file(), QSettings::IniFormat);
    loaded.save(store);
    QVERIFY(!Settings::load(store).askIndex);
    QVERIFY(Settings::load(store).engine.isEmpty());
}

void TestSettings::neverHoldALogin()
{
    Settings settings;
    settings.indexUrl = u"https://me:hunter2@index.example/simple/"_s;
    settings.proxy = u"http://token@proxy.example:3128"_s;
    QSettings store(file(), QSettings::IniFormat);
    settings.save(store);
    store.sync();
    QFile written(file());
    QVERIFY(written.open(QIODevice::ReadOnly));
    const QByteArray text = written.readAll();
    QVERIFY2(!text.contains("hunter2") && !text.contains("token"), text);
    const Settings loaded = Settings::load(store);
    QCOMPARE(loaded.indexUrl, u"https://index.example/simple/"_s);
    QCOMPARE(loaded.proxy, u"http://proxy.example:3128"_s);
}

void TestSettings::bearNonsense()
{
    QSettings store(file(), QSettings::IniFormat);
    store.setValue(u"consent/look-inside"_s, u"perhaps"_s);
    store.setValue(u"consent/ask-index"_s, 7);
    store.setValue(u"window/appearance"_s, u"pink"_s);
    store.setValue(u"window/recent-scripts"_s, QVariantMap{{u"a"_s, 1}});
    const Settings settings = Settings::load(store);
    QVERIFY(!settings.lookInside);
    QVERIFY(!settings.askIndex);
    QCOMPARE(settings.appearance, Appearance::System);
    QVERIFY(settings.recentScripts.isEmpty());
}

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
