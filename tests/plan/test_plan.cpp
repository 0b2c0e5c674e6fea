// SPDX-License-Identifier: Apache-2.0
#include "tests/plan/planfixture.h"

#include "core/plan/planjson.h"
#include "core/plan/quoting.h"

#include <QUrl>
#include <QCryptographicHash>
#include <QDate>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace drydock;
using namespace drydock::test;

class PlanTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void extendsThePrefectImage()
    {
        const Result<BuildPlan> plan = makePlan(guide());
        QVERIFY(plan);
        const QString dockerfile = QString::fromUtf8(plan->file(u"Dockerfile"_s));
        QVERIFY(dockerfile.startsWith(u"FROM drydock.local/prefect:1.4.1-python3.9\n"));
        QVERIFY(dockerfile.contains(u"--require-hashes"));
        QVERIFY(dockerfile.contains(u"--mount=type=secret,id=certificates"));
        QVERIFY(dockerfile.contains(u"ENV PYTHONPATH=\"/opt/drydock/lib\""));
        QVERIFY(dockerfile.contains(u"page.drydock.strategy=\"extend-image\""));
        // What the base says of user, working directory and entrypoint stays.
        for (const QString &instruction : {u"\nUSER"_s, u"\nWORKDIR"_s, u"\nENTRYPOINT"_s, u"\nCMD"_s})
            QVERIFY(!dockerfile.contains(instruction));
        QVERIFY(plan->usesBuildKit);
        QVERIFY(plan->file(u"requirements.txt"_s).contains("\nnumpy==2.0.2 \\\n    --hash=sha256:ffff"));
        QVERIFY(plan->file(u"constraints.txt"_s).contains("prefect==1.4.1"));
        QVERIFY(!plan->file(u"constraints.txt"_s).contains("numpy"));
        QVERIFY(plan->file(u"local/lib/my_task_library.py"_s).contains("task_1"));
        QVERIFY(plan->file(u".dockerignore"_s).startsWith("*\n"));
        QCOMPARE(plan->tag, QString(u"example:"_s + QDate::currentDate().toString(u"yyyy.MM.dd"_s)));
        QCOMPARE(plan->command, (QStringList{u"/usr/bin/docker"_s, u"--context"_s, u"here"_s, u"build"_s, u"--file"_s, u"Dockerfile"_s, u"--tag"_s, plan->tag, u"."_s}));
        QCOMPARE(plan->pythonVersion, u"3.9"_s);
        QCOMPARE(plan->prefectVersion, u"1.4.1"_s);
        QVERIFY(plan->imports.contains(u"numpy"_s) && plan->imports.contains(u"prefect.storage"_s));
        QVERIFY(!plan->imports.contains(u"my_task_library"_s));
        QCOMPARE(plan->localModules.size(), 1);
        QCOMPARE(plan->runsOn, u"docker"_s);
        QVERIFY(!plan->reasons.isEmpty());
    }

    void ownWheelsGoAlongAndAreInstalledByTheirHash()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"acme_tools-1.2-py3-none-any.whl"_s);
        PlanRequest request = guide();
        request.choices.requirements = {u"acme-tools @ "_s + QUrl::fromLocalFile(path).toString()};
        ResolvedDistribution acme;
        acme.name = u"acme-tools"_s;
        acme.version = u"1.2"_s;
        acme.hashes = {u"sha256:"_s + QString(64, u'0')}; // Of an older file with this name.
        request.resolution.distributions = {acme};
        compareErrors(request, u"wheel-unreadable"_s);

        QFile wheel(path);
        QVERIFY(wheel.open(QIODevice::WriteOnly) && wheel.write("wheel") == 5);
        wheel.close();
        const Result<BuildPlan> plan = makePlan(request);
        QVERIFY2(plan, plan ? "" : qPrintable(plan.error().sentence));
        QCOMPARE(plan->file(u"wheels/acme_tools-1.2-py3-none-any.whl"_s), "wheel");
        QVERIFY(plan->file(u"Dockerfile"_s).contains("\nCOPY layer-1.txt wheels/acme_tools-1.2-py3-none-any.whl /opt/drydock/\n"));
        const QByteArray hash = QCryptographicHash::hash("wheel", QCryptographicHash::Sha256).toHex();
        QCOMPARE(plan->file(u"layer-1.txt"_s), "--find-links /opt/drydock\nacme-tools==1.2 \\\n    --hash=sha256:" + hash + '\n');
        QVERIFY(plan->file(u".dockerignore"_s).contains("\n!wheels\n"));

        request.choices.strategy = Strategy::RuntimeInstall;
        compareErrors(request, u"wheel-not-reachable"_s);
    }

    void whatGitFetchedGoesAlongAndIsInstalledByItsHash()
    {
        QTemporaryDir folder;
        PlanRequest request = guide();
        request.choices.requirements = {u"acme @ git+ssh://git@host.example/acme.git@v1#subdirectory=python"_s};
        ResolvedDistribution acme;
        acme.name = u"acme"_s;
        acme.version = u"1.0"_s;
        acme.isWheel = false;
        acme.url = u"git+ssh://git@host.example/acme.git@0123456789#subdirectory=python"_s;
        acme.hashes = {u"sha256:"_s + QString(64, u'0')};
        acme.archive = folder.filePath(u"git-0123456789-acme-1.0.tar.gz"_s);
        request.resolution.distributions = {acme};
        compareErrors(request, u"wheel-unreadable"_s);

        QFile archive(acme.archive);
        QVERIFY(archive.open(QIODevice::WriteOnly) && archive.write("archive") == 7);
        archive.close();
        const Result<BuildPlan> plan = makePlan(request);
        QVERIFY2(plan, plan ? "" : qPrintable(plan.error().sentence));
        QCOMPARE(plan->file(u"sources/git-0123456789-acme-1.0.tar.gz"_s), "archive");
        QVERIFY(plan->file(u"Dockerfile"_s).contains("\nCOPY layer-1.txt sources/git-0123456789-acme-1.0.tar.gz /opt/drydock/\n"));
        QCOMPARE(plan->file(u"layer-1.txt"_s), "acme @ file:///opt/drydock/git-0123456789-acme-1.0.tar.gz \\\n    --hash=sha256:" + QByteArray(64, '0') + '\n');
        QVERIFY(plan->file(u".dockerignore"_s).contains("\n!sources\n"));
        // The plan says where it comes from.
        QCOMPARE(plan->requirements.first().url, acme.url);
    }

    void noPasswordOfAnAddressStaysInAPlan()
    {
        QTemporaryDir folder;
        PlanRequest request = guide();
        request.choices.requirements = {u"acme[x] @ git+https://ann:pw@host.example/acme.git@v1 ; python_version > '3'"_s};
        ResolvedDistribution acme;
        acme.name = u"acme"_s;
        acme.version = u"1.0"_s;
        acme.url = u"git+https://host.example/acme.git@0123456789"_s;
        acme.hashes = {u"sha256:"_s + QString(64, u'0')};
        acme.archive = folder.filePath(u"git-0123456789-acme-1.0.tar.gz"_s);
        request.resolution.distributions = {acme};
        writeText(acme.archive, "archive");
        const Result<BuildPlan> plan = makePlan(request);
        QVERIFY2(plan, plan ? "" : qPrintable(plan.error().sentence));
        const QByteArray written = QJsonDocument(toJson(*plan)).toJson();
        QVERIFY2(written.contains("acme[x] @ git+https://host.example/acme.git@v1 ; python_version > '3'"), written.constData());
        // What the build or the run would have to fetch with the password.
        request.resolution.distributions.first().archive.clear();
        compareErrors(request, u"address-with-password"_s);
        request.choices.requirements = {u"acme @ https://token@host.example/acme-1.0-py3-none-any.whl"_s};
        compareErrors(request, u"address-with-password"_s);
        request.choices.strategy = Strategy::RuntimeInstall;
        compareErrors(request, u"address-with-password"_s);
    }

    void theClassicBuilderGetsNoMounts()
    {
        PlanRequest request = guide(Strategy::ExtendImage, Builder::Classic);
        request.network.certificates = u"/etc/ssl/own.pem"_s;
        const Result<BuildPlan> plan = makePlan(request);
        QVERIFY(plan);
        QVERIFY(!plan->file(u"Dockerfile"_s).contains("--mount"));
        QVERIFY(!plan->usesBuildKit);
        QVERIFY(plan->warnings.join(u' ').contains(u"certificates"));
    }

    void nothingSecretIsWritten()
    {
        PlanRequest request = guide();
        request.network.certificates = u"/home/me/secret.pem"_s;
        request.network.indexUrl = u"https://me:hunter2@pypi.example/simple"_s;
        request.network.proxy = u"http://me:hunter2@proxy.example:3128"_s;
        const Result<BuildPlan> plan = makePlan(request);
        QVERIFY(plan);
        QByteArray everything = QJsonDocument(toJson(*plan)).toJson();
        for (const PlanFile &file : plan->files)
            everything += file.content;
        for (const char *secret : {"hunter2", "secret.pem", "pypi.example", "proxy.example"})
            QVERIFY2(!everything.contains(secret), secret);
    }

    void aBaseWithAnotherUserGetsItBack()
    {
        PlanRequest request = guide();
        request.base.user = u"1000:1000"_s;
        request.base.environment.insert(u"PYTHONPATH"_s, u"/srv/$HOME \"x\""_s);
        const QString dockerfile = QString::fromUtf8(makePlan(request)->file(u"Dockerfile"_s));
        QVERIFY(dockerfile.indexOf(u"USER root\n") < dockerfile.indexOf(u"RUN "));
        QVERIFY(dockerfile.indexOf(u"USER 1000:1000\n") > dockerfile.indexOf(u"ENV "));
        QVERIFY(dockerfile.contains(u"ENV PYTHONPATH=\"/opt/drydock/lib:/srv/\\$HOME \\\"x\\\"\""));
        // Nobody need be root where files alone are added.
        request.resolution = {};
        QVERIFY(!makePlan(request)->file(u"Dockerfile"_s).contains("USER"));
        request.base.user = u"x\nRUN evil"_s;
        compareErrors(request, u"base-unknown"_s);
    }

    void uvIsUsedWhereTheBaseHasIt()
    {
        PlanRequest request = guide();
        request.base.contents->uv = u"0.9.1"_s;
        const QString dockerfile = QString::fromUtf8(makePlan(request)->file(u"Dockerfile"_s));
        QVERIFY(dockerfile.contains(u"COPY install.sh /opt/drydock/\n"));
        QVERIFY(makePlan(request)->file(u"uv.txt"_s).isEmpty());
        // Else its wheel for the image's platform comes into the build's cache, where there is one.
        request.base.contents->uv.clear();
        QVERIFY(makePlan(request)->file(u"Dockerfile"_s).contains("COPY install.sh uv.txt /opt/drydock/\n"));
        QVERIFY(makePlan(request)->file(u"uv.txt"_s).contains("uv=="));
        request.engine.builder = Builder::Classic;
        QVERIFY(makePlan(request)->file(u"uv.txt"_s).isEmpty());
    }

    void scratchInstallsPrefectOfTheGeneration()
    {
        PlanRequest request = guide(Strategy::ScratchImage);
        const QStringList requirements = requirementsOf(request.choices, request.advice, request.scripts);
        QCOMPARE(requirements.first(), u"prefect[github]==1.4.1"_s);
        QVERIFY(requirements.contains(u"numpy"_s));
        ResolvedDistribution prefect = numpy();
        prefect.name = u"prefect"_s;
        prefect.version = u"1.4.1"_s;
        request.resolution.distributions.append(prefect);
        const Result<BuildPlan> plan = makePlan(request);
        QVERIFY(plan);
        QVERIFY(plan->file(u"Dockerfile"_s).startsWith("FROM drydock.local/python:3.9\n"));
        QCOMPARE(plan->prefectVersion, u"1.4.1"_s);
        // A Python image that nobody looked inside is enough.
        request.base.contents.reset();
        request.base.reference = u"docker.io/library/python:3.10-slim-bookworm"_s;
        QCOMPARE(makePlan(request)->pythonVersion, u"3.10"_s);
    }

    void anotherBaseIsAskedForEverything()
    {
        const PlanRequest request = guide();
        PlanChoices choices = request.choices;
        QCOMPARE(requirementsOf(choices, request.advice, request.scripts), QStringList{u"numpy"_s});
        choices.base = u"acme/other:1"_s;
        QCOMPARE(requirementsOf(choices, request.advice, request.scripts), QStringList{u"numpy"_s});
        choices.requirements = {u"pandas<2"_s};
        QCOMPARE(requirementsOf(choices, request.advice, request.scripts), QStringList{u"pandas<2"_s});
    }

    void lockFilesAreHonoured()
    {
        PlanRequest request = guide();
        request.scripts[0].locked = {{u"numpy==2.0.2"_s, u"/flows/uv.lock"_s, 3, {u"sha256:ffff"_s, u"sha256:eeee"_s}},
                                     {u"six==1.16"_s, u"/flows/uv.lock"_s, 9, {}},
                                     {u"colorama==0.4"_s, u"/flows/uv.lock"_s, 11, {}},
                                     {u"colorama==0.5"_s, u"/flows/uv.lock"_s, 15, {}}};
        // What the flow imports gets the locked version, everything else that comes along too; two versions are none.
        PlanChoices other = request.choices;
        other.base = u"acme/other:1"_s;
        QCOMPARE(requirementsOf(other, request.advice, request.scripts), QStringList{u"numpy==2.0.2"_s});
        QCOMPARE(boundsOf(request.choices, request.advice, request.scripts), (QStringList{u"numpy==2.0.2"_s, u"six==1.16"_s}));
        // Only files that the lock allows are installed.
        request.resolution.distributions[0].hashes = {u"sha256:dddd"_s, u"sha256:ffff"_s};
        QCOMPARE(makePlan(request)->requirements[0].hashes, QStringList{u"sha256:ffff"_s});
        request.resolution.distributions[0].hashes = {u"sha256:dddd"_s};
        QCOMPARE(makePlan(request)->requirements[0].hashes, (QStringList{u"sha256:ffff"_s, u"sha256:eeee"_s}));
        request.resolution.distributions[0].version = u"2.0.1"_s;
        QCOMPARE(makePlan(request)->requirements[0].hashes, QStringList{u"sha256:dddd"_s});
        // What Prefect's releases are held to gives way to a lock.
        request.choices.strategy = Strategy::ScratchImage;
        request.advice.prefectBounds = {u"six<1"_s, u"pendulum<3"_s};
        QCOMPARE(boundsOf(request.choices, request.advice, request.scripts), (QStringList{u"numpy==2.0.2"_s, u"pendulum<3"_s, u"six==1.16"_s}));
    }

    void pinnedToWhatThePersonRuns()
    {
        PlanRequest request = guide();
        request.scripts[0].locked = {{u"numpy==2.0.2"_s, u"/flows/uv.lock"_s, 3, {}}};
        request.scripts[0].environment = OwnEnvironment{u"/flows/.venv"_s, u".venv"_s, u"3.9.2"_s, u"1.2.4"_s,
                                                        {{u"numpy"_s, u"1.26.4+local.1"_s}, {u"prefect"_s, u"1.2.4"_s}, {u"odd"_s, u"no version"_s}}};
        request.choices.requirements = {u"numpy[a]>=2 ; python_version>'3'"_s, u"prefect[aws]==1.4.1"_s, u"x @ https://example.org/x.whl"_s, u"scipy"_s};
        QCOMPARE(requirementsOf(request.choices, request.advice, request.scripts), request.choices.requirements);
        request.choices.pinsToEnvironment = true;
        QCOMPARE(requirementsOf(request.choices, request.advice, request.scripts),
                 (QStringList{u"numpy[a]==1.26.4; python_version>'3'"_s, u"prefect[aws]==1.4.1"_s, u"x @ https://example.org/x.whl"_s, u"scipy"_s}));
        QCOMPARE(boundsOf(request.choices, request.advice, request.scripts), (QStringList{u"numpy==1.26.4"_s, u"prefect==1.2.4"_s}));
        request.choices.strategy = Strategy::ScratchImage;
        QVERIFY(requirementsOf(request.choices, request.advice, request.scripts).filter(u"prefect"_s).first().endsWith(u"==1.2.4"));
    }

    void runTimeInstallGivesItsVariableOnly()
    {
        const Result<BuildPlan> plan = makePlan(guide(Strategy::RuntimeInstall));
        QVERIFY(plan);
        QCOMPARE(plan->environment.value(u"EXTRA_PIP_PACKAGES"_s), u"numpy==2.0.2"_s);
        QVERIFY(plan->files.isEmpty() && plan->tag.isEmpty() && plan->command.isEmpty());
        const Result<BuildPlan> asItIs = makePlan(guide(Strategy::DefaultImage));
        QVERIFY(asItIs && asItIs->files.isEmpty() && asItIs->environment.isEmpty());
        QCOMPARE(asItIs->base, u"drydock.local/prefect:1.4.1-python3.9"_s);
    }

    void whatSpeaksAgainstAChoiceIsSaid()
    {
        QVERIFY(makePlan(guide())->warnings.isEmpty());
        // An image that is used as it is, and lacks what the flow imports.
        const QStringList lacking = makePlan(guide(Strategy::DefaultImage))->warnings;
        QVERIFY2(lacking.value(0).contains(u"does not cover"), qPrintable(lacking.join(u'\n')));
        QVERIFY2(lacking.value(0).contains(u"my_task_library") && lacking.value(0).contains(u"numpy"), qPrintable(lacking.value(0)));
        // Own code that no index has.
        const Result<BuildPlan> atRunTime = makePlan(guide(Strategy::RuntimeInstall));
        QVERIFY2(atRunTime->warnings.value(0).contains(u"your own code"), qPrintable(atRunTime->warnings.join(u'\n')));
        QVERIFY(atRunTime->reasons.isEmpty());
        // A Prefect that does not understand the flow.
        PlanRequest other = guide();
        other.base = imageWithContents(u"prefect-3.8.8-python3.13"_s);
        QVERIFY2(makePlan(other)->warnings.value(0).contains(u"holds Prefect 3.8.8, but the flow is written for Prefect 1"),
                 qPrintable(makePlan(other)->warnings.join(u'\n')));
    }

    void warningsAreAboutWhatWasChosen()
    {
        PlanRequest request = guide();
        request.choices.platform = u"linux/arm64"_s;
        QCOMPARE(request.base.platform, u"linux/amd64"_s);
        QCOMPARE(makePlan(request)->warnings, (QStringList{u"drydock.local/prefect:1.4.1-python3.9 is here for linux/amd64: its registry has to have it for linux/arm64."_s,
                                                           u"This machine runs linux/amd64 and emulates linux/arm64: building takes several times as long."_s}));
        // The advice was given where no image was at hand and the index had not been asked.
        request = guide(Strategy::RuntimeInstall);
        QTemporaryDir folder;
        writeText(folder.filePath(u"flow.py"_s), "import numpy\nfrom prefect import Flow\nflow = Flow('x')\n");
        request.scripts = {inspectScript(folder.filePath(u"flow.py"_s)).value()};
        Situation situation;
        situation.scripts = request.scripts;
        situation.coverage = compare(request.scripts, {});
        request.advice = advise(situation);
        const QStringList before = request.advice.of(Strategy::RuntimeInstall).warnings;
        QVERIFY2(before.join(u'\n').contains(u"was not asked"), qPrintable(before.join(u'\n')));
        const Result<BuildPlan> plan = makePlan(request);
        QVERIFY(plan);
        QCOMPARE(plan->warnings, QStringList{u"Every run depends on the package index being reachable."_s});

        const QStringList toBuild = request.advice.of(Strategy::ExtendImage).warnings;
        QVERIFY2(toBuild.join(u'\n').contains(u"would be downloaded first"), qPrintable(toBuild.join(u'\n')));
        request.choices.strategy = Strategy::ExtendImage;
        QCOMPARE(makePlan(request)->warnings, QStringList());
    }

    void dockerStorageHoldsTheFlow()
    {
        const Result<BuildPlan> plan = makePlan(guide(Strategy::DockerStorage));
        QVERIFY(plan);
        QVERIFY(plan->file(u"flow/flow.py"_s).contains("with Flow(\"example\")"));
        QVERIFY(plan->file(u"Dockerfile"_s).contains("COPY flow/ /opt/prefect/flows/"));
        QVERIFY(!plan->file(u"Dockerfile"_s).contains("WORKDIR"));
        PlanRequest twice = guide(Strategy::DockerStorage);
        twice.scripts.append(twice.scripts.first());
        compareErrors(twice, u"scripts-collide"_s);
    }

    void projectsAreInstalledAndJunkStaysBehind()
    {
        const QTemporaryDir folder;
        writeText(folder.filePath(u"pyproject.toml"_s), "[project]\nname='own'\nversion='1'\n");
        writeText(folder.filePath(u"own/__init__.py"_s), "");
        writeText(folder.filePath(u"own/data.csv"_s), "1");
        for (const QString &junk : {u".git/config"_s, u".env"_s, u"own/__pycache__/x.pyc"_s, u"myenv/pyvenv.cfg"_s, u"myenv/lib/x.py"_s, u"dist/own.whl"_s})
            writeText(folder.filePath(junk), "junk");
        QFile::link(u"/etc/passwd"_s, folder.filePath(u"own/link.py"_s));
        PlanRequest request = guide();
        request.scripts = {scriptOf(1, {importOf(u"own.tasks"_s, ImportKind::Local)})};
        request.scripts.first().localModules.append({u"own"_s, folder.filePath(u"own"_s), folder.path(), {}});
        const Result<BuildPlan> plan = makePlan(request);
        QVERIFY(plan);
        QStringList paths;
        for (const PlanFile &file : plan->files) {
            if (file.path.startsWith(u"local/"))
                paths.append(file.path);
        }
        QCOMPARE(paths, (QStringList{u"local/own/own/__init__.py"_s, u"local/own/own/data.csv"_s, u"local/own/pyproject.toml"_s}));
        QVERIFY(plan->file(u"Dockerfile"_s).contains("install.sh /usr/bin/python3.9 /opt/drydock/src/own"));
        QVERIFY(!plan->file(u"Dockerfile"_s).contains("PYTHONPATH"));

        request.scripts.first().localModules.first() = {u"own"_s, folder.filePath(u"gone.py"_s), {}, {}};
        compareErrors(request, u"local-module-unreadable"_s);
    }

    void hostileChoicesAreRefused()
    {
        const auto with = [](auto change) {
            PlanRequest request = guide();
            change(request);
            return request;
        };
        compareErrors(with([](PlanRequest &r) { r.choices.tag = u"a b"_s; }), u"image-reference-invalid"_s);
        compareErrors(with([](PlanRequest &r) { r.choices.tag = u"a\nRUN evil"_s; }), u"image-reference-invalid"_s);
        compareErrors(with([](PlanRequest &r) { r.choices.tag = u"a@sha256:"_s + QString(64, u'a'); }), u"image-reference-invalid"_s);
        compareErrors(with([](PlanRequest &r) { r.base.reference = u"x\nRUN evil"_s; }), u"image-reference-invalid"_s);
        compareErrors(with([](PlanRequest &r) { r.choices.systemPackages = {u"libgomp1; rm -rf /"_s}; }), u"system-package-invalid"_s);
        compareErrors(with([](PlanRequest &r) { r.choices.labels = {{u"a b"_s, u"c"_s}}; }), u"label-invalid"_s);
        compareErrors(with([](PlanRequest &r) { r.choices.buildArguments = {{u"A=B"_s, u"c"_s}}; }), u"build-argument-invalid"_s);
        compareErrors(with([](PlanRequest &r) { r.choices.platform = u"linux/amd64 --x"_s; }), u"platform-invalid"_s);
        compareErrors(with([](PlanRequest &r) { r.base.contents.reset(); }), u"base-unknown"_s);
        compareErrors(with([](PlanRequest &r) { r.base.contents->pip.clear(); }), u"base-without-pip"_s);

        PlanRequest odd = guide();
        odd.choices.labels.insert(u"team"_s, u"a\"b\\c$d\nRUN evil"_s);
        odd.choices.systemPackages = {u"libgomp1"_s, u"libpq5=15.3-0+deb12u1"_s};
        odd.choices.buildArguments = {{u"MODE"_s, u"a b; c"_s}};
        odd.choices.platform = u"linux/arm64"_s;
        const Result<BuildPlan> plan = makePlan(odd);
        QVERIFY(plan);
        const QByteArray dockerfile = plan->file(u"Dockerfile"_s);
        QVERIFY(dockerfile.contains("team=\"a\\\"b\\\\c\\$d RUN evil\""));
        QVERIFY(dockerfile.contains("libpq5=15.3-0+deb12u1"));
        QVERIFY(dockerfile.contains("ARG MODE\n"));
        QVERIFY(plan->command.contains(u"MODE=a b; c"_s));
        QVERIFY(plan->command.contains(u"linux/arm64"_s));
    }

    void extraPackagesSurviveTheShell_data()
    {
        QTest::addColumn<QStringList>("requirements");
        QTest::addColumn<QString>("value");
        QTest::newRow("plain") << QStringList{u"numpy"_s, u"scikit-learn"_s} << u"numpy scikit-learn"_s;
        QTest::newRow("spaces") << QStringList{u"numpy >= 1.5, < 2"_s} << u"numpy>=1.5,<2"_s;
        QTest::newRow("extra") << QStringList{u"dask[complete]==2023.1"_s} << u"dask[complete]==2023.1"_s;
        QTest::newRow("marker") << QStringList{u"a==1; python_version < \"3.9\""_s} << u"a==1"_s;
        QTest::newRow("wildcard") << QStringList{u"a==1.*"_s} << u"a"_s;
        QTest::newRow("not a requirement") << QStringList{u"$(reboot)"_s, u"a"_s} << u"a"_s;
        QTest::newRow("twice") << QStringList{u"a"_s, u"a"_s} << u"a"_s;
    }
    void extraPackagesSurviveTheShell()
    {
        QFETCH(QStringList, requirements);
        QFETCH(QString, value);
        QCOMPARE(extraPipPackages(requirements), value);
    }

    void tagsAreMadeFromNames_data()
    {
        QTest::addColumn<QString>("flow");
        QTest::addColumn<QString>("tag");
        QTest::newRow("plain") << u"example"_s << u"example:2026.11.24"_s;
        QTest::newRow("words") << u"  Customer churn / Daily! "_s << u"customer-churn-daily:2026.11.24"_s;
        QTest::newRow("accents") << u"Übung é"_s << u"ubung-e:2026.11.24"_s;
        QTest::newRow("no letters") << u"日本"_s << u"flow:2026.11.24"_s;
        QTest::newRow("long") << QString(500, u'x') << QString(QString(60, u'x') + u":2026.11.24"_s);
    }
    void tagsAreMadeFromNames()
    {
        QFETCH(QString, flow);
        QFETCH(QString, tag);
        FlowScript script = scriptOf(1, {});
        script.flows.first().name = flow;
        QCOMPARE(suggestedTag({script}, QDate(2026, 11, 24)), tag);
    }

    void severalScriptsAreNamedAfterTheirFolder()
    {
        FlowScript one = scriptOf(1, {});
        one.path = u"/work/acme data/flows/a.py"_s;
        FlowScript other = one;
        other.path = u"/work/acme data/flows/nightly/b.py"_s;
        QCOMPARE(suggestedTag({one, other}, QDate(2026, 11, 24)), u"flows:2026.11.24"_s);
        other.path = u"/work/acme data/lib/b.py"_s;
        QCOMPARE(suggestedTag({one, other}, QDate(2026, 11, 24)), u"acme-data:2026.11.24"_s);
    }
};

QTEST_GUILESS_MAIN(PlanTest)
#include "test_plan.moc"
