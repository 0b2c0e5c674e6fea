// SPDX-License-Identifier: Apache-2.0
#include "core/resolve/gitsource.h"
#include "core/resolve/resolve.h"
#include "tests/helpers/enginefixture.h"
#include "tests/helpers/testserver.h"

#include <QCryptographicHash>
#include <QDir>
#include <QProcess>
#include <QRandomGenerator>
#include <QStandardPaths>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace drydock;

/// pip inside real bases, for what uv on this machine cannot or must not do.
class ContainerPipTest : public QObject
{
    Q_OBJECT

    test::EngineFixture m_docker;
    CommandRunner m_runner;
    QTemporaryDir m_folder;

    Result<Resolution> resolved(const QString &reference, ResolveRequest request)
    {
        const Result<Image> found = test::await(findImage(m_runner, m_docker.engine, reference));
        if (!found)
            return tl::unexpected<Error>(found.error());
        Image image = *found;
        const Result<ImageContents> contents = test::await(probeImage(m_runner, m_docker.engine, image));
        if (!contents)
            return tl::unexpected<Error>(contents.error());
        image.contents = *contents;
        const Interpreter *python = image.contents->defaultInterpreter();
        request.constraints = constraintsOf(*python);
        request.pythonVersion = python->version.section(u'.', 0, 1);
        // Without uv, as on a laptop that has none.
        return test::await(resolve({m_runner, {}, test::machineNetwork(), nullptr, m_docker.engine, image, m_git, m_folder.filePath(u"sources"_s)}, request), 300);
    }

    const QString m_git = QStandardPaths::findExecutable(u"git"_s);

    /// What git does in the repository from which a project of the person's own comes.
    QString git(const QStringList &arguments)
    {
        QProcess process;
        process.setWorkingDirectory(m_folder.path());
        process.start(m_git, QStringList{u"-c"_s, u"user.name=Ann"_s, u"-c"_s, u"user.email=ann@example.org"_s, u"-C"_s, u"acme"_s} + arguments);
        return process.waitForFinished() && process.exitCode() == 0 ? QString::fromLatin1(process.readAllStandardOutput()).trimmed() : QString();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_docker.open(u"docker"_s), m_docker.why());
        QVERIFY2(m_docker.has(test::prefect1), m_docker.why());
        QVERIFY2(m_docker.has(test::prefect3), m_docker.why());
    }

    // The 1.x images carry a pip that cannot report.
    void anOldPipIsHelpedByANewer()
    {
        ResolveRequest request;
        request.requirements = QStringList{u"emoji==2.2.0"_s};
        request.allowSource = true; // 2.2.0 has no wheel.
        const Result<Resolution> resolution = resolved(test::prefect1, request);
        QVERIFY2(resolution, test::why(resolution).constData());
        QCOMPARE(resolution->distributions.size(), 1);
        QCOMPARE(resolution->distributions.first().version, u"2.2.0"_s);
        QVERIFY(!resolution->distributions.first().isWheel);
        QCOMPARE(resolution->distributions.first().hashes.size(), 1);
        QCOMPARE(resolution->sourceOnly, QStringList{u"emoji==2.2.0"_s});
    }

    // The base has no git, and would see neither this repository nor the person's keys.
    void aRepositoryIsFetchedByGitHere()
    {
        QVERIFY(QDir(m_folder.path()).mkpath(u"acme"_s));
        const auto write = [this](const QString &name, const QByteArray &text) {
            QFile file(m_folder.filePath(u"acme/"_s + name));
            return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
        };
        // Its version is that of the tag, which no archive shows by itself.
        QVERIFY(write(u"pyproject.toml"_s, "[build-system]\nrequires = [\"setuptools\", \"setuptools_scm\"]\nbuild-backend = \"setuptools.build_meta\"\n"
                                           "[project]\nname = \"acme\"\ndynamic = [\"version\"]\ndependencies = [\"emoji==2.14.1\"]\n"
                                           "[tool.setuptools]\npy-modules = [\"acme\"]\n[tool.setuptools_scm]\n"));
        QVERIFY(write(u"acme.py"_s, "VALUE = 7\n"));
        git({u"init"_s, u"--quiet"_s, u"--initial-branch"_s, u"main"_s});
        git({u"add"_s, u"."_s});
        git({u"commit"_s, u"--quiet"_s, u"--message"_s, u"one"_s});
        git({u"tag"_s, u"v1.3.0"_s});
        git({u"tag"_s, u"2.0"_s});
        const QString commit = git({u"rev-parse"_s, u"HEAD"_s});
        QCOMPARE(commit.size(), 40);

        const QString address = u"git+file://"_s + m_folder.filePath(u"acme"_s);
        ResolveRequest request;
        request.allowSource = true;
        for (const QString &version : {u"1.3.0"_s, u"2.0"_s}) {
            request.requirements = {u"acme @ %1@%2"_s.arg(address, version == u"2.0" ? version : u'v' + version)};
            const Result<Resolution> resolution = resolved(test::prefect3, request);
            QVERIFY2(resolution, test::why(resolution).constData());
            QCOMPARE(resolution->distributions.size(), 2);
            const ResolvedDistribution &acme = resolution->distributions[resolution->distributions[0].name == u"acme" ? 0 : 1];
            QCOMPARE(acme.version, version);
            QCOMPARE(acme.url, QString(address + u'@' + commit));
            QVERIFY(acme.archive.endsWith(u"/sources/git-%1-acme-%2.tar.gz"_s.arg(commit, version)));
            QFile archive(acme.archive);
            QVERIFY(archive.open(QIODevice::ReadOnly));
            QCOMPARE(acme.hashes, QStringList{QString(u"sha256:" + QString::fromLatin1(QCryptographicHash::hash(archive.readAll(), QCryptographicHash::Sha256).toHex()))});
        }
        // A project in a folder of the repository.
        QVERIFY(QDir(m_folder.path()).mkpath(u"acme/python"_s));
        QVERIFY(write(u"python/pyproject.toml"_s, "[build-system]\nrequires = [\"setuptools\"]\nbuild-backend = \"setuptools.build_meta\"\n[project]\nname = \"inner\"\nversion = \"4\"\n"));
        git({u"add"_s, u"."_s});
        git({u"commit"_s, u"--quiet"_s, u"--message"_s, u"two"_s});
        request.requirements = {u"inner @ %1#subdirectory=python"_s.arg(address)};
        const Result<Resolution> inner = resolved(test::prefect3, request);
        QVERIFY2(inner, test::why(inner).constData());
        QCOMPARE(inner->distributions.size(), 1);
        QCOMPARE(inner->distributions.first().version, u"4"_s);
        QVERIFY2(inner->distributions.first().url.endsWith(u"#subdirectory=python"), qPrintable(inner->distributions.first().url));

        // By a login that no process list, no address and no sentence shows.
        git({u"clone"_s, u"--quiet"_s, u"--bare"_s, u"."_s, u"served.git"_s});
        git({u"--git-dir"_s, u"served.git"_s, u"update-server-info"_s});
        test::Server server;
        QVERIFY(server.start({u"files"_s, m_folder.filePath(u"acme"_s)}, {{u"CREDENTIALS"_s, u"ann:s3cr3t word"_s}}));
        const auto served = [&server](const QString &login) { return u"git+http://%1localhost:%2/served.git"_s.arg(login, server.port); };
        qputenv("DRYDOCK_TEST_LOGIN", "ann:s3cr3t%20word");
        request.requirements = {u"acme @ %1@v1.3.0"_s.arg(served(u"${DRYDOCK_TEST_LOGIN}@"_s))};
        const Result<Resolution> signedIn = resolved(test::prefect3, request);
        QVERIFY2(signedIn, test::why(signedIn).constData());
        QVERIFY(std::any_of(signedIn->distributions.begin(), signedIn->distributions.end(), [&](const ResolvedDistribution &each) {
            return each.url == QString(served({}) + u'@' + commit);
        }));
        request.requirements = {u"acme @ %1@v1.3.0"_s.arg(served(u"ann:wrong@"_s))};
        const Result<Resolution> refused = resolved(test::prefect3, request);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, u"git-failed"_s);
        QVERIFY2(!QString(refused.error().sentence + refused.error().details).contains(u"wrong"), qPrintable(refused.error().details));

        // By the beginning of a commit's number, which no server can be asked for; and what there is none of.
        request.requirements = {u"acme @ %1@%2"_s.arg(address, commit.first(9))};
        const Result<Resolution> untagged = resolved(test::prefect3, request);
        QVERIFY(!untagged); // No tag, no version.
        QCOMPARE(untagged.error().code, u"source-not-buildable"_s);
        request.requirements = {u"acme @ %1@gone"_s.arg(address)};
        const Result<Resolution> gone = resolved(test::prefect3, request);
        QVERIFY(!gone);
        QCOMPARE(gone.error().code, u"git-failed"_s);
        QVERIFY2(gone.error().details.contains(u"gone"), qPrintable(gone.error().details));
    }

    void aPasswordIsInNoProcessListAndNoMessage()
    {
        QFile script(m_folder.filePath(u"git.sh"_s));
        QVERIFY(script.open(QIODevice::WriteOnly));
        script.write("#!/bin/sh\ncd '" + m_folder.path().toUtf8() + "'\nprintf '%s\\n' \"$@\" >>arguments\nprintf '%s\\n' \"$GIT_CONFIG_VALUE_0\" \"$GIT_SSL_CAINFO\" >environment\n"
                     "case \"$*\" in *init*) exit 0;; esac\necho \"fatal: https://ann:p@ssw0rd@host.example/acme.git\" >&2\nexit 128\n");
        script.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
        script.close();
        const QByteArray own = qgetenv("GIT_SSL_CAINFO"); // Which would come before what Drydock found.
        qunsetenv("GIT_SSL_CAINFO");
        Network network;
        network.certificates = u"/company.pem"_s;
        const auto requirement = Requirement::parse(u"acme @ git+https://ann:p%40ssw0rd@host.example/acme.git@main"_s);
        QVERIFY(needsGitHere(*requirement, true));
        const Result<GitSource> source = test::await(fetchGitSource(m_runner, script.fileName(), network, *requirement, m_folder.filePath(u"sources"_s)));
        if (!own.isEmpty())
            qputenv("GIT_SSL_CAINFO", own);
        QVERIFY(!source);
        QCOMPARE(source.error().code, u"git-failed"_s);
        QVERIFY2(!source.error().details.contains(u"ssw0rd"), qPrintable(source.error().details));
        const auto read = [this](const QString &name) {
            QFile file(m_folder.filePath(name));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        const QByteArray arguments = read(u"arguments"_s);
        QVERIFY2(arguments.endsWith("\nhttps://host.example/acme.git\nmain\n"), arguments.constData());
        QVERIFY2(!arguments.contains("ssw0rd"), arguments.constData());
        QCOMPARE(read(u"environment"_s), "Authorization: Basic " + QByteArray("ann:p@ssw0rd").toBase64() + "\n/company.pem\n");
    }

    void whatIsTooLargeIsNotKept()
    {
        QVERIFY(QDir(m_folder.path()).mkpath(u"acme"_s));
        git({u"init"_s, u"--quiet"_s, u"--initial-branch"_s, u"main"_s});
        QFile large(m_folder.filePath(u"acme/large.bin"_s));
        QVERIFY(large.open(QIODevice::WriteOnly));
        QRandomGenerator random(1);
        QList<quint32> numbers(256 * 1024);
        for (int i = 0; i < 51; ++i) {
            random.fillRange(numbers.data(), numbers.size());
            large.write(reinterpret_cast<const char *>(numbers.constData()), numbers.size() * 4);
        }
        large.close();
        git({u"add"_s, u"large.bin"_s});
        git({u"commit"_s, u"--quiet"_s, u"--message"_s, u"large"_s});
        const auto requirement = Requirement::parse(u"acme @ git+file://%1/acme"_s.arg(m_folder.path()));
        QVERIFY(needsGitHere(*requirement, true)); // No container sees it.
        const QString sources = m_folder.filePath(u"large-sources"_s);
        const Result<GitSource> source = test::await(fetchGitSource(m_runner, m_git, {}, *requirement, sources), 60);
        QVERIFY(!source);
        QCOMPARE(source.error().code, u"git-too-large"_s);
        QVERIFY2(source.error().sentence.contains(u"of acme "), qPrintable(source.error().sentence));
        QCOMPARE(QDir(sources).entryList(QDir::Files), QStringList());
        QVERIFY(QDir(m_folder.filePath(u"acme"_s)).removeRecursively());
    }

    void wheelsAloneUnlessMoreIsAllowed()
    {
        ResolveRequest request;
        request.requirements = QStringList{u"emoji==2.2.0"_s};
        const Result<Resolution> resolution = resolved(test::prefect1, request);
        QVERIFY(!resolution);
        QVERIFY2(resolution.error().sentence.contains(u"with a wheel"), qPrintable(resolution.error().sentence));
    }
};

QTEST_GUILESS_MAIN(ContainerPipTest)
#include "tst_containerpip.moc"
