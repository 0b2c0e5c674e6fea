// SPDX-License-Identifier: Apache-2.0
#include "core/build/build.h"
#include "core/plan/planjson.h"
#include "core/plan/planlayers.h"
#include "tests/helpers/enginefixture.h"

#include <QCryptographicHash>
#include <QProcess>

using namespace drydock;
using namespace drydock::test;
using namespace Qt::StringLiterals;

/// Builds real plans, and again with something more.
class LayersBuildTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void additionRedoesNothing_data();
    void additionRedoesNothing();
    void sourceThatGitFetchedIsInstalled_data() { additionRedoesNothing_data(); }
    void sourceThatGitFetchedIsInstalled();

private:
    EngineFixture &fixtureOf(int builder);
    PlanRequest request(Builder builder) const;
    BuildPlan planOf(const QStringList &pins, const QStringList &systemPackages, const std::optional<BuildPlan> &before, Builder builder);
    QStringList build(EngineFixture &fixture, const BuildPlan &plan);

    EngineFixture m_classic;
    EngineFixture m_buildKit;
    EngineFixture m_podman;
};

static const QString base = u"drydock.local/python:3.11"_s;
static const QString tag = u"drydock.test/layers:1"_s;

void LayersBuildTest::initTestCase()
{
    QVERIFY2(m_classic.open(), m_classic.why());
    m_classic.engine.builder = Builder::Classic;
    QVERIFY2(m_buildKit.openBuildKit(), m_buildKit.why());
    QVERIFY2(m_podman.open(u"podman"_s), m_podman.why());
    QVERIFY2(m_buildKit.has(base), m_buildKit.why());
    QVERIFY2(m_podman.has(base), m_podman.why());
}

void LayersBuildTest::cleanupTestCase()
{
    for (EngineFixture *each : {&m_buildKit, &m_podman}) {
        each->run({u"image"_s, u"rm"_s, u"--force"_s, tag});
        // Each build but the last lost its name to the next one.
        const auto ids = each->run({u"image"_s, u"ls"_s, u"--quiet"_s, u"--filter"_s, u"label=drydock.test=layers"_s});
        for (const QString &id : QString::fromLatin1(ids.value_or(QByteArray())).split(u'\n', Qt::SkipEmptyParts))
            each->run({u"image"_s, u"rm"_s, u"--force"_s, id});
    }
}

EngineFixture &LayersBuildTest::fixtureOf(int builder)
{
    return builder == int(Builder::Classic) ? m_classic : builder == int(Builder::Buildah) ? m_podman : m_buildKit;
}

PlanRequest LayersBuildTest::request(Builder builder) const
{
    PlanRequest request;
    request.choices.strategy = Strategy::ExtendImage;
    request.choices.tag = tag;
    request.choices.labels = {{u"drydock.test"_s, u"layers"_s}};
    request.advice.strategies = {StrategyAdvice{}};
    request.base.reference = builder == Builder::Buildah ? u"drydock.local/python:3.11"_s : base;
    request.base.contents.emplace();
    request.base.contents->pip = u"23.0.1"_s;
    Interpreter python;
    python.path = u"/usr/bin/python3"_s;
    python.version = u"3.11.2"_s;
    request.base.contents->interpreters = {python};
    request.engine.name = builder == Builder::Buildah ? u"podman"_s : u"docker"_s;
    request.engine.builder = builder;
    return request;
}

BuildPlan LayersBuildTest::planOf(const QStringList &pins, const QStringList &systemPackages, const std::optional<BuildPlan> &before, Builder builder)
{
    PlanRequest request = this->request(builder);
    request.choices.requirements = pins;
    request.choices.systemPackages = systemPackages;
    request.before = before;
    for (const QString &pin : pins) {
        ResolvedDistribution distribution;
        distribution.name = pin.section(u"=="_s, 0, 0);
        distribution.version = pin.section(u"=="_s, 1);
        request.resolution.distributions.append(distribution);
    }
    return makePlan(request).value();
}

/// The instructions that were executed and not taken from the cache.
QStringList LayersBuildTest::build(EngineFixture &fixture, const BuildPlan &plan)
{
    QTemporaryDir folder;
    if (!writePlan(plan, folder.filePath(u"plan"_s)))
        return {u"not written"_s};
    Build build(fixture.runner, fixture.engine, machineNetwork(), plan, folder.filePath(u"plan"_s), folder.filePath(u"log"_s));
    QMap<int, QString> steps;
    std::optional<BuildEnd> end;
    connect(&build, &Build::happened, this, [&steps](const QList<BuildEvent> &events) {
        for (const BuildEvent &event : events) {
            if (const auto *started = std::get_if<StepStarted>(&event))
                steps.insert(started->step, started->instruction);
            else if (const auto *cached = std::get_if<StepCached>(&event))
                steps.remove(cached->step);
        }
    });
    connect(&build, &Build::ended, this, [&end](const BuildEnd &how) { end = how; });
    build.start();
    if (!QTest::qWaitFor([&end] { return end.has_value(); }, 300'000) || end->outcome != BuildEnd::Outcome::Succeeded)
        return {u"not built: "_s + (end ? end->error.sentence + end->error.details : QString())};
    QStringList executed = steps.values();
    executed.removeIf([](const QString &instruction) { return !instruction.startsWith(u"RUN"); });
    return executed;
}

void LayersBuildTest::additionRedoesNothing_data()
{
    QTest::addColumn<int>("builder");
    QTest::newRow("buildkit") << int(Builder::BuildKit);
    QTest::newRow("classic") << int(Builder::Classic);
    QTest::newRow("podman") << int(Builder::Buildah);
}

void LayersBuildTest::additionRedoesNothing()
{
    QFETCH(int, builder);
    EngineFixture &fixture = fixtureOf(builder);
    const QStringList first{u"emoji==2.2.0"_s};
    const BuildPlan before = planOf(first, {}, {}, fixture.engine.builder);
    const QStringList executed = build(fixture, before);
    QVERIFY2(executed.size() <= 1 && !executed.value(0).startsWith(u"not"), qPrintable(executed.join(u'\n')));

    const QStringList more = first + QStringList{u"tabulate==0.9.0"_s};
    const BuildPlan after = planOf(more, {}, before, fixture.engine.builder);
    QCOMPARE(after.additions.size(), 2);
    const QStringList again = build(fixture, after);
    QVERIFY2(again.filter(u"layer-1"_s).isEmpty(), qPrintable(again.join(u'\n')));
    // And once more: nothing is executed.
    QCOMPARE(build(fixture, after), QStringList());

    const auto frozen = fixture.run({u"run"_s, u"--rm"_s, u"--network"_s, u"none"_s, tag, u"python3"_s, u"-m"_s, u"pip"_s, u"freeze"_s});
    QVERIFY2(frozen, why(frozen));
    for (const QString &pin : more)
        QVERIFY2(frozen->contains(pin.toUtf8()), frozen->constData());
    // Bytecode comes with the installation, and neither uv nor a cache stays.
    const auto inside = fixture.run({u"run"_s, u"--rm"_s, u"--network"_s, u"none"_s, tag, u"sh"_s, u"-c"_s,
                                     u"find / -xdev -path '*emoji/__pycache__/*.pyc' | grep -c . ; command -v uv; find /var/cache/drydock /root/.cache -type f 2>/dev/null | head"_s});
    QVERIFY2(inside, why(inside));
    QVERIFY2(inside->trimmed().toInt() > 0, inside->constData());
}

// Neither the base nor the image has git; the archive's hash is what the layer is held to.
void LayersBuildTest::sourceThatGitFetchedIsInstalled()
{
    QFETCH(int, builder);
    EngineFixture &fixture = fixtureOf(builder);
    QTemporaryDir folder;
    const auto write = [&folder](const QString &name, const QByteArray &text) {
        QFile file(folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
    };
    QVERIFY(QDir(folder.path()).mkpath(u"acme"_s));
    QVERIFY(write(u"acme/pyproject.toml"_s, "[build-system]\nrequires = [\"setuptools\"]\nbuild-backend = \"setuptools.build_meta\"\n"
                                                   "[project]\nname = \"acme\"\nversion = \"1.0\"\n[tool.setuptools]\npy-modules = [\"acme\"]\n"));
    QVERIFY(write(u"acme/acme.py"_s, "VALUE = 7\n"));
    QCOMPARE(QProcess::execute(u"tar"_s, {u"-czf"_s, folder.filePath(u"git-0123-acme.tar.gz"_s), u"-C"_s, folder.path(), u"acme"_s}), 0);
    QFile archive(folder.filePath(u"git-0123-acme.tar.gz"_s));
    QVERIFY(archive.open(QIODevice::ReadOnly));

    ResolvedDistribution acme;
    acme.name = u"acme"_s;
    acme.version = u"1.0"_s;
    acme.isWheel = false;
    acme.url = u"git+https://host.example/acme.git@0123#subdirectory=python"_s;
    acme.archive = archive.fileName();
    acme.hashes = {u"sha256:"_s + QString::fromLatin1(QCryptographicHash::hash(archive.readAll(), QCryptographicHash::Sha256).toHex())};
    PlanRequest request = this->request(fixture.engine.builder);
    request.choices.requirements = {u"acme @ git+https://host.example/acme.git@main#subdirectory=python"_s};
    request.resolution.distributions = {acme};
    const Result<BuildPlan> plan = makePlan(request);
    QVERIFY2(plan, why(plan));
    const QStringList executed = build(fixture, *plan);
    QVERIFY2(executed.size() == 1 && executed.first().startsWith(u"RUN"), qPrintable(executed.join(u'\n')));
    const auto value = fixture.run({u"run"_s, u"--rm"_s, u"--network"_s, u"none"_s, tag, u"python3"_s, u"-c"_s, u"import acme; print(acme.VALUE)"_s});
    QVERIFY2(value, why(value));
    QCOMPARE(value->trimmed(), "7");

    // Other bytes under that name are not installed.
    request.resolution.distributions.first().hashes = {u"sha256:"_s + QString(64, u'0')};
    const QStringList refused = build(fixture, makePlan(request).value());
    QVERIFY2(refused.value(0).startsWith(u"not built"), qPrintable(refused.join(u'\n')));
}

QTEST_GUILESS_MAIN(LayersBuildTest)
#include "tst_layers.moc"
