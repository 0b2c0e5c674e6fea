// SPDX-License-Identifier: Apache-2.0
#include "app/cli/foldedsteps.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace drydock;

/// A build as a terminal shows it.
class FoldedStepsTest : public QObject
{
    Q_OBJECT

    static QStringList plain(const QList<TerminalLine> &lines, int columns = 80)
    {
        QStringList texts;
        for (const TerminalLine &line : lines)
            texts.append(rendered(line, {.isThere = true, .hasColour = false, .columns = columns}));
        return texts;
    }

private Q_SLOTS:
    void foldsWhatIsOver();
    void showsWhatGoesOn();
    void keepsWhatFailed();
    void fitsTheTerminal_data();
    void fitsTheTerminal();
    void coloursOnlyWhereThereIsColour();
};

void FoldedStepsTest::foldsWhatIsOver()
{
    FoldedSteps steps;
    QCOMPARE(plain(steps.take(StepOutput{0, 1, u"$ docker build ."_s}, 0)), QStringList{u"$ docker build ."_s});
    QCOMPARE(plain(steps.take(StepStarted{1, 3, u"FROM base"_s}, 0)), QStringList());
    QCOMPARE(plain(steps.take(StepFinished{1, 0.3}, 1)), QStringList{u"✓ [1/3] FROM base  0.3 s"_s});
    steps.take(StepStarted{2, 3, u"COPY a b"_s}, 1);
    QCOMPARE(plain(steps.take(StepCached{2}, 1)), QStringList{u"= [2/3] COPY a b  unchanged"_s});
    steps.take(StepStarted{3, 3, u"RUN --mount=type=cache,target=/c  --mount=type=secret,id=i sh install.sh --require-hashes"_s}, 1);
    QCOMPARE(plain(steps.take(StepOutput{3, 2, u"much to say"_s}, 1)), QStringList());
    QCOMPARE(plain(steps.take(StepFinished{3, 62}, 63)), QStringList{u"✓ [3/3] RUN sh install.sh --require-hashes  1 min 2 s"_s});
    QCOMPARE(plain(steps.live(63)), QStringList());
    QCOMPARE(plain(steps.take(BuildWarning{u"odd"_s}, 63)), QStringList{u"Warning: odd"_s});
    // An end without a beginning, as a builder may send.
    QCOMPARE(plain(steps.take(StepFinished{9, 1}, 63)), QStringList());
    QCOMPARE(plain(steps.take(StepCached{9}, 63)), QStringList());
}

void FoldedStepsTest::showsWhatGoesOn()
{
    FoldedSteps steps;
    steps.take(StepProgress{0, u"transferring context:"_s, 4000, 0}, 0);
    QCOMPARE(plain(steps.live(0)), QStringList{u"    transferring context: 4 kB"_s});
    steps.take(StepOutput{0, 1, u"sent"_s}, 0);
    steps.take(StepStarted{1, 2, u"FROM base"_s}, 1);
    steps.take(StepStarted{2, 2, u"RUN make"_s}, 2);
    steps.take(StepProgress{1, u"sha256:ab"_s, 5'000'000, 30'000'000}, 2);
    for (int i = 1; i <= 9; ++i)
        steps.take(StepOutput{2, i, u"line %1"_s.arg(i)}, 2);
    QCOMPARE(plain(steps.live(5)),
             (QStringList{u"▸ [1/2] FROM base  4.0 s"_s, u"    sha256:ab: 5.0 MB of 30 MB"_s, u"▸ [2/2] RUN make  3.0 s"_s, u"    line 6"_s,
                          u"    line 7"_s, u"    line 8"_s, u"    line 9"_s}));
}

void FoldedStepsTest::keepsWhatFailed()
{
    FoldedSteps steps;
    steps.take(StepStarted{1, 1, u"RUN make"_s}, 0);
    for (int i = 1; i <= 40; ++i)
        steps.take(StepOutput{1, i, u"line %1"_s.arg(i)}, 0);
    const QStringList lines = plain(steps.take(StepFailed{1, u"exit code: 2"_s}, 1), 10);
    QCOMPARE(lines.size(), 22);
    QCOMPARE(lines.first(), u"✗ [1/1] RUN make"_s);
    QCOMPARE(lines.at(1), u"    line 21"_s);
    QCOMPARE(lines.last(), u"    exit code: 2"_s);
    QCOMPARE(plain(steps.live(1)), QStringList());
}

void FoldedStepsTest::fitsTheTerminal_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("columns");
    QTest::addColumn<QString>("shown");
    QTest::newRow("fits") << u"abcde"_s << 10 << u"abcde  1 s"_s;
    QTest::newRow("cut") << u"abcdefgh"_s << 10 << u"abcd…  1 s"_s;
    QTest::newRow("wide") << u"図表図表図"_s << 10 << u"図表…  1 s"_s;
    QTest::newRow("accents") << u"e\u0301e\u0301e\u0301e\u0301e\u0301"_s << 10 << u"e\u0301e\u0301e\u0301e\u0301e\u0301  1 s"_s;
    QTest::newRow("hardly any room") << u"abc"_s << 3 << u"…  1 s"_s;
    QTest::newRow("orders to the terminal") << u"a\x1b[2J\tb"_s << 10 << u"a b  1 s"_s;
}

void FoldedStepsTest::fitsTheTerminal()
{
    QFETCH(QString, text);
    QFETCH(int, columns);
    QFETCH(QString, shown);
    QCOMPARE(plain({{.spans = {{.text = text}}, .end = u"1 s"_s}}, columns).first(), shown);
    QVERIFY(columns < 5 || columnsOf(shown) <= columns);
}

void FoldedStepsTest::coloursOnlyWhereThereIsColour()
{
    const TerminalLine line{.spans = {{.text = u"a"_s, .colour = 2, .bold = true}, {.text = u"b"_s}}, .end = {}};
    QCOMPARE(rendered(line, {.isThere = true, .hasColour = true}), u"\x1b[1;32ma\x1b[0mb"_s);
    QCOMPARE(rendered(line, {.isThere = true, .hasColour = false}), u"ab"_s);
}

QTEST_GUILESS_MAIN(FoldedStepsTest)

#include "test_foldedsteps.moc"
