// SPDX-License-Identifier: Apache-2.0
#include "core/build/buildcommand.h"
#include "core/build/buildfailure.h"
#include "core/build/buildlogparser.h"
#include "core/build/diskspace.h"
#include "core/image/platform.h"
#include "core/log/escapes.h"

#include <QTemporaryDir>
#include <QTest>

using namespace drydock;
using namespace Qt::StringLiterals;

static Engine docker(Builder builder)
{
    Engine engine;
    engine.name = u"docker"_s;
    engine.command = {u"/usr/bin/docker"_s, u"--context"_s, u"here"_s};
    engine.state = EngineState::Ready;
    engine.builder = builder;
    return engine;
}

class BuildFailureTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesStepAndCause_data();
    void namesStepAndCause();
    void unknownCausePointsToTheLog();
    void commandOfEachBuilder();
    void nothingSecretIsInTheArguments();
    void loopbackServersNeedTheHostsNetwork();
    void roomIsLookedAtBefore();
    void emulationIsLookedForBefore();
    void classicBuilderIsNotSentToTheSettings();
};

void BuildFailureTest::namesStepAndCause_data()
{
    QTest::addColumn<int>("builder");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("begin");
    QTest::addColumn<QString>("part");
    const auto row = [](const char *log, Builder builder, const QString &code, const QString &begin, const QString &part) {
        QTest::newRow(log) << int(builder) << code << begin << part;
    };
    row("buildkit-pip-unknown", Builder::BuildKit, u"distribution-not-found"_s, u"Step 2 of 2 failed."_s, u" no-such-distribution-drydock==1.0,"_s);
    row("buildkit-pip-version", Builder::BuildKit, u"distribution-not-found"_s, u"Step 2 of 2 failed."_s, u"no version that fits humanize==99 "_s);
    row("buildkit-pip-certificate", Builder::BuildKit, u"certificate-not-trusted"_s, u"Step 3 of 3 failed."_s, u"certificate"_s);
    row("buildkit-pip-conflict", Builder::BuildKit, u"resolution-conflict"_s, u"Step 2 of 2 failed."_s, u"contradict"_s);
    row("buildkit-pip-hash", Builder::BuildKit, u"hash-mismatch"_s, u"Step 2 of 2 failed."_s, u"hash"_s);
    row("buildkit-uv-unknown", Builder::BuildKit, u"distribution-not-found"_s, u"Step 3 of 3 failed."_s, u"named no-such-distribution-drydock."_s);
    row("buildkit-uv-version", Builder::BuildKit, u"distribution-not-found"_s, u"Step 3 of 3 failed."_s, u"humanize==99"_s);
    row("buildkit-uv-certificate", Builder::BuildKit, u"certificate-not-trusted"_s, u"Step 3 of 3 failed."_s, u"certificate"_s);
    row("classic-pip-network", Builder::Classic, u"index-not-reached"_s, u"Step 2 of 2 failed."_s, u"not reached"_s);
    row("buildkit-apt", Builder::BuildKit, u"system-package-not-found"_s, u"Step 2 of 2 failed."_s, u"no-such-package-drydock"_s);
    row("buildkit-copyfail", Builder::BuildKit, u"file-not-found"_s, u"Step 2 of 2 failed."_s, u"/absent.txt"_s);
    row("buildx-copyfail", Builder::Buildx, u"file-not-found"_s, u"Step 2 of 2 failed."_s, u"/absent.txt"_s);
    row("classic-copyfail", Builder::Classic, u"file-not-found"_s, u"Step 2 of 2 failed."_s, u"absent.txt"_s);
    row("buildah-copyfail", Builder::Buildah, u"file-not-found"_s, u"Step 2 of 2 failed."_s, u"/absent.txt"_s);
    row("buildkit-nobase", Builder::BuildKit, u"base-not-found"_s, u"The base image drydock.test/absent:1"_s, u"not reached"_s);
    row("buildx-nobase", Builder::Buildx, u"base-not-found"_s, u"The base image drydock.test/absent:1"_s, u"not reached"_s);
    row("classic-nobase", Builder::Classic, u"base-not-found"_s, u"Step 1 of 2 failed. The base image drydock.test/absent:1"_s, u"not reached"_s);
    row("buildah-nobase", Builder::Buildah, u"base-not-found"_s, u"Step 1 of 2 failed. The base image drydock.test/absent:1"_s, u"not reached"_s);
    for (const auto &[log, builder] : {std::pair("buildkit-registry-500", Builder::BuildKit), {"rawjson-registry-500", Builder::Buildx}, {"classic-registry-500", Builder::Classic}, {"buildah-registry-500", Builder::Buildah}})
        row(log, builder, u"registry-failed"_s, builder == Builder::Classic || builder == Builder::Buildah ? u"Step 1 of 2 failed. The registry of the base image 127.0.0.1:5000/base:1"_s : u"The registry of the base image 127.0.0.1:5000/base:1"_s, u"(500"_s);
    for (const auto &[log, builder] : {std::pair("buildkit-registry-429", Builder::BuildKit), {"rawjson-registry-429", Builder::Buildx}, {"classic-registry-429", Builder::Classic}})
        row(log, builder, u"registry-failed"_s, builder == Builder::Classic ? u"Step 1 of 2 failed. The registry of the base image 127.0.0.1:5000/base:1"_s : u"The registry of the base image 127.0.0.1:5000/base:1"_s, u"refuses further requests"_s);
    row("buildkit-uv-500", Builder::BuildKit, u"index-failed"_s, u"Step 3 of 3 failed."_s, u"(500 Internal Server Error)"_s);
    row("buildkit-uv-429", Builder::BuildKit, u"index-failed"_s, u"Step 3 of 3 failed."_s, u"refuses further requests"_s);
    // pip does not say what the index answered.
    row("buildkit-pip-500", Builder::BuildKit, u"distribution-not-found"_s, u"Step 2 of 2 failed."_s, u"or fails itself"_s);
    row("rawjson-fail", Builder::Buildx, u"build-failed"_s, u"Step 3 of 3 failed."_s, u"says why"_s);
    row("rawjson-nobase", Builder::Buildx, u"base-not-found"_s, u"The base image drydock.test/absent:1"_s, u"not reached"_s);
    row("rawjson-copyfail", Builder::Buildx, u"file-not-found"_s, u"Step 2 of 2 failed."_s, u"/absent.txt"_s);
    row("rawjson-dockerfile", Builder::Buildx, u"dockerfile-invalid"_s, u"The Dockerfile has an error:"_s, u"unknown instruction: FOO."_s);
    row("classic-engine-absent", Builder::Classic, u"engine-not-ready"_s, u"Docker does not answer."_s, u"Start it"_s);
    row("buildkit-engine-absent", Builder::BuildKit, u"engine-not-ready"_s, u"Docker does not answer."_s, u"Start it"_s);
    row("buildkit-missing", Builder::BuildKit, u"builder-missing"_s, u"Docker has no BuildKit"_s, u"buildx"_s);
    row("buildkit-dockerfile", Builder::BuildKit, u"dockerfile-invalid"_s, u"The Dockerfile has an error:"_s, u"unknown instruction: FOO."_s);
    row("classic-dockerfile", Builder::Classic, u"dockerfile-invalid"_s, u"The Dockerfile has an error:"_s, u"unknown instruction: FOO."_s);
    row("buildah-dockerfile", Builder::Buildah, u"dockerfile-invalid"_s, u"Step 2 of 2 failed. The Dockerfile"_s, u"\"FOO\""_s);
    row("classic-mount", Builder::Classic, u"builder-lacks-mounts"_s, u"Step 2 of 2 failed."_s, u"needs BuildKit"_s);
}

void BuildFailureTest::namesStepAndCause()
{
    QFETCH(int, builder);
    QFETCH(QString, begin);
    QFETCH(QString, part);
    QFile file(QStringLiteral(DRYDOCK_TEST_DATA) + u"/buildlogs/"_s + QString::fromLatin1(QTest::currentDataTag()) + u".log"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QByteArray log = file.readAll();

    // The step as Build finds it: the failed one, else the one that is open at the end.
    FailedStep step;
    bool isOpen = false;
    BuildLogParser parser{Builder(builder)};
    QList<BuildEvent> events = parser.feed(log);
    events += parser.finish();
    if (BuildLogParser::hasTranscript(Builder(builder)))
        log = parser.takeTranscript();
    QHash<int, StepStarted> started;
    for (const BuildEvent &event : events) {
        if (const auto *begun = std::get_if<StepStarted>(&event)) {
            started.insert(begun->step, *begun);
            step = {begun->step, begun->of, begun->instruction, {}};
            isOpen = true;
        } else if (std::get_if<StepFinished>(&event) || std::get_if<StepCached>(&event)) {
            isOpen = false;
        } else if (const auto *failed = std::get_if<StepFailed>(&event)) {
            step = {failed->step, started.value(failed->step).of, started.value(failed->step).instruction, failed->message};
            isOpen = true;
            break;
        }
    }
    if (!isOpen)
        step = {};
    QStringList lines;
    for (const QByteArray &line : log.trimmed().split('\n'))
        lines.append(plainText(QString::fromUtf8(line)));

    const Error error = buildFailure(docker(Builder(builder)), step, lines);
    QTEST(error.code, "code");
    QVERIFY2(error.sentence.startsWith(begin), qPrintable(error.sentence));
    QVERIFY2(error.sentence.contains(part), qPrintable(error.sentence));
    QVERIFY2(!error.sentence.contains(u'%'), qPrintable(error.sentence));
    QVERIFY(error.details.endsWith(lines.last()));
}

void BuildFailureTest::unknownCausePointsToTheLog()
{
    const Engine engine = docker(Builder::BuildKit);
    Error error = buildFailure(engine, {2, 5, u"RUN make"_s, u"exit code: 2"_s}, {u"make: *** [all] Error 2"_s});
    QCOMPARE(error.code, u"build-failed"_s);
    QCOMPARE(error.sentence, u"Step 2 of 5 failed. The end of the log says why."_s);
    QCOMPARE(error.details, u"make: *** [all] Error 2"_s);
    error = buildFailure(engine, {}, {});
    QCOMPARE(error.sentence, u"The build failed before its first step. The end of the log says why."_s);
    // What an instruction prints is not what the engine says of itself.
    error = buildFailure(engine, {3, 5, u"RUN x"_s, u"exit code: 1"_s},
                         QStringList{u"dial tcp: lookup example.org: no such host"_s} + QStringList(20, u"more"_s));
    QCOMPARE(error.code, u"build-failed"_s);
}

void BuildFailureTest::commandOfEachBuilder()
{
    BuildPlan plan;
    plan.command = {u"/opt/other/docker"_s, u"build"_s, u"--tag"_s, u"local/etl:1"_s, u"."_s};
    const BuildFiles files{u"/tmp/x/image-id"_s, {}};
    const auto arguments = [&](Builder builder, const BuildOptions &options) {
        return buildCommand(docker(builder), {}, plan, u"/plans/etl"_s, options, files).arguments.join(u' ');
    };
    QCOMPARE(arguments(Builder::BuildKit, {}),
             u"--context here build --tag local/etl:1 --progress=plain --iidfile /tmp/x/image-id ."_s);
    QCOMPARE(arguments(Builder::Buildx, {.noCache = true}),
             u"--context here buildx build --tag local/etl:1 --progress=plain --load --iidfile /tmp/x/image-id --no-cache ."_s);
    QCOMPARE(arguments(Builder::Classic, {}),
             u"--context here build --tag local/etl:1 --force-rm --iidfile /tmp/x/image-id ."_s);
    BuildOptions chosen;
    chosen.secrets = {u"id=token,src=/home/me/token"_s};
    chosen.builder = u"far"_s;
    QCOMPARE(arguments(Builder::Buildx, chosen),
             u"--context here buildx build --tag local/etl:1 --progress=plain --load --builder far --iidfile /tmp/x/image-id --secret id=token,src=/home/me/token ."_s);
    Engine newer = docker(Builder::Buildx);
    newer.hasRawProgress = true;
    QVERIFY(buildCommand(newer, {}, plan, {}, {}, files).arguments.contains(u"--progress=rawjson"_s));
    const Command command = buildCommand(docker(Builder::BuildKit), {}, plan, u"/plans/etl"_s, {}, files);
    QCOMPARE(command.program, u"/usr/bin/docker"_s);
    QCOMPARE(command.workingDirectory, u"/plans/etl"_s);
    QCOMPARE(command.environment.value(u"DOCKER_BUILDKIT"_s), u"1"_s);
}

void BuildFailureTest::nothingSecretIsInTheArguments()
{
    BuildPlan plan;
    plan.command = {u"docker"_s, u"build"_s, u"."_s};
    Network network;
    network.certificates = u"/etc/corp.pem"_s;
    network.indexUrl = u"https://ada:secret@index.corp.example/simple"_s;
    network.proxy = u"http://ada:secret@proxy.corp.example:3128"_s;
    const BuildFiles files{u"/tmp/x/image-id"_s, u"/tmp/x/index"_s};
    for (const Builder builder : {Builder::BuildKit, Builder::Buildx, Builder::Classic, Builder::Buildah}) {
        const Command command = buildCommand(docker(builder), network, plan, u"/plans/etl"_s, {}, files);
        QVERIFY(!command.arguments.join(u' ').contains(u"secret@"_s));
        QCOMPARE(command.environment.value(u"HTTPS_PROXY"_s), network.proxy);
        QCOMPARE(command.arguments.count(u"--build-arg"_s), 4);
        // The classic builder has no secrets.
        QCOMPARE(command.arguments.contains(u"id=certificates,src=/etc/corp.pem"_s), builder != Builder::Classic);
        QCOMPARE(command.arguments.contains(u"id=index,src=/tmp/x/index"_s), builder != Builder::Classic);
        QVERIFY(!command.arguments.contains(u"--network"_s));
    }
}

void BuildFailureTest::loopbackServersNeedTheHostsNetwork()
{
    BuildPlan plan;
    plan.command = {u"docker"_s, u"build"_s, u"."_s};
    for (const QString &url : {u"http://127.0.0.1:8080/simple"_s, u"http://localhost/simple"_s, u"http://[::1]:3128"_s}) {
        Network network;
        network.indexUrl = url;
        QVERIFY(buildCommand(docker(Builder::BuildKit), network, plan, {}, {}, {}).arguments.join(u' ').contains(u"--network host"_s));
        network = {};
        network.proxy = url;
        QVERIFY(buildCommand(docker(Builder::BuildKit), network, plan, {}, {}, {}).arguments.join(u' ').contains(u"--network host"_s));
    }
}

void BuildFailureTest::roomIsLookedAtBefore()
{
    BuildPlan plan;
    ResolvedDistribution torch;
    torch.name = u"torch"_s;
    torch.downloadBytes = 800'000'000;
    plan.requirements = {torch};
    const Engine engine = docker(Builder::BuildKit);
    QVERIFY(!tooLittleSpace(engine, plan, 100'000'000'000));
    QVERIFY(!tooLittleSpace(engine, plan, -1)); // Not known is no reason.
    const auto error = tooLittleSpace(engine, plan, 1'000'000'000);
    QVERIFY(error);
    QCOMPARE(error->code, u"no-space"_s);
    QVERIFY2(error->sentence.contains(u"1.0 GB are free where Docker"_s) && error->sentence.contains(u"4.2 GB"_s), qPrintable(error->sentence));
    plan.requirements.clear();
    QVERIFY(!tooLittleSpace(engine, plan, 1'000'000'000));
    QVERIFY(tooLittleSpace(engine, plan, 1'000'000));
}

void BuildFailureTest::emulationIsLookedForBefore()
{
    QVERIFY(isEmulated(u"linux/arm64/v8"_s, u"linux/amd64"_s));
    QVERIFY(!isEmulated(u"linux/amd64"_s, u"linux/amd64"_s));
    QVERIFY(!isEmulated(u"linux/386"_s, u"linux/amd64"_s));
    QVERIFY(!isEmulated(u"linux/arm64"_s, QString()));

    const QTemporaryDir handlers;
    Engine engine = docker(Builder::BuildKit);
    engine.endpoint = u"unix:///var/run/docker.sock"_s;
    // Nothing is known where the list is not there, or is another kernel's.
    QVERIFY(!canEmulate(engine, u"linux/arm64"_s, handlers.path()));
    const auto write = [&handlers](const QString &name) {
        QFile file(handlers.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
    };
    write(u"status"_s);
    QCOMPARE(canEmulate(engine, u"linux/arm64"_s, handlers.path()), std::optional(false));
    write(u"qemu-aarch64"_s);
    QCOMPARE(canEmulate(engine, u"linux/arm64/v8"_s, handlers.path()), std::optional(true));
    QCOMPARE(canEmulate(engine, u"linux/ppc64le"_s, handlers.path()), std::optional(false));
    engine.remote = true;
    QVERIFY(!canEmulate(engine, u"linux/ppc64le"_s, handlers.path()));
    // And where it was not known, the log tells.
    const Error error = buildFailure(docker(Builder::BuildKit), {2, 3, u"RUN true"_s, {}}, {u"exec /bin/sh: exec format error"_s});
    QCOMPARE(error.code, u"platform-not-emulated"_s);
}

void BuildFailureTest::classicBuilderIsNotSentToTheSettings()
{
    const QStringList log{u"SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]"_s};
    const Error classic = buildFailure(docker(Builder::Classic), {2, 3, u"RUN pip"_s, {}}, log);
    QCOMPARE(classic.code, u"certificate-not-trusted"_s);
    QVERIFY2(classic.sentence.contains(u"this builder cannot be lent yours"_s), qPrintable(classic.sentence));
    QVERIFY(buildFailure(docker(Builder::BuildKit), {2, 3, u"RUN pip"_s, {}}, log).sentence.contains(u"in the settings"_s));
}

QTEST_GUILESS_MAIN(BuildFailureTest)
#include "tst_buildfailure.moc"
