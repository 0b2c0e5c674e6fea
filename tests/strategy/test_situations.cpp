// SPDX-License-Identifier: Apache-2.0
#include "tests/strategy/situations.h"

#include "core/script/inspect.h"
#include "core/strategy/advice.h"
#include "tests/coverage/contents.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace drydock;
using namespace drydock::test;

/// The advisor against what an expert wrote down, from the script's text to the recommendation.
class SituationsTest : public QObject
{
    Q_OBJECT

    static void write(const QString &path, const QString &text)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text.toUtf8()) >= 0);
    }

    /// The scripts of a row, read as any other file.
    static QList<FlowScript> scriptsOf(const QString &text, const QString &folder)
    {
        QDir(folder).mkpath(u".git"_s); // Nothing above the folder takes part.
        QStringList names{u"a_flow.py"_s};
        QStringList contents{QString()};
        QStringList environment;
        for (const QString &line : text.split(u'\n')) {
            if (!line.startsWith(u"#### "_s)) {
                contents.last() += line + u'\n';
            } else if (const QStringList words = line.mid(5).split(u' '); words.first() == u".venv") {
                environment = words;
            } else {
                names.append(words.first());
                contents.append(QString());
            }
        }
        for (qsizetype i = 0; i < names.size(); ++i)
            write(folder + u'/' + names[i], contents[i]);
        QList<FlowScript> scripts;
        for (const QString &name : names) {
            if (!name.endsWith(u"_flow.py"))
                continue;
            Result<FlowScript> script = inspectScript(folder + u'/' + name);
            if (!script)
                continue;
            if (!environment.isEmpty())
                script->environment = OwnEnvironment{folder + u"/.venv"_s, u".venv"_s, environment.value(1), environment.value(2), {}};
            scripts.append(*script);
        }
        return scripts;
    }

    static Image imageOf(QString word, QMap<QString, QString> &brokenImports)
    {
        static const QMap<QString, QString> names{{u"p1"_s, u"prefect-1.4.1-python3.9"_s}, {u"core1"_s, u"prefect-core-1.4.1"_s},
                                                  {u"p2"_s, u"prefect-2.20.25-python3.11"_s}, {u"p3"_s, u"prefect-3.8.8-python3.13"_s},
                                                  {u"py39"_s, u"python-3.9"_s}, {u"py313"_s, u"python-3.13"_s}};
        const QString rename = word.section(u'@', 1);
        word = word.section(u'@', 0, 0);
        const QString library = word.section(u'!', 1);
        word = word.section(u'!', 0, 0);
        const QStringList changes = word.split(u'/').mid(1);
        word = word.section(u'/', 0, 0);
        const QStringList additions = word.split(u'+').mid(1);
        Image image = imageWithContents(names.value(word.section(u'+', 0, 0)));
        if (!rename.isEmpty())
            image.reference = rename;
        image.id += word + rename;
        for (const QString &addition : additions) {
            image.contents->interpreters.first().distributions.append({addition, u"1.5.3"_s, {addition}, {}, u"record"_s});
            if (!library.isEmpty())
                brokenImports.insert(addition, u"ImportError: %1: cannot open shared object file: No such file or directory"_s.arg(library));
        }
        if (changes.contains(u"nonroot"))
            image.user = u"1000"_s;
        if (changes.contains(u"noentry"))
            image.contents->honoursExtraPipPackages = false;
        if (changes.contains(u"arm64"))
            image.platform = u"linux/arm64"_s;
        if (changes.contains(u"compiler"))
            image.contents->hasCompiler = true;
        if (changes.contains(u"git"))
            image.contents->hasGit = true;
        return image;
    }

    static void addAnswer(Situation &situation, const QString &answer)
    {
        const QStringList words = answer.split(u' ');
        if (answer == u"conflict") {
            situation.resolutionError = Error{u"resolution-conflict"_s, u"These requirements do not fit together."_s, {}};
        } else if (words.first() == u"source") {
            situation.resolutionError = Error{u"needs-source-archive"_s, u"%1 exists only as a source archive."_s.arg(words.value(1)), {}};
        } else if (!answer.isEmpty()) {
            const int count = words.value(1).toInt();
            situation.resolution.emplace();
            for (int i = 0; i < count; ++i) {
                ResolvedDistribution distribution;
                distribution.name = u"d%1"_s.arg(i);
                distribution.version = u"1"_s;
                distribution.downloadBytes = qint64(words.first().toDouble() * 1e6 / count);
                situation.resolution->distributions.append(distribution);
            }
        }
    }

private Q_SLOTS:
    void anExpertWouldChoose_data()
    {
        QTest::addColumn<int>("index");
        QVERIFY(std::size(expertRows) >= 40);
        for (int i = 0; i < int(std::size(expertRows)); ++i)
            QTest::newRow(expertRows[i].name) << i;
    }
    void anExpertWouldChoose()
    {
        QFETCH(int, index);
        const ExpertRow &row = expertRows[index];
        QTemporaryDir folder;
        Situation situation;
        situation.scripts = scriptsOf(QString::fromUtf8(row.script), folder.path());
        QVERIFY(!situation.scripts.isEmpty() && !situation.scripts.first().flows.isEmpty());
        QMap<QString, QString> broken;
        QList<Image> images;
        for (const QString &word : QString::fromLatin1(row.images).split(u' ', Qt::SkipEmptyParts))
            images.append(imageOf(word, broken));
        QMap<QString, ImportTrial> trials;
        if (!broken.isEmpty())
            trials.insert(images.first().id, broken);
        situation.coverage = compare(situation.scripts, images, trials);
        situation.runsOn = QString::fromLatin1(row.runsOn);
        addAnswer(situation, QString::fromLatin1(row.index));

        const Advice advice = advise(situation);
        const StrategyAdvice &chosen = advice.of(advice.recommended);
        const QString said = chosen.reasons.join(u" | "_s) + u" || "_s + chosen.warnings.join(u" | "_s);
        QVERIFY2(strategyId(advice.recommended) == QLatin1StringView(row.strategy),
                 qPrintable(u"%1 instead of %2: %3 [%4]. The expert: %5"_s.arg(strategyId(advice.recommended), QLatin1StringView(row.strategy), said,
                                                                                chosen.rules.join(u' '), QString::fromUtf8(row.why))));
        QVERIFY2(chosen.rules.contains(QLatin1StringView(row.rule)), qPrintable(chosen.rules.join(u' ') + u": "_s + said));
        QVERIFY(chosen.applicable);
        QVERIFY(!chosen.reasons.isEmpty());
    }
};

QTEST_GUILESS_MAIN(SituationsTest)
#include "test_situations.moc"
