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
    void saysThatPythonIsTooOld();
    void leavesOutAPythonThatHangs();
    void knowsWhatPrefectStarts();
    void readsACondaPrefix();
    void blamesTheEngineThatFails();
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
        + " > /usr/local/bin/python && chmod +x /usr/local/bin/python && cp /usr/local/bin/python /usr/local/bin/python3\n";
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
    // What does not say its name and version is left out, and said.
    for (const QString &broken : {u"broken-3.0.dist-info"_s, u"hollow-1.0.dist-info"_s}) {
        const auto isAbout = [&](const QString &problem) { return problem.contains(broken); };
        QVERIFY2(std::any_of(python->problems.begin(), python->problems.end(), isAbout), qPrintable(broken));
        QCOMPARE(modules(broken.section(u'-', 0, 0)), QStringList{u"(absent)"_s});
    }
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

void TestOddImages::saysThatPythonIsTooOld()
{
    const QByteArray dockerfile = "FROM drydock.local/python:3.9\nRUN apt-get update && apt-get install --yes --no-install-recommends python2 "
                                  "&& rm -f /usr/bin/python3* /usr/local/bin/python* && ln -sf python2 /usr/bin/python\n";
    const QString tag = u"drydock.test/python2:1"_s; // kept: it takes half a minute
    const auto built = m_docker.run({u"build"_s, u"--quiet"_s, u"--tag"_s, tag, u"-"_s}, dockerfile);
    QVERIFY2(built, why(built));
    const auto image = await(findImage(m_docker.runner, m_docker.engine, tag));
    QVERIFY2(image, why(image));
    const auto contents = await(probeImage(m_docker.runner, m_docker.engine, *image));
    QVERIFY2(contents, why(contents));
    QVERIFY(contents->error);
    QCOMPARE(contents->error->code, u"image-python-too-old"_s);
    QVERIFY2(contents->error->sentence.contains("2.7."_L1), qPrintable(contents->error->sentence));
    QCOMPARE(contents->interpreters.size(), 1);
    Image whole = *image;
    whole.contents = *contents;
    QVERIFY(!whole.python()); // What cannot run Prefect covers nothing.
}

void TestOddImages::leavesOutAPythonThatHangs()
{
    // Neither a second Python that says nothing for ever, nor an entrypoint that does, keeps the rest from being read.
    const auto contents = contentsOf(u"slow"_s, "FROM " + base.toUtf8()
                                         + "\nRUN mkdir -p /opt/slow/bin && printf '%s\\n' '#!/bin/sh' 'exec sleep 1000' > /opt/slow/bin/python "
                                           "&& chmod +x /opt/slow/bin/python\nENTRYPOINT [\"sleep\", \"1000\"]\n");
    QVERIFY2(contents, why(contents));
    QVERIFY2(!contents->error, qPrintable(contents->error.value_or(Error{}).details));
    QCOMPARE(contents->interpreters.size(), 1);
    QVERIFY(contents->defaultInterpreter()->distribution(u"pip"_s));
}

void TestOddImages::knowsWhatPrefectStarts()
{
    // What pip writes for a path that is too long for a first line.
    const QByteArray script = "#!/bin/sh\n'''exec' \"/opt/flows/bin/python\" \"$0\" \"$@\"\n' '''\n";
    const auto contents = contentsOf(u"two"_s, "FROM " + base.toUtf8() + "\nRUN python3 -m venv --without-pip /opt/flows && echo " + script.toBase64()
                                                   + " | base64 -d > /usr/local/bin/prefect && chmod +x /usr/local/bin/prefect\n");
    QVERIFY2(contents, why(contents));
    QCOMPARE(contents->interpreters.size(), 2);
    for (const Interpreter &each : contents->interpreters) {
        QCOMPARE(each.isDefault, each.path.startsWith("/usr/"_L1));
        QCOMPARE(each.runsPrefect, each.path == "/opt/flows/bin/python"_L1);
        QVERIFY(each.standardLibrary.contains(u"email.mime.text"_s));
        QVERIFY(each.standardLibrary.contains(u"sys"_s));
        QVERIFY(!each.standardLibrary.contains(u"tkinter"_s) && !each.standardLibrary.contains(u"dbm.gnu"_s));
    }
}

void TestOddImages::readsACondaPrefix()
{
    // As conda lays it out: an interpreter of its own, and lists that Python knows nothing of.
    const QByteArray list = R"({"name":"native-lib","version":"7.1","files":["lib/python3.11/site-packages/native/__init__.py","lib/x.so"]})";
    const auto contents = contentsOf(u"conda"_s, "FROM " + base.toUtf8()
                                         + "\nRUN mkdir -p /opt/conda/bin /opt/conda/lib /opt/conda/conda-meta && cp /usr/bin/python3.11 /opt/conda/bin/python "
                                           "&& cp -r /usr/lib/python3.11 /opt/conda/lib && mkdir -p /opt/conda/lib/python3.11/site-packages/native "
                                           "&& touch /opt/conda/lib/python3.11/site-packages/native/__init__.py && echo "
                                         + list.toBase64() + " | base64 -d > /opt/conda/conda-meta/native-lib-7.1-h0.json\n"
                                           "ENV PATH=/opt/conda/bin:/usr/bin:/bin CONDA_PREFIX=/opt/conda\n");
    QVERIFY2(contents, why(contents));
    const Interpreter *python = contents->defaultInterpreter();
    QVERIFY(python);
    QCOMPARE(python->path, u"/opt/conda/bin/python"_s);
    const Distribution *native = python->distribution(u"native-lib"_s);
    QVERIFY(native);
    QCOMPARE(native->source, u"conda"_s);
    QCOMPARE(native->version, u"7.1"_s);
    QCOMPARE(native->modules, QStringList{u"native"_s});
}

void TestOddImages::blamesTheEngineThatFails()
{
    QTemporaryDir folder;
    int number = 0;
    const auto failing = [&](const QByteArray &words, int status) {
        QFile file(folder.filePath(u"docker-%1"_s.arg(++number)));
        if (file.open(QIODevice::WriteOnly))
            file.write("#!/bin/sh\ncat > /dev/null\necho '" + words + "' >&2\nexit " + QByteArray::number(status) + "\n");
        file.close();
        file.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
        Engine engine = m_docker.engine;
        engine.command = {file.fileName()};
        return engine;
    };
    Image image;
    image.id = u"sha256:"_s + QString(64, u'a');
    image.reference = u"some:1"_s;
    image.platform = m_docker.engine.platform;
    for (const auto &[words, status] : {std::pair{"docker: Error response from daemon: no space left on device.", 125},
                                        std::pair{"docker: Error response from daemon: OCI runtime create failed: cannot enter cgroups", 125},
                                        std::pair{"Error: crun: permission denied: OCI permission denied", 126}}) {
        const auto contents = await(probeImage(m_docker.runner, failing(words, status), image));
        QVERIFY2(!contents, words);
        QCOMPARE(contents.error().code, u"engine-failed"_s);
        QVERIFY2(contents.error().sentence.startsWith("Docker could not start"_L1), qPrintable(contents.error().sentence));
        QVERIFY(contents.error().details.contains(QLatin1StringView(words)));
    }
    const auto gone = await(probeImage(m_docker.runner, failing("docker: Error response from daemon: No such image: sha256:aaa", 125), image));
    QCOMPARE(gone.error().code, u"image-not-found"_s);
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
    // $3 is the word that marks the answer. Its files lie where no file can, and its folders hold each other.
    const QByteArray lie = R"json({"interpreters":[{"path":"/p\u001b[31m","version":7,"standard":"/s","builtin":["a b",[1]],)json"
                           R"json("sys_path":["/x",7,"","/x/../x","\u0000"],"default":true},7,null],"error":{"code":"x"},)json"
                           R"json("folders":{"/x":["a-1.dist-info/","../","..","./@","b.py","c/@","//","a b.py"],"/x/c":["c/"],"/x/c/c":["d.py",{}],"/y":7},)json"
                           R"json("files":[["/x/a-1.dist-info/METADATA",25],["/x/a-1.dist-info/RECORD",17]]})json";
    const QByteArray files = "Name: a\\033[31mb\\nVersion: 1\\n../x.py,,\\nok.py,,\\n";
    const auto contents = contentsOf(u"liar"_s, withPython("'echo; printf %s \"$3\"' \"cat /lie\" \"printf '" + files + "'\"")
                                                    + "RUN echo " + lie.toBase64() + " | base64 -d > /lie && echo >> /lie\n");
    QVERIFY2(contents, why(contents));
    QVERIFY2(!contents->error, qPrintable(contents->error.value_or(Error{}).details));
    QCOMPARE(contents->interpreters.size(), 1); // Without a path, what calls itself an interpreter is none.
    const Interpreter *python = contents->defaultInterpreter();
    QVERIFY(python);
    QCOMPARE(python->path, u"/p[31m"_s);
    QCOMPARE(python->version, QString());
    QCOMPARE(python->minor(), -1);
    QVERIFY(python->standardLibrary.isEmpty());
    QStringList found;
    for (const Distribution &each : python->distributions)
        found.append(each.name + u'=' + each.modules.join(u','));
    QCOMPARE(found, (QStringList{u"a[31mb="_s, u"b=b"_s, u"c=c.c.d"_s}));

    const auto garbage = contentsOf(u"garbage"_s, withPython("'echo; printf %s \"$3\"; echo \"{[[{\"'"));
    QVERIFY2(garbage, why(garbage));
    QCOMPARE(garbage->error.value_or(Error{}).code, u"image-unreadable"_s);

    const auto short_ = contentsOf(u"short"_s, withPython("'echo; printf %s \"$3\"; echo \"{\\\"interpreters\\\":[],\\\"files\\\":[[\\\"/a\\\",9000000000]]}\"'"));
    QVERIFY2(short_, why(short_));
    QCOMPARE(short_->error.value_or(Error{}).code, u"image-unreadable"_s);

    // Python ends without a word: the image is at fault. No shell and no Python that works: so is it.
    const auto silent = contentsOf(u"silent"_s, withPython("'exit 9'"));
    QVERIFY2(silent, why(silent));
    QCOMPARE(silent->error.value_or(Error{}).code, u"image-unreadable"_s);
    QVERIFY2(silent->error->sentence.contains("status 9"_L1), qPrintable(silent->error->sentence));
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
