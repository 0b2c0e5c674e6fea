// SPDX-License-Identifier: Apache-2.0
#include "ui/theme/icons.h"
#include "ui/theme/style.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/label.h"

#include <QApplication>
#include <QPainter>
#include <QPushButton>
#include <QSvgRenderer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace drydock;

class TestTheme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contrast_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<QString>("pair");
        QTest::addColumn<QColor>("front");
        QTest::addColumn<QColor>("ground");
        QTest::addColumn<double>("least");
        for (const bool dark : {false, true}) {
            const Theme t = dark ? Theme::darkTheme() : Theme::light();
            const auto add = [&](const char *pair, const QColor &front, const QColor &ground, double least) {
                QTest::addRow("%s %s", dark ? "dark" : "light", pair) << dark << QString::fromLatin1(pair) << front << ground << least;
            };
            for (const auto &[name, ground] : {std::pair{"window", t.window}, {"base", t.base}, {"selection", t.tint}}) {
                add(qPrintable(u"text on %1"_s.arg(QLatin1StringView(name))), t.text, ground, 9.3);
                add(qPrintable(u"muted on %1"_s.arg(QLatin1StringView(name))), t.muted, ground, 5.0);
                add(qPrintable(u"accent on %1"_s.arg(QLatin1StringView(name))), t.accent, ground, 5.0);
                add(qPrintable(u"green on %1"_s.arg(QLatin1StringView(name))), t.green, ground, 5.0);
                add(qPrintable(u"amber on %1"_s.arg(QLatin1StringView(name))), t.amber, ground, 5.0);
                add(qPrintable(u"red on %1"_s.arg(QLatin1StringView(name))), t.red, ground, 5.0);
            }
            add("green on its tint", t.green, t.greenTint, 5.0);
            add("amber on its tint", t.amber, t.amberTint, 5.0);
            add("red on its tint", t.red, t.redTint, 5.0);
            add("muted on the grey tint", t.muted, t.greyTint, 4.5);
            add("text on the accent button", t.onFill, t.fill, 5.1);
            add("outline of a field", t.edge, t.base, 3.0);
            for (const QColor &code : {t.codeKeyword, t.codeString, t.codeNumber, t.codeComment, t.codeCall}) {
                add(qPrintable(u"code %1 on base"_s.arg(code.name())), code, t.base, 4.5);
                add(qPrintable(u"code %1 on an added line"_s.arg(code.name())), code, t.greenTint, 4.5);
                add(qPrintable(u"code %1 on a removed line"_s.arg(code.name())), code, t.redTint, 4.5);
            }
        }
    }

    void contrast()
    {
        QFETCH(QColor, front);
        QFETCH(QColor, ground);
        QFETCH(double, least);
        const double ratio = contrastRatio(front, ground);
        QVERIFY2(ratio >= least, qPrintable(u"%1 on %2 is %3"_s.arg(front.name(), ground.name()).arg(ratio)));
    }

    void themeIsFoundBehindItsPalette()
    {
        QVERIFY(!Theme::of(Theme::light().palette()).dark);
        QVERIFY(Theme::of(Theme::darkTheme().palette()).dark);
        // A palette of the system's contrast mode keeps its own colours and has no tints.
        QPalette contrast;
        contrast.setColor(QPalette::Window, Qt::black);
        contrast.setColor(QPalette::Base, Qt::black);
        contrast.setColor(QPalette::WindowText, Qt::white);
        const Theme theme = Theme::of(contrast);
        QCOMPARE(theme.red, QColor(Qt::white));
        QCOMPARE(theme.redTint, QColor(Qt::black));
    }

    void appearanceIsOnePaletteChange()
    {
        applyAppearance(*qApp, Appearance::Dark);
        QCOMPARE(QApplication::palette().color(QPalette::Window), Theme::darkTheme().window);
        Label label(u"missing"_s, TextSize::Body, Tone::Red);
        QCOMPARE(label.palette().color(QPalette::WindowText), Theme::darkTheme().red);
        applyAppearance(*qApp, Appearance::Light);
        QTRY_COMPARE(label.palette().color(QPalette::WindowText), Theme::light().red);
        QCOMPARE(QApplication::palette().color(QPalette::Window), Theme::light().window);
    }

    void everyIconIsThere()
    {
        for (const char *name : iconFileNames) {
            QSvgRenderer renderer(u":/drydock/icons/%1.svg"_s.arg(QLatin1StringView(name)));
            QVERIFY2(renderer.isValid(), name);
        }
        QVERIFY(!applicationIcon().pixmap(64, 64).isNull());
    }

    void iconsTakeTheTextColour()
    {
        for (const Appearance appearance : {Appearance::Light, Appearance::Dark}) {
            applyAppearance(*qApp, appearance);
            const QImage image = themeIcon(Icon::Square).pixmap(QSize(24, 24)).toImage();
            // The left edge of the square's outline is opaque there.
            QCOMPARE(QColor(image.pixel(3, 12)).name(), Theme::of(QApplication::palette()).text.name());
        }
        applyAppearance(*qApp, Appearance::Light);
    }

    void labelsElideAndSayTheRest()
    {
        Label label(u"a name that is much longer than the room there is for it"_s);
        label.setElided();
        label.resize(60, 20);
        label.show();
        QTRY_COMPARE(label.toolTip(), label.text());
        QVERIFY(label.minimumSizeHint().width() < 60);
    }

    void buttonsHoldTheirText()
    {
        std::unique_ptr<QPushButton> primary(makeButton(u"b"_s, u"Choose strategy…"_s, ButtonKind::Primary, Icon::Hammer));
        QFont strong = primary->font();
        strong.setWeight(QFont::DemiBold);
        QVERIFY(primary->sizeHint().width() >= QFontMetrics(strong).horizontalAdvance(primary->text()) + 16 + 8);
        QVERIFY(primary->sizeHint().height() >= metrics::control);
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
