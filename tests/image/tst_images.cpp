// SPDX-License-Identifier: Apache-2.0
#include "core/image/image.h"
#include "tests/helpers/enginefixture.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>
#include <QTest>

#include "core/python/requirement.h"

using namespace drydock;
using namespace drydock::test;
using namespace Qt::StringLiterals;

static bool hasModuleBelow(const Interpreter &python, const QString &top)
{
    const auto isBelow = [&](const QString &module) { return module.startsWith(top + u'.'); };
    return std::any_of(python.distributions.begin(), python.distributions.end(), [&](const Distribution &distribution) {
        return std::any_of(distribution.modules.begin(), distribution.modules.end(), isBelow);
    });
}

class TestImages : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void listsTaggedImages();
    void findsOneImage();
    void agreesWithPip_data();
    void agreesWithPip();
    void survivesJson();
    void answersWithPodmanToo();

private:
    EngineFixture m_docker;
};

void TestImages::initTestCase()
{
    QVERIFY2(m_docker.open(), m_docker.why());
    for (const QString &reference : {prefect1, prefect1Core, prefect2, prefect3})
        QVERIFY2(m_docker.has(reference), m_docker.why());
}

void TestImages::listsTaggedImages()
{
    const auto images = await(listImages(m_docker.runner, m_docker.engine));
    QVERIFY2(images, why(images));
    QMap<QString, Image> byReference;
    for (const Image &image : *images) {
        QVERIFY(!byReference.contains(image.reference));
        byReference.insert(image.reference, image);
    }
    QVERIFY(byReference.contains(prefect1));
    const Image &image = byReference[prefect1];
    QVERIFY(image.id.startsWith("sha256:"_L1));
    QCOMPARE(image.platform, m_docker.engine.platform);
    QVERIFY(image.size > 50'000'000);
    QVERIFY(image.created.isValid());
    QCOMPARE(image.source, u"engine"_s);
    QCOMPARE(image.entrypoint.value(0), u"tini"_s);
    QCOMPARE(image.environment.value(u"LANG"_s), u"C.UTF-8"_s);
    QCOMPARE(image.workingDirectory, u"/opt/prefect"_s);
    QVERIFY(!image.contents);

    // Every image of the engine's own list is there, and what looks like Prefect stands before what does not.
    const auto listed = m_docker.run({u"image"_s, u"ls"_s, u"--format"_s, u"{{.Repository}}:{{.Tag}}"_s, u"--filter"_s, u"dangling=false"_s});
    for (const QString &line : QString::fromUtf8(*listed).split(u'\n', Qt::SkipEmptyParts)) {
        if (!line.contains("<none>"_L1))
            QVERIFY2(byReference.contains(line), qPrintable(line));
    }
    bool others = false;
    for (const Image &each : *images) {
        if (!each.builtHere() && !each.reference.contains("prefect"_L1))
            others = true;
        QVERIFY(!(others && each.reference.startsWith("drydock.local/prefect"_L1)));
    }
}

void TestImages::findsOneImage()
{
    const auto image = await(findImage(m_docker.runner, m_docker.engine, prefect3));
    QVERIFY2(image, why(image));
    QCOMPARE(image->reference, prefect3);
    const auto byId = await(findImage(m_docker.runner, m_docker.engine, image->id));
    QVERIFY2(byId, why(byId));
    QCOMPARE(byId->id, image->id);

    const auto absent = await(findImage(m_docker.runner, m_docker.engine, u"no-such-image:1"_s));
    QCOMPARE(absent.error().code, u"image-not-found"_s);
    QVERIFY(absent.error().sentence.contains("no-such-image:1"_L1));
    QCOMPARE(await(findImage(m_docker.runner, m_docker.engine, u"--help"_s)).error().code, u"image-reference-invalid"_s);

    Engine gone = m_docker.engine;
    gone.command = {gone.command.first(), u"--host"_s, u"unix:///no/such.sock"_s};
    QCOMPARE(await(findImage(m_docker.runner, gone, prefect3)).error().code, u"engine-not-ready"_s);
    QCOMPARE(await(listImages(m_docker.runner, gone)).error().code, u"engine-not-ready"_s);
    gone.state = EngineState::Stopped;
    QCOMPARE(await(probeImage(m_docker.runner, gone, *image)).error().code, u"engine-not-ready"_s);
}

void TestImages::agreesWithPip_data()
{
    QTest::addColumn<QString>("reference");
    QTest::addColumn<QString>("version");
    QTest::addColumn<QString>("prefect");
    QTest::newRow("1 with extras") << prefect1 << u"3.9"_s << u"1.4.1"_s;
    QTest::newRow("1 core") << prefect1Core << u"3.9"_s << u"1.4.1"_s;
    QTest::newRow("2") << prefect2 << u"3.11"_s << u"2.20.25"_s;
    QTest::newRow("3") << prefect3 << u"3.13"_s << u"3.8.8"_s;
}

void TestImages::agreesWithPip()
{
    QFETCH(QString, reference);
    QFETCH(QString, version);
    QFETCH(QString, prefect);
    const auto image = await(findImage(m_docker.runner, m_docker.engine, reference));
    QVERIFY2(image, why(image));
    QElapsedTimer clock;
    clock.start();
    const auto contents = await(probeImage(m_docker.runner, m_docker.engine, *image));
    qInfo("%s read in %lld ms", qPrintable(reference), clock.elapsed());
    QVERIFY2(contents, why(contents));
    QVERIFY2(!contents->error, qPrintable(contents->error.value_or(Error{}).details));
    QCOMPARE(contents->honoursExtraPipPackages, std::optional(true));

    const Interpreter *python = contents->defaultInterpreter();
    QVERIFY(python && python->isDefault);
    QVERIFY2(python->version.startsWith(version + u'.'), qPrintable(python->version));
    QCOMPARE(python->prefect, prefect);
    QVERIFY(python->problems.isEmpty());
    QVERIFY(python->runsPrefect);
    QVERIFY(python->standardLibrary.contains(u"sqlite3"_s));
    QVERIFY(python->standardLibrary.contains(u"json.decoder"_s));
    QVERIFY(!python->standardLibrary.contains(u"tkinter"_s));
    QVERIFY(!python->providersOf(u"prefect.context"_s).isEmpty());

    // Item by item what pip says.
    QMap<QString, QString> ours;
    for (const Distribution &distribution : python->distributions) {
        if (distribution.source != "files"_L1)
            ours.insert(normalizedName(distribution.name), distribution.version);
    }
    QCOMPARE(contents->pip, ours.value(u"pip"_s));
    const auto listed = m_docker.run({u"run"_s, u"--rm"_s, u"--network"_s, u"none"_s, u"--entrypoint"_s, u"python"_s, reference,
                                      u"-m"_s, u"pip"_s, u"list"_s, u"--format"_s, u"json"_s, u"--disable-pip-version-check"_s});
    QVERIFY2(listed, why(listed));
    QMap<QString, QString> theirs;
    for (const QJsonValue &value : QJsonDocument::fromJson(*listed).array())
        theirs.insert(normalizedName(value[u"name"_s].toString()), value[u"version"_s].toString());
    QCOMPARE(ours, theirs);

    // What importlib.metadata says, item by item, and which extras of Prefect are satisfied by packaging's own rules.
    // Debian's pip puts wheels on the path when it is imported, so what is installed is asked before.
    const QByteArray extras = "import importlib.metadata as m, json\n"
                              "plain = lambda n: n.lower().replace('_', '-').replace('.', '-')\n"
                              "there = {}\n"
                              "for d in m.distributions(): there.setdefault(plain(d.metadata['Name']), d.version)\n"
                              "from pip._vendor.packaging.requirements import Requirement\n"
                              "def ok(r, e):\n"
                              "    r = Requirement(r)\n"
                              "    if r.marker and not r.marker.evaluate({'extra': e}): return True\n"
                              "    v = there.get(plain(r.name))\n"
                              "    return v is not None and r.specifier.contains(v, prereleases=True)\n"
                              "d = m.distribution('prefect')\n"
                              "own = [e for e in d.metadata.get_all('Provides-Extra') or [] if any('extra' in r and e in r for r in d.requires)]\n"
                              "print(json.dumps([there, sorted(e for e in own if all(ok(r, e) for r in d.requires))]))";
    const auto answered = m_docker.run({u"run"_s, u"--rm"_s, u"--interactive"_s, u"--network"_s, u"none"_s, u"--entrypoint"_s, u"python"_s,
                                        reference, u"-"_s}, extras);
    QVERIFY2(answered, why(answered));
    const QJsonArray truth = QJsonDocument::fromJson(*answered).array();
    QMap<QString, QString> metadata;
    const QJsonObject versions = truth[0].toObject();
    for (auto each = versions.begin(); each != versions.end(); ++each)
        metadata.insert(normalizedName(each.key()), each.value().toString());
    QCOMPARE(ours, metadata);
    QStringList satisfied;
    for (const QJsonValue &extra : truth[1].toArray())
        satisfied.append(extra.toString());
    QCOMPARE(python->prefectExtras, satisfied);

    // Top-level modules are those that importlib.metadata would name, for every distribution that says so.
    const QByteArray program = "import importlib.metadata as m, json\n"
                               "print(json.dumps({d.metadata['Name']: (d.read_text('top_level.txt') or '').split() for d in m.distributions()}))";
    const auto tops = m_docker.run({u"run"_s, u"--rm"_s, u"--interactive"_s, u"--network"_s, u"none"_s, u"--entrypoint"_s, u"python"_s,
                                    reference, u"-"_s}, program);
    QVERIFY2(tops, why(tops));
    const QJsonObject object = QJsonDocument::fromJson(*tops).object();
    int compared = 0;
    for (auto each = object.begin(); each != object.end(); ++each) {
        const Distribution *distribution = python->distribution(each.key());
        QVERIFY2(distribution, qPrintable(each.key()));
        for (const QJsonValue &top : each.value().toArray()) {
            if (top.toString().contains(u'-'))
                continue; // Typing stubs: nothing to import.
            // Namespaces such as ruamel are named by each of the distributions that share them.
            const bool there = !python->providersOf(top.toString()).isEmpty() || hasModuleBelow(*python, top.toString());
            if (!there) {
                // top_level.txt also names what is no module, and what was never installed: Python decides.
                const auto imported = m_docker.run({u"run"_s, u"--rm"_s, u"--network"_s, u"none"_s, u"--entrypoint"_s, u"python"_s, reference,
                                                    u"-c"_s, u"import importlib.util as u, sys; sys.exit(u.find_spec('%1') is not None)"_s
                                                                 .arg(top.toString())});
                QVERIFY2(imported, qPrintable(each.key() + u' ' + top.toString()));
            }
            ++compared;
        }
    }
    QVERIFY(compared > 20);
}

void TestImages::survivesJson()
{
    const auto image = await(findImage(m_docker.runner, m_docker.engine, prefect2));
    const auto contents = await(probeImage(m_docker.runner, m_docker.engine, *image));
    QVERIFY2(contents, why(contents));
    const QJsonObject object = toJson(*contents);
    const ImageContents read = imageContentsFromJson(QJsonDocument::fromJson(QJsonDocument(object).toJson()).object());
    QCOMPARE(toJson(read), object);
    QCOMPARE(read.honoursExtraPipPackages, contents->honoursExtraPipPackages);
    QCOMPARE(read.interpreters.size(), contents->interpreters.size());
    QVERIFY(!read.error);

    Image whole = *image;
    QCOMPARE(toJson(whole)[u"honours_extra_pip_packages"_s], QJsonValue());
    whole.contents = *contents;
    QCOMPARE(whole.prefect(), u"2.20.25"_s);
    QCOMPARE(toJson(whole)[u"interpreters"_s].toArray().size(), read.interpreters.size());

    ImageContents failed;
    failed.error = Error{u"image-without-python"_s, u"There is none."_s, u"words"_s};
    QCOMPARE(imageContentsFromJson(toJson(failed)).error, failed.error);
    QVERIFY(!imageContentsFromJson({}).defaultInterpreter());

    // The cache's form says the same, and what is damaged says nothing.
    const QByteArray bytes = toBytes(*contents);
    const auto kept = imageContentsFromBytes(bytes);
    QVERIFY(kept);
    QCOMPARE(toJson(*kept), object);
    QCOMPARE(toJson(*imageContentsFromBytes(toBytes(failed))), toJson(failed));
    for (const qsizetype size : {qsizetype(0), qsizetype(1), qsizetype(40), bytes.size() / 2, bytes.size() - 1})
        QVERIFY(!imageContentsFromBytes(bytes.first(size)));
    QVERIFY(!imageContentsFromBytes(QByteArray(bytes + 'x')));
}

void TestImages::answersWithPodmanToo()
{
    EngineFixture podman;
    QVERIFY2(podman.open(u"podman"_s), podman.why());
    QVERIFY2(podman.has(prefect1Core), podman.why());
    const auto images = await(listImages(podman.runner, podman.engine));
    QVERIFY2(images, why(images));
    const auto found = std::find_if(images->begin(), images->end(), [](const Image &image) { return image.reference == prefect1Core; });
    QVERIFY(found != images->end());
    QVERIFY(found->id.startsWith("sha256:"_L1));
    QVERIFY(found->created.isValid());
    QCOMPARE(found->entrypoint.value(0), u"tini"_s);

    const auto contents = await(probeImage(podman.runner, podman.engine, *found));
    QVERIFY2(contents, why(contents));
    QVERIFY2(!contents->error, qPrintable(contents->error.value_or(Error{}).details));
    QCOMPARE(contents->defaultInterpreter()->prefect, u"1.4.1"_s);
    QCOMPARE(await(findImage(podman.runner, podman.engine, u"no-such.example/image:1"_s)).error().code, u"image-not-found"_s);
}

QTEST_GUILESS_MAIN(TestImages)
#include "tst_images.moc"
