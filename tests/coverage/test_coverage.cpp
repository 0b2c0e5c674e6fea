// SPDX-License-Identifier: Apache-2.0
#include "contents.h"

#include "core/coverage/condition.h"
#include "core/coverage/coverage.h"
#include "core/script/inspect.h"

#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace drydock;
using namespace drydock::test;

Q_DECLARE_METATYPE(drydock::CellStatus)

class CoverageTest : public QObject
{
    Q_OBJECT

    /// How a module stands in an image, with its words made.
    struct Shown : Cell {
        QString word;
        QString reason;
    };
    static Shown cell(const Coverage &coverage, const QString &module, qsizetype image = 0)
    {
        for (qsizetype i = 0; i < coverage.needs.size(); ++i) {
            if (coverage.needs[i].module != module)
                continue;
            const Cell &cell = coverage.images[image].cells[i];
            const Image &in = coverage.images[image].image;
            return {cell, cellWord(coverage.needs[i], cell, in), cellReason(coverage.needs[i], cell, in)};
        }
        return {};
    }

    static Shown only(const Import &import, const QString &image, int generation = 1)
    {
        return cell(compare({scriptOf(generation, {import})}, {imageWithContents(image)}), import.target);
    }

private Q_SLOTS:
    void theGuidesFlowLacksNumpyAndItsLibrary()
    {
        const Result<FlowScript> script = inspectScript(QStringLiteral(DRYDOCK_TEST_DATA "/flows/guide/flow.py"));
        QVERIFY(script);
        Image base = imageWithContents(u"prefect-1.4.1-python3.9"_s);
        const Coverage before = compare({*script}, {base});
        QCOMPARE(cell(before, u"numpy"_s).status, CellStatus::Missing);
        QCOMPARE(cell(before, u"my_task_library"_s).status, CellStatus::NotShipped);
        QCOMPARE(cell(before, u"prefect"_s).status, CellStatus::Provided);
        QCOMPARE(cell(before, u"prefect"_s).word, u"1.4.1 found"_s);
        QCOMPARE(cell(before, u"prefect.storage"_s).status, CellStatus::Provided);
        QVERIFY(!before.images.first().satisfied);
        QCOMPARE(before.images.first().of - before.images.first().covers, 2);

        base.contents->interpreters.first().distributions.append({u"numpy"_s, u"2.0.2"_s, {u"numpy"_s}, {}, u"record"_s});
        base.contents->interpreters.first().distributions.append({u"my_task_library"_s, {}, {u"my_task_library"_s}, {}, u"top-level"_s});
        const Coverage after = compare({*script}, {base});
        QVERIFY(after.images.first().satisfied);
        QCOMPARE(after.images.first().covers, after.images.first().of);
        QCOMPARE(cell(after, u"numpy"_s).word, u"2.0.2 found"_s);
    }

    void anExtraOfPrefectCounts()
    {
        FlowScript script = scriptOf(1, {importOf(u"prefect.tasks.aws.s3"_s, ImportKind::Prefect), importOf(u"prefect.storage"_s, ImportKind::Prefect)});
        script.flows.first().storage = Storage{u"GitHub"_s, 3, {}, u"github"_s, Ships::Script};
        script.results.append({u"S3Result"_s, 4, u"aws"_s});
        const Coverage coverage = compare({script}, {imageWithContents(u"prefect-core-1.4.1"_s), imageWithContents(u"prefect-1.4.1-python3.9"_s)});
        QCOMPARE(coverage.images[0].image.reference, u"drydock.local/prefect:1.4.1-python3.9"_s);
        QVERIFY(coverage.images[0].satisfied);
        for (const QString &module : {u"prefect.tasks.aws.s3"_s, u"prefect.storage"_s, u"prefect.engine.results"_s}) {
            QCOMPARE(cell(coverage, module, 1).status, CellStatus::Missing);
            QCOMPARE(cell(coverage, module, 1).word, u"Extra missing"_s);
        }
        QVERIFY(cell(coverage, u"prefect.storage"_s, 1).reason.contains(u"PyGithub"));
    }

    void modulesOfPrefectComeAndGo()
    {
        QCOMPARE(only(importOf(u"prefect.environments"_s, ImportKind::Prefect), u"prefect-1.4.1-python3.9"_s).word, u"Not in 1.4.1"_s);
        QCOMPARE(only(importOf(u"prefect.run_configs"_s, ImportKind::Prefect), u"prefect-1.4.1-python3.9"_s).status, CellStatus::Provided);
        const Shown other = only(importOf(u"prefect.storage"_s, ImportKind::Prefect), u"prefect-3.8.8-python3.13"_s);
        QCOMPARE(other.status, CellStatus::Version);
        QCOMPARE(other.word, u"3.8.8, needs 1.x"_s);
    }

    void theStandardLibraryDependsOnThePython()
    {
        Import gone = importOf(u"distutils.util"_s, ImportKind::StandardLibrary);
        gone.until = u"3.11"_s;
        Import young = importOf(u"tomllib"_s, ImportKind::StandardLibrary);
        young.since = u"3.11"_s;
        const Coverage coverage = compare({scriptOf(0, {gone, young})}, {imageWithContents(u"prefect-3.8.8-python3.13"_s), imageWithContents(u"prefect-1.4.1-python3.9"_s),
                                                                          imageWithContents(u"prefect-2.20.25-python3.11"_s)});
        QCOMPARE(coverage.images.first().image.reference, u"drydock.local/prefect:2.20.25-python3.11"_s);
        QVERIFY(coverage.images.first().satisfied);
        QCOMPARE(coverage.images.first().of, 0);
        const auto find = [&](const QString &reference, const QString &module) {
            return cell(coverage, module, coverage.find(reference) - coverage.images.constData());
        };
        QCOMPARE(find(u"drydock.local/prefect:3.8.8-python3.13"_s, u"distutils.util"_s).word, u"Removed in 3.12"_s);
        QCOMPARE(find(u"drydock.local/prefect:1.4.1-python3.9"_s, u"tomllib"_s).word, u"New in 3.11"_s);
        // Nothing is shown where nothing is wrong.
        QVERIFY(compare({scriptOf(0, {gone})}, {imageWithContents(u"prefect-1.4.1-python3.9"_s)}).needs.isEmpty());
    }

    void noPython3HasWhatOnlyPython2Had()
    {
        QTemporaryDir folder;
        const auto script = [&folder](const QByteArray &source) {
            QFile file(folder.filePath(u"flow.py"_s));
            if (!file.open(QIODevice::WriteOnly) || file.write(source) != source.size())
                qFatal("cannot write the script");
            file.close();
            return *inspectScript(file.fileName());
        };
        const QList<Image> images{imageWithContents(u"prefect-1.4.1-python3.9"_s)};
        const Coverage needed = compare({script("import urllib2\n")}, images);
        QVERIFY(!needed.images.first().satisfied);
        QCOMPARE(cell(needed, u"urllib2"_s).status, CellStatus::Removed);
        QCOMPARE(cell(needed, u"urllib2"_s).word, u"Removed in 3.0"_s);
        QCOMPARE(cell(needed, u"urllib2"_s).reason,
                 u"Python 3.9 in this image has no urllib2, which is part of Python 2 alone: Python 3 has urllib.request in its place."_s);
        QVERIFY(compare({script("try:\n    import urllib2\nexcept ImportError:\n    import urllib.request as urllib2\n")}, images).images.first().satisfied);
        QVERIFY(compare({script("import sys\nif sys.version_info[0] == 2:\n    import urllib2\n")}, images).images.first().satisfied);
        QVERIFY(compare({script("import sys\nif sys.version_info < (3,):\n    import urllib2\nelse:\n    import urllib.request\n")}, images).images.first().satisfied);
    }

    void declaredVersionsAreHeld()
    {
        FlowScript script = scriptOf(1, {thirdParty(u"requests"_s, u"requests"_s)});
        const Image image = imageWithContents(u"prefect-1.4.1-python3.9"_s);
        script.declared.append({u"requests>=99,<100"_s, u"/flows/requirements.txt"_s, 1, {}});
        const Shown wrong = cell(compare({script}, {image}), u"requests"_s);
        QCOMPARE(wrong.status, CellStatus::Version);
        QVERIFY2(wrong.word.endsWith(u", needs ≥ 99, < 100"), qPrintable(wrong.word));
        script.declared.first().requirement = u"requests>=99; python_version < \"3.8\""_s;
        QCOMPARE(cell(compare({script}, {image}), u"requests"_s).status, CellStatus::Provided);
    }

    void lockedVersionsAreHeld()
    {
        FlowScript script = scriptOf(1, {thirdParty(u"requests"_s, u"requests"_s)});
        const Image image = imageWithContents(u"prefect-1.4.1-python3.9"_s);
        script.locked = {{u"requests==2.0"_s, u"/flows/uv.lock"_s, 4, {}}};
        QCOMPARE(cell(compare({script}, {image}), u"requests"_s).status, CellStatus::Version);
        // What the project itself declares counts first; a name with two versions has none; the first file is the best.
        script.declared = {{u"requests>=2.0"_s, u"/flows/pyproject.toml"_s, 2, {}}};
        QCOMPARE(cell(compare({script}, {image}), u"requests"_s).status, CellStatus::Provided);
        script.declared.clear();
        script.locked.append({u"requests==2.1"_s, u"/flows/uv.lock"_s, 9, {}});
        QCOMPARE(cell(compare({script}, {image}), u"requests"_s).status, CellStatus::Provided);
        script.locked = {{u"Requests==2.0"_s, u"/flows/uv.lock"_s, 4, {}}, {u"requests==9"_s, u"/flows/poetry.lock"_s, 1, {}}};
        QVERIFY(cell(compare({script}, {image}), u"requests"_s).word.endsWith(u"locked 2.0"));
    }

    void optionalImportsAndAlternatives()
    {
        Import lone = importOf(u"matplotlib"_s, ImportKind::ThirdParty, {u"matplotlib"_s}, Necessity::Optional);
        lone.group = 0;
        lone.dispensable = true;
        Import first = importOf(u"ujson"_s, ImportKind::ThirdParty, {u"ujson"_s}, Necessity::Optional);
        first.group = 1;
        first.branch = 0;
        Import second = importOf(u"orjson2"_s, ImportKind::ThirdParty, {u"orjson2"_s}, Necessity::Optional);
        second.group = 1;
        second.branch = 1;
        const Image image = imageWithContents(u"prefect-1.4.1-python3.9"_s);
        const Coverage none = compare({scriptOf(1, {lone, first, second})}, {image});
        QCOMPARE(cell(none, u"matplotlib"_s).status, CellStatus::OptionalMissing);
        QCOMPARE(cell(none, u"ujson"_s).status, CellStatus::Missing);
        QVERIFY(!none.images.first().satisfied);

        // What some branch needs no import for is never demanded, and one branch's imports are no alternatives.
        second.dispensable = true;
        QVERIFY(compare({scriptOf(1, {lone, first, second})}, {image}).images.first().satisfied);
        Import together = importOf(u"requests"_s, ImportKind::ThirdParty, {u"requests"_s}, Necessity::Optional);
        together.group = 1;
        together.branch = first.branch;
        second.dispensable = false;
        QVERIFY(!compare({scriptOf(1, {lone, first, together, second})}, {image}).images.first().satisfied);
        together.branch = 2;
        QVERIFY(compare({scriptOf(1, {lone, first, together, second})}, {image}).images.first().satisfied);

        second = importOf(u"json"_s, ImportKind::StandardLibrary, {}, Necessity::Optional);
        second.group = 1;
        second.branch = 1;
        const Coverage fallback = compare({scriptOf(1, {lone, first, second})}, {image});
        QCOMPARE(cell(fallback, u"ujson"_s).status, CellStatus::OptionalMissing);
        QVERIFY(fallback.images.first().satisfied);
    }

    void typingIsNoNeed()
    {
        QVERIFY(needsOf({scriptOf(0, {importOf(u"pandas"_s, ImportKind::ThirdParty, {u"pandas"_s}, Necessity::Typing)})}).isEmpty());
    }

    void conditionsAreJudgedPerImage()
    {
        Import old = importOf(u"backports_zoneinfo"_s, ImportKind::ThirdParty, {u"backports.zoneinfo"_s}, Necessity::Conditional);
        old.condition = u"sys.version_info < (3, 10)"_s;
        QCOMPARE(only(old, u"prefect-1.4.1-python3.9"_s).status, CellStatus::Missing);
        QCOMPARE(only(old, u"prefect-3.8.8-python3.13"_s, 3).status, CellStatus::Conditional);
        // An optional import under a condition that does not hold is not asked for, alternatives or none.
        Import optional = importOf(u"win32api"_s, ImportKind::ThirdParty, {u"pywin32"_s}, Necessity::Optional);
        optional.group = 0;
        optional.branch = 0;
        optional.condition = u"os.name == 'nt'"_s;
        const Coverage elsewhere = compare({scriptOf(1, {optional})}, {imageWithContents(u"prefect-1.4.1-python3.9"_s)});
        QCOMPARE(cell(elsewhere, u"win32api"_s).status, CellStatus::Conditional);
        QVERIFY(elsewhere.images.first().satisfied);
        // Needed under either of two conditions.
        Import again = old;
        again.condition = u"sys.version_info >= (3, 12)"_s;
        QCOMPARE(cell(compare({scriptOf(3, {again, old})}, {imageWithContents(u"prefect-1.4.1-python3.9"_s)}), u"backports_zoneinfo"_s).status, CellStatus::Missing);
        QCOMPARE(cell(compare({scriptOf(3, {old, again})}, {imageWithContents(u"prefect-3.8.8-python3.13"_s)}), u"backports_zoneinfo"_s).status, CellStatus::Missing);
        old.condition = u"DEBUG"_s;
        const Coverage coverage = compare({scriptOf(3, {old})}, {imageWithContents(u"prefect-3.8.8-python3.13"_s)});
        QCOMPARE(cell(coverage, u"backports_zoneinfo"_s).word, u"Perhaps needed"_s);
        QVERIFY(coverage.images.first().satisfied);
    }

    void conditionsHold_data()
    {
        QTest::addColumn<QString>("condition");
        QTest::addColumn<int>("holds"); // -1 is unknown
        QTest::newRow("greater") << u"sys.version_info >= (3, 9)"_s << 1;
        QTest::newRow("less") << u"sys.version_info < (3,9)"_s << 0;
        QTest::newRow("equal to two") << u"sys.version_info[:2] == (3, 9)"_s << 1;
        QTest::newRow("whole equal to two") << u"sys.version_info == (3, 9)"_s << 0;
        QTest::newRow("major") << u"sys.version_info[0] == 2"_s << 0;
        QTest::newRow("major word") << u"sys.version_info.major >= 3"_s << 1;
        QTest::newRow("not") << u"not (sys.version_info < (3, 8))"_s << 1;
        QTest::newRow("platform") << u"sys.platform == \"win32\""_s << 0;
        QTest::newRow("platform starts") << u"sys.platform.startswith('linux')"_s << 1;
        QTest::newRow("os") << u"os.name != 'nt'"_s << 1;
        QTest::newRow("variable") << u"DEBUG"_s << -1;
        QTest::newRow("and") << u"sys.platform == 'linux' and DEBUG"_s << -1;
        QTest::newRow("and decided") << u"DEBUG and sys.platform == 'win32'"_s << 0;
        QTest::newRow("or decided") << u"DEBUG or os.name == 'posix'"_s << 1;
        QTest::newRow("or open") << u"DEBUG or os.name == 'nt'"_s << -1;
        QTest::newRow("not binds tighter than and") << u"not sys.platform == 'win32' and sys.version_info < (3, 9)"_s << 0;
        QTest::newRow("not of both") << u"not (sys.platform == 'win32' and sys.version_info < (3, 9))"_s << 1;
        QTest::newRow("not of an open one") << u"not (DEBUG and os.name == 'nt')"_s << 1;
        QTest::newRow("not open") << u"not DEBUG"_s << -1;
        QTest::newRow("not twice") << u"not not os.name == 'posix'"_s << 1;
        QTest::newRow("and before or") << u"os.name == 'posix' or os.name == 'nt' and os.name == 'x'"_s << 1;
        QTest::newRow("parentheses") << u"(os.name == 'posix' or DEBUG) and (sys.version_info >= (3, 8))"_s << 1;
        QTest::newRow("words in quotes") << u"sys.platform == 'a or linux'"_s << 0;
        QTest::newRow("words in names") << u"brand.order"_s << -1;
        QTest::newRow("TYPE_CHECKING or newer") << u"TYPE_CHECKING or sys.version_info >= (3, 11)"_s << 0;
        QTest::newRow("turned") << u"(3, 8) <= sys.version_info"_s << 1;
        QTest::newRow("between") << u"(3, 8) <= sys.version_info < (3, 9)"_s << 0;
        QTest::newRow("minor") << u"sys.version_info[1] >= 9"_s << 1;
        QTest::newRow("micro") << u"sys.version_info > (3, 9, 18)"_s << 1; // the running one goes on with "final"
        QTest::newRow("one of several") << u"sys.platform in ('linux', 'darwin')"_s << 1;
        QTest::newRow("none of several") << u"platform.system() not in [\"Linux\"]"_s << 0;
        QTest::newRow("starts with one of several") << u"sys.platform.startswith((\"win\", 'cygwin'))"_s << 0;
        QTest::newRow("part of") << u"'win' in sys.platform"_s << 0;
        QTest::newRow("hexadecimal") << u"sys.hexversion >= 0x03090000"_s << 1;
        QTest::newRow("old names") << u"six.PY2"_s << 0;
        QTest::newRow("on two lines") << u"os.name == 'posix' \\\n    and sys.version_info >= (3,)"_s << 1;
        QTest::newRow("conditional expression") << u"True if DEBUG else os.name == 'nt'"_s << -1;
        QTest::newRow("machine") << u"platform.machine() == 'x86_64'"_s << -1;
        QTest::newRow("broken") << u"((os.name == 'posix' and"_s << -1;
        QTest::newRow("many") << QString(u"DEBUG and "_s.repeated(400) + u"X"_s) << -1;
        QTest::newRow("endless") << QString(u"("_s.repeated(100000) + u")"_s.repeated(100000)) << -1;
    }
    void conditionsHold()
    {
        QFETCH(QString, condition);
        QFETCH(int, holds);
        const std::optional<bool> result = conditionHolds(condition, u"3.9.18"_s);
        QCOMPARE(result ? int(*result) : -1, holds);
    }

    void localModulesAreShippedByRepositoriesOnly()
    {
        FlowScript script = scriptOf(1, {importOf(u"my_lib.tasks"_s, ImportKind::Local)});
        const Image image = imageWithContents(u"prefect-1.4.1-python3.9"_s);
        QCOMPARE(cell(compare({script}, {image}), u"my_lib.tasks"_s).word, u"Not in image"_s);
        script.flows.first().storage = Storage{u"Git"_s, 3, {}, u"git"_s, Ships::Repository};
        const Coverage shipped = compare({script}, {image});
        QCOMPARE(cell(shipped, u"my_lib.tasks"_s).status, CellStatus::Provided);
        QVERIFY(shipped.images.first().satisfied);
        script.flows.append(script.flows.first());
        script.flows.last().storage.reset();
        QCOMPARE(cell(compare({script}, {image}), u"my_lib.tasks"_s).status, CellStatus::NotShipped);
        QVERIFY(cell(compare({script}, {image}), u"my_lib.tasks"_s).reason.contains(u"does not bring it along"));
        // What could not be read is not said to bring nothing.
        script.flows.last().storage = Storage{u"make_storage()"_s, 3, {}, {}, Ships::Unknown};
        QCOMPARE(cell(compare({script}, {image}), u"my_lib.tasks"_s).status, CellStatus::NotShipped);
        QVERIFY(cell(compare({script}, {image}), u"my_lib.tasks"_s).reason.contains(u"could not be read"));
    }

    void trialsOutrankFiles()
    {
        const FlowScript script = scriptOf(1, {importOf(u"prefect.tasks.kubernetes"_s, ImportKind::Prefect), thirdParty(u"dask.array"_s, u"dask"_s),
                                               importOf(u"my_lib"_s, ImportKind::Local)});
        const Image image = imageWithContents(u"prefect-1.4.1-python3.9"_s);
        const Coverage found = compare({script}, {image});
        QCOMPARE(cell(found, u"dask.array"_s).evidence, EvidenceLevel::Found);
        QCOMPARE(cell(found, u"dask.array"_s).status, CellStatus::Provided);
        QCOMPARE(cell(found, u"prefect.tasks.kubernetes"_s).word, u"Extra missing"_s); // dask-kubernetes is not there
        const ImportTrial trial{{u"prefect.tasks.kubernetes"_s, {}}, {u"dask.array"_s, u"ModuleNotFoundError: No module named 'numpy'"_s}, {u"my_lib"_s, {}}};
        const Coverage tried = compare({script}, {image}, {{image.id, trial}});
        QCOMPARE(cell(tried, u"prefect.tasks.kubernetes"_s).word, u"1.4.1 imported"_s);
        QCOMPARE(cell(tried, u"dask.array"_s).status, CellStatus::Missing);
        QCOMPARE(cell(tried, u"dask.array"_s).word, u"Found, import fails"_s);
        QVERIFY(cell(tried, u"dask.array"_s).reason.contains(u"No module named 'numpy'"));
        QCOMPARE(cell(tried, u"my_lib"_s).word, u"Imported"_s);
    }

    void aTrialOfStorageSaysNothingAboutItsExtra()
    {
        FlowScript script = scriptOf(1, {importOf(u"prefect.storage"_s, ImportKind::Prefect)});
        script.flows.first().storage = Storage{u"GitHub"_s, 3, {}, u"github"_s, Ships::Script};
        const Image core = imageWithContents(u"prefect-core-1.4.1"_s);
        const Coverage coverage = compare({script}, {core}, {{core.id, ImportTrial{{u"prefect.storage"_s, {}}}}});
        QCOMPARE(cell(coverage, u"prefect.storage"_s).status, CellStatus::Missing);
    }

    void notLookedInsideIsUnknownAndNeverSatisfied()
    {
        Image image;
        image.reference = u"acme/unread:1"_s;
        Image broken;
        broken.reference = u"acme/nothing:1"_s;
        broken.contents = ImageContents();
        broken.contents->error = Error{u"image-without-python"_s, u"There is no Python here."_s, {}};
        const Coverage coverage = compare({scriptOf(1, {})}, {image, broken});
        QCOMPARE(cell(coverage, u"prefect"_s, 0).status, CellStatus::Unknown);
        QVERIFY(!coverage.images[0].satisfied && !coverage.images[1].satisfied);
        QCOMPARE(coverage.best(), nullptr);
        QVERIFY(!compare({FlowScript()}, {image}).images.first().satisfied);
    }

    void modulesCountOnceAcrossScripts()
    {
        FlowScript other = scriptOf(1, {thirdParty(u"numpy"_s, u"numpy"_s)});
        other.path = u"/flows/other.py"_s;
        const Coverage coverage = compare({scriptOf(1, {thirdParty(u"numpy"_s, u"numpy"_s)}), other}, {imageWithContents(u"prefect-1.4.1-python3.9"_s)});
        QCOMPARE(coverage.needs.size(), 4);
        QCOMPARE(coverage.images.first().of, 2);
        QCOMPARE(coverage.images.first().covers, 1);
    }

    void theAnswerHasItsFields()
    {
        const QJsonObject answer = toJson(compare({scriptOf(1, {thirdParty(u"numpy"_s, u"numpy"_s)})}, {imageWithContents(u"prefect-1.4.1-python3.9"_s)}));
        const QJsonObject image = answer[u"images"].toArray().first().toObject();
        QCOMPARE(image[u"covers"].toInt(), 1);
        QCOMPARE(image[u"of"].toInt(), 2);
        QCOMPARE(image[u"satisfied"].toBool(), false);
        const QJsonObject import = image[u"imports"].toArray().last().toObject();
        QCOMPARE(import[u"module"].toString(), u"numpy"_s);
        QCOMPARE(import[u"status"].toString(), u"missing"_s);
        QVERIFY(import[u"distribution"].isNull());
        QVERIFY(!import[u"reason"].toString().isEmpty());
    }
};

QTEST_GUILESS_MAIN(CoverageTest)
#include "test_coverage.moc"
