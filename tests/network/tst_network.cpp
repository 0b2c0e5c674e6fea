// SPDX-License-Identifier: Apache-2.0
#include "core/network/address.h"
#include "core/network/network.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace drydock;
using namespace Qt::StringLiterals;

class TestNetwork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheEnvironment();
    void ignoresWhatIsUnusable();
    void readsPipsConfiguration();
    void readsUvsConfiguration();
    void obeysTheSettings();
    void takesLoginsOffAddresses_data();
    void takesLoginsOffAddresses();

private:
    QString write(const QString &name, const QByteArray &content)
    {
        QFile file(m_folder.filePath(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(content);
        return file.fileName();
    }
    QTemporaryDir m_folder;
};

void TestNetwork::takesLoginsOffAddresses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("login");
    QTest::addColumn<QString>("user");
    QTest::newRow("none") << u"https://index.example/simple/?a=b@c"_s << u"https://index.example/simple/?a=b@c"_s << QString() << QString();
    QTest::newRow("user and password") << u"https://me:p%40ss@index.example:8443/simple/"_s << u"https://index.example:8443/simple/"_s << u"me:p%40ss"_s << u"me"_s;
    QTest::newRow("an @ in the password") << u"http://me:p@ss@proxy.example"_s << u"http://proxy.example"_s << u"me:p@ss"_s << u"me"_s;
    QTest::newRow("a token") << u"https://t0ken@index.example/x@y"_s << u"https://index.example/x@y"_s << u"t0ken"_s << QString();
    QTest::newRow("no scheme") << u"me:secret@index.example"_s << u"me:secret@index.example"_s << QString() << QString();
    QTest::newRow("empty") << QString() << QString() << QString() << QString();
    QTest::newRow("nothing after the scheme") << u"https://"_s << u"https://"_s << QString() << QString();
}

void TestNetwork::takesLoginsOffAddresses()
{
    QFETCH(QString, text);
    const Address address = addressOf(text);
    QTEST(address.place, "place");
    QTEST(address.login, "login");
    QTEST(address.user(), "user");
    QCOMPARE(address.whole(), text);
}

void TestNetwork::readsTheEnvironment()
{
    const QString first = write(u"first.pem"_s, "x");
    const QString second = write(u"second.pem"_s, "y");
    const Network network = findNetwork({{u"SSL_CERT_FILE"_s, first},
                                         {u"PIP_CERT"_s, second},
                                         {u"PIP_INDEX_URL"_s, u"https://pip.example/simple"_s},
                                         {u"UV_INDEX_URL"_s, u"https://uv.example/simple"_s},
                                         {u"HTTP_PROXY"_s, u"http://other.example:1"_s},
                                         {u"https_proxy"_s, u"http://proxy.example:3128"_s}});
    QVERIFY(network.allowed);
    QCOMPARE(network.certificates, first);
    QCOMPARE(network.certificatesFrom, u"SSL_CERT_FILE"_s);
    QCOMPARE(network.indexUrl, u"https://uv.example/simple"_s);
    QCOMPARE(network.indexUrlFrom, u"UV_INDEX_URL"_s);
    QCOMPARE(network.proxy, u"http://proxy.example:3128"_s);
    QCOMPARE(network.proxyFrom, u"https_proxy"_s);
}

void TestNetwork::ignoresWhatIsUnusable()
{
    const QString there = write(u"there.pem"_s, "x");
    const Network network = findNetwork({{u"SSL_CERT_FILE"_s, u"/no/such/file.pem"_s},
                                         {u"PIP_CERT"_s, m_folder.path()},
                                         {u"REQUESTS_CA_BUNDLE"_s, there},
                                         {u"PIP_CONFIG_FILE"_s, u"/dev/null"_s},
                                         {u"UV_NO_CONFIG"_s, u"1"_s},
                                         {u"UV_INDEX_URL"_s, u"file:///etc/passwd"_s},
                                         {u"PIP_INDEX_URL"_s, u"https://a.example/\nRUN evil"_s},
                                         {u"HTTPS_PROXY"_s, u"ftp://proxy.example:1"_s}});
    QCOMPARE(network.certificates, there);
    QCOMPARE(network.certificatesFrom, u"REQUESTS_CA_BUNDLE"_s);
    QVERIFY(network.indexUrl.isEmpty());
    QVERIFY(network.proxy.isEmpty());
}

void TestNetwork::readsPipsConfiguration()
{
    const QString certificates = write(u"corp.pem"_s, "x");
    const QString configuration = write(u"pip.conf"_s,
                                        "# comment\n[global]\nindex-url = https://global.example/simple\nproxy=proxy.example:8080\n"
                                        "[install]\nindex-url=https://install.example/simple\n[freeze]\ncert = /no\n[global]\ncert = "
                                            + certificates.toUtf8() + "\n");
    const Network network = findNetwork({{u"PIP_CONFIG_FILE"_s, configuration}, {u"UV_NO_CONFIG"_s, u"1"_s}});
    QCOMPARE(network.certificates, certificates);
    QCOMPARE(network.certificatesFrom, configuration);
    QCOMPARE(network.indexUrl, u"https://install.example/simple"_s);
    QCOMPARE(network.proxy, u"http://proxy.example:8080"_s);

    // A variable outranks the file.
    QCOMPARE(findNetwork({{u"PIP_CONFIG_FILE"_s, configuration}, {u"PIP_INDEX_URL"_s, u"https://pip.example"_s}}).indexUrl,
             u"https://pip.example"_s);
}

void TestNetwork::readsUvsConfiguration()
{
    const QString pip = write(u"pip2.conf"_s, "[global]\nindex-url = https://pip.example/simple\n");
    const QString uv = write(u"uv.toml"_s, "[[index]]\nurl = \"https://extra.example/simple\"\n"
                                           "[[index]]\nurl = \"https://uv.example/simple\"\ndefault = true\n");
    const Network network = findNetwork({{u"UV_CONFIG_FILE"_s, uv}, {u"PIP_CONFIG_FILE"_s, pip}});
    QCOMPARE(network.indexUrl, u"https://uv.example/simple"_s);
    QCOMPARE(network.indexUrlFrom, uv);

    const QString broken = write(u"broken.toml"_s, "[[index\n");
    QCOMPARE(findNetwork({{u"UV_CONFIG_FILE"_s, broken}, {u"PIP_CONFIG_FILE"_s, pip}}).indexUrl, u"https://pip.example/simple"_s);
}

void TestNetwork::obeysTheSettings()
{
    Network overrides;
    overrides.allowed = false;
    overrides.indexUrl = u"https://mine.example/simple"_s;
    overrides.indexUrlFrom = u"--index-url"_s;
    overrides.proxy = u"http://mine.example:1"_s;
    const Network network = findNetwork({{u"UV_INDEX_URL"_s, u"https://uv.example/simple"_s}, {u"HTTPS_PROXY"_s, u"http://a.example"_s}},
                                        overrides);
    QVERIFY(!network.allowed);
    QCOMPARE(network.indexUrl, overrides.indexUrl);
    QCOMPARE(network.indexUrlFrom, u"--index-url"_s);
    QCOMPARE(network.proxy, overrides.proxy);
    QVERIFY(!network.proxyFrom.isEmpty());
}

QTEST_GUILESS_MAIN(TestNetwork)
#include "tst_network.moc"
