// SPDX-License-Identifier: Apache-2.0
#include "core/network/network.h"
#include "core/resolve/containerpip.h"
#include "core/resolve/requestrules.h"
#include "core/resolve/lock.h"
#include "core/resolve/newersource.h"
#include "core/resolve/packageindex.h"
#include "core/resolve/resolve.h"
#include "core/strategy/additions.h"

#include <QProcessEnvironment>
#include <QTemporaryDir>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace drydock;

class ResolveTest : public QObject
{
    Q_OBJECT

    CommandRunner m_runner;
    PackageIndex m_index;
    QString m_uv;
    Network m_network;

    Resolver resolver() { return {m_runner, m_uv, m_network, &m_index, {}, {}}; }

    Result<Resolution> resolved(const ResolveRequest &request)
    {
        const Future<Resolution> future = resolve(resolver(), request);
        [&] { QTRY_VERIFY_WITH_TIMEOUT(future.isFinished(), 60000); }();
        return endOf(future);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_uv = findUv(QCoreApplication::applicationDirPath(),
                      QStringList{QStringLiteral(DRYDOCK_DEPS "/bin")} + qEnvironmentVariable("PATH").split(u':'));
        QVERIFY2(!m_uv.isEmpty(), "packaging/setup.sh brings uv");
    }

    void additionsAreExactAndMeasured()
    {
        ResolveRequest request;
        request.pythonVersion = u"3.9"_s;
        request.requirements = QStringList{u"pandas==1.5.3"_s};
        request.constraints = QStringList{u"python-dateutil==2.8.2"_s, u"pytz==2022.1"_s};
        const Result<Resolution> resolution = resolved(request);
        QVERIFY2(resolution, qPrintable(resolution ? QString() : resolution.error().sentence + resolution.error().details));
        QStringList names;
        for (const ResolvedDistribution &distribution : resolution->distributions) {
            names.append(distribution.name);
            QVERIFY(distribution.isWheel);
            QVERIFY(distribution.downloadBytes > 0);
            QCOMPARE(distribution.hashes.size(), 1);
            QVERIFY(distribution.hashes.first().startsWith(u"sha256:"));
            QCOMPARE(distribution.isRequested, distribution.name == u"pandas");
            if (distribution.name == u"numpy")
                QVERIFY2(distribution.wantedBy.contains(u"pandas"), qPrintable(distribution.wantedBy));
        }
        QCOMPARE(names, (QStringList{u"numpy"_s, u"pandas"_s, u"six"_s}));
        QVERIFY(resolution->downloadBytes() > 20'000'000);
        QVERIFY(resolution->sourceOnly.isEmpty());
    }

    void whatTheBaseHasIsLeftOut()
    {
        ResolveRequest request;
        request.pythonVersion = u"3.11"_s;
        request.requirements = QStringList{u"six>=1.10"_s};
        request.constraints = QStringList{u"six==1.16.0"_s};
        const Result<Resolution> resolution = resolved(request);
        QVERIFY(resolution);
        QVERIFY(resolution->distributions.isEmpty());
        QCOMPARE(resolution->downloadBytes(), 0);
    }

    void whatIsAskedForReplacesThePinButNotPrefect()
    {
        ResolveRequest request;
        request.pythonVersion = u"3.11"_s;
        request.requirements = QStringList{u"six==1.17.0"_s};
        request.constraints = QStringList{u"six==1.16.0"_s};
        const Result<Resolution> newer = resolved(request);
        QVERIFY(newer);
        QCOMPARE(newer->distributions.size(), 1);
        QCOMPARE(newer->distributions.first().version, u"1.17.0"_s);

        request.requirements = QStringList{u"prefect>=3"_s};
        request.constraints = QStringList{u"prefect==2.20.25"_s};
        const Result<Resolution> prefect = resolved(request);
        QVERIFY(!prefect);
        QCOMPARE(prefect.error().code, u"resolution-conflict"_s);
    }

    void boundsHoldWhatTheBaseDoesNotHave()
    {
        ResolveRequest request;
        request.pythonVersion = u"3.11"_s;
        request.requirements = QStringList{u"python-dateutil"_s};
        request.bounds = QStringList{u"python-dateutil==2.8.2"_s, u"six<1.17"_s};
        const Result<Resolution> bounded = resolved(request);
        QVERIFY(bounded);
        QCOMPARE(bounded->distributions.size(), 2);
        QCOMPARE(bounded->distributions[0].version, u"2.8.2"_s);
        QCOMPARE(bounded->distributions[1].version, u"1.16.0"_s);
        // What the base has counts more than where its limit came from.
        request.constraints = QStringList{u"six==1.17.0"_s};
        QCOMPARE(resolved(request)->distributions.size(), 1);
    }

    // Wheels alone would take pendulum 0.4 of long ago, with which Prefect 2 does not even load.
    void prefect2DoesNotGoBackInSilence()
    {
        ResolveRequest request;
        request.pythonVersion = u"3.11"_s;
        request.requirements = QStringList{u"prefect==2.20.25"_s};
        request.bounds = prefectBounds(2);
        const Result<Resolution> resolution = resolved(request);
        QVERIFY(!resolution);
        QVERIFY2(resolution.error().code == u"needs-source-archive", qPrintable(resolution.error().code + resolution.error().details));
        QVERIFY2(resolution.error().sentence.contains(u"pendulum"), qPrintable(resolution.error().sentence));
    }

    void aBoundIsNotNeededToNoticeIt()
    {
        ResolveRequest request;
        request.pythonVersion = u"3.11"_s;
        request.requirements = QStringList{u"prefect==2.20.25"_s};
        const Result<Resolution> resolution = resolved(request);
        QVERIFY(!resolution);
        QCOMPARE(resolution.error().code, u"needs-source-archive"_s);
        QVERIFY2(resolution.error().sentence.contains(u"pendulum 2.1.2, which prefect needs,"), qPrintable(resolution.error().sentence));
        QVERIFY2(resolution.error().sentence.contains(u"newest wheel is 0.4"), qPrintable(resolution.error().sentence));
    }

    // Its Prefect needs a pendulum that no index has a wheel of; it is there, and nothing of it is installed.
    void anIntegrationStaysWithThePrefectOfTheBase()
    {
        ResolveRequest request;
        request.pythonVersion = u"3.11"_s;
        request.requirements = QStringList{u"prefect-aws"_s};
        request.constraints = QStringList{u"prefect==2.20.25"_s, u"pendulum==2.1.2"_s};
        const Result<Resolution> resolution = resolved(request);
        QVERIFY2(resolution, qPrintable(resolution ? QString() : resolution.error().sentence + resolution.error().details));
        const auto found = std::find_if(resolution->distributions.begin(), resolution->distributions.end(), [](const auto &each) { return each.name == u"prefect-aws"; });
        QVERIFY(found != resolution->distributions.end());
        QVERIFY2(found->version.startsWith(u"0.4."), qPrintable(found->version));
        QCOMPARE(found->wantedBy, QString());
        QVERIFY(std::none_of(resolution->distributions.begin(), resolution->distributions.end(), [](const auto &each) { return each.name == u"pendulum" || each.name == u"prefect"; }));
    }

    void aPinNamesThePythonThatCan()
    {
        ResolveRequest request;
        request.pythonVersion = u"3.11"_s;
        request.requirements = QStringList{u"numpy==1.19.5"_s};
        const Result<Resolution> resolution = resolved(request);
        QVERIFY(!resolution);
        QVERIFY2(resolution.error().sentence.contains(u"has wheels for Python 3.6 to 3.9, not for 3.11"), qPrintable(resolution.error().sentence));
        QCOMPARE(resolution.error().code, u"python-unfit"_s);
        QCOMPARE(resolution.error().subject, u">=3.6,<3.10"_s);
        // The same when a lock or the person's environment pins it.
        request.requirements = QStringList{u"numpy"_s};
        request.bounds = QStringList{u"numpy==1.19.5"_s};
        QCOMPARE(resolved(request).error().subject, u">=3.6,<3.10"_s);
    }

    void knownBuildsNameTheirBinary()
    {
        ResolveRequest request;
        request.pythonVersion = u"3.11"_s;
        request.requirements = QStringList{u"psycopg2"_s};
        const Result<Resolution> resolution = resolved(request);
        QVERIFY(!resolution);
        QCOMPARE(resolution.error().code, u"needs-source-archive"_s);
        QVERIFY2(resolution.error().sentence.contains(u"psycopg2-binary has the same modules"), qPrintable(resolution.error().sentence));
    }

    // A container of the base is the only place where the code of a source archive may run.
    void sourceArchivesNeedABase()
    {
        ResolveRequest request;
        request.pythonVersion = u"3.11"_s;
        request.requirements = QStringList{u"psycopg2"_s};
        request.allowSource = true;
        QCOMPARE(resolved(request).error().code, u"source-needs-base"_s);
    }

    void indexPagesAreReadInBothForms()
    {
        const QByteArray json = R"({"meta":{"api-version":"1.1"},"name":"x","files":[
            {"filename":"x-1.0-py3-none-any.whl","requires-python":">=3.7","size":1000,"yanked":false},
            {"filename":"x-1.1-cp39-cp39-manylinux_2_17_x86_64.manylinux2014_x86_64.whl","size":2000,"yanked":"broken"},
            {"filename":"x-2.0.tar.gz","size":300}, {"filename":"x-2.0.exe"}, {"filename":7}]})";
        const QByteArray html = R"(<!DOCTYPE html><html><body>
            <a href="x-1.0-py3-none-any.whl#sha256=0" data-requires-python="&gt;=3.7">x-1.0-py3-none-any.whl</a>
            <a href="x-1.1-cp39-cp39-manylinux2014_x86_64.whl" data-yanked="broken">x-1.1-cp39-cp39-manylinux2014_x86_64.whl</a>
            <a href="x-2.0.tar.gz">x-2.0.tar.gz</a></body></html>)";
        for (const auto &[body, type] : {std::pair(json, u"application/vnd.pypi.simple.v1+json"_s), std::pair(html, u"text/html; charset=utf-8"_s)}) {
            const Result<IndexPage> page = readIndexPage(u"X"_s, body, type);
            QVERIFY(page);
            QCOMPARE(page->files.size(), 3);
            QCOMPARE(page->pythonsOf(u"1.0"_s, u"x86_64"_s).first(), 7);
            QCOMPARE(page->pythonsOf(u"1.1"_s, u"x86_64"_s), QList<int>{9});
            QVERIFY(page->pythonsOf(u"1.1"_s, u"aarch64"_s).isEmpty());
            QVERIFY(page->isYanked(u"1.1"_s) && !page->isYanked(u"1.0"_s) && !page->isYanked(u"3.0"_s));
            QCOMPARE(newerOnlyAsSource(*page, u"1.0"_s, {}, 9, u"x86_64"_s), u"2.0"_s);
            QCOMPARE(newerOnlyAsSource(*page, u"2.0"_s, {}, 9, u"x86_64"_s), QString());
            QCOMPARE(newerOnlyAsSource(*page, u"1.0"_s, *VersionSpecifiers::parse(u"<2"_s), 9, u"x86_64"_s), QString());
        }
        QCOMPARE(readIndexPage(u"x"_s, json, u"text/plain"_s).error().code, u"index-unreadable"_s);
        QCOMPARE(readIndexPage(u"x"_s, "[1, 2", u"application/json"_s).error().code, u"index-unreadable"_s);
        QCOMPARE(readIndexPage(u"x"_s, "<html", u"application/json"_s).error().code, u"index-unreadable"_s);
    }

    void wheelsFitByTheirTags_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<bool>("fits");
        QTest::newRow("any") << u"x-1-py3-none-any.whl"_s << true;
        QTest::newRow("both majors") << u"x-1-py2.py3-none-any.whl"_s << true;
        QTest::newRow("this minor") << u"x-1-cp311-cp311-manylinux_2_17_x86_64.whl"_s << true;
        QTest::newRow("stable ABI") << u"x-1-cp37-abi3-manylinux2014_x86_64.whl"_s << true;
        QTest::newRow("with a build number") << u"x-1-2-cp311-cp311-manylinux1_x86_64.whl"_s << true;
        QTest::newRow("another minor") << u"x-1-cp310-cp310-manylinux2014_x86_64.whl"_s << false;
        QTest::newRow("newer stable ABI") << u"x-1-cp312-abi3-manylinux2014_x86_64.whl"_s << false;
        QTest::newRow("free threads") << u"x-1-cp313-cp313t-manylinux2014_x86_64.whl"_s << false;
        QTest::newRow("newer C library") << u"x-1-cp311-cp311-manylinux_2_39_x86_64.whl"_s << false;
        QTest::newRow("musl") << u"x-1-cp311-cp311-musllinux_1_1_x86_64.whl"_s << false;
        QTest::newRow("another machine") << u"x-1-cp311-cp311-manylinux2014_aarch64.whl"_s << false;
        QTest::newRow("another system") << u"x-1-cp311-cp311-win_amd64.whl"_s << false;
        QTest::newRow("too short") << u"x-1.whl"_s << false;
    }
    void wheelsFitByTheirTags()
    {
        QFETCH(QString, file);
        QFETCH(bool, fits);
        IndexFile wheel{file, u"1"_s, true, {}, false, -1};
        QCOMPARE(wheel.fits(11, u"x86_64"_s), fits);
        wheel.requiresPython = u">=3.12"_s;
        QVERIFY(!wheel.fits(11, u"x86_64"_s));
    }

    void anIndexThatDoesNotAnswerOrAnswersNonsense()
    {
        const auto asked = [this](const QString &address) {
            Network network;
            network.indexUrl = address;
            const Future<IndexPage> future = m_index.page(network, u"six"_s);
            [&] { QTRY_VERIFY_WITH_TIMEOUT(future.isFinished(), 60'000); }();
            return endOf(future);
        };
        QCOMPARE(asked(u"http://127.0.0.1:9/simple"_s).error().code, u"index-not-reached"_s);
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        QByteArray answer = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\nhello";
        QByteArray question;
        connect(&server, &QTcpServer::newConnection, &server, [&] {
            QTcpSocket *socket = server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [&, socket] {
                question += socket->readAll();
                socket->write(answer);
                socket->disconnectFromHost();
            });
        });
        const QString address = u"http://me:secret@127.0.0.1:%1/simple"_s.arg(server.serverPort());
        QCOMPARE(asked(address).error().code, u"index-unreadable"_s);
        QVERIFY(question.contains(QByteArray("Authorization: Basic bWU6c2VjcmV0")));
        QVERIFY(question.startsWith("GET /simple/six/ "));
        answer = "HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n";
        QCOMPARE(asked(address).error().code, u"distribution-not-found"_s);
        answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{\"files\": []}";
        QVERIFY(asked(address));
        Network offline;
        offline.allowed = false;
        QCOMPARE(endOf(m_index.page(offline, u"six"_s)).error().code, u"offline"_s);
    }

    void resolutionsAreRemembered()
    {
        Resolution resolution;
        resolution.distributions.append({u"numpy"_s, u"1.26.4"_s, {u"sha256:00"_s}, true, 18'000'000, u"pandas"_s, false, {}});
        resolution.distributions.append({u"own"_s, u"1"_s, {}, false, -1, {}, true, u"https://host.example/own.zip"_s});
        resolution.sourceOnly = QStringList{u"own==1"_s};
        const Resolution again = resolutionFromJson(toJson(resolution));
        QCOMPARE(toJson(again), toJson(resolution));
        QCOMPARE(again.distributions[0].downloadBytes, 18'000'000);
        ResolveRequest one;
        one.requirements = QStringList{u"a"_s, u"b"_s};
        ResolveRequest other = one;
        QCOMPARE(keyOf(one), keyOf(other));
        other.constraints = QStringList{u"b"_s};
        other.requirements = QStringList{u"a"_s};
        QVERIFY(keyOf(one) != keyOf(other));
    }

    void aReportOfAnImageIsNotTrusted()
    {
        const auto read = [](const QByteArray &json) { return resolutionOfReport("noise\nMARK" + json, u"MARK"_s, {}, {}); };
        const Result<Resolution> good = read(R"({"status":0,"install":[{"name":"six","version":"1.16.0","url":"six-1.16.0-py2.py3-none-any.whl","sha256":"zz","requires":[]}]})");
        QVERIFY(good);
        QCOMPARE(good->distributions.size(), 1);
        QVERIFY(good->distributions.first().isWheel && good->distributions.first().hashes.isEmpty());
        const QByteArray option = "{\"status\":0,\"install\":[{\"name\":\"six\\n--index-url=http://x\",\"version\":\"1\"}]}";
        QCOMPARE(read(option).error().code, u"resolution-failed"_s);
        const QByteArray hash = "{\"status\":0,\"install\":[{\"name\":\"six\",\"version\":\"1 --hash=x\"}]}";
        QCOMPARE(read(hash).error().code, u"resolution-failed"_s);
        QCOMPARE(read("nothing").error().code, u"resolution-failed"_s);
        QCOMPARE(resolutionOfReport("no mark", u"MARK"_s, {}, {}).error().code, u"resolution-failed"_s);
    }

    // Neither its pin holds the repository's back, nor does the same number mean the same.
    void aRepositoryOverrulesWhatTheBaseHas()
    {
        ResolveRequest request;
        request.constraints = {u"own==1"_s, u"six==1.16.0"_s};
        request.bounds = {u"other==1"_s};
        const QList<Requirement> requirements{*Requirement::parse(u"own @ git+https://host.example/own.git"_s), *Requirement::parse(u"other @ git+https://host.example/other.git"_s)};
        QCOMPARE(effectiveConstraints(request, requirements), QStringList{u"six==1.16.0"_s});
        const auto resolution = resolutionOfReport("\nMARK{\"status\":0,\"install\":[{\"name\":\"own\",\"version\":\"1\"},{\"name\":\"six\",\"version\":\"1.16.0\"}]}", u"MARK"_s, request, requirements);
        QVERIFY(resolution);
        QCOMPARE(resolution->distributions.size(), 1);
        QCOMPARE(resolution->distributions.first().name, u"own"_s);
    }

    void whatComesFromAnAddressStaysThere()
    {
        const QString commit(40, u'a');
        const auto urlOf = [&](const QString &asked, const QString &found) {
            const QByteArray json = QByteArray("{'status':0,'install':[{'name':'Own','version':'1','url':'own','commit':'COMMIT','requires':[]}]}")
                                        .replace('\'', '"')
                                        .replace("COMMIT", found.toUtf8());
            const auto resolution = resolutionOfReport("\nMARK" + json, u"MARK"_s, {}, {*Requirement::parse(u"own @ "_s + asked)});
            return resolution ? requirementOf(resolution->distributions.first()) : resolution.error().sentence;
        };
        QCOMPARE(urlOf(u"git+https://git@host.example/own.git"_s, commit), u"Own @ git+https://git@host.example/own.git@"_s + commit);
        QCOMPARE(urlOf(u"git+https://host.example/own.git@v1#subdirectory=a"_s, commit), u"Own @ git+https://host.example/own.git@"_s + commit + u"#subdirectory=a");
        QCOMPARE(urlOf(u"git+https://host.example/own.git@v1"_s, u"x\n--index-url=http://x"_s), u"Own @ git+https://host.example/own.git@v1"_s);
        QCOMPARE(urlOf(u"https://host.example/own-1.zip"_s, commit), u"Own @ https://host.example/own-1.zip"_s);

        const auto locked = distributionsOfLock("lock-version = \"1.0\"\n[[packages]]\nname = \"own\"\nversion = \"1\"\n"
                                                "archive = { url = \"https://host.example/own-1-py3-none-any.whl\", hashes = { sha256 = \"00\" } }\n");
        QVERIFY(locked && locked->first().isWheel);
        QCOMPARE(requirementOf(locked->first()), u"own @ https://host.example/own-1-py3-none-any.whl"_s);
        QCOMPARE(locked->first().hashes, QStringList{u"sha256:00"_s});
        QCOMPARE(requirementOf({u"own"_s, u"1"_s, {}, true, -1, {}, false, {}}), u"own==1"_s);
    }

    void oldPipGetsWheelsItKnows()
    {
        ResolveRequest request;
        request.pythonVersion = u"3.9"_s;
        request.requirements = QStringList{u"numpy==2.0.2"_s};
        request.oldPip = true;
        const Result<Resolution> resolution = resolved(request);
        QVERIFY(resolution);
        QCOMPARE(resolution->distributions.size(), 1);
    }

    void realFailures_data()
    {
        QTest::addColumn<QString>("requirement");
        QTest::addColumn<QString>("code");
        QTest::newRow("unknown") << u"nonexistent-dist-xyz-123"_s << u"distribution-not-found"_s;
        QTest::newRow("wheels for other Pythons") << u"numpy==1.19.5"_s << u"python-unfit"_s;
        // Named by an address, neither uv nor pip counts them among the source archives.
        QTest::newRow("repository") << u"acme @ git+file:///nowhere/acme@v1"_s << u"needs-source-archive"_s;
        QTest::newRow("source archive") << u"acme @ https://host.invalid/acme-1.0.tar.gz#sha256=00"_s << u"needs-source-archive"_s;
        QTest::newRow("no such release") << u"six==99.0"_s << u"release-not-found"_s;
        QTest::newRow("not a requirement") << u"--index-url http://elsewhere"_s << u"requirement-invalid"_s;
        QTest::newRow("an option after a newline") << u"six\n--index-url=http://elsewhere"_s << u"requirement-invalid"_s;
    }
    void realFailures()
    {
        QFETCH(QString, requirement);
        QFETCH(QString, code);
        ResolveRequest request;
        request.pythonVersion = u"3.11"_s;
        request.requirements = QStringList{requirement};
        const Result<Resolution> resolution = resolved(request);
        QVERIFY(!resolution);
        QVERIFY2(resolution.error().code == code, qPrintable(resolution.error().code + u": " + resolution.error().details));
    }

    void withoutNetworkOrUvItSaysSo()
    {
        ResolveRequest request;
        request.pythonVersion = u"3.11"_s;
        request.requirements = QStringList{u"six"_s};
        Network offline;
        offline.allowed = false;
        QCOMPARE(endOf(resolve({m_runner, m_uv, offline}, request)).error().code, u"offline"_s);
        QCOMPARE(endOf(resolve({m_runner, QString(), m_network}, request)).error().code, u"uv-not-found"_s);
        request.requirements.clear();
        QVERIFY(endOf(resolve({m_runner, QString(), m_network}, request)));
    }

    void cancellingEndsIt()
    {
        ResolveRequest request;
        request.pythonVersion = u"3.11"_s;
        request.requirements = QStringList{u"pandas"_s};
        Future<Resolution> future = resolve(resolver(), request);
        future.cancel();
        QTRY_VERIFY(future.isFinished());
        QCOMPARE(endOf(future).error().code, u"cancelled"_s);
        QTRY_COMPARE(m_runner.runningCount(), 0);
    }

    void aDamagedLockIsAnError()
    {
        QCOMPARE(distributionsOfLock("not toml [").error().code, u"resolution-failed"_s);
        QCOMPARE(distributionsOfLock("").error().code, u"resolution-failed"_s);
        QCOMPARE(distributionsOfLock("lock-version = '1.0'\npackages = 3\n")->size(), 0);
    }

    void pinsLeaveOutWhatNoIndexHas()
    {
        Interpreter interpreter;
        interpreter.distributions = {{u"torch"_s, u"2.1+cu118"_s, {}, {}, u"record"_s},
                                     {u"own"_s, u"1.0"_s, {}, {}, u"editable"_s},
                                     {u"broken"_s, u""_s, {}, {}, u"egg"_s},
                                     {u"six"_s, u"1.16.0"_s, {}, {}, u"record"_s}};
        QCOMPARE(constraintsOf(interpreter), QStringList{u"six==1.16.0"_s});
    }
};

QTEST_GUILESS_MAIN(ResolveTest)
#include "test_resolve.moc"
