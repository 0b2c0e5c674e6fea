// SPDX-License-Identifier: Apache-2.0
// Images that are unusual, broken or hostile.
#include "core/image/image.h"
#include "core/python/requirement.h"
#include "tests/helpers/enginefixture.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QTest>

using namespace drydock;
using namespace drydock::test;
using namespace Qt::StringLiterals;

class TestOddImages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void readsEveryFormOfDistribution();
    void keepsPythonsApart();
    void saysThatThereIsNoPython();
    void worksWithoutAShell();
    void saysThatThePlatformIsAnother();
    void boundsAFlood();
    void believesNoLies();
    void endsWhatHangs();
    void readsEntrypoints_data();
    void readsEntrypoints();

private:
    /// An image made from a Dockerfile; its contents, and the time that reading took.
    Result<ImageContents> contentsOf(const QString &name, const QByteArray &dockerfile);
    Result<Image> build(const QString &name, const QByteArray &dockerfile);
    /// A Python image in which `python` and `python3` are this shell script.
    static QByteArray withPython(const QByteArray &script);

    EngineFixture m_docker;
    QStringList m_made;
    ImageContents m_odd;
};

const QString base = u"drydock.local/python:3.11"_s;

void TestOddImages::initTestCase()
{
    QVERIFY2(m_docker.open(), m_docker.why());
    QVERIFY2(m_docker.has(base), m_docker.why());

    const QString tag = u"drydock.test/odd:1"_s;
    const auto built = m_docker.run({u"build"_s, u"--quiet"_s, u"--tag"_s, tag, QStringLiteral(DRYDOCK_TEST_DATA "/images/odd")});
    QVERIFY2(built, why(built));
    const auto image = await(findImage(m_docker.runner, m_docker.engine, tag));
    QVERIFY2(image, why(image));
    QCOMPARE(image->user, u"65534"_s);
    QCOMPARE(image->workingDirectory, u"/srv"_s);
    QElapsedTimer clock;
    clock.start();
    const auto contents = await(probeImage(m_docker.runner, m_docker.engine, *image));
    QVERIFY2(contents, why(contents));
    qInfo("2,000 distributions read in %lld ms", clock.elapsed());
    QVERIFY2(!contents->error, qPrintable(contents->error.value_or(Error{}).details));
    m_odd = *contents;
}

void TestOddImages::cleanupTestCase()
{
    // The odd image is kept: its layers make the next run fast.
    for (const QString &tag : std::as_const(m_made))
        m_docker.run({u"rmi"_s, tag});
}

Result<Image> TestOddImages::build(const QString &name, const QByteArray &dockerfile)
{
    const QString tag = u"drydock.test/"_s + name + u":1"_s;
    const auto built = m_docker.run({u"build"_s, u"--quiet"_s, u"--tag"_s, tag, u"-"_s}, dockerfile);
    if (!built)
        return tl::unexpected<Error>(built.error());
    m_made.append(tag);
    return await(findImage(m_docker.runner, m_docker.engine, tag));
}

Result<ImageContents> TestOddImages::contentsOf(const QString &name, const QByteArray &dockerfile)
{
    const auto image = build(name, dockerfile);
    if (!image)
        return tl::unexpected<Error>(image.error());
    return await(probeImage(m_docker.runner, m_docker.engine, *image));
}

QByteArray TestOddImages::withPython(const QByteArray &script)
{
    return "FROM " + base.toUtf8() + "\nRUN printf '%s\\n' '#!/bin/sh' " + script
        + " > /usr/local/bin/python && chmod +x /usr/local/bin/python\n";
}

void TestOddImages::readsEveryFormOfDistribution()
{
    const Interpreter *python = m_odd.defaultInterpreter();
    QVERIFY(python);
    const auto modules = [&](const QString &name) {
        const Distribution *distribution = python->distribution(name);
        return distribution ? distribution->modules : QStringList{u"(absent)"_s};
    };
    const auto source = [&](const QString &name) {
        const Distribution *distribution = python->distribution(name);
        return distribution ? distribution->source : QString();
    };
    QCOMPARE(modules(u"corp-one"_s), (QStringList{u"corp.one"_s, u"corp.one.deep"_s}));
    QCOMPARE(python->distribution(u"corp.One"_s)->version, u"1.0"_s);
    QCOMPARE(python->distribution(u"corp-one"_s)->requires_, QStringList{u"corp-two (>=1) ; extra == 'all'"_s});
    QCOMPARE(modules(u"corp-two"_s), QStringList{u"corp.two"_s});
    QCOMPARE(source(u"corp-two"_s), u"record"_s);
    QCOMPARE(modules(u"top-level"_s), (QStringList{u"toppest"_s, u"toppest.inner"_s}));
    QCOMPARE(source(u"top-level"_s), u"top-level"_s);
    QCOMPARE(modules(u"named-like"_s), (QStringList{u"named_like"_s, u"named_like.part"_s}));
    QCOMPARE(source(u"named-like"_s), u"metadata"_s);
    QCOMPARE(python->distribution(u"broken"_s)->version, u"3.0"_s);
    QCOMPARE(modules(u"notutf8"_s), QStringList{u"notutf8"_s});
    QCOMPARE(modules(u"bare-egg"_s), QStringList{u"bare_egg"_s});
    QCOMPARE(modules(u"listed-egg"_s), (QStringList{u"listing"_s, u"listing.a"_s}));
    QCOMPARE(python->distribution(u"listed-egg"_s)->requires_,
             (QStringList{u"six>=1"_s, u"ujson; extra == \"fast\""_s, u"simplejson; (python_version < '3') and extra == \"fast\""_s}));
    QCOMPARE(modules(u"legacy"_s), QStringList{u"legacy_package"_s});
    QCOMPARE(source(u"legacy"_s), u"egg"_s);
    QCOMPARE(modules(u"zipped"_s), QStringList{u"zipped_module"_s});
    QCOMPARE(modules(u"developed"_s), QStringList{u"developed_here"_s});
    QCOMPARE(source(u"developed"_s), u"editable"_s);
    QCOMPARE(modules(u"pathed"_s), (QStringList{u"pathed_here"_s, u"pathed_here.part"_s}));
    QCOMPARE(source(u"pathed"_s), u"editable"_s);
    QCOMPARE(modules(u"found"_s), (QStringList{u"found_here"_s, u"found_here.sub"_s, u"single"_s}));
    QCOMPARE(modules(u"copied_module"_s), QStringList{u"copied_module"_s});
    QCOMPARE(source(u"copied_module"_s), u"files"_s);
    QCOMPARE(modules(u"my_task_library"_s), (QStringList{u"my_task_library"_s, u"my_task_library.tasks"_s}));
    QCOMPARE(modules(u"only-conda"_s), QStringList{u"only_conda"_s});
    QCOMPARE(source(u"only-conda"_s), u"conda"_s);
    QVERIFY(!python->distribution(u"cached"_s));
    QCOMPARE(modules(u"many-1999"_s), (QStringList{u"many_1999"_s, u"many_1999.part"_s}));
    QVERIFY(python->providersOf(u"corp.three"_s).isEmpty());
    QVERIFY(!python->distribution(u"not-this"_s));

    // Everything that Python's own reader finds is there, in the same version.
    const QByteArray program = "import importlib.metadata as m, json\n"
                               "seen = {}\n"
                               "for d in m.distributions():\n"
                               "    try: name = d.metadata['Name']\n"
                               "    except Exception: continue\n"
                               "    if name and name.isascii(): seen.setdefault(name, d.version)\n"
                               "print(json.dumps(seen))\n";
    const auto listed = m_docker.run({u"run"_s, u"--rm"_s, u"--interactive"_s, u"--network"_s, u"none"_s, u"--entrypoint"_s, u"python3"_s,
                                      u"drydock.test/odd:1"_s, u"-"_s}, program);
    QVERIFY2(listed, why(listed));
    const QJsonObject theirs = QJsonDocument::fromJson(*listed).object();
    QVERIFY(theirs.size() > 2000);
    for (auto each = theirs.begin(); each != theirs.end(); ++each) {
        const Distribution *distribution = python->distribution(each.key());
        QVERIFY2(distribution, qPrintable(each.key()));
        if (normalizedName(each.key()) != "corp-one"_L1) // Spelt in two ways, so Python's reader lists both.
            QCOMPARE(distribution->version, each.value().toString());
    }
}

void TestOddImages::keepsPythonsApart()
{
    QCOMPARE(m_odd.interpreters.size(), 2);
    const Interpreter &venv = m_odd.interpreters[1];
    QVERIFY(m_odd.interpreters[0].isDefault);
    QVERIFY(!venv.isDefault);
    QCOMPARE(venv.path, u"/opt/venv/bin/python"_s);
    QCOMPARE(venv.prefect, u"2.99"_s);
    QVERIFY(venv.distribution(u"in-venv"_s));
    QVERIFY(!venv.distribution(u"many-1"_s));
    QVERIFY(!m_odd.interpreters[0].distribution(u"in-venv"_s));
    QVERIFY(m_odd.interpreters[0].prefect.isEmpty());
    QVERIFY(venv.standardLibrary.contains(u"json"_s));
    QCOMPARE(m_odd.honoursExtraPipPackages, std::nullopt); // The entrypoint is a program that cannot be read.
}

void TestOddImages::saysThatThereIsNoPython()
{
    const auto contents = contentsOf(u"no-python"_s, "FROM " + base.toUtf8() + "\nRUN rm -f /usr/bin/python* /usr/local/bin/python*\n");
    QVERIFY2(contents, why(contents));
    QVERIFY(contents->error);
    QCOMPARE(contents->error->code, u"image-without-python"_s);
    QVERIFY(contents->error->sentence.contains("drydock.test/no-python:1"_L1));

    const auto empty = contentsOf(u"empty"_s, "FROM scratch\nLABEL a=b\n");
    QVERIFY2(empty, why(empty));
    QVERIFY(empty->error);
    QCOMPARE(empty->error->code, u"image-without-python"_s);
}

void TestOddImages::worksWithoutAShell()
{
    const auto contents = contentsOf(u"no-shell"_s, "FROM " + base.toUtf8() + "\nRUN rm -f /bin/sh /bin/dash /bin/bash\n");
    QVERIFY2(contents, why(contents));
    QVERIFY2(!contents->error, qPrintable(contents->error.value_or(Error{}).details));
    QVERIFY(contents->defaultInterpreter()->version.startsWith("3.11."_L1));
}

void TestOddImages::saysThatThePlatformIsAnother()
{
    // The smallest thing that the kernel takes for a program of another machine: an ELF header for arm64.
    QTemporaryDir folder;
    QByteArray header(64, '\0');
    header.replace(0, 7, QByteArray("\x7f" "ELF\x02\x01\x01", 7));
    header[16] = 2;
    header[18] = char(183);
    header[20] = 1;
    const auto write = [&](const QString &path, const QByteArray &content) {
        QFile file(folder.filePath(path));
        QDir().mkpath(QFileInfo(file).absolutePath());
        if (file.open(QIODevice::WriteOnly))
            file.write(content);
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    };
    const auto tar = [&](const QString &from, const QStringList &names) {
        Command command;
        command.program = u"tar"_s;
        command.arguments = QStringList{u"-C"_s, folder.filePath(from), u"-c"_s} + names;
        const auto output = await(m_docker.runner.run(command));
        return output ? output->standardOutput : QByteArray();
    };
    const QString tag = u"drydock.test/arm:1"_s;
    write(u"root/bin/sh"_s, header);
    const QByteArray layer = tar(u"root"_s, {u"bin"_s});
    QVERIFY(!layer.isEmpty());
    write(u"archive/layer.tar"_s, layer);
    const QByteArray digest = QCryptographicHash::hash(layer, QCryptographicHash::Sha256).toHex();
    write(u"archive/config.json"_s, R"({"architecture":"arm64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":["sha256:)"
                                        + digest + R"("]}})");
    write(u"archive/manifest.json"_s, R"([{"Config":"config.json","RepoTags":[")" + tag.toUtf8() + R"("],"Layers":["layer.tar"]}])");
    const auto loaded = m_docker.run({u"load"_s}, tar(u"archive"_s, {u"manifest.json"_s, u"config.json"_s, u"layer.tar"_s}));
    QVERIFY2(loaded, why(loaded));
    m_made.append(tag);
    const auto image = await(findImage(m_docker.runner, m_docker.engine, tag));
    QCOMPARE(image->platform, u"linux/arm64"_s);
    const auto contents = await(probeImage(m_docker.runner, m_docker.engine, *image));
    QVERIFY2(contents, why(contents));
    QVERIFY(contents->error);
    QVERIFY2(contents->error->code == "image-other-platform"_L1, qPrintable(contents->error->code + contents->error->details));
    QVERIFY(contents->error->sentence.contains("linux/arm64"_L1));
}

void TestOddImages::boundsAFlood()
{
    const auto contents = contentsOf(u"flood"_s, withPython("'exec yes'"));
    QVERIFY2(contents, why(contents));
    QVERIFY(contents->error);
    QCOMPARE(contents->error->code, u"image-unreadable"_s);
}

void TestOddImages::believesNoLies()
{
    // $3 is the word that marks the answer.
    const auto contents = contentsOf(
        u"liar"_s,
        withPython("'echo; printf %s \"$3\"; printf %s \"{\\\"interpreters\\\":[{\\\"path\\\":\\\"/p\\\\u001b[31m\\\",\\\"version\\\":7,"
                   "\\\"distributions\\\":[{\\\"name\\\":\\\"a\\\\u0000b\\\",\\\"modules\\\":[\\\"ok\\\",\\\"../x\\\",\\\"a b\\\",[[1]]]},7]}],"
                   "\\\"error\\\":{\\\"code\\\":\\\"x\\\"}}\"; echo'"));
    QVERIFY2(contents, why(contents));
    QVERIFY2(!contents->error, qPrintable(contents->error.value_or(Error{}).details));
    const Interpreter *python = contents->defaultInterpreter();
    QVERIFY(python);
    QCOMPARE(python->path, u"/p[31m"_s);
    QCOMPARE(python->version, QString());
    QCOMPARE(python->minor(), -1);
    QCOMPARE(python->distributions.first().name, u"ab"_s);
    QCOMPARE(python->distributions.first().modules, QStringList{u"ok"_s});

    const auto garbage = contentsOf(u"garbage"_s, withPython("'echo; printf %s \"$3\"; echo \"[[[{\"'"));
    QVERIFY2(garbage, why(garbage));
    QCOMPARE(garbage->error.value_or(Error{}).code, u"image-unreadable"_s);
}

void TestOddImages::endsWhatHangs()
{
    const auto image = build(u"hang"_s, withPython("'trap \"\" TERM' 'while :; do sleep 1; done'"));
    QVERIFY2(image, why(image));
    const auto containers = [&] {
        const auto listed = m_docker.run({u"ps"_s, u"--all"_s, u"--quiet"_s, u"--filter"_s, u"ancestor="_s + image->id});
        return listed ? listed->trimmed() : QByteArray("?");
    };
    auto probe = probeImage(m_docker.runner, m_docker.engine, *image);
    QTRY_VERIFY_WITH_TIMEOUT(!containers().isEmpty(), 20000);
    probe.cancel();
    QTRY_VERIFY_WITH_TIMEOUT(probe.isFinished(), 20000);
    QCOMPARE(endOf(probe).error().code, u"cancelled"_s);
    QTRY_VERIFY_WITH_TIMEOUT(containers().isEmpty(), 20000);
}

void TestOddImages::readsEntrypoints_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<int>("honours"); // 1 yes, 0 no, -1 unknown
    const QByteArray script = "RUN printf '%s\\n' '#!/bin/sh' ";
    const QByteArray ready = " > /start.sh && chmod +x /start.sh\n";
    QTest::newRow("none") << QByteArray() << 0;
    QTest::newRow("script") << script + "'pip install $EXTRA_PIP_PACKAGES'" + ready + "ENTRYPOINT [\"/start.sh\"]" << 1;
    QTest::newRow("only a comment") << script + "'# EXTRA_PIP_PACKAGES is gone'" + ready + "ENTRYPOINT [\"/start.sh\"]" << 0;
    QTest::newRow("script for a shell") << script + "'exec \"$@\"'" + ready + "ENTRYPOINT [\"sh\", \"/start.sh\"]" << 0;
    QTest::newRow("shell form") << QByteArray("ENTRYPOINT pip install $EXTRA_PIP_PACKAGES") << 1;
    QTest::newRow("Python") << QByteArray("ENTRYPOINT [\"python3\", \"-m\", \"prefect\"]") << 0;
    QTest::newRow("program") << QByteArray("ENTRYPOINT [\"/usr/bin/true\"]") << -1;
}

void TestOddImages::readsEntrypoints()
{
    QFETCH(QByteArray, lines);
    QFETCH(int, honours);
    const auto contents = contentsOf(u"entrypoint"_s, "FROM " + base.toUtf8() + "\n" + lines + "\n");
    QVERIFY2(contents, why(contents));
    QVERIFY2(!contents->error, qPrintable(contents->error.value_or(Error{}).details));
    QCOMPARE(contents->honoursExtraPipPackages ? int(*contents->honoursExtraPipPackages) : -1, honours);
}

QTEST_GUILESS_MAIN(TestOddImages)
#include "tst_oddimages.moc"
