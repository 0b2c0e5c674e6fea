// SPDX-License-Identifier: Apache-2.0
#include "core/strategy/rules.h"
#include "tests/coverage/contents.h"

#include <QSet>
#include <QTest>

#include <functional>

using namespace Qt::StringLiterals;
using namespace drydock;
using namespace drydock::test;

namespace {

/// A situation in words of its parts; it is compared when all are said.
struct Sketch {
    FlowScript script = scriptOf(3, {thirdParty(u"emoji"_s, u"emoji"_s)});
    QList<Image> images{imageWithContents(u"prefect-3.8.8-python3.13"_s)};
    QString runsOn = u"docker"_s;
    std::optional<Resolution> resolution;
    std::optional<Error> error;
    QString pythonBecause;
    QMap<QString, QString> broken; ///< Module → why its import fails in the first image.
    int scripts = 1;

    Situation situation() const
    {
        Situation situation;
        for (int i = 0; i < scripts; ++i) {
            FlowScript next = script;
            next.path = u"/flows/flow%1.py"_s.arg(i);
            situation.scripts.append(next);
        }
        QMap<QString, ImportTrial> trials;
        if (!images.isEmpty())
            trials.insert(images.first().id, broken);
        situation.coverage = compare(situation.scripts, images, broken.isEmpty() ? QMap<QString, ImportTrial>() : trials);
        situation.runsOn = runsOn;
        situation.resolution = resolution;
        situation.resolutionError = error;
        situation.pythonBecause = pythonBecause;
        return situation;
    }

    ImageContents &contents() { return *images.first().contents; }
    void hold(const QString &distribution) { contents().interpreters.first().distributions.append({distribution, u"1.0"_s, {distribution}, {}, u"record"_s}); }
    void answer(int count, qint64 bytes)
    {
        resolution.emplace();
        for (int i = 0; i < count; ++i) {
            ResolvedDistribution distribution;
            distribution.name = u"d%1"_s.arg(i);
            distribution.version = u"1"_s;
            distribution.downloadBytes = bytes / count;
            resolution->distributions.append(distribution);
        }
    }
    void onlyPrefect() { script = scriptOf(3, {}); }
    void of1() { script = scriptOf(1, {thirdParty(u"emoji"_s, u"emoji"_s)}); images = {imageWithContents(u"prefect-1.4.1-python3.9"_s)}; }
    void store(const QString &kind, Ships ships)
    {
        of1();
        script.flows.first().storage = Storage{kind, 12, {}, {}, ships};
    }
    void require(const QString &text) { script.declared.append({text, u"/flows/requirements.txt"_s, 1, {}}); }
};

using Change = std::function<void(Sketch &)>;

struct Case {
    const char *rule;
    Change holds;
    Change holdsNot;
};

const Change nothing = [](Sketch &) {};
Change place(const QString &name)
{
    return [name](Sketch &s) { s.runsOn = name; };
}
const Change coveredByPrefect = [](Sketch &s) { s.onlyPrefect(); };
const Change source = [](Sketch &s) {
    s.answer(1, 1000);
    s.resolution->sourceOnly = QStringList{u"psycopg2==2.9"_s};
};
const Change large = [](Sketch &s) { s.answer(2, 80'000'000); };
const Change small = [](Sketch &s) { s.answer(1, 400'000); };
const Change many = [](Sketch &s) { s.answer(20, 4'000'000); };
const Change pandas = [](Sketch &s) { s.script = scriptOf(3, {thirdParty(u"pandas"_s, u"pandas"_s)}); };
const Change own = [](Sketch &s) { s.script.imports.append(importOf(u"helpers"_s, ImportKind::Local)); };
const Change library = [](Sketch &s) {
    s.hold(u"emoji"_s);
    s.broken.insert(u"emoji"_s, u"ImportError: libgomp.so.1: cannot open shared object file: No such file or directory"_s);
};
const Change git = [](Sketch &s) { s.require(u"emoji @ git+https://git.example/emoji.git"_s); };
const Change gitAndGit = [](Sketch &s) {
    git(s);
    s.contents().hasGit = true;
};
const Change conflict = [](Sketch &s) { s.error = Error{u"resolution-conflict"_s, u"These requirements do not fit together."_s, {}}; };
const Change yanked = [](Sketch &s) { s.error = Error{u"release-yanked"_s, u"emoji 0.1 was withdrawn by its authors (yanked)."_s, {}}; };
const Change noPython = [](Sketch &s) { s.script.requiresPython = u">=3.15"_s; };
const Change noImages = [](Sketch &s) { s.images.clear(); };
const Change onlyPython = [](Sketch &s) { s.images = {imageWithContents(u"python-3.13"_s)}; };
const Change unknown = [](Sketch &s) { s.script = scriptOf(3, {importOf(u"frob"_s, ImportKind::Unknown)}); };
const Change python2 = [](Sketch &s) {
    Import import = importOf(u"urllib2"_s, ImportKind::StandardLibrary);
    import.until = u"2.7"_s;
    s.script.imports.append(import);
};
const Change pickle = [](Sketch &s) { s.store(u"S3"_s, Ships::Pickle); };
const Change names = [](Sketch &s) {
    s.script.flows.first().runConfig = RunConfig{u"KubernetesRun"_s, 4, SourceValue{s.images.first().reference, {}}, {}};
};

const Case cases[] = {
    {"nothing-covers", nothing, coveredByPrefect},
    {"nothing-missing", coveredByPrefect, nothing},
    {"vertex-replaces-the-entrypoint", place(u"vertex"_s), place(u"kubernetes"_s)},
    {"cloud-run-sets-the-command", place(u"cloud-run"_s), place(u"ecs"_s)},
    {"process-ignores-the-variable", place(u"process"_s), place(u"aci"_s)},
    {"entrypoint-ignores-the-variable", [](Sketch &s) { s.contents().honoursExtraPipPackages = false; }, nothing},
    {"user-may-not-install", [](Sketch &s) { s.images.first().user = u"1000"_s; }, [](Sketch &s) { s.images.first().user = u"root"_s; }},
    {"own-code-is-on-no-index", own, nothing},
    {"no-base-to-install-on", noPython, nothing},
    {"compiler-is-missing-in-every-run", source, [](Sketch &s) { source(s); s.contents().hasCompiler = true; }},
    {"pip-installs-no-libraries", library, nothing},
    {"index-has-no-answer", yanked, conflict},
    {"index-refuses", yanked, conflict},
    {"pin-wants-another-python", [](Sketch &s) { s.pythonBecause = u"emoji 0.1 has wheels for Python 3.10, not for 3.13."_s; }, nothing},
    {"git-is-missing-when-it-starts", git, gitAndGit},
    {"no-run-sees-this-computer", [](Sketch &s) { s.require(u"emoji @ file:///flows/emoji-1.0-py3-none-any.whl"_s); }, git},
    {"pip-would-break-prefect", conflict, small},
    {"managed-takes-no-image", place(u"managed"_s), place(u"kubernetes"_s)},
    {"no-prefect-image-to-extend", noPython, nothing},
    {"process-takes-no-flow-image", place(u"process"_s), place(u"docker"_s)},
    {"ships-flow", [](Sketch &s) { s.store(u"Docker"_s, Ships::Image); }, [](Sketch &s) { s.store(u"GitHub"_s, Ships::Script); }},
    {"named-by-the-flow", [](Sketch &s) { s.onlyPrefect(); names(s); }, coveredByPrefect},
    {"covered", coveredByPrefect, nothing},
    {"prefects-own", [](Sketch &s) { s.onlyPrefect(); s.images.clear(); }, noImages},
    {"managed-installs", place(u"managed"_s), nothing},
    {"few-small-extras", small, large},
    {"no-prefect-image-fits", noPython, nothing},
    {"only-python-at-hand", onlyPython, nothing},
    {"named-base", names, nothing},
    {"prefect-is-yours-to-update", nothing, onlyPython},
    {"image-alone-is-enough", nothing, nullptr},
    {"too-large", large, small},
    {"known-large", pandas, nothing},
    {"own-code", own, nothing},
    {"compiled-once", source, small},
    {"shared-library", library, nothing},
    {"shared-by-flows", [](Sketch &s) { s.scripts = 2; }, nothing},
    {"many", many, small},
    {"extras-or-shared-libraries", nothing, coveredByPrefect},
    {"image-would-hold-the-same", coveredByPrefect, nothing},
    {"no-build-while-developing", nothing, nullptr},
    {"script-unread", [](Sketch &s) { s.script.unread = u"Python 3 cannot read it."_s; }, nothing},
    {"only-found", coveredByPrefect, noImages},
    {"not-looked-inside", [](Sketch &s) { s.onlyPrefect(); s.images.clear(); }, coveredByPrefect},
    {"pickle-needs-its-python", pickle, [](Sketch &s) { s.store(u"GitHub"_s, Ships::Script); }},
    {"managed-image-may-differ", place(u"managed"_s), nothing},
    {"compiled-in-every-run", source, small},
    {"downloaded-in-every-run", large, small},
    {"large-in-every-run", pandas, nothing},
    {"many-in-every-run", many, small},
    {"index-must-be-reached", nothing, nullptr},
    {"sizes-not-asked", nothing, small},
    {"base-is-downloaded", noImages, nothing},
    {"python-is-downloaded", nothing, onlyPython},
    {"no-official-python", noPython, nothing},
    {"no-entrypoint-that-installs", nothing, nullptr},
    {"every-change-builds", nothing, nullptr},
    {"compiler-is-missing", source, [](Sketch &s) { source(s); s.contents().hasCompiler = true; }},
    {"has-a-binary", source, [](Sketch &s) { s.answer(1, 1000); s.resolution->sourceOnly = QStringList{u"tiny==1"_s}; }},
    {"library-to-add", library, nothing},
    {"git-is-missing", git, gitAndGit},
    {"conflict", conflict, small},
    {"cuda", [](Sketch &s) { s.script = scriptOf(3, {thirdParty(u"torch"_s, u"torch"_s)}); }, pandas},
    {"guess", [](Sketch &s) { s.script.imports.last().confidence = Confidence::Guessed; }, nothing},
    {"unknown-module", unknown, nothing},
    {"storage-unread", [](Sketch &s) { s.store(u"make_storage()"_s, Ships::Unknown); }, [](Sketch &s) { s.store(u"GitHub"_s, Ships::Script); }},
    {"python2-module", python2, nothing},
    {"process-runs-no-image", place(u"process"_s), place(u"docker"_s)},
    {"local-storage-stays-here", [](Sketch &s) { s.store(u"Local"_s, Ships::Pickle); }, [](Sketch &s) { s.store(u"GitHub"_s, Ships::Script); }},
};

} // namespace

/// Each line of the advisor's table holds where it should, and does not where it should not.
class RulesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyRuleHasItsCase()
    {
        QSet<QString> ids;
        for (const Rule &rule : advisorRules()) {
            const QString id = QString::fromLatin1(rule.id);
            QVERIFY2(!ids.contains(id), rule.id);
            ids.insert(id);
            QVERIFY2(rule.strategies != 0, rule.id);
            const QString words = QString::fromUtf8(rule.words);
            QVERIFY2(words.startsWith(u"Guide: ") || words.startsWith(u"Prefect: "), rule.id);
        }
        QSet<QString> tested;
        for (const Case &each : cases)
            tested.insert(QString::fromLatin1(each.rule));
        QCOMPARE(tested, ids);
    }

    void bothWays_data()
    {
        QTest::addColumn<int>("index");
        for (int i = 0; i < int(std::size(cases)); ++i)
            QTest::newRow(cases[i].rule) << i;
    }
    void bothWays()
    {
        QFETCH(int, index);
        const Case &each = cases[index];
        const auto rules = advisorRules();
        const auto rule = std::find_if(rules.begin(), rules.end(), [&each](const Rule &r) { return QLatin1StringView(r.id) == QLatin1StringView(each.rule); });
        QVERIFY(rule != rules.end());

        Sketch sketch;
        each.holds(sketch);
        const Situation situation = sketch.situation();
        const Facts facts = factsOf(situation);
        QVERIFY(rule->holds(facts));
        const QString said = rule->says(facts);
        QVERIFY2(said.size() > 20 && said.at(0).isPrint() && !said.contains(u'%') && !said.contains(u"  "), qPrintable(said));
        QVERIFY2(said.endsWith(u'.') || said.endsWith(u"cpu."), qPrintable(said));

        if (!each.holdsNot) { // It is true of its strategy everywhere.
            const Facts other = factsOf(Situation());
            QVERIFY(rule->holds(other));
            return;
        }
        Sketch opposite;
        each.holdsNot(opposite);
        const Situation otherwise = opposite.situation();
        QVERIFY(!rule->holds(factsOf(otherwise)));
    }

    void exclusionsAreSaidAlone()
    {
        Sketch sketch;
        sketch.runsOn = u"vertex"_s;
        const Advice advice = advise(sketch.situation());
        const StrategyAdvice &atRunTime = advice.of(Strategy::RuntimeInstall);
        QVERIFY(!atRunTime.applicable);
        QCOMPARE(atRunTime.rules, QStringList{u"vertex-replaces-the-entrypoint"_s});
        QVERIFY(atRunTime.warnings.isEmpty());
    }

    // Without the index the recommendation is the same, unless a size decided; then it says that sizes were not asked.
    void offlineAdvisesTheSameOrSaysWhy()
    {
        for (const Change &change : {nothing, own, pandas, coveredByPrefect, place(u"vertex"_s), place(u"managed"_s), place(u"process"_s), git, noPython}) {
            Sketch asked;
            change(asked);
            Sketch offline = asked;
            asked.answer(1, 1'000'000);
            const Advice with = advise(asked.situation());
            const Advice without = advise(offline.situation());
            if (with.recommended == without.recommended)
                continue;
            QVERIFY2(without.of(without.recommended).rules.contains(u"known-large"), qPrintable(strategyId(without.recommended)));
        }
        Sketch offline;
        const Advice little = advise(offline.situation());
        QCOMPARE(little.recommended, Strategy::RuntimeInstall);
        QVERIFY(little.of(Strategy::RuntimeInstall).rules.contains(u"sizes-not-asked"));
    }
};

QTEST_GUILESS_MAIN(RulesTest)
#include "test_rules.moc"
