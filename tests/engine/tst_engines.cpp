// SPDX-License-Identifier: Apache-2.0
#include "core/engine/engine.h"
#include "core/engine/imagereference.h"
#include "tests/helpers/enginefixture.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace drydock;
using namespace drydock::test;
using namespace Qt::StringLiterals;

class TestEngines : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup();
    void searchesWhereDesktopProgramsDoNotLook_data();
    void searchesWhereDesktopProgramsDoNotLook();
    void choosesTheBuilder_data();
    void choosesTheBuilder();
    void findsDocker();
    void findsEveryClient();
    void findsPodman();
    void tellsStoppedFromAbsent();
    void tellsThatPermissionIsMissing();
    void namesAnUnknownContext();
    void listsContexts();
    void keepsTheChosenEngineInFront();
    void saysWhoStandsIn();
    void tellsWhatPodmanLacks_data();
    void tellsWhatPodmanLacks();
    void warnsOfWhatLimits();
    void knowsTheRemedy_data();
    void knowsTheRemedy();
    void bearsProgramsThatAreNoEngines();
    void readsReferences_data();
    void readsReferences();
    void refusesReferences_data();
    void refusesReferences();

private:
    QList<Engine> find(const EngineChoice &choice = {})
    {
        const auto engines = await(findEngines(m_runner, choice));
        return engines ? *engines : QList<Engine>();
    }
    QString script(const QByteArray &text);

    CommandRunner m_runner;
    QTemporaryDir m_folder;
};

QString TestEngines::script(const QByteArray &text)
{
    QFile file(m_folder.filePath(u"engine-%1"_s.arg(QDir(m_folder.path()).count())));
    if (file.open(QIODevice::WriteOnly))
        file.write("#!/bin/sh\n" + text);
    file.close();
    file.setPermissions(QFile::ReadOwner | QFile::ExeOwner | QFile::ReadOther | QFile::ExeOther);
    return file.fileName();
}

void TestEngines::cleanup()
{
    qunsetenv("DOCKER_HOST");
    qunsetenv("DOCKER_CONFIG");
    qunsetenv("XDG_CONFIG_HOME");
}

void TestEngines::searchesWhereDesktopProgramsDoNotLook_data()
{
    QTest::addColumn<QString>("system");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("home");
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("found");
    QTest::newRow("linux") << u"linux"_s << u"/usr/bin:/bin"_s << u"/home/ann"_s << u"/usr/bin"_s << u"/home/ann/.local/bin"_s;
    QTest::newRow("macos") << u"macos"_s << u"/usr/bin:/bin"_s << u"/Users/ann"_s << u"/usr/bin"_s << u"/opt/homebrew/bin"_s;
    QTest::newRow("windows") << u"windows"_s << u"C:\\Windows;C:\\Tools"_s << u"C:/Users/ann"_s << u"C:\\Windows"_s
                             << u"C:/Program Files/Docker/Docker/resources/bin"_s;
    QTest::newRow("relative") << u"linux"_s << u".:bin::/opt/x"_s << u"/home/ann"_s << u"/opt/x"_s << u"/usr/local/bin"_s;
}

void TestEngines::searchesWhereDesktopProgramsDoNotLook()
{
    QFETCH(QString, system);
    QFETCH(QString, path);
    QFETCH(QString, home);
    QFETCH(QString, first);
    QFETCH(QString, found);
    const QStringList folders = programFolders(system, path, home);
    QCOMPARE(folders.first(), first);
    QVERIFY(folders.contains(found));
    QVERIFY(!folders.contains(u"."_s));
    QVERIFY(!folders.contains(u"bin"_s));
    QStringList unique = folders;
    unique.removeDuplicates();
    QCOMPARE(unique, folders);
}

void TestEngines::choosesTheBuilder_data()
{
    QTest::addColumn<QString>("version");
    QTest::addColumn<bool>("buildx");
    QTest::addColumn<int>("builder");
    QTest::newRow("old") << u"18.06.3-ce"_s << false << int(Builder::Classic);
    QTest::newRow("first with BuildKit") << u"18.09.0"_s << false << int(Builder::BuildKit);
    QTest::newRow("Debian 12") << u"20.10.24+dfsg1"_s << false << int(Builder::BuildKit);
    QTest::newRow("needs buildx") << u"23.0.0"_s << false << int(Builder::Classic);
    QTest::newRow("new without buildx") << u"28.2.2"_s << false << int(Builder::Classic);
    QTest::newRow("new with buildx") << u"28.2.2"_s << true << int(Builder::Buildx);
    QTest::newRow("not a version") << u"unknown"_s << false << int(Builder::Classic);
}

void TestEngines::choosesTheBuilder()
{
    QFETCH(QString, version);
    QFETCH(bool, buildx);
    QFETCH(int, builder);
    QCOMPARE(int(dockerBuilder(version, buildx)), builder);
}

void TestEngines::findsDocker()
{
    const QList<Engine> engines = find();
    QVERIFY(!engines.isEmpty());
    const Engine &engine = engines.first();
    QVERIFY2(engine.isReady(), qPrintable(engine.detail + engine.words));
    QCOMPARE(engine.name, u"docker"_s);
    QVERIFY(!engine.version.isEmpty());
    QVERIFY(engine.platform.startsWith("linux/"_L1));
    QVERIFY(!engine.remote);
    QVERIFY(engine.detail.endsWith(u'.'));
    const QJsonObject object = toJson(engine);
    QCOMPARE(object[u"state"_s].toString(), u"ready"_s);
    QCOMPARE(object[u"command"_s].toArray().first().toString(), engine.command.first());

    const auto output = await(m_runner.run(engine.call({u"version"_s})));
    QVERIFY2(output, why(output));
    QCOMPARE(output->exitStatus, 0);
}

void TestEngines::findsEveryClient()
{
    int clients = 0;
    for (const QString &program : {u"/usr/bin/docker"_s, u"/usr/local/bin/docker"_s}) {
        if (!QFile::exists(program))
            continue;
        ++clients;
        const QList<Engine> engines = find({program, {}});
        QCOMPARE(engines.size(), 1);
        const Engine &engine = engines.first();
        QVERIFY2(engine.isReady(), qPrintable(engine.detail + engine.words));
        QCOMPARE(engine.command, QStringList{program});
        const auto buildx = await(m_runner.run(engine.call({u"buildx"_s, u"version"_s})));
        QVERIFY2(buildx, why(buildx));
        QCOMPARE(engine.builder, dockerBuilder(engine.version, buildx->exitStatus == 0));
    }
    QVERIFY2(clients > 0, "No docker in /usr/bin or /usr/local/bin");
}

void TestEngines::findsPodman()
{
    const QList<Engine> engines = find({u"podman"_s, {}});
    QCOMPARE(engines.size(), 1);
    QVERIFY2(engines.first().isReady(), qPrintable(engines.first().detail + engines.first().words));
    QCOMPARE(engines.first().name, u"podman"_s);
    QCOMPARE(engines.first().builder, Builder::Buildah);
    QVERIFY(engines.first().platform.startsWith("linux/"_L1));

    // Podman in Docker's clothes is still Podman.
    const QString disguise = script("exec podman \"$@\"\n");
    const QList<Engine> disguised = find({disguise, {}});
    QCOMPARE(disguised.first().name, u"podman"_s);
    QVERIFY(disguised.first().isReady());
}

void TestEngines::tellsStoppedFromAbsent()
{
    qputenv("DOCKER_HOST", "unix:///no/such/docker.sock");
    const Engine stopped = find({u"docker"_s, {}}).first();
    QCOMPARE(stopped.state, EngineState::Stopped);
    QVERIFY(!stopped.version.isEmpty());
    QVERIFY2(stopped.detail.contains("/no/such/docker.sock"_L1), qPrintable(stopped.detail));
    QVERIFY(!stopped.words.isEmpty());

    qputenv("DOCKER_HOST", "tcp://127.0.0.1:1");
    QCOMPARE(find({u"docker"_s, {}}).first().state, EngineState::Stopped);
    qunsetenv("DOCKER_HOST");

    // Podman's variable overrules its connections.
    qputenv("CONTAINER_HOST", "unix:///no/such/podman.sock");
    const Engine service = find({u"podman"_s, {}}).first();
    qunsetenv("CONTAINER_HOST");
    QCOMPARE(service.state, EngineState::Stopped);
    QVERIFY2(service.detail.contains("/no/such/podman.sock"_L1) && service.detail.contains("CONTAINER_HOST"_L1), qPrintable(service.detail));

    const Engine absent = find({u"/no/such/folder/podman"_s, {}}).first();
    QCOMPARE(absent.state, EngineState::Absent);
    QCOMPARE(absent.name, u"podman"_s);
    QVERIFY(absent.command.isEmpty());
    QVERIFY(absent.detail.contains("/no/such/folder/podman"_L1));
    QCOMPARE(absent.lookedIn, QStringList{u"/no/such/folder"_s});
}

void TestEngines::tellsThatPermissionIsMissing()
{
#ifdef Q_OS_UNIX
    if (::geteuid() != 0)
        QSKIP("Only root can become an account that may not use Docker");
#endif
    QFile::setPermissions(m_folder.path(), QFile::permissions(m_folder.path()) | QFile::ReadOther | QFile::ExeOther);
    const QString program = script("export HOME=/tmp\nexec setpriv --reuid=65534 --clear-groups docker \"$@\"\n");
    const Engine engine = find({program, {}}).first();
    QVERIFY2(engine.state == EngineState::NoPermission, qPrintable(engine.detail + engine.words));
    QVERIFY2(engine.detail.contains("/var/run/docker.sock"_L1), qPrintable(engine.detail));
    QVERIFY(engine.words.contains("permission denied"_L1));
}

void TestEngines::namesAnUnknownContext()
{
    for (const QString &name : {u"docker"_s, u"podman"_s}) {
        const Engine engine = find({name, u"elsewhere"_s}).first();
        QCOMPARE(engine.state, EngineState::Stopped);
        QVERIFY2(engine.detail.contains("elsewhere"_L1), qPrintable(engine.detail + engine.words));
    }
}

void TestEngines::listsContexts()
{
    // Configurations of their own: the person's stay as they are.
    QTemporaryDir docker;
    qputenv("DOCKER_CONFIG", docker.path().toUtf8());
    const Engine client = find({u"docker"_s, {}}).first();
    QCOMPARE(client.contexts.size(), 1);
    QCOMPARE(client.context, u"default"_s);
    QVERIFY(client.contexts.first().isCurrent);
    QVERIFY(client.endpoint.startsWith("unix://"_L1));
    for (const auto &[name, host] : {std::pair{u"here"_s, client.endpoint}, {u"far"_s, u"tcp://192.0.2.1:2375"_s}, {u"gone"_s, u"unix:///no/such.sock"_s}}) {
        const auto made = await(m_runner.run(client.call({u"context"_s, u"create"_s, name, u"--docker"_s, u"host="_s + host})));
        QVERIFY2(made && made->exitStatus == 0, why(made));
    }
    const Engine here = find({u"docker"_s, u"here"_s}).first();
    QVERIFY2(here.isReady(), qPrintable(here.detail));
    QCOMPARE(here.context, u"here"_s);
    QCOMPARE(here.command.mid(1), (QStringList{u"--context"_s, u"here"_s}));
    QStringList names;
    for (const EngineContext &context : here.contexts)
        names.append(context.name + u' ' + context.endpoint);
    QCOMPARE(names, (QStringList{u"default "_s + client.endpoint, u"far tcp://192.0.2.1:2375"_s, u"gone unix:///no/such.sock"_s,
                                 u"here "_s + client.endpoint}));
    const Engine gone = find({u"docker"_s, u"gone"_s}).first();
    QCOMPARE(gone.problem, u"not-running"_s);
    QVERIFY(gone.detail.contains("/no/such.sock"_L1));
    qunsetenv("DOCKER_CONFIG");

    QTemporaryDir podman;
    qputenv("XDG_CONFIG_HOME", podman.path().toUtf8());
    // Root's connections would go into the machine's own configuration.
    const QByteArray configuration = qgetenv("CONTAINERS_CONF");
    const QString copy = podman.filePath(u"containers.conf"_s);
    QVERIFY(QFile::copy(QStringLiteral(DRYDOCK_TEST_CONTAINERS_CONF), copy));
    qputenv("CONTAINERS_CONF", copy.toUtf8());
    const Engine local = find({u"podman"_s, {}}).first();
    QVERIFY2(local.isReady(), qPrintable(local.detail + local.words));
    const auto added = await(m_runner.run(local.call({u"system"_s, u"connection"_s, u"add"_s, u"--identity"_s, u"/no/key"_s, u"far"_s, u"ssh://ann@192.0.2.1:22/run/podman.sock"_s})));
    QVERIFY2(added && added->exitStatus == 0, added ? added->standardError.constData() : why(added).constData());
    const Engine connected = find({u"podman"_s, {}}).first();
    qunsetenv("XDG_CONFIG_HOME");
    qputenv("CONTAINERS_CONF", configuration);
    QVERIFY(connected.isReady());
    QVERIFY(!connected.remote);
    QVERIFY(connected.context.isEmpty());
    QCOMPARE(connected.contexts.size(), 1);
    QCOMPARE(connected.contexts.first().name, u"far"_s);
    QVERIFY(connected.contexts.first().endpoint.contains("192.0.2.1"_L1));
}

void TestEngines::keepsTheChosenEngineInFront()
{
    const QList<Engine> engines = find({u"podman"_s, {}, true});
    QCOMPARE(engines.size(), 2);
    QCOMPARE(engines[0].name, u"podman"_s);
    QCOMPARE(engines[1].name, u"docker"_s);
    QVERIFY(engines[0].isReady() && engines[1].isReady());

    // Chosen and stopped, it stays in front: the other one has other images.
    qputenv("DOCKER_HOST", "unix:///no/such.sock");
    const QList<Engine> stopped = find({u"docker"_s, {}, true});
    QCOMPARE(stopped.size(), 2);
    QCOMPARE(stopped[0].problem, u"not-running"_s);
    QVERIFY(stopped[1].isReady());
    QVERIFY(standInNotice(stopped, {u"docker"_s, {}, true}).isEmpty());
}

void TestEngines::saysWhoStandsIn()
{
    QVERIFY(standInNotice(find(), {}).isEmpty());
    qputenv("DOCKER_HOST", "unix:///no/such.sock");
    const QList<Engine> engines = find();
    QCOMPARE(engines.first().name, u"podman"_s);
    const QString notice = standInNotice(engines, {});
    QVERIFY2(notice.contains("Docker"_L1) && notice.contains("Podman"_L1), qPrintable(notice));
}

void TestEngines::tellsWhatPodmanLacks_data()
{
    QTest::addColumn<QByteArray>("says");
    QTest::addColumn<QByteArray>("connections");
    QTest::addColumn<QString>("problem");
    const QByteArray unconnected = "Cannot connect to Podman. Please verify your connection to the Linux system using `podman system connection "
                                   "list`, or try `podman machine init` and `podman machine start` to manage a new Linux VM";
    QTest::newRow("no machine") << unconnected << QByteArray("[]") << u"no-machine"_s;
    QTest::newRow("stopped") << unconnected
                             << QByteArray(R"([{"Name":"podman-machine-default","URI":"ssh://core@127.0.0.1:50123/run/podman.sock","Default":true}])")
                             << u"not-running"_s;
    QTest::newRow("far") << unconnected << QByteArray(R"([{"Name":"far","URI":"ssh://ann@192.0.2.1:22/run/podman.sock","Default":true}])")
                         << u"unreachable"_s;
    QTest::newRow("broken") << QByteArray("Error: creating runtime: no such file or directory") << QByteArray("[]") << u"broken"_s;
    QTest::newRow("not allowed") << QByteArray("Error: open /var/lib/containers: permission denied") << QByteArray("half [{") << u"no-permission"_s;
}

void TestEngines::tellsWhatPodmanLacks()
{
    QFETCH(QByteArray, says);
    QFETCH(QByteArray, connections);
    QFETCH(QString, problem);
    // A machine of Podman's cannot be made here: what its client says is played.
    const QString podman = script("case \"$1\" in --version) echo podman version 5.4.0;; system) echo '" + connections + "';; *) echo '" + says
                                  + "' >&2; exit 125;; esac\n");
    const Engine engine = find({podman, {}}).first();
    QCOMPARE(engine.problem, problem);
    QVERIFY(!engine.isReady());
    QVERIFY(engine.detail.endsWith(u'.'));
    QCOMPARE(toJson(engine)[u"problem"_s].toString(), problem);
}

void TestEngines::warnsOfWhatLimits()
{
    const QString podman = script("case \"$1\" in --version) echo podman version 5.4.0;; system) echo '[]';; *) echo '"
                                  R"({"host":{"os":"linux","arch":"arm64","memTotal":2000000000,"cgroupVersion":"v1","security":{"rootless":true}}})"
                                  "';; esac\n");
    const Engine engine = find({podman, {}}).first();
    QVERIFY(engine.isReady());
    QVERIFY(engine.rootless);
    QCOMPARE(engine.warnings.size(), 2);
    QVERIFY2(engine.warnings[0].contains("machine"_L1), qPrintable(engine.warnings[0]));
    QVERIFY2(engine.warnings[1].contains("memory"_L1), qPrintable(engine.warnings[1]));
    QVERIFY(find({u"docker"_s, {}}).first().warnings.isEmpty());
}

void TestEngines::knowsTheRemedy_data()
{
    QTest::addColumn<QString>("engine");
    QTest::addColumn<QString>("problem");
    QTest::addColumn<QString>("place"); // context and endpoint
    QTest::addColumn<QString>("system");
    QTest::addColumn<QString>("command");
    QTest::addColumn<bool>("starts");
    QTest::newRow("Docker on Linux") << u"docker"_s << u"not-running"_s << u"default unix:///var/run/docker.sock"_s << u"linux"_s << u"sudo systemctl start docker"_s << false;
    QTest::newRow("rootless Docker") << u"docker"_s << u"not-running"_s << u"rootless unix:///run/user/1000/docker.sock"_s << u"linux"_s << u"systemctl --user start docker"_s << true;
    QTest::newRow("Docker Desktop on Linux") << u"docker"_s << u"not-running"_s << u"desktop-linux unix:///home/ann/.docker/desktop/docker.sock"_s << u"linux"_s << u"systemctl --user start docker-desktop"_s << true;
    QTest::newRow("Docker Desktop on macOS") << u"docker"_s << u"not-running"_s << u"desktop-linux unix:///Users/ann/.docker/run/docker.sock"_s << u"macos"_s << u"open -a Docker"_s << true;
    QTest::newRow("OrbStack") << u"docker"_s << u"not-running"_s << u"orbstack unix:///Users/ann/.orbstack/run/docker.sock"_s << u"macos"_s << u"open -a OrbStack"_s << true;
    QTest::newRow("Colima") << u"docker"_s << u"not-running"_s << u"colima unix:///Users/ann/.colima/default/docker.sock"_s << u"macos"_s << u"colima start"_s << true;
    QTest::newRow("Docker Desktop on Windows") << u"docker"_s << u"not-running"_s << u"desktop-linux npipe:////./pipe/x"_s << u"windows"_s << u"C:/Program Files/Docker/Docker/Docker Desktop.exe"_s << true;
    QTest::newRow("group docker") << u"docker"_s << u"no-permission"_s << u"default unix:///var/run/docker.sock"_s << u"linux"_s << u"sudo usermod -aG docker $USER"_s << false;
    QTest::newRow("Podman's machine") << u"podman"_s << u"not-running"_s << u" "_s << u"macos"_s << u"podman machine start"_s << true;
    QTest::newRow("no machine") << u"podman"_s << u"no-machine"_s << u" "_s << u"windows"_s << u"podman machine init --now"_s << false;
    QTest::newRow("unreachable") << u"docker"_s << u"unreachable"_s << u"far ssh://ann@far"_s << u"linux"_s << QString() << false;
    QTest::newRow("not installed") << u"docker"_s << u"not-installed"_s << u" "_s << u"linux"_s << QString() << false;
    QTest::newRow("ready") << u"docker"_s << QString() << u" "_s << u"linux"_s << QString() << false;
}

void TestEngines::knowsTheRemedy()
{
    QFETCH(QString, engine);
    QFETCH(QString, problem);
    QFETCH(QString, place);
    QFETCH(QString, system);
    QFETCH(QString, command);
    QFETCH(bool, starts);
    Engine sick;
    sick.name = engine;
    sick.problem = problem;
    sick.context = place.section(u' ', 0, 0);
    sick.endpoint = place.section(u' ', 1);
    const Remedy remedy = remedyFor(sick, system);
    QCOMPARE(remedy.command.join(u' '), command);
    QCOMPARE(remedy.startsByItself, starts);
}

void TestEngines::bearsProgramsThatAreNoEngines()
{
    for (const char *text : {"exit 1\n", "echo Docker version\n", "cat /dev/zero\n", "kill -SEGV $$\n",
                                   "echo 'Docker version 99.1, build x'; echo '[[[{\"Server\":'\n"}) {
        const QList<Engine> engines = find({script(text), {}});
        QCOMPARE(engines.size(), 1);
        QCOMPARE(engines.first().state, EngineState::Stopped);
        QVERIFY(!engines.first().problem.isEmpty());
        QVERIFY(!engines.first().detail.isEmpty());
    }
}

void TestEngines::readsReferences_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("full");
    QTest::addColumn<QString>("familiar");
    const QString digest = u"sha256:"_s + QString(64, u'a');
    QTest::newRow("name") << u"python"_s << u"docker.io/library/python:latest"_s << u"python:latest"_s;
    QTest::newRow("tag") << u"prefecthq/prefect:3-latest"_s << u"docker.io/prefecthq/prefect:3-latest"_s << u"prefecthq/prefect:3-latest"_s;
    QTest::newRow("docker.io") << u"docker.io/python:3.9"_s << u"docker.io/library/python:3.9"_s << u"python:3.9"_s;
    QTest::newRow("old hub") << u"index.docker.io/a/b:1"_s << u"docker.io/a/b:1"_s << u"a/b:1"_s;
    QTest::newRow("registry") << u"drydock.local/prefect:core-1.4.1"_s << u"drydock.local/prefect:core-1.4.1"_s << u"drydock.local/prefect:core-1.4.1"_s;
    QTest::newRow("port") << u"localhost:5000/a"_s << u"localhost:5000/a:latest"_s << u"localhost:5000/a:latest"_s;
    QTest::newRow("localhost") << u"localhost/a:b"_s << u"localhost/a:b"_s << u"localhost/a:b"_s;
    QTest::newRow("address") << u"[::1]:5000/a/b__c-d.e:T_1.x-y"_s << u"[::1]:5000/a/b__c-d.e:T_1.x-y"_s << u"[::1]:5000/a/b__c-d.e:T_1.x-y"_s;
    QTest::newRow("digest") << u"a@"_s + digest << u"docker.io/library/a@"_s + digest << u"a@"_s + digest;
    QTest::newRow("both") << u"a:1@"_s + digest << u"docker.io/library/a:1@"_s + digest << u"a:1@"_s + digest;
}

void TestEngines::readsReferences()
{
    QFETCH(QString, text);
    QFETCH(QString, full);
    QFETCH(QString, familiar);
    const auto reference = ImageReference::parse(text);
    QVERIFY2(reference, why(reference));
    QCOMPARE(reference->full(), full);
    QCOMPARE(reference->familiar(), familiar);
    // Both forms say the same.
    QCOMPARE(*ImageReference::parse(full), *reference);
    QCOMPARE(*ImageReference::parse(familiar), *reference);
}

void TestEngines::refusesReferences_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"", ":1", "Prefect", "a/B", "a b", "a:", "a:-1", "a:.x", "a:x y", "a@sha256:12", "a@", "https://a/b", "a//b",
                             "/a", "a/", "-a", "a_-b", "a___b", "a..b", "reg istry.io/a", "-x.io/a", "x.io:port/a", "a\n", "a:\xc3\xbc",
                             "\xc3\xbc", "--privileged"})
        QTest::addRow("'%s'", text) << QString::fromUtf8(text);
    QTest::newRow("id") << QString(64, u'a');
    QTest::newRow("long") << QString(256, u'a');
    QTest::newRow("long tag") << u"a:"_s + QString(129, u'a');
    QTest::newRow("endless") << QString(100000, u'a');
}

void TestEngines::refusesReferences()
{
    QFETCH(QString, text);
    const auto reference = ImageReference::parse(text);
    QVERIFY(!reference);
    QCOMPARE(reference.error().code, u"image-reference-invalid"_s);
    QVERIFY(reference.error().sentence.endsWith(u'.'));
}

QTEST_GUILESS_MAIN(TestEngines)
#include "tst_engines.moc"
