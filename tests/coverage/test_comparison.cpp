// SPDX-License-Identifier: Apache-2.0
#include "contents.h"

#include "core/coverage/coverage.h"
#include "core/coverage/differences.h"
#include "core/coverage/export.h"
#include "core/coverage/trial.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace drydock;
using namespace drydock::test;

namespace {

const QString prefect1File = u"prefect-1.4.1-python3.9"_s;
const QString prefect2File = u"prefect-2.20.25-python3.11"_s;
const QString prefect3File = u"prefect-3.8.8-python3.13"_s;

Image imageOf(const QString &reference, const QString &python, const QList<Distribution> &distributions)
{
    Image image;
    image.reference = reference;
    image.id = u"sha256:"_s + reference;
    Interpreter interpreter;
    interpreter.version = python;
    interpreter.isDefault = true;
    interpreter.distributions = distributions;
    if (const Distribution *prefect = interpreter.distribution(u"prefect"_s))
        interpreter.prefect = prefect->version;
    image.contents.emplace();
    image.contents->interpreters = {interpreter};
    return image;
}

Distribution distribution(const QString &name, const QString &version, const QStringList &modules)
{
    return {name, version, modules, {}, u"record"_s};
}

qsizetype at(const Coverage &coverage, const QString &module)
{
    for (qsizetype i = 0; i < coverage.needs.size(); ++i)
        if (coverage.needs[i].module == module)
            return i;
    return -1;
}

const Cell &cell(const Coverage &coverage, const QString &module, qsizetype image = 0)
{
    return coverage.images.at(image).cells.at(at(coverage, module));
}

QString word(const Coverage &coverage, const QString &module, qsizetype image = 0)
{
    return cellWord(coverage.needs.at(at(coverage, module)), cell(coverage, module, image), coverage.images.at(image).image);
}

QStringList references(const Coverage &coverage)
{
    QStringList references;
    for (const ImageCoverage &image : coverage.images)
        references.append(image.image.reference);
    return references;
}

} // namespace

/// What decides beyond single imports: versions, warnings, counts over scripts, the order of images; and what is made of it.
class ComparisonTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatAnImageInstallsDecidesWhatAnImportMeans()
    {
        FlowScript script = scriptOf(0, {importOf(u"cv2"_s, ImportKind::ThirdParty, {u"opencv-python"_s, u"opencv-python-headless"_s})});
        script.declared = {{u"opencv-python>=99"_s, u"/flows/requirements.txt"_s, 1, {}}, {u"opencv-python-headless>=4.5"_s, u"/flows/requirements.txt"_s, 2, {}}};
        const Image headless = imageOf(u"a/headless:1"_s, u"3.11.2"_s, {distribution(u"opencv_python_headless"_s, u"4.8.0"_s, {u"cv2"_s})});
        const Image full = imageOf(u"a/full:1"_s, u"3.11.2"_s, {distribution(u"opencv-python"_s, u"4.8.0"_s, {u"cv2"_s})});
        const Coverage coverage = compare({script}, {full, headless});
        QCOMPARE(coverage.images.first().image.reference, u"a/headless:1"_s);
        QCOMPARE(cell(coverage, u"cv2"_s).distribution, u"opencv_python_headless"_s);
        QCOMPARE(cell(coverage, u"cv2"_s).status, CellStatus::Provided);
        QCOMPARE(cell(coverage, u"cv2"_s, 1).status, CellStatus::Version);
    }

    void lockedVersionsAreHeldTo()
    {
        FlowScript script = scriptOf(0, {thirdParty(u"requests"_s, u"requests"_s)});
        script.locked = {{u"requests==2.31.0"_s, u"/flows/uv.lock"_s, 1, {}}};
        const auto with = [](const QString &version) { return imageOf(u"a/b:"_s + version, u"3.11.2"_s, {distribution(u"requests"_s, version, {u"requests"_s})}); };
        const Coverage coverage = compare({script}, {with(u"2.28.1"_s), with(u"2.31.0"_s), with(u"1.0"_s)});
        QCOMPARE(references(coverage), (QStringList{u"a/b:2.31.0"_s, u"a/b:1.0"_s, u"a/b:2.28.1"_s}));
        QVERIFY(coverage.images[0].satisfied);
        QCOMPARE(word(coverage, u"requests"_s, 2), u"2.28.1, locked 2.31.0"_s);
        QCOMPARE(cell(coverage, u"requests"_s, 2).status, CellStatus::Version);
        // A lock that is for another Python says nothing here.
        script.locked.first().requirement = u"requests==2.31.0; python_version < '3.9'"_s;
        QVERIFY(compare({script}, {with(u"2.28.1"_s)}).images.first().satisfied);
    }

    void aPythonMayLeaveOutAPartOfItsLibrary()
    {
        const FlowScript script = scriptOf(0, {importOf(u"tkinter.ttk"_s, ImportKind::StandardLibrary), importOf(u"json"_s, ImportKind::StandardLibrary)});
        Image image = imageOf(u"a/debian:1"_s, u"3.11.2"_s, {});
        image.contents->interpreters.first().standardLibrary = {u"json"_s, u"os"_s};
        const Coverage lacking = compare({script}, {image});
        QCOMPARE(lacking.needs.size(), 1); // json is no trouble anywhere
        QCOMPARE(word(lacking, u"tkinter.ttk"_s), u"Not in its Python"_s);
        QVERIFY(!lacking.images.first().satisfied);
        QCOMPARE(lacking.images.first().of, 0);
        QCOMPARE(lacking.images.first().uncounted, 1); // A count alone does not hide it.
        image.contents->interpreters.first().standardLibrary.append(u"tkinter"_s);
        QVERIFY(compare({script}, {image}).images.first().satisfied);
    }

    void aPythonMayLeaveOutASubmodule()
    {
        const FlowScript script = scriptOf(0, {importOf(u"dbm.gnu"_s, ImportKind::StandardLibrary), importOf(u"dbm.dumb"_s, ImportKind::StandardLibrary),
                                               importOf(u"os.path"_s, ImportKind::StandardLibrary)});
        Image image = imageOf(u"a/debian:1"_s, u"3.11.2"_s, {});
        // In no order; what is below os no file tells.
        image.contents->interpreters.first().standardLibrary = {u"os"_s, u"dbm.dumb"_s, u"dbm"_s};
        const Coverage coverage = compare({script}, {image});
        QCOMPARE(coverage.needs.size(), 1);
        QCOMPARE(word(coverage, u"dbm.gnu"_s), u"Not in its Python"_s);
        QCOMPARE(coverage.images.first().uncounted, 1);
        image.contents->interpreters.first().standardLibrary.append(u"dbm.gnu"_s);
        QVERIFY(compare({script}, {image}).images.first().satisfied);
    }

    void aPickleNeedsItsOwnPython()
    {
        FlowScript script = scriptOf(1, {});
        script.flows.first().storage = Storage{u"S3"_s, 3, {}, {}, Ships::Pickle};
        script.environment = OwnEnvironment{u"/flows/.venv"_s, u".venv"_s, u"3.10.4"_s, {}, {}};
        const QDate today(2025, 1, 1);
        Coverage coverage = compare({script}, {imageWithContents(prefect1File)}, {}, nullptr, today);
        const ImageCoverage &other = coverage.images.first();
        QCOMPARE(other.covers, other.of); // Each import is there, and still:
        QVERIFY(!other.satisfied);
        QCOMPARE(other.warnings.first().code, u"python-mismatch-pickle"_s);
        QVERIFY(other.warnings.first().blocks);
        QVERIFY2(other.warnings.first().message.contains(u"3.10") && other.warnings.first().message.contains(u"3.9"), qPrintable(other.warnings.first().message));
        script.environment->python = u"3.9"_s;
        QVERIFY(compare({script}, {imageWithContents(prefect1File)}, {}, nullptr, today).images.first().satisfied);
        script.environment->python = u"3.10"_s;
        script.flows.first().storage->ships = Ships::Script;
        QVERIFY(compare({script}, {imageWithContents(prefect1File)}, {}, nullptr, today).images.first().satisfied);
    }

    void whatCouldNotBeReadIsNotCovered()
    {
        const Image image = imageWithContents(prefect1File);
        FlowScript script = scriptOf(1, {});
        script.unread = u"Python 3 cannot read it from line 7 on."_s;
        FlowScript whole = scriptOf(1, {});
        whole.path = u"/flows/whole.py"_s;
        const Coverage coverage = compare({script, whole}, {image});
        const ImageCoverage &each = coverage.images.first();
        QVERIFY(each.coversKnown && !each.satisfied);
        QVERIFY(each.scripts.first().coversKnown && !each.scripts.first().satisfied);
        QVERIFY(each.scripts.last().satisfied);
        QCOMPARE(each.warnings.first().code, u"script-unread"_s);
        QVERIFY(each.warnings.first().message.contains(script.unread));
        QVERIFY(compare({whole}, {image}).images.first().satisfied);
    }

    void aPythonPastItsEndIsSaid()
    {
        const auto codes = [](const QDate &today) {
            QStringList said;
            const Coverage coverage = compare({scriptOf(1, {})}, {imageWithContents(prefect1File)}, {}, nullptr, today);
            for (const ImageWarning &warning : coverage.images.first().warnings)
                said.append(warning.code);
            return said;
        };
        QCOMPARE(codes(QDate(2025, 10, 31)), QStringList());
        QCOMPARE(codes(QDate(2025, 11, 1)), QStringList{u"end-of-life-base"_s});
    }

    void alternativesCountAsOne()
    {
        Import first = importOf(u"ujson"_s, ImportKind::ThirdParty, {u"ujson"_s}, Necessity::Optional);
        Import second = importOf(u"orjson"_s, ImportKind::ThirdParty, {u"orjson"_s}, Necessity::Optional);
        first.group = second.group = 1;
        first.branch = 0;
        second.branch = 1;
        const FlowScript script = scriptOf(0, {thirdParty(u"requests"_s, u"requests"_s), first, second});
        const Distribution requests = distribution(u"requests"_s, u"2.0"_s, {u"requests"_s});
        const Coverage coverage = compare({script}, {imageOf(u"a/none:1"_s, u"3.11.2"_s, {requests}),
                                                     imageOf(u"a/one:1"_s, u"3.11.2"_s, {requests, distribution(u"orjson"_s, u"3.0"_s, {u"orjson"_s})})});
        QCOMPARE(coverage.images[0].image.reference, u"a/one:1"_s);
        QVERIFY(coverage.images[0].satisfied);
        QCOMPARE(coverage.images[0].covers, 2);
        QCOMPARE(coverage.images[0].of, 2);
        // What is missing shows in the count too.
        QCOMPARE(coverage.images[1].covers, 1);
        QCOMPARE(coverage.images[1].of, 2);
    }

    void eachScriptIsCountedForItself()
    {
        FlowScript other = scriptOf(1, {thirdParty(u"numpy"_s, u"numpy"_s), thirdParty(u"pandas"_s, u"pandas"_s)});
        other.path = u"/flows/other.py"_s;
        const Coverage coverage = compare({scriptOf(1, {thirdParty(u"requests"_s, u"requests"_s)}), other}, {imageWithContents(prefect1File)});
        const ImageCoverage &image = coverage.images.first();
        QCOMPARE(coverage.scripts, (QStringList{u"/flows/flow.py"_s, u"/flows/other.py"_s}));
        QCOMPARE(image.of, 4); // prefect, requests, numpy, pandas
        QCOMPARE(image.covers, 2);
        QVERIFY(!image.satisfied);
        QVERIFY(image.scripts[0].satisfied);
        QCOMPARE(image.scripts[0].of, 2);
        QVERIFY(!image.scripts[1].satisfied);
        QCOMPARE(image.scripts[1].covers, 1);
        QCOMPARE(image.scripts[1].of, 3);
        const QJsonArray scripts = toJson(coverage)[u"images"].toArray().first()[u"scripts"].toArray();
        QCOMPARE(scripts.at(1)[u"script"].toString(), u"/flows/other.py"_s);
        QCOMPARE(scripts.at(1)[u"satisfied"].toBool(), false);
    }

    void theNewestPrefectThatWillDoComesFirst()
    {
        FlowScript script = scriptOf(3, {});
        script.generationAssumed = true;
        const Coverage coverage = compare({script}, {imageWithContents(prefect1File), imageWithContents(prefect2File), imageWithContents(prefect3File)});
        QVERIFY(coverage.images[0].satisfied && coverage.images[1].satisfied && !coverage.images[2].satisfied);
        QCOMPARE(coverage.images[0].image.prefect(), u"3.8.8"_s);
        QCOMPARE(coverage.images[1].image.prefect(), u"2.20.25"_s);
    }

    void whatFailedComesBelowItsEquals()
    {
        Import extra = importOf(u"matplotlib"_s, ImportKind::ThirdParty, {u"matplotlib"_s}, Necessity::Optional);
        extra.group = extra.branch = 0;
        extra.dispensable = true;
        const FlowScript script = scriptOf(0, {thirdParty(u"requests"_s, u"requests"_s), extra});
        const QList<Distribution> same{distribution(u"requests"_s, u"2.0"_s, {u"requests"_s}), distribution(u"matplotlib"_s, u"3.0"_s, {u"matplotlib"_s})};
        const Image broken = imageOf(u"a/base:1-broken"_s, u"3.11.2"_s, same);
        const Image good = imageOf(u"a/base:1"_s, u"3.11.2"_s, same);
        QCOMPARE(references(compare({script}, {broken, good})), (QStringList{u"a/base:1"_s, u"a/base:1-broken"_s}));
        const Image tried = imageOf(u"a/tried-with-success:1"_s, u"3.11.2"_s, same);
        const ImportTrial success{{u"requests"_s, {}}, {u"matplotlib"_s, {}}};
        const ImportTrial failing{{u"requests"_s, {}}, {u"matplotlib"_s, u"ImportError: libpng"_s}};
        const Coverage coverage = compare({script}, {broken, good, tried}, {{tried.id, success}, {good.id, failing}});
        QCOMPARE(references(coverage), (QStringList{tried.reference, broken.reference, good.reference}));
        QCOMPARE(word(coverage, u"matplotlib"_s, 2), u"Optional, fails"_s);
        QVERIFY(coverage.images[2].satisfied); // The script goes on without it.
    }

    void aNameThatCannotBeTakenFails()
    {
        Import import = importOf(u"prefect.executors"_s, ImportKind::Prefect);
        import.name = u"DaskTaskRunner"_s;
        const FlowScript script = scriptOf(1, {import});
        const Image image = imageWithContents(prefect1File);
        const QStringList triable = triableOf(needsOf({script}));
        QVERIFY(triable.contains(u"prefect.executors:DaskTaskRunner"_s));
        const ImportTrial trial{{u"prefect.executors"_s, {}},
                                {u"prefect.executors:DaskTaskRunner"_s, u"ImportError: cannot import name 'DaskTaskRunner' from 'prefect.executors'"_s}};
        const Coverage coverage = compare({script}, {image}, {{image.id, trial}});
        QCOMPARE(cell(coverage, u"prefect.executors"_s).status, CellStatus::Missing);
        QCOMPARE(cell(coverage, u"prefect.executors"_s).evidence, EvidenceLevel::Imported);
        QVERIFY(!coverage.images.first().satisfied);
    }

    void aTrialFindsWhatNoMetadataTells()
    {
        const FlowScript script = scriptOf(0, {thirdParty(u"cx_secret"_s, u"cx_secret"_s)});
        const Image image = imageOf(u"a/b:1"_s, u"3.11.2"_s, {});
        const Coverage coverage = compare({script}, {image}, {{image.id, ImportTrial{{u"cx_secret"_s, {}}}}});
        QCOMPARE(word(coverage, u"cx_secret"_s), u"Imported"_s);
        QVERIFY(coverage.images.first().satisfied);
    }

    void indexesAreKeptForTheSameContents()
    {
        InterpreterIndexes indexes;
        Image image = imageWithContents(prefect2File);
        const Interpreter &python = *image.contents->defaultInterpreter();
        const auto index = indexes.of(python);
        const Image copy = image;
        QCOMPARE(indexes.of(*copy.contents->defaultInterpreter()), index);
        // Contents that changed are other contents.
        image.contents->interpreters.first().distributions.append(distribution(u"added"_s, u"1"_s, {u"added"_s}));
        const auto changed = indexes.of(*image.contents->defaultInterpreter());
        const auto provider = [&indexes](const auto &of, const QString &module) { return of->providerOf(indexes.names().findDotted(module)); };
        QVERIFY(provider(changed, u"added"_s));
        QVERIFY(!provider(index, u"added"_s));
        // As the plain search finds, so does the index.
        const Interpreter &plain = *copy.contents->defaultInterpreter();
        for (const QString &module : {u"prefect"_s, u"prefect.flows"_s, u"yaml"_s, u"yaml.nothing"_s, u"nothing"_s, u"sqlalchemy.orm"_s}) {
            const auto providers = plain.providersOf(module);
            QCOMPARE(provider(index, module) ? provider(index, module)->name : QString(), providers.isEmpty() ? QString() : providers.first()->name);
        }
    }

    void exportsAreSafeInSpreadsheets()
    {
        FlowScript script = scriptOf(0, {thirdParty(u"requests"_s, u"=cmd|' /C calc'!A0"_s)});
        script.path = u"/flows/\"quoted\",name.py"_s;
        script.imports.first().file = script.path;
        Image image = imageOf(u"@evil:1"_s, u"3.11.2"_s, {distribution(u"requests"_s, u"+1\n2"_s, {u"requests"_s})});
        const QString csv = QString::fromUtf8(exported(compare({script}, {image}), ExportFormat::Csv));
        const QStringList lines = csv.split(u"\r\n"_s);
        QCOMPARE(lines.last(), QString());
        QVERIFY2(lines.first().endsWith(u",'@evil:1"), qPrintable(lines.first()));
        QVERIFY2(lines.at(4).contains(u",'=cmd"), qPrintable(lines.at(4)));
        QVERIFY2(lines.at(4).contains(u",\"/flows/\"\"quoted\"\",name.py\","), qPrintable(lines.at(4)));
        QVERIFY2(lines.at(4).endsWith(u"'+1 2 found"), qPrintable(lines.at(4)));
        QCOMPARE(lines.size(), 6);
    }

    void exportsAreTables()
    {
        FlowScript script = scriptOf(1, {thirdParty(u"my_numpy"_s, u"numpy|x"_s)});
        const Coverage coverage = compare({script}, {imageWithContents(prefect1File), imageWithContents(prefect3File)});
        const QString markdown = QString::fromUtf8(exported(coverage, ExportFormat::Markdown));
        const QStringList lines = markdown.split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 1 + 1 + 3 + 2);
        QCOMPARE(lines.at(1), u"| --- | --- | --- | --- | --- | --- | --- |"_s);
        QVERIFY(lines.last().startsWith(u"| my\\_numpy | numpy\\|x | required |"));
        QVERIFY(lines.last().endsWith(u"| Missing | Missing |"));
        QCOMPARE(QJsonDocument::fromJson(exported(coverage, ExportFormat::Json)).object(), toJson(coverage));
        QCOMPARE(exportFormatOf(u"a/b.JSON"_s), ExportFormat::Json);
        QCOMPARE(exportFormatOf(u"a/b.md"_s), ExportFormat::Markdown);
        QCOMPARE(exportFormatOf(u"a/b.txt"_s), ExportFormat::Csv);
    }

    void twoImagesDiffer()
    {
        Image one = imageOf(u"a/one:1"_s, u"3.11.2"_s, {distribution(u"requests"_s, u"2.0"_s, {u"requests"_s}), distribution(u"PyYAML"_s, u"6.0"_s, {u"yaml"_s})});
        Image other = imageOf(u"a/other:1"_s, u"3.9.1"_s, {distribution(u"Requests"_s, u"1.0"_s, {u"requests"_s})});
        one.environment = {{u"A"_s, u"1"_s}, {u"B"_s, u"1"_s}};
        other.environment = {{u"A"_s, u"1"_s}, {u"B"_s, u"2"_s}};
        const Coverage coverage = compare({scriptOf(0, {thirdParty(u"yaml"_s, u"pyyaml"_s)})}, {one, other});
        QStringList lines;
        const QList<Difference> differences = differencesBetween(coverage, *coverage.find(one.reference), *coverage.find(other.reference));
        for (const Difference &each : differences)
            lines.append(QString(each.name + u": "_s + each.one + u" / "_s + each.other));
        QCOMPARE(lines, (QStringList{u"Imports covered: 1 of 1 / 0 of 1"_s, u"Python: 3.11.2 / 3.9.1"_s, u"yaml: 6.0 found / Missing"_s, u"PyYAML: 6.0 / "_s,
                                     u"Requests: 2.0 / 1.0"_s, u"B: 1 / 2"_s}));
        QVERIFY(differencesBetween(coverage, coverage.images[0], coverage.images[0]).isEmpty());

        // What two scripts need is one difference, and that it was tried in one of the images is none.
        FlowScript again = scriptOf(0, {thirdParty(u"yaml"_s, u"pyyaml"_s), thirdParty(u"requests"_s, u"requests"_s)});
        again.path = u"/flows/again.py"_s;
        other.contents = one.contents;
        other.id = u"sha256:other"_s;
        const Coverage tried = compare({scriptOf(0, {thirdParty(u"yaml"_s, u"pyyaml"_s)}), again}, {one, other}, {{other.id, {{u"yaml"_s, {}}}}});
        QStringList names;
        const QList<Difference> left = differencesBetween(tried, *tried.find(one.reference), *tried.find(other.reference));
        for (const Difference &each : left)
            names.append(each.name);
        QCOMPARE(names, QStringList{u"B"_s});
        other.contents->interpreters.first().distributions.clear();
        const Coverage lacking = compare(QList{again, scriptOf(0, {thirdParty(u"yaml"_s, u"pyyaml"_s)})}, {one, other});
        const QList<Difference> all = differencesBetween(lacking, *lacking.find(one.reference), *lacking.find(other.reference));
        QCOMPARE(std::count_if(all.begin(), all.end(), [](const Difference &each) { return each.name == u"yaml"; }), 1);
    }
};

QTEST_GUILESS_MAIN(ComparisonTest)
#include "test_comparison.moc"
