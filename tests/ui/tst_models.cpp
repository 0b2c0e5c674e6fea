// SPDX-License-Identifier: Apache-2.0
#include "ui/log/outcome.h"
#include "ui/models/coveragemodel.h"
#include "ui/models/importsmodel.h"
#include "ui/models/problemsmodel.h"
#include "ui/models/statement.h"
#include "ui/models/textmodel.h"
#include "ui/models/verdict.h"
#include "core/words.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace drydock;

namespace {

Image image(const QString &reference, const QString &python, const QStringList &distributions, qint64 size)
{
    Image image;
    image.reference = reference;
    image.id = u"sha256:"_s + reference;
    image.size = size;
    if (python.isEmpty())
        return image;
    Interpreter interpreter;
    interpreter.version = python;
    interpreter.isDefault = true;
    for (const QString &name : distributions) {
        Distribution distribution;
        distribution.name = name;
        distribution.version = u"1.4.1"_s;
        distribution.modules = {name};
        interpreter.distributions.append(distribution);
        if (name == u"prefect")
            interpreter.prefect = distribution.version;
    }
    image.contents.emplace();
    image.contents->interpreters = {interpreter};
    return image;
}

FlowScript script(const QStringList &modules)
{
    FlowScript script;
    script.path = u"/flows/etl.py"_s;
    script.generation = 1;
    Flow flow;
    flow.name = u"etl"_s;
    script.flows = {flow};
    int line = 0;
    for (const QString &module : modules) {
        Import import;
        import.module = import.target = module;
        import.file = script.path;
        import.line = ++line;
        import.kind = module == u"os" ? ImportKind::StandardLibrary : module == u"prefect" ? ImportKind::Prefect : ImportKind::ThirdParty;
        if (import.kind == ImportKind::ThirdParty)
            import.distributions = {module};
        script.imports.append(import);
    }
    return script;
}

Snapshot snapshotOf(const QList<Image> &images, const QStringList &modules = {u"prefect"_s, u"pandas"_s, u"xgboost"_s, u"os"_s})
{
    Snapshot snapshot;
    snapshot.paths = {u"/flows/etl.py"_s};
    snapshot.scripts = {script(modules)};
    snapshot.engineKnown = true;
    snapshot.engine.name = u"docker"_s;
    snapshot.engine.state = EngineState::Ready;
    snapshot.images = images;
    snapshot.coverage = compare(snapshot.scripts, images);
    for (const Image &each : images)
        if (!each.contents)
            snapshot.unread.append(each.reference);
    return snapshot;
}

const QDateTime now(QDate(2026, 8, 23), QTime(14, 2), Qt::UTC);

} // namespace

class TestModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRunningBuildSaysHowLongItWillGoOn()
    {
        Snapshot snapshot;
        snapshot.activities = {Activity::Building};
        snapshot.buildStarted = QDateTime(QDate(2026, 8, 23), QTime(14, 0), Qt::UTC);
        ResolvedDistribution pandas;
        pandas.name = u"pandas"_s;
        pandas.downloadBytes = 10'000'000;
        snapshot.plan.emplace();
        snapshot.plan->requirements = {pandas};
        snapshot.plan->additions = {PlanLayer{{}, {pandas}}};
        const auto noteAfter = [&snapshot](int seconds) { return outcomeOf(snapshot, snapshot.buildStarted.addSecs(seconds))->note; };
        QCOMPARE(noteAfter(0), QString()); // Nothing was built here before.
        snapshot.pastBuilds = {PastBuild{Strategy::ExtendImage, false, 10'000'000, 1, 40}};
        QCOMPARE(noteAfter(0), u"about 40 s left"_s);
        QCOMPARE(noteAfter(33), u"about 7 s left"_s);
        QCOMPARE(noteAfter(60), QString()); // Longer than expected: nobody knows.
    }

    void tableFollowsTheCoverage()
    {
        CoverageModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        const Image base = image(u"acme/base:1"_s, u"3.9.1"_s, {u"prefect"_s, u"pandas"_s}, 500);
        const Image bare = image(u"python:3.9"_s, u"3.9.1"_s, {}, 100);
        const Image unread = image(u"acme/unread:1"_s, {}, {}, 300);
        Snapshot snapshot = snapshotOf({base, bare, unread});
        model.setCoverage(snapshot.coverage, {u"acme/base:1"_s, {}, {}});
        QCOMPARE(model.rowCount(), 4); // Three needs and the standard library.
        QCOMPARE(model.columnCount(), 4);
        QCOMPARE(model.image(1)->image.reference, u"acme/base:1"_s);
        QCOMPARE(model.cell(model.rowOf(u"xgboost"_s), 1)->status, CellStatus::Missing);
        QCOMPARE(model.word(model.rowOf({}), 1), u"In Python 3.9"_s);
        QCOMPARE(model.index(model.rowOf(u"xgboost"_s), 1).data(Qt::AccessibleTextRole).toString(),
                 u"xgboost, missing, acme/base:1"_s);

        // The same rows and columns with other contents: the views keep their place.
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        snapshot.coverage.images.first().cells.last().version = u"1.7.6"_s;
        model.setCoverage(snapshot.coverage, {u"acme/base:1"_s, {}, {}});
        QCOMPARE(reset.count(), 0);
        QCOMPARE(changed.count(), 1);
        model.setCoverage(snapshotOf({base}).coverage);
        QCOMPARE(reset.count(), 1);
        QCOMPARE(model.columnCount(), 2);
        model.setCoverage({});
        QCOMPARE(model.rowCount(), 0);
    }

    void importsKeepTheirPlaceWhileScriptsArrive()
    {
        ImportsModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        const auto named = [](const QString &name, const QStringList &modules) {
            FlowScript each = script(modules);
            each.path = u"/flows/"_s + name;
            return each;
        };
        const auto names = [&model] {
            QStringList rows;
            for (int row = 0; row < model.rowCount(); ++row)
                rows.append(model.index(row, 0).data().toString());
            return rows;
        };
        const FlowScript b = named(u"b.py"_s, {u"prefect"_s, u"pandas"_s});
        const FlowScript a = named(u"sub/a.py"_s, {u"prefect"_s, u"os"_s});
        model.setScripts({a}, u"/flows"_s, {}, {});
        const QPersistentModelIndex first = model.index(0, 0);
        const QPersistentModelIndex import = model.find(a.path, u"prefect"_s);
        QVERIFY(import.isValid());
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
        model.setScripts({a, b}, u"/flows"_s, {}, {});
        QCOMPARE(names(), (QStringList{u"b.py"_s, u"sub/a.py"_s})); // By path, however they arrive.
        QCOMPARE(first.row(), 1);
        QCOMPARE(import.data().toString(), u"prefect"_s);
        QCOMPARE(model.script(import), a.path);
        QCOMPARE(model.index(1, 0).data(Qt::AccessibleTextRole).toString(), u"sub/a.py, etl"_s);

        // Read again with another import: what stayed keeps its place, what went is gone.
        const FlowScript again = named(u"sub/a.py"_s, {u"xgboost"_s, u"prefect"_s});
        model.setScripts({again, b}, u"/flows"_s, {{u"/flows/.venv"_s, u"a hidden folder"_s}, {u"/flows/bad.py"_s, u"It cannot be read."_s}}, {});
        QVERIFY(import.isValid());
        QVERIFY(!model.find(a.path, u"os"_s).isValid());
        QVERIFY(model.find(a.path, u"xgboost"_s).isValid());
        QCOMPARE(names(), (QStringList{u"b.py"_s, u"sub/a.py"_s, u"Not read"_s, u"Skipped"_s}));
        QCOMPARE(model.index(0, 0, model.index(2, 0)).data(ImportsModel::NoteRole).toString(), u"It cannot be read."_s);
        QCOMPARE(removed.count(), 1); // The group of the standard library.
        QCOMPARE(reset.count(), 0);
        model.setScripts({b}, {}, {}, {});
        QCOMPARE(names(), (QStringList{u"Third-party"_s, u"Prefect"_s}));
        model.setScripts({}, {}, {}, {});
        QCOMPARE(model.rowCount(), 0);
    }

    void importsSayWhereTheyComeFrom()
    {
        FlowScript each = script({u"cv2"_s, u"pandas"_s, u"acme"_s});
        each.imports[0].distributions = {u"opencv-python"_s, u"opencv-python-headless"_s};
        each.imports[0].confidence = Confidence::Known;
        each.imports[1].confidence = Confidence::Known;
        each.imports[2].confidence = Confidence::Guessed;
        each.imports[2].evidence = u"a guess from the name"_s;
        each.declared = {{u"Pandas>=1.5"_s, u"/flows/requirements.txt"_s, 3, {}}, {u"s3fs==1"_s, u"/flows/requirements.txt"_s, 4, {}}};
        const QList<ImportRow> rows = importRows(each);
        QCOMPARE(rows.size(), 4);
        QCOMPARE(originSentence(rows.at(0)), u"cv2 is known to come from opencv-python"_s);
        QCOMPARE(originSentence(rows.at(1)), u"pandas is known to come from the distribution of that name"_s);
        QCOMPARE(reasonSentence(rows.at(1)), u"Needed; imported by etl.py line 2. Declared as Pandas>=1.5 in requirements.txt line 3."_s);
        QCOMPARE(originSentence(rows.at(2)), u"acme probably comes from acme: a guess from the name"_s);
        QCOMPARE(originSentence(rows.at(3)), u"s3fs is declared, and nothing imports it"_s);
        QCOMPARE(rows.at(3).group, ImportGroup::DeclaredOnly);
        QVERIFY(!rows.at(3).canBeSaid());
        each.imports[2].confidence = Confidence::Declared;
        QCOMPARE(originSentence(importRows(each, {{u"acme"_s, u"acme"_s}}).at(2)), u"acme comes from acme, as you said"_s);
    }

    void problemsHaveAWordAndALine()
    {
        ProblemsModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        const QList<Problem> problems{{7, Severity::Error, u"syntax-error"_s, u"Not Python."_s, {}}, {0, Severity::Note, u"opens-file"_s, u"A file."_s, u"Add it."_s}};
        model.setProblems(problems);
        QCOMPARE(model.index(0, ProblemsModel::SeverityColumn).data().toString(), u"Error"_s);
        QCOMPARE(model.index(0, ProblemsModel::LineColumn).data().toString(), u"line 7"_s);
        QCOMPARE(model.index(1, ProblemsModel::MessageColumn).data().toString(), u"A file. Add it."_s);
        QCOMPARE(model.index(0, 0).data(Qt::AccessibleTextRole).toString(), u"Line 7, error: Not Python. (syntax-error)"_s);
        QCOMPARE(problemCounts(problems), u"1 error, 1 note"_s);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.setProblems(problems);
        QCOMPARE(reset.count(), 0); // The same problems keep the current one.
        model.setProblems({});
        QCOMPARE(model.rowCount(), 0);
    }

    void filterFindsImportsThenImages()
    {
        CoverageModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setCoverage(snapshotOf({image(u"acme/base:1"_s, u"3.9.1"_s, {u"pandas"_s}, 500), image(u"python:3.9"_s, u"3.9.1"_s, {}, 100)}).coverage);
        model.setFilter(u"XGB"_s);
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.columnCount(), 3);
        model.setFilter(u"python"_s);
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(model.columnCount(), 2);
        model.setFilter(u"nothing like it"_s);
        QCOMPARE(model.rowCount(), 0);
        model.setFilter({});
        model.setOnlyDifferences(true);
        QCOMPARE(model.rowCount(), 1); // Only pandas is in one and not in the other.
        model.setOnlyDifferences(false);
        model.setOrder(ImageOrder::Size);
        QCOMPARE(model.image(1)->image.reference, u"python:3.9"_s);
        model.setHidden({u"python:3.9"_s});
        QCOMPARE(model.columnOf(u"python:3.9"_s), -1);
        QCOMPARE(model.columnCount(), 2);
    }

    void whatWasBuiltHereComesFirst()
    {
        CoverageModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        Image built = image(u"acme/built:1"_s, u"3.9.1"_s, {u"prefect"_s}, 500);
        built.labels.insert(QLatin1StringView(builtHereLabel), u"extend-image"_s);
        const Image better = image(u"acme/base:1"_s, u"3.9.1"_s, {u"prefect"_s, u"pandas"_s}, 500);
        const Image plain = image(u"python:3.9"_s, u"3.9.1"_s, {}, 100);
        model.setCoverage(snapshotOf({plain, better, built}).coverage);
        QCOMPARE(model.image(1)->image.reference, u"acme/built:1"_s);
        QCOMPARE(model.image(2)->image.reference, u"acme/base:1"_s);
        // And of that, what was built for these scripts.
        Image own = built;
        own.reference = u"acme/very-own:1"_s;
        model.setCoverage(snapshotOf({plain, better, built, own}).coverage, {{}, {}, u"acme/very-own:1"_s});
        QCOMPARE(model.image(1)->image.reference, u"acme/very-own:1"_s);
        QCOMPARE(model.image(2)->image.reference, u"acme/built:1"_s);
        model.setCoverage(snapshotOf({plain, better, built}).coverage);
        model.setOnlyWithPrefect(true);
        QCOMPARE(model.columnCount(), 3);
        QCOMPARE(model.columnOf(u"python:3.9"_s), -1);
    }

    void scriptsAreOneTableAndColumns()
    {
        CoverageModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        FlowScript etl = script({u"prefect"_s, u"pandas"_s});
        FlowScript report = script({u"prefect"_s, u"xgboost"_s});
        report.path = u"/flows/report.py"_s;
        etl.flows = report.flows = {};
        for (const QString &name : {u"nightly etl"_s, u"weekly etl"_s}) {
            etl.flows.append(Flow());
            etl.flows.last().name = name;
        }
        for (Import &import : report.imports)
            import.file = report.path;
        const Image pandas = image(u"acme/pandas:1"_s, u"3.9.1"_s, {u"prefect"_s, u"pandas"_s}, 500);
        const Image xgboost = image(u"acme/xgboost:1"_s, u"3.9.1"_s, {u"prefect"_s, u"xgboost"_s}, 500);
        model.setCoverage(compare({etl, report}, {pandas, xgboost}));
        QCOMPARE(model.rowCount(), 3); // The union: prefect is one row.
        QCOMPARE(model.scriptCount(model.rowOf(u"prefect"_s)), 2);
        QCOMPARE(model.columnCount(), 3);
        QCOMPARE(model.count(1).of, 3);

        model.setColumns(MatrixColumns::Scripts);
        QCOMPARE(model.columnCount(), 3);
        QCOMPARE(model.script(1), u"/flows/etl.py"_s);
        QCOMPARE(model.image(1)->image.reference, u"acme/pandas:1"_s);
        QCOMPARE(model.image(2)->image.reference, u"acme/xgboost:1"_s);
        QVERIFY(model.count(1).satisfied);
        QCOMPARE(model.count(1).of, 2);
        QVERIFY(!model.cell(model.rowOf(u"xgboost"_s), 1)); // etl.py does not import it.
        QCOMPARE(model.word(model.rowOf(u"xgboost"_s), 1), QString());
        QCOMPARE(model.cell(model.rowOf(u"xgboost"_s), 2)->status, CellStatus::Provided);
        QVERIFY(model.headerData(1, Qt::Horizontal, Qt::AccessibleTextRole).toString().startsWith(u"nightly etl, weekly etl, etl.py, acme/pandas:1, covers 2 of 2"));
        QVERIFY(model.headerData(2, Qt::Horizontal, Qt::AccessibleTextRole).toString().startsWith(u"report.py, acme/xgboost:1, covers 2 of 2"));

        // One script has nothing to put into columns.
        model.setCoverage(compare({etl}, {pandas, xgboost}));
        QCOMPARE(model.columns(), MatrixColumns::Images);
        QCOMPARE(model.rowCount(), 2);
        QVERIFY(model.script(1).isEmpty());
    }

    void textsAreSortedAndCounted()
    {
        TextModel model({u"Name"_s, u"Size"_s});
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
        model.setRows({{u"b"_s, u"9 kB"_s}, {u"a"_s, u"1 MB"_s}});
        model.setAmounts(1, {9000, 1000000});
        QCOMPARE(model.index(0, 1).data(TextModel::sortRole).toLongLong(), 9000);
        QCOMPARE(model.index(1, 0).data(TextModel::sortRole).toString(), u"a"_s);
        QCOMPARE(model.headerData(1, Qt::Horizontal, Qt::DisplayRole).toString(), u"Size"_s);
        model.setRows({});
        QCOMPARE(model.rowCount(), 0);
    }

    void statesHaveIconAndWord()
    {
        QSet<QString> looks;
        for (const CellStatus status : {CellStatus::Provided, CellStatus::Missing, CellStatus::Version, CellStatus::Removed,
                                        CellStatus::OptionalMissing, CellStatus::Unknown}) {
            Cell cell;
            cell.status = status;
            looks.insert(QString::number(static_cast<int>(lookOf(cell).icon)));
            QCOMPARE(isProblem(cell.status), status == CellStatus::Missing || status == CellStatus::Version || status == CellStatus::Removed);
        }
        QCOMPARE(looks.size(), 6); // None of these needs its colour to be told from the others.
    }

    void verdictSaysWhatIsTrueNow()
    {
        const Image base = image(u"acme/base:1"_s, u"3.9.1"_s, {u"prefect"_s, u"pandas"_s}, 500);
        const Image full = image(u"acme/full:1"_s, u"3.9.1"_s, {u"prefect"_s, u"pandas"_s, u"xgboost"_s}, 500);

        Verdict verdict = verdictOf(snapshotOf({base}), now);
        QCOMPARE(verdict.sentence, u"No image here covers this flow"_s);
        QCOMPARE(verdict.detail, u"Closest: base:1, which lacks 1"_s);
        QCOMPARE(verdict.next, NextStep::ChooseStrategy);

        verdict = verdictOf(snapshotOf({base, full}), now);
        QCOMPARE(verdict.sentence, u"acme/full:1 covers all 3 imports"_s);
        QCOMPARE(verdict.next, NextStep::LinesToPaste);
        QVERIFY(!verdict.detail.contains(u"works"));

        Snapshot broken = snapshotOf({base, full});
        broken.scripts.first().unread = u"Python 3 cannot read it from line 7 on."_s;
        broken.coverage = compare(broken.scripts, broken.images);
        verdict = verdictOf(broken, now);
        QCOMPARE(verdict.sentence, u"Not all that etl.py needs is known"_s);
        QCOMPARE(verdict.detail, u"full:1 has all that is known"_s);
        CoverageModel heads;
        const auto spoken = [&heads] { return heads.headerData(1, Qt::Horizontal, Qt::AccessibleTextRole).toString(); };
        heads.setCoverage(broken.coverage, {});
        QCOMPARE(spoken(), u"acme/full:1, covers 3 of 3 that are known"_s);
        heads.setCoverage(snapshotOf({base, full}).coverage, {});
        QCOMPARE(spoken(), u"acme/full:1, covers 3 of 3"_s);
        QCOMPARE(verdict.next, NextStep::None);

        Snapshot snapshot = snapshotOf({image(u"acme/unread:1"_s, {}, {}, 300)});
        snapshot.consentNeeded = true;
        verdict = verdictOf(snapshot, now);
        QCOMPARE(verdict.sentence, u"3 imports needed, no image was looked inside yet"_s);
        QCOMPARE(verdict.next, NextStep::None); // The question below is the one thing to do.

        snapshot = snapshotOf({});
        verdict = verdictOf(snapshot, now);
        QCOMPARE(verdict.sentence, u"There is no image on this computer yet"_s);

        snapshot.engine = {};
        verdict = verdictOf(snapshot, now);
        QCOMPARE(verdict.sentence, u"3 imports needed, no engine to compare images with"_s);
        QCOMPARE(verdict.next, NextStep::None);

        snapshot = snapshotOf({full});
        snapshot.activities = {Activity::Building};
        snapshot.plan.emplace();
        snapshot.plan->tag = u"acme/etl:1"_s;
        snapshot.buildEvents = {StepStarted{3, 5, u"RUN pip install"_s}};
        verdict = verdictOf(snapshot, now);
        QCOMPARE(verdict.sentence, u"Building acme/etl:1"_s);
        QVERIFY(verdict.detail.startsWith(u"Step 3 of 5."));
        QCOMPARE(verdict.next, NextStep::None);

        snapshot = snapshotOf({full});
        snapshot.checks.emplace();
        snapshot.checks->image = u"acme/full:1"_s;
        Check check;
        check.id = u"import:xgboost"_s;
        check.sentence = u"xgboost does not import"_s;
        check.status = CheckStatus::Failed;
        snapshot.checks->checks = {check};
        verdict = verdictOf(snapshot, now);
        QCOMPARE(verdict.sentence, u"All 3 imports are installed, 1 fails to load"_s);
        QCOMPARE(verdict.next, NextStep::ShowChecks);

        snapshot.checks->checks.first().status = CheckStatus::Passed;
        verdict = verdictOf(snapshot, now);
        QVERIFY2(verdict.detail.contains(u"hecked today"), qPrintable(verdict.detail));
    }

    void wordsAreShort()
    {
        QCOMPARE(shortReference(u"registry.acme.io:5000/ds/base:py39"_s), u"base:py39"_s);
        QCOMPARE(referenceParts(u"registry.acme.io:5000/ds/base"_s).repository, u"registry.acme.io:5000/ds/base"_s);
        QCOMPARE(referenceParts(u"registry.acme.io:5000/ds/base"_s).tag, u"latest"_s);
        QCOMPARE(referenceParts(u"sha256:0123456789abcdef0123"_s).tag, u"0123456789ab"_s);
        QCOMPARE(sizeText(1'640'000'000), u"1.6 GB"_s);
        QCOMPARE(sizeText(839'000'000), u"839 MB"_s);
        QVERIFY(whenText(now.addDays(-1), now).startsWith(u"yesterday"));
    }
};

QTEST_MAIN(TestModels)
#include "tst_models.moc"
