// SPDX-License-Identifier: Apache-2.0
#include "inspecting.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;
using namespace drydock;
using test::shown;

/// What the expressions of a script are known to be.
class ValuesTest : public QObject
{
    Q_OBJECT

    test::Scripts m_scripts;

private Q_SLOTS:
    void values_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *expression, const QString &expected, const char *before = "") {
            QTest::newRow(expression) << QByteArray(QByteArray(before) + "\nKEY = " + expression) << expected;
        };
        row("'a' 'b' + \"c\"", u"abc"_s);
        row("A + '/' + B", u"a/b"_s, "A = 'a'\nB = 'b'");
        row("f'{A}-{B!r}'", u"~KEY"_s, "A = 'a'\nB = 'b'");
        row("f'{A}-{N}'", u"a-3"_s, "A = 'a'\nN = 3");
        row("os.path.join(A, 'x', 'y')", u"a/x/y"_s, "import os\nA = 'a'");
        row("join('a', '/b')", u"/b"_s, "from os.path import join");
        row("os.path.join(A, other)", u"~KEY"_s, "import os\nA = 'a'");
        row("os.environ['X']", u"~KEY"_s, "import os");
        row("A if x else B", u"~KEY"_s, "A = 'a'\nB = 'b'");
        row("A", u"~KEY"_s, "A = 'a'\nA = 'b'");
        row("C.A + '/x'", u"a/x"_s, "class C:\n    A = 'a'\n    def f(self):\n        A = 'b'");
        row("C.A", u"~KEY"_s, "class C:\n    A = 'a'\nC.A = 'b'");
        row("C.B", u"~KEY"_s, "class C:\n    A = 'a'\nB = 'b'");
        row("E.A.value", u"a"_s, "from enum import Enum\nclass E(Enum):\n    A = 'a'");
        row("C.A.value", u"~KEY"_s, "class C:\n    A = 'a'");
        row("A + 'x'", u"~KEY"_s, "A = 'a'\nA += 'b'");
        row("TAG", u"~KEY"_s, "try:\n    from conf import TAG\nexcept ImportError:\n    TAG = 'dev'");
        row("T['b']", u"2"_s, "T = {'a': '1', 'b': '2'}");
        row("f\"{T['b']}-{L[1]}\"", u"2-y"_s, "T = {'a': '1', 'b': '2'}\nL = ('x', 'y')");
        row("T['b']", u"~KEY"_s, "T = {'b': '2'}\nT.update(more())");
        row("T['b'] + ''", u"~KEY"_s, "T = {'b': '2', **more()}");
        row("T[K]", u"~KEY"_s, "T = {T[K]: '2'}\nK = T[K]");
        row("r'a\\n'", u"a\\n"_s);
        row("'\\x41\\u0042'", u"AB"_s);
        row("[ # which\n 'a', # one\n 'b'\n]", u"[\"a\",\"b\"]"_s);
        row("{ # which\n 'a': 'b', # one\n}", u"{\"a\":\"b\"}"_s);
        row("('a' # one\n 'b')", u"ab"_s);
        row("( # one\n 'a')", u"a"_s);
        row("'a' \\\n 'b'", u"ab"_s);
        row("True", u"true"_s);
        row("-1.5", u"-1.5"_s);
    }
    void values()
    {
        QFETCH(QByteArray, source);
        QFETCH(QString, expected);
        const FlowScript script = m_scripts.inspect("from prefect import Flow\nfrom prefect.storage import S3\n" + source + "\nf = Flow('x', storage=S3('b', key=KEY))\n");
        QCOMPARE(shown(script.flows.value(0).storage->arguments.value(u"key"_s)), expected);
    }
};

QTEST_GUILESS_MAIN(ValuesTest)
#include "test_values.moc"
