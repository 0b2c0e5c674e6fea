// SPDX-License-Identifier: Apache-2.0
#include "core/build/buildlogparser.h"

#include <QDir>
#include <QJsonDocument>
#include <QTest>

using namespace drydock;
using namespace Qt::StringLiterals;

// The logs were written by real builders: BuildKit in Docker 20.10's own client, buildx 0.13 in both of its forms (plain and
// rawjson), the classic builder of both clients, and Podman 4.3.

static QByteArray recorded(const QString &name)
{
    QFile file(QStringLiteral(DRYDOCK_TEST_DATA) + u"/buildlogs/"_s + name + u".log"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

static Builder builderOf(const QString &name)
{
    return name.startsWith(u"buildx"_s) || name.startsWith(u"rawjson"_s) ? Builder::Buildx
        : name.startsWith(u"buildkit"_s) ? Builder::BuildKit
        : name.startsWith(u"buildah"_s)  ? Builder::Buildah
                                         : Builder::Classic;
}

static QList<BuildEvent> parse(Builder builder, const QByteArray &bytes, qsizetype split)
{
    BuildLogParser parser(builder);
    QList<BuildEvent> events = parser.feed(bytes.left(split));
    events += parser.feed(bytes.mid(split));
    events += parser.finish();
    return events;
}

/// What a person reads of what buildx tells programs.
static QByteArray transcript(const QByteArray &bytes)
{
    BuildLogParser parser(Builder::Buildx);
    parser.feed(bytes);
    parser.finish();
    return parser.takeTranscript();
}

/// One word for an event, so that a whole log reads as one line; output is left out.
static QStringList told(const QList<BuildEvent> &events)
{
    struct Teller {
        QString operator()(const StepStarted &e) const { return u"%1/%2 %3"_s.arg(e.step).arg(e.of).arg(e.instruction.section(u' ', 0, 0)); }
        QString operator()(const StepCached &e) const { return u"%1 cached"_s.arg(e.step); }
        QString operator()(const StepFinished &e) const { return u"%1 done"_s.arg(e.step); }
        QString operator()(const StepFailed &e) const { return u"%1 failed"_s.arg(e.step); }
        QString operator()(const BuildWarning &) const { return u"warning"_s; }
        QString operator()(const StepOutput &) const { return {}; }
        QString operator()(const StepProgress &) const { return {}; }
    };
    QStringList words;
    for (const BuildEvent &event : events)
        words.append(std::visit(Teller(), event));
    words.removeAll(QString());
    return words;
}

static QStringList outputOf(const QList<BuildEvent> &events, int step)
{
    QStringList lines;
    for (const BuildEvent &event : events) {
        const auto *output = std::get_if<StepOutput>(&event);
        if (output && output->step == step)
            lines.append(output->text);
    }
    return lines;
}

template <typename Event>
static QList<Event> only(const QList<BuildEvent> &events)
{
    QList<Event> found;
    for (const BuildEvent &event : events) {
        if (const auto *one = std::get_if<Event>(&event))
            found.append(*one);
    }
    return found;
}

class BuildLogParserTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void steps_data();
    void steps();
    void outputGoesToItsStep();
    void unfinishedOutputKeepsItsText();
    void failuresSayWhatTheBuilderSaid();
    void interleavedVertices();
    void pullingHasProgress_data();
    void pullingHasProgress();
    void transcriptIsPlainProgress();
    void oddObjectsAreText();
    void warnings();
    void isTheSameAtEverySplit_data();
    void isTheSameAtEverySplit();
    void objectsOnOneLineEach();
    void isBounded_data();
    void isBounded();
};

void BuildLogParserTest::steps_data()
{
    QTest::addColumn<QString>("events");
    const QString four = u"1/4 FROM,1 done,2/4 COPY,2 done,3/4 RUN,3 done,4/4 RUN,4 done"_s;
    const QString six = u"1/6 FROM,1 done,2/6 COPY,2 done,3/6 RUN,3 done,4/6 ARG,4 done,5/6 RUN,5 done,6/6 LABEL,6 done"_s;
    const QString sixCached =
        u"1/6 FROM,1 done,2/6 COPY,2 cached,3/6 RUN,3 cached,4/6 ARG,4 cached,5/6 RUN,5 cached,6/6 LABEL,6 cached"_s;
    QTest::newRow("buildkit-ok") << four;
    QTest::newRow("buildx-ok") << u"1/4 FROM,1 cached,2/4 COPY,2 done,3/4 RUN,3 done,4/4 RUN,4 done"_s;
    QTest::newRow("classic-ok") << six;
    QTest::newRow("classic28-ok") << six;
    QTest::newRow("buildah-ok") << six;
    QTest::newRow("rawjson-ok") << u"1/4 FROM,1 cached,2/4 COPY,2 done,3/4 RUN,3 done,4/4 RUN,4 done"_s;
    QTest::newRow("rawjson-cached") << u"1/4 FROM,1 done,2/4 COPY,2 cached,3/4 RUN,3 cached,4/4 RUN,4 cached"_s;
    QTest::newRow("rawjson-fail") << u"1/3 FROM,1 done,2/3 COPY,2 cached,3/3 RUN,3 failed"_s;
    QTest::newRow("rawjson-nobase") << u"0 failed"_s;
    QTest::newRow("rawjson-copyfail") << u"1/2 FROM,1 cached,2/2 COPY,2 failed"_s;
    // Told before anything starts, so the whole is known from the first step on.
    QTest::newRow("rawjson-multi") << u"1/6 FROM,1 cached,4/6 RUN,2/6 RUN,2 done,4 done,5/6 COPY,5 done,6/6 RUN,6 done"_s;
    QTest::newRow("rawjson-words") << u"1/3 FROM,1 cached,2/3 RUN,2 done,3/3 RUN,3 done"_s;
    for (const char *pulled : {"buildkit-pull", "rawjson-pull", "classic-pull", "buildah-pull"})
        QTest::newRow(pulled) << u"1/2 FROM,1 done,2/2 RUN,2 done"_s;
    QTest::newRow("buildkit-cached") << u"1/4 FROM,1 done,2/4 COPY,2 cached,3/4 RUN,3 cached,4/4 RUN,4 cached"_s;
    QTest::newRow("buildx-cached") << u"1/4 FROM,1 done,3/4 RUN,3 cached,2/4 COPY,2 cached,4/4 RUN,4 cached"_s;
    QTest::newRow("classic-cached") << sixCached;
    QTest::newRow("buildah-cached") << sixCached;
    QTest::newRow("buildkit-fail") << u"1/3 FROM,1 done,2/3 COPY,2 cached,3/3 RUN,3 failed"_s;
    QTest::newRow("buildx-fail") << u"1/3 FROM,1 cached,2/3 COPY,2 done,3/3 RUN,3 failed"_s;
    QTest::newRow("classic-fail") << u"1/3 FROM,1 done,2/3 COPY,2 cached,3/3 RUN,3 failed"_s;
    QTest::newRow("buildah-fail") << u"1/3 FROM,1 done,2/3 COPY,2 done,3/3 RUN,3 failed"_s;
    QTest::newRow("buildkit-nobase") << u"0 failed"_s;
    QTest::newRow("buildx-nobase") << u"0 failed"_s;
    QTest::newRow("classic-nobase") << u"1/2 FROM"_s; // The exit status tells the failure.
    QTest::newRow("buildah-nobase") << u"1/2 FROM,1 failed"_s;
    QTest::newRow("buildkit-copyfail") << u"1/2 FROM,1 cached,2/2 COPY,2 failed"_s;
    QTest::newRow("buildx-copyfail") << u"1/2 FROM,1 cached,2/2 COPY,2 failed"_s;
    QTest::newRow("classic-copyfail") << u"1/2 FROM,1 done,2/2 COPY,2 failed"_s;
    QTest::newRow("buildah-copyfail") << u"1/2 FROM,1 done,2/2 COPY,2 failed"_s;
    // Stages are counted through, in the order they are heard of.
    QTest::newRow("buildkit-multi") << u"1/2 FROM,1 cached,4/6 RUN,4 done,2/6 RUN,2 done,5/6 COPY,5 done,6/6 RUN,6 done"_s;
    QTest::newRow("buildx-multi") << u"1/2 FROM,1 cached,2/2 RUN,2 done,4/6 RUN,4 done,5/6 COPY,5 done,6/6 RUN,6 done"_s;
    QTest::newRow("classic-multi") << u"1/6 FROM,1 done,2/6 RUN,2 done,3/6 FROM,3 done,4/6 RUN,4 done,5/6 COPY,5 done,6/6 RUN,6 done"_s;
    QTest::newRow("buildah-multi") << u"1/2 FROM,1 done,2/2 RUN,2 done,3/6 FROM,3 done,4/6 RUN,4 done,5/6 COPY,5 done,6/6 RUN,6 done"_s;
}

void BuildLogParserTest::steps()
{
    QFETCH(QString, events);
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    const QByteArray log = recorded(name);
    QVERIFY(!log.isEmpty());
    QCOMPARE(told(parse(builderOf(name), log, log.size())).join(u','), events);
}

void BuildLogParserTest::outputGoesToItsStep()
{
    for (const QString &name : {u"buildkit-ok"_s, u"buildx-ok"_s, u"rawjson-ok"_s, u"classic-ok"_s, u"buildah-ok"_s}) {
        const QByteArray log = recorded(name);
        const QList<BuildEvent> events = parse(builderOf(name), log, log.size());
        QCOMPARE(outputOf(events, 3), (QStringList{u"Collecting humanize"_s, u"WARNING: Running pip as root"_s}));
        const QList<QByteArray> lines = (BuildLogParser::hasTranscript(builderOf(name)) ? transcript(log) : log).split('\n');
        for (const StepOutput &output : only<StepOutput>(events))
            QVERIFY(lines.at(output.line - 1).contains(output.text.left(20).toUtf8()));
    }
}

void BuildLogParserTest::unfinishedOutputKeepsItsText()
{
    for (const QString &name : {u"buildkit-ok"_s, u"buildx-ok"_s, u"rawjson-ok"_s, u"classic-ok"_s, u"buildah-ok"_s}) {
        const QByteArray log = recorded(name);
        const int step = builderOf(name) == Builder::BuildKit || builderOf(name) == Builder::Buildx ? 4 : 5;
        QCOMPARE(outputOf(parse(builderOf(name), log, log.size()), step),
                 (QStringList{u"one"_s, u"two"_s, u"no newline"_s}));
    }
}

void BuildLogParserTest::failuresSayWhatTheBuilderSaid()
{
    const auto message = [](const QString &name) {
        const QByteArray log = recorded(name);
        const QList<StepFailed> failures = only<StepFailed>(parse(builderOf(name), log, log.size()));
        return failures.isEmpty() ? QString() : failures.first().message;
    };
    QVERIFY(message(u"buildkit-fail"_s).endsWith(u"exit code: 1"_s));
    QVERIFY(message(u"buildx-fail"_s).startsWith(u"executor failed running"_s));
    QVERIFY(message(u"classic-fail"_s).endsWith(u"returned a non-zero code: 1"_s));
    QCOMPARE(message(u"buildah-fail"_s), u"while running runtime: exit status 1"_s);
    QVERIFY(message(u"buildkit-copyfail"_s).startsWith(u"\"/absent.txt\" not found"_s));
    QVERIFY(message(u"classic-copyfail"_s).startsWith(u"COPY failed: file not found"_s));
    QVERIFY(message(u"buildkit-nobase"_s).contains(u"drydock.test/v2/absent"_s));
    QVERIFY(message(u"buildah-nobase"_s).startsWith(u"creating build container"_s));
}

void BuildLogParserTest::interleavedVertices()
{
    const QByteArray log = "#4 [1/3] FROM a\n#4 DONE 0.0s\n\n#5 [2/3] RUN a\n#5 0.100 a1\n#5 ...\n\n#6 [3/3] RUN b\n#6 0.100 b1\n"
                           "#6 ...\n\n#5 [2/3] RUN a\n#5 0.200 a2\n#5 DONE 0.2s\n\n#6 [3/3] RUN b\n#6 0.300 b2\n#6 CANCELED\n";
    const QList<BuildEvent> events = parse(Builder::BuildKit, log, log.size());
    QCOMPARE(told(events).join(u','), u"1/3 FROM,1 done,2/3 RUN,3/3 RUN,2 done"_s);
    QCOMPARE(outputOf(events, 2), (QStringList{u"a1"_s, u"a2"_s}));
    QCOMPARE(outputOf(events, 3), (QStringList{u"b1"_s, u"b2"_s}));
    QCOMPARE(only<StepFinished>(events).at(1), (StepFinished{2, 0.2}));
}

void BuildLogParserTest::pullingHasProgress_data()
{
    QTest::addColumn<qint64>("bytes");
    QTest::newRow("buildkit-pull") << qint64(73'770'000); // It says so in words.
    QTest::newRow("rawjson-pull") << qint64(73'768'710);
}

void BuildLogParserTest::pullingHasProgress()
{
    QFETCH(qint64, bytes);
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    const QByteArray log = recorded(name);
    const QList<StepProgress> progress = only<StepProgress>(parse(builderOf(name), log, log.size()));
    const auto layer = std::find_if(progress.begin(), progress.end(), [](const StepProgress &each) { return each.what.startsWith(u"sha256:ce89fd570e90"_s); });
    QVERIFY(layer != progress.end());
    QCOMPARE(layer->step, 1);
    QCOMPARE(layer->of, bytes);
    QVERIFY(layer->done > 0 && layer->done <= bytes);
}

void BuildLogParserTest::transcriptIsPlainProgress()
{
    const QByteArray words = transcript(recorded(u"rawjson-words"_s));
    for (const char *line : {"\n#4 [1/3] FROM drydock.test/shell:1\n#4 CACHED\n", " gr\xc3\xbc\xc3\x9f \xf0\x9f\x90\x8d\n", " split \xc3\xbc\n", " red\n", " WARN: not one\n"})
        QVERIFY2(words.contains(line), words);
    QVERIFY2(!words.contains('{') && !words.contains("digest"), words);
    // What was kept says the same again: an old log has its steps too.
    for (const QString &name : {u"rawjson-ok"_s, u"rawjson-cached"_s, u"rawjson-fail"_s, u"rawjson-nobase"_s, u"rawjson-words"_s, u"rawjson-pull"_s}) {
        const QByteArray raw = recorded(name);
        const QByteArray plain = transcript(raw);
        QStringList once = told(parse(Builder::Buildx, raw, raw.size()));
        QStringList again = told(parse(Builder::BuildKit, plain, plain.size()));
        // How many steps there are is known earlier.
        QCOMPARE(again, once);
    }
    // Errors of the client itself, in no object, are the end of it.
    QVERIFY(transcript(recorded(u"rawjson-dockerfile"_s)).endsWith("dockerfile parse error line 2: unknown instruction: FOO\n"));
}

void BuildLogParserTest::oddObjectsAreText()
{
    const QByteArray odd = "{\"message\": \"a } brace\"}\n{\"vertexes\": [{\"digest\": \"d\", \"name\": \"[1/1] RUN x\"}]}{\"vertexes\": [{\"digest\": \"d\", \"started\": \"x\"}]}\n"
                           "after\n{\"logs\": [{\"vertex\": \"none\"}, 1]}\n{\"never\": [\n";
    const QList<BuildEvent> events = parse(Builder::Buildx, odd, odd.size());
    QCOMPARE(told(events).join(u','), u"1/1 RUN"_s);
    QCOMPARE(outputOf(events, 0), (QStringList{u"{\"message\": \"a } brace\"}"_s, u"after"_s, u"{\"never\": ["_s}));
    for (qsizetype split = 0; split < odd.size(); ++split)
        QVERIFY(parse(Builder::Buildx, odd, split) == events);
    // An object without an end costs no memory.
    BuildLogParser endless(Builder::Buildx);
    endless.feed("{\"logs\": \"");
    const QByteArray piece(1'000'000, 'x');
    for (int i = 0; i < 50; ++i)
        QVERIFY(endless.feed(piece).isEmpty());
    QVERIFY(endless.takeTranscript().isEmpty());
    QCOMPARE(only<StepOutput>(endless.finish()).size(), 1);
}

void BuildLogParserTest::warnings()
{
    QByteArray log = "#1 [internal] load build definition\n#1 WARN: LegacyKeyValueFormat: use ENV key=value (line 3)\n\n"
                     " 1 warning found (use docker --debug to expand):\n - FromAsCasing: 'as' and 'FROM' differ (line 1)\n";
    QCOMPARE(only<BuildWarning>(parse(Builder::Buildx, log, log.size())).size(), 2);
    // "short" of BuildKit's VertexWarning.
    log = "{\"warnings\": [{\"vertex\": \"x\", \"level\": 1, \"short\": \"" + QByteArray("FromAsCasing").toBase64() + "\"}]}\n";
    QCOMPARE(only<BuildWarning>(parse(Builder::Buildx, log, log.size())), (QList<BuildWarning>{{u"FromAsCasing"_s}}));
    log = "[Warning] One or more build-args [A] were not consumed\n";
    QCOMPARE(only<BuildWarning>(parse(Builder::Classic, log, log.size())).first().text,
             u"One or more build-args [A] were not consumed"_s);
    log = "time=\"2026-11-23T23:33:18Z\" level=warning msg=\"no cgroups\"\nWARN[0000] other\n";
    QCOMPARE(only<BuildWarning>(parse(Builder::Buildah, log, log.size())),
             (QList<BuildWarning>{{u"no cgroups"_s}, {u"other"_s}}));
}

void BuildLogParserTest::isTheSameAtEverySplit_data()
{
    QTest::addColumn<QString>("name");
    const QStringList files = QDir(QStringLiteral(DRYDOCK_TEST_DATA) + u"/buildlogs"_s).entryList({u"*.log"_s});
    QVERIFY(files.size() > 20);
    for (const QString &file : files)
        QTest::newRow(qUtf8Printable(file)) << file.chopped(4);
}

void BuildLogParserTest::isTheSameAtEverySplit()
{
    QFETCH(QString, name);
    const QByteArray log = recorded(name);
    const QList<BuildEvent> whole = parse(builderOf(name), log, log.size());
    // Objects of progress are long and all alike: objectsOnOneLineEach() meets every place in them.
    const qsizetype stride = name.startsWith(u"rawjson"_s) ? 97 : 1;
    for (qsizetype split = 0; split < log.size(); split += stride)
        QVERIFY2(parse(builderOf(name), log, split) == whole, qPrintable(u"split at %1"_s.arg(split)));
    // Byte by byte.
    BuildLogParser parser(builderOf(name));
    QList<BuildEvent> events;
    for (const char byte : log)
        events += parser.feed(QByteArray(1, byte));
    events += parser.finish();
    QCOMPARE(events == whole, true);
}

void BuildLogParserTest::objectsOnOneLineEach()
{
    // As buildx writes them from 0.14 on.
    QByteArray log;
    QByteArray object;
    for (const QByteArray &line : recorded(u"rawjson-words"_s).split('\n')) {
        object += line;
        if (line == "}")
            log += QJsonDocument::fromJson(std::exchange(object, {})).toJson(QJsonDocument::Compact) + '\n';
    }
    const QByteArray indented = recorded(u"rawjson-words"_s);
    const QList<BuildEvent> whole = parse(Builder::Buildx, log, log.size());
    QVERIFY(whole == parse(Builder::Buildx, indented, indented.size()));
    for (qsizetype split = 0; split < log.size(); ++split)
        QVERIFY2(parse(Builder::Buildx, log, split) == whole, qPrintable(u"split at %1"_s.arg(split)));
}

void BuildLogParserTest::isBounded_data()
{
    QTest::addColumn<Builder>("builder");
    QTest::newRow("buildkit") << Builder::BuildKit;
    QTest::newRow("buildx") << Builder::Buildx;
    QTest::newRow("classic") << Builder::Classic;
    QTest::newRow("buildah") << Builder::Buildah;
}

void BuildLogParserTest::isBounded()
{
    QFETCH(Builder, builder);
    // A line that does not end.
    BuildLogParser endless(builder);
    const QByteArray piece(1'000'000, 'x');
    for (int i = 0; i < 50; ++i)
        QVERIFY(endless.feed(piece).isEmpty());
    const QList<StepOutput> outputs = only<StepOutput>(endless.finish());
    QCOMPARE(outputs.size(), 1);
    QCOMPARE(outputs.first().text.size(), 64 * 1024);
    QCOMPARE(outputs.first().line, 1);

    // Numbers out of range, nonsense and every byte there is.
    QByteArray bytes = "#999999999 [1/2] RUN x\n#1 [99999/99999] RUN\n#1 DONE 9e9s\nStep 99999/1 : x\nSTEP 0/0: \n"
                       "Step 1/1 : \n --->\n#\n# \n#1 \n\r\r\n\x1b[\n--> Using cache zz\nError: \n";
    for (int i = 0; i < 256; ++i)
        bytes += char(i);
    const QList<BuildEvent> whole = parse(builder, bytes, bytes.size());
    for (qsizetype split = 0; split < bytes.size(); ++split)
        QVERIFY(parse(builder, bytes, split) == whole);

    // More vertices and stages than a Dockerfile can have.
    BuildLogParser many(builder);
    qsizetype started = 0;
    for (int i = 0; i < 20'000; ++i)
        started += only<StepStarted>(many.feed(u"#%1 [s%1 1/9999] RUN x\n"_s.arg(i).toUtf8())).size();
    QVERIFY(started <= 10'000);
}

QTEST_GUILESS_MAIN(BuildLogParserTest)
#include "tst_buildlogparser.moc"
