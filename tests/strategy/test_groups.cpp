// SPDX-License-Identifier: Apache-2.0
#include "core/strategy/groups.h"
#include "tests/coverage/contents.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace drydock;
using namespace drydock::test;

/// Which images a folder of flows needs.
class GroupsTest : public QObject
{
    Q_OBJECT

    QList<Image> m_images;

    static FlowScript flow(const QString &name, int generation, const QStringList &distributions, const QStringList &declared = {})
    {
        QList<Import> imports;
        for (const QString &distribution : distributions)
            imports.append(thirdParty(distribution, distribution));
        FlowScript script = scriptOf(generation, imports);
        script.path = u"/flows/"_s + name;
        for (const QString &line : declared)
            script.declared.append({line, u"/flows/requirements.txt"_s, 1, {}});
        return script;
    }

    QList<FlowGroup> groups(const QList<FlowScript> &scripts, const Answers &answers = {}) const
    {
        Situation situation;
        situation.scripts = scripts;
        situation.runsOn = u"kubernetes"_s;
        situation.coverage = compare(scripts, m_images);
        return groupsOf(situation, answers);
    }

    static QList<QStringList> names(const QList<FlowGroup> &groups)
    {
        QList<QStringList> names;
        for (const FlowGroup &group : groups) {
            QStringList files;
            for (const QString &path : group.scripts)
                files.append(path.section(u'/', -1));
            names.append(files);
        }
        return names;
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (const QString &name : {u"prefect-1.4.1-python3.9"_s, u"prefect-2.20.25-python3.11"_s, u"prefect-3.8.8-python3.13"_s})
            m_images.append(imageWithContents(name));
    }

    void whatFitsSharesAnImage()
    {
        const QList<FlowGroup> shared = groups({flow(u"a.py"_s, 1, {u"pandas"_s}), flow(u"b.py"_s, 1, {u"pandas"_s, u"xgboost"_s}), flow(u"c.py"_s, 1, {u"pyarrow"_s})});
        QCOMPARE(names(shared), (QList<QStringList>{{u"a.py"_s, u"b.py"_s, u"c.py"_s}}));
        QCOMPARE(shared.first().advice.recommended, Strategy::ExtendImage);
        QCOMPARE(shared.first().advice.requirements, (QStringList{u"pandas"_s, u"xgboost"_s, u"pyarrow"_s}));
        QCOMPARE(shared.first().advice.base, u"drydock.local/prefect:1.4.1-python3.9"_s);
        QVERIFY2(shared.first().reason.contains(u"2 of them need pandas"), qPrintable(shared.first().reason));
    }

    void whatIsCoveredNeedsNoImage()
    {
        const QList<FlowGroup> both = groups({flow(u"a.py"_s, 1, {u"requests"_s}), flow(u"b.py"_s, 1, {u"pandas"_s}), flow(u"c.py"_s, 1, {})});
        QCOMPARE(names(both), (QList<QStringList>{{u"a.py"_s, u"c.py"_s}, {u"b.py"_s}}));
        QCOMPARE(both.first().advice.recommended, Strategy::DefaultImage);
        QVERIFY(both.first().reason.contains(u"nothing has to be built"));
    }

    void generationsAreApart()
    {
        const QList<FlowGroup> apart = groups({flow(u"a.py"_s, 1, {u"pandas"_s}), flow(u"b.py"_s, 2, {u"pandas"_s}), flow(u"c.py"_s, 1, {u"pandas"_s}), flow(u"d.py"_s, 3, {u"pandas"_s})});
        QCOMPARE(names(apart), (QList<QStringList>{{u"a.py"_s, u"c.py"_s}, {u"b.py"_s}, {u"d.py"_s}}));
        QVERIFY2(apart[1].reason.contains(u"Prefect 1 and Prefect 2 cannot be in one image"), qPrintable(apart[1].reason));
    }

    void versionsThatExcludeEachOtherAreApart_data()
    {
        QTest::addColumn<QString>("one");
        QTest::addColumn<QString>("other");
        QTest::addColumn<bool>("together");
        QTest::newRow("two pins") << u"pandas==1.0.5"_s << u"pandas==1.5.3"_s << false;
        QTest::newRow("the same pin") << u"pandas==1.5.3"_s << u"pandas==1.5.3"_s << true;
        QTest::newRow("pin in range") << u"pandas==1.5.3"_s << u"pandas>=1.3,<2"_s << true;
        QTest::newRow("pin out of range") << u"pandas==2.1"_s << u"pandas>=1.3,<2"_s << false;
        QTest::newRow("ranges that meet") << u"pandas>=1.3"_s << u"pandas<1.5"_s << true;
        QTest::newRow("ranges that touch") << u"pandas>=1.5"_s << u"pandas<1.5"_s << false;
        QTest::newRow("compatible release") << u"pandas~=1.4"_s << u"pandas>=2"_s << false;
        QTest::newRow("below a major") << u"pandas<1"_s << u"pandas<2"_s << true;
        QTest::newRow("anything") << u"pandas"_s << u"pandas==1.0.5"_s << true;
    }
    void versionsThatExcludeEachOtherAreApart()
    {
        QFETCH(QString, one);
        QFETCH(QString, other);
        QFETCH(bool, together);
        const QList<FlowGroup> found = groups({flow(u"a.py"_s, 1, {u"pandas"_s}, {one}), flow(u"b.py"_s, 1, {u"pandas"_s}, {other})});
        QCOMPARE(found.size(), together ? 1 : 2);
        if (!together)
            QVERIFY2(found[1].reason.contains(u"b.py for pandas") && found[1].reason.contains(u"a.py asks for pandas"), qPrintable(found[1].reason));
    }

    void pythonsThatExcludeEachOtherAreApart()
    {
        FlowScript old = flow(u"a.py"_s, 3, {u"pandas"_s});
        old.requiresPython = u"<3.11"_s;
        FlowScript fresh = flow(u"b.py"_s, 3, {u"pandas"_s});
        fresh.requiresPython = u">=3.12"_s;
        const QList<FlowGroup> apart = groups({old, fresh});
        QCOMPARE(apart.size(), 2);
        QVERIFY2(apart[1].reason.contains(u"No Python suits a.py and b.py. b.py requires Python >=3.12."), qPrintable(apart[1].reason));
    }

    void whatSeveralDeclareIsMerged()
    {
        const QList<FlowGroup> shared = groups({flow(u"a.py"_s, 1, {u"pandas"_s}, {u"pandas[excel]>=1.3"_s}), flow(u"b.py"_s, 1, {u"pandas"_s}, {u"pandas<1.5"_s}),
                                                flow(u"c.py"_s, 1, {u"pandas"_s})});
        QCOMPARE(shared.size(), 1);
        QCOMPARE(shared.first().advice.requirements, QStringList{u"pandas[excel]>=1.3,<1.5"_s});
    }

    /// As a session does: ask about each group, form them again with the answers, until nothing is left to ask.
    void whatTheIndexRefusesIsApart()
    {
        const QList<FlowScript> scripts{flow(u"a.py"_s, 1, {u"pandas"_s}, {u"pandas==1.0.5"_s}), flow(u"b.py"_s, 1, {u"xgboost"_s}),
                                        flow(u"c.py"_s, 1, {u"numba"_s}, {u"numba>=0.57"_s}), flow(u"d.py"_s, 1, {u"pandas"_s})};
        const auto index = [](const QStringList &requirements) -> Answer {
            Answer answer;
            if (requirements.contains(u"pandas==1.0.5") && requirements.contains(u"numba>=0.57"))
                answer.error = Error{u"resolution-conflict"_s, u"pandas==1.0.5 needs numpy<1.19 and numba>=0.57 needs numpy>=1.21."_s, {}};
            else
                answer.resolution = Resolution{};
            return answer;
        };
        Answers answers;
        QList<FlowGroup> found = groups(scripts);
        QCOMPARE(names(found), (QList<QStringList>{{u"a.py"_s, u"b.py"_s, u"c.py"_s, u"d.py"_s}}));
        for (bool isNew = true; isNew;) {
            isNew = false;
            for (const FlowGroup &group : std::as_const(found)) {
                const Question question{group.advice.base, group.advice.requirements};
                if (answerTo(question, answers))
                    continue;
                isNew = true;
                answers.append(index(question.requirements));
                answers.last().question = question;
            }
            found = groups(scripts, answers);
            QVERIFY(answers.size() < 6);
        }
        QCOMPARE(names(found), (QList<QStringList>{{u"a.py"_s, u"b.py"_s, u"d.py"_s}, {u"c.py"_s}}));
        QVERIFY2(found[0].reason.contains(u"resolved together"), qPrintable(found[0].reason));
        QVERIFY2(found[1].reason.contains(u"c.py cannot share an image") && found[1].reason.contains(u"numba>=0.57 needs numpy>=1.21"), qPrintable(found[1].reason));
    }

    /// Two scripts with the same pin go to the Python that has wheels for it; a third without it stays.
    void aPinThatWantsAnotherPythonIsApart()
    {
        const QList<FlowScript> scripts{flow(u"a.py"_s, 1, {u"pandas"_s}, {u"pandas==1.0.5"_s}), flow(u"b.py"_s, 1, {u"xgboost"_s}), flow(u"c.py"_s, 1, {u"pandas"_s}, {u"pandas==1.0.5"_s})};
        Answer refused;
        refused.question = {u"drydock.local/prefect:1.4.1-python3.9"_s, {u"pandas==1.0.5"_s, u"xgboost"_s}};
        refused.error = Error{u"python-unfit"_s, u"pandas 1.0.5 has wheels for Python 3.6 to 3.8, not for 3.9. Choose another."_s, {}, u">=3.6,<3.9"_s};
        Answer alone = refused;
        alone.question.requirements = QStringList{u"pandas==1.0.5"_s};
        const QList<FlowGroup> found = groups(scripts, {refused, alone});
        QCOMPARE(names(found), (QList<QStringList>{{u"a.py"_s, u"c.py"_s}, {u"b.py"_s}}));
        QCOMPARE(found[0].advice.base, u"docker.io/prefecthq/prefect:1.4.1-python3.8"_s);
        QVERIFY2(found[0].advice.of(Strategy::ExtendImage).reasons.contains(u"pandas 1.0.5 has wheels for Python 3.6 to 3.8, not for 3.9."_s), qPrintable(found[0].advice.of(Strategy::ExtendImage).reasons.join(u'\n')));
        QVERIFY2(found[1].reason.contains(u"3.6 to 3.8"), qPrintable(found[1].reason));
    }

    /// Another script's plain "pandas" is not what was refused.
    void onlyWhatWasRefusedIsApart()
    {
        Answer refused;
        refused.question = {u"drydock.local/prefect:1.4.1-python3.9"_s, {u"pandas==1.0.5"_s, u"numba>=0.57"_s}};
        refused.error = Error{u"resolution-conflict"_s, u"pandas==1.0.5 and numba>=0.57 do not fit."_s, {}};
        const QList<FlowGroup> found = groups({flow(u"a.py"_s, 1, {u"pandas"_s}), flow(u"b.py"_s, 1, {u"numba"_s}, {u"numba>=0.57"_s})}, {refused});
        QCOMPARE(names(found), (QList<QStringList>{{u"a.py"_s, u"b.py"_s}}));
    }

    void theAnswerHasThem()
    {
        const QList<FlowScript> scripts{flow(u"a.py"_s, 1, {u"pandas"_s}), flow(u"b.py"_s, 2, {u"pandas"_s})};
        const QList<FlowGroup> found = groups(scripts);
        const QJsonArray answer = toJson(found.first().advice, found)[u"groups"].toArray();
        QCOMPARE(answer.size(), 2);
        QCOMPARE(answer[0][u"scripts"].toArray(), QJsonArray{u"/flows/a.py"_s});
        QCOMPARE(answer[0][u"requirements"].toArray(), QJsonArray{u"pandas"_s});
        QCOMPARE(answer[1][u"base"].toString(), u"drydock.local/prefect:2.20.25-python3.11"_s);
        QCOMPARE(answer[1][u"recommended"].toString(), u"extend-image"_s);
        QVERIFY(!answer[1][u"reason"].toString().isEmpty());
    }
};

QTEST_GUILESS_MAIN(GroupsTest)
#include "test_groups.moc"
