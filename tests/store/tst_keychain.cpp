// SPDX-License-Identifier: Apache-2.0
#include "core/store/keychain.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include <memory>

using namespace drydock;
using namespace Qt::StringLiterals;

namespace {

constexpr auto place = "https://index.example/simple/";
constexpr auto inSession = "DRYDOCK_TEST_IN_SESSION";

Result<QString> await(const Future<QString> &future)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, 20'000))
        return failure(u"test-waited-too-long"_s, {});
    return endOf(future);
}

} // namespace

class TestKeychain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsForThisRunWhereThereIsNoKeychain();
    void keepsInTheSystemsKeychain();
};

void TestKeychain::keepsForThisRunWhereThereIsNoKeychain()
{
    if (qEnvironmentVariableIsSet(inSession))
        return; // The other test is what was asked for.
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    const QString index = QString::fromLatin1(place);
    {
        Keychain keychain;
        const auto kept = keychain.keep(index, u"me:hunter2"_s);
        QCOMPARE(keychain.login(index), u"me:hunter2"_s); // At once.
        const Result<QString> end = await(kept);
        QVERIFY(!end);
        QCOMPARE(end.error().code, u"no-keychain"_s);
        QVERIFY(end.error().sentence.contains(u"until Drydock ends"_s));
        QVERIFY(!end.error().sentence.contains(u"hunter2"_s));
        QCOMPARE(keychain.login(index), u"me:hunter2"_s);
        QVERIFY(!keychain.isKept(index));
    }
    Keychain next;
    QVERIFY(!await(next.find(index)));
    QCOMPARE(next.login(index), QString());
}

/// Runs itself in a session of its own with a keychain that it opens.
void TestKeychain::keepsInTheSystemsKeychain()
{
    if (!qEnvironmentVariableIsSet(inSession)) {
        for (const QString &program : {u"dbus-run-session"_s, u"gnome-keyring-daemon"_s})
            if (QStandardPaths::findExecutable(program).isEmpty())
                QSKIP(qPrintable(program + u" is not installed (packaging/setup.sh --test brings it)"_s));
        const QTemporaryDir home;
        QProcess session;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QString::fromLatin1(inSession), u"1"_s);
        environment.insert(u"HOME"_s, home.path());
        for (const QString &folder : {u"XDG_DATA_HOME"_s, u"XDG_CONFIG_HOME"_s, u"XDG_RUNTIME_DIR"_s, u"XDG_CACHE_HOME"_s})
            environment.insert(folder, home.path());
        environment.insert(u"XDG_CURRENT_DESKTOP"_s, u"GNOME"_s);
        session.setProcessEnvironment(environment);
        session.setProcessChannelMode(QProcess::MergedChannels);
        session.start(u"dbus-run-session"_s, {u"--"_s, u"sh"_s, u"-c"_s,
                                              u"printf pass | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec \"$0\" keepsInTheSystemsKeychain"_s,
                                              QCoreApplication::applicationFilePath()});
        QVERIFY(QTest::qWaitFor([&session] { return session.state() == QProcess::NotRunning; }, 60'000));
        QVERIFY2(session.exitStatus() == QProcess::NormalExit && session.exitCode() == 0, session.readAll());
        return;
    }
    const QString index = QString::fromLatin1(place);
    {
        Keychain keychain;
        const auto kept = await(keychain.keep(index, u"me:hünter2"_s));
        QVERIFY2(kept, qPrintable(kept ? QString() : kept.error().sentence + kept.error().details));
        QVERIFY(keychain.isKept(index));
    }
    Keychain next;
    QCOMPARE(next.login(index), QString()); // It was not asked yet.
    QCOMPARE(await(next.find(index)).value_or(QString()), u"me:hünter2"_s);
    QCOMPARE(next.login(index), u"me:hünter2"_s);
    QVERIFY(next.isKept(index));
    // No other server gets it.
    const auto other = await(next.find(u"https://other.example/simple/"_s));
    QVERIFY(!other);
    QCOMPARE(other.error().code, u"login-not-found"_s);

    next.forget(index);
    QCOMPARE(next.login(index), QString());
    Keychain last;
    QTRY_VERIFY(!await(last.find(index)));
    QCOMPARE(last.login(index), QString());
}

QTEST_GUILESS_MAIN(TestKeychain)
#include "tst_keychain.moc"
