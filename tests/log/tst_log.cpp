// SPDX-License-Identifier: Apache-2.0
#include "core/log/escapes.h"
#include "core/log/logfile.h"

#include <QTemporaryDir>
#include <QTest>

using namespace drydock;
using namespace Qt::StringLiterals;

class LogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plainText_data();
    void plainText();
    void looks();
    void indexesGrowth();
    void indexesLinesThatArriveInPieces();
    void readsAtMostOneMebibyteAtOnce();
    void survivesHostileFiles();
};

void LogTest::plainText_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QString() << QString();
    QTest::newRow("plain") << u"Collecting numpy ✓"_s << u"Collecting numpy ✓"_s;
    QTest::newRow("colour") << u"\x1b[31mERROR:\x1b[0m no"_s << u"ERROR: no"_s;
    QTest::newRow("carriage return rewrites") << u"10 %\r100 %"_s << u"100 %"_s;
    QTest::newRow("a shorter rewrite leaves the rest") << u"downloading\rdone"_s << u"doneloading"_s;
    QTest::newRow("erased to the end") << u"downloading\rdone\x1b[K"_s << u"done"_s;
    QTest::newRow("erased whole") << u"downloading\x1b[2K\rdone"_s << u"done       "_s;
    QTest::newRow("backspace") << u"1 \b/\b-"_s << u"1-"_s;
    QTest::newRow("backspace at the start") << u"\b\bx"_s << u"x"_s;
    QTest::newRow("title") << u"\x1b]0;pip\x07text"_s << u"text"_s;
    QTest::newRow("link") << u"\x1b]8;;https://example.org\x1b\\name\x1b]8;;\x1b\\"_s << u"name"_s;
    QTest::newRow("cursor and modes") << u"\x1b[?25l\x1b[2Ax\x1b[?25h\x1b(B\x1b="_s << u"x"_s;
    QTest::newRow("unfinished") << u"x\x1b[31"_s << u"x"_s;
    QTest::newRow("unfinished string") << u"x\x1b]0;abc"_s << u"x"_s;
    QTest::newRow("lone escape") << u"x\x1b"_s << u"x"_s;
    QTest::newRow("controls") << u"a\x01\x7f\u0085\tb"_s << u"a\tb"_s;
    QTest::newRow("beyond the first plane") << u"🙂\b🚢"_s << u"🚢"_s;
}

void LogTest::plainText()
{
    QFETCH(QString, line);
    QTEST(drydock::plainText(line), "text");
}

void LogTest::looks()
{
    const QList<TextSpan> spans = spansOf(u"a\x1b[1;31mb\x1b[22mc\x1b[39;2md\x1b[0;96me\x1b[38;5;3mf\x1b[38;2;1;31;3;4mg"_s);
    const QList<TextSpan> expected{{u"a"_s, -1, false, false}, {u"b"_s, 1, true, false},  {u"c"_s, 1, false, false},
                                   {u"d"_s, -1, false, true},  {u"e"_s, 6, false, false}, {u"f"_s, 3, false, false},
                                   {u"g"_s, -1, false, false}};
    QCOMPARE(spans, expected);
    QCOMPARE(spansOf(u"plain"_s), (QList<TextSpan>{{u"plain"_s}}));
    QVERIFY(spansOf(QString()).isEmpty());
}

static void append(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::Append));
    QCOMPARE(file.write(bytes), bytes.size());
}

void LogTest::indexesGrowth()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"spool"_s);
    LogFile log(path);
    QVERIFY(log.readNew().isEmpty());
    QCOMPARE(log.lineCount(), 0);

    append(path, "one\r\ntw");
    QCOMPARE(log.readNew(), "one\r\ntw"_ba);
    QCOMPARE(log.lineCount(), 2);
    QCOMPARE(log.line(2), u"tw"_s);
    QVERIFY(log.readNew().isEmpty());

    append(path, "o\n\n\x1b[1mfour\x1b[0m");
    QCOMPARE(log.readNew().size(), 15);
    QCOMPARE(log.lineCount(), 4);
    QCOMPARE(log.line(1), u"one"_s);
    QCOMPARE(log.line(2), u"two"_s);
    QCOMPARE(log.line(3), QString());
    QCOMPARE(log.line(4), u"\x1b[1mfour\x1b[0m"_s);
    QCOMPARE(log.line(0), QString());
    QCOMPARE(log.line(5), QString());
}

void LogTest::indexesLinesThatArriveInPieces()
{
    const QByteArray text = "a\n\nbc\xc3\xa9\nlast";
    for (qsizetype split = 0; split <= text.size(); ++split) {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"spool"_s);
        LogFile log(path);
        append(path, text.left(split));
        QByteArray read = log.readNew();
        append(path, text.mid(split));
        read += log.readNew();
        QCOMPARE(read, text);
        QCOMPARE(log.lineCount(), 4);
        QCOMPARE(log.line(3), u"bcé"_s);
        QCOMPARE(log.line(4), u"last"_s);
    }
}

void LogTest::readsAtMostOneMebibyteAtOnce()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"spool"_s);
    append(path, QByteArray(99, 'x').append('\n').repeated(30'000));
    LogFile log(path);
    qint64 total = 0;
    for (QByteArray bytes = log.readNew(); !bytes.isEmpty(); bytes = log.readNew()) {
        QVERIFY(bytes.size() <= 1024 * 1024);
        total += bytes.size();
    }
    QCOMPARE(total, 3'000'000);
    QCOMPARE(log.lineCount(), 30'000);
    QCOMPARE(log.line(30'000).size(), 99);
}

void LogTest::survivesHostileFiles()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"spool"_s);
    append(path, QByteArray(2'000'000, '\0') + "\n\xff\xfe\n");
    LogFile log(path);
    while (!log.readNew().isEmpty()) { }
    QCOMPARE(log.lineCount(), 2);
    QCOMPARE(log.line(1).size(), 64 * 1024);
    QCOMPARE(drydock::plainText(log.line(1)), QString());
    QCOMPARE(log.line(2), u"\uFFFD\uFFFD"_s);

    LogFile none(folder.filePath(u"none/spool"_s));
    QVERIFY(none.readNew().isEmpty());
    QCOMPARE(none.lineCount(), 0);
    LogFile device(folder.path());
    QVERIFY(device.readNew().isEmpty());
}

QTEST_GUILESS_MAIN(LogTest)
#include "tst_log.moc"
