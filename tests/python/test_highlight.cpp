// SPDX-License-Identifier: Apache-2.0
#include "core/python/highlight.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace drydock;

class TestHighlight : public QObject
{
    Q_OBJECT

    /// "k:import s:'x'" for each span.
    static QStringList spans(const QString &code)
    {
        QStringList words;
        for (const CodeSpan &span : highlightPython(code))
            words.append(QString(QStringView(u"ksn#c").at(int(span.kind)) % u':' % code.mid(span.start, span.length)));
        return words;
    }

private Q_SLOTS:
    void colours_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("import") << u"from a import b as c"_s << QStringList{u"k:from"_s, u"k:import"_s, u"k:as"_s};
        QTest::newRow("call") << u"a.b(1, None)  # x"_s << QStringList{u"c:b"_s, u"n:1"_s, u"k:None"_s, u"#:# x"_s};
        QTest::newRow("definition") << u"def f(x): return x"_s << QStringList{u"k:def"_s, u"c:f"_s, u"k:return"_s};
        QTest::newRow("over lines") << u"x = '''a\nimport b\n'''"_s
                                    << QStringList{u"s:'''"_s, u"s:a\nimport b\n"_s, u"s:'''"_s};
        QTest::newRow("interpolation") << u"f'ü{g(1)}'"_s
                                       << QStringList{u"s:f'"_s, u"s:ü"_s, u"c:g"_s, u"n:1"_s, u"s:'"_s};
        QTest::newRow("beyond UTF-16") << u"'𝒳ü'; import b"_s
                                       << QStringList{u"s:'"_s, u"s:𝒳ü"_s, u"s:'"_s, u"k:import"_s};
        QTest::newRow("empty") << QString() << QStringList();
    }

    void colours()
    {
        QFETCH(QString, code);
        QFETCH(QStringList, expected);
        QCOMPARE(spans(code), expected);
    }

    /// A source cut anywhere has spans in order that lie inside it.
    void bearsBrokenSource()
    {
        const QString code =
            u"@task(x=1)\ndef f(a: 'ü𝒳') -> int:\n    return f\"{a!r:>{width}} {{\" + '''b\n'''  # end\nimport x.y as z\n"_s;
        for (qsizetype length = 0; length <= code.size(); ++length) {
            qsizetype end = 0;
            for (const CodeSpan &span : highlightPython(code.left(length))) {
                QVERIFY(span.start >= end && span.length > 0);
                end = span.start + span.length;
                QVERIFY(end <= length);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestHighlight)
#include "test_highlight.moc"
