// SPDX-License-Identifier: Apache-2.0
#include "tests/script/inspecting.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <optional>
#include <type_traits>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace drydock;

/// What work gives for a user who may not read everything; nothing where that cannot be tried.
template <typename Work>
std::optional<std::invoke_result_t<Work>> asNobody(Work work)
{
    if (::geteuid() != 0)
        return work();
#ifdef Q_OS_LINUX
    constexpr uid_t nobody = 65534;
    if (::setresuid(nobody, nobody, 0) != 0)
        return {};
    auto result = work();
    if (::setresuid(0, 0, 0) != 0)
        qFatal("root did not come back");
    return result;
#else
    return {};
#endif
}

/// Files that are no scripts, cannot be read, or are made to hurt: a sentence each, and the rest of the answer.
class BadInputTest : public QObject
{
    Q_OBJECT

    const test::Scripts m_scripts;

private Q_SLOTS:
    void badFilesAreOneSentence_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("code");
        QTest::newRow("missing") << u"/nowhere/flow.py"_s << u"file-not-found"_s;
        QTest::newRow("none") << QString() << u"file-not-found"_s;
        QTest::newRow("folder") << QDir::tempPath() << u"not-a-file"_s;
        QTest::newRow("device") << u"/dev/zero"_s << u"not-a-file"_s;
        const QString fifo = m_scripts.folder().filePath(u"fifo.py"_s);
        ::mkfifo(QFile::encodeName(fifo).constData(), 0600);
        QTest::newRow("FIFO") << fifo << u"not-a-file"_s;
        QTest::newRow("binary") << QCoreApplication::applicationFilePath() << u"file-too-large"_s;
        QTest::newRow("binary text") << m_scripts.write(u"binary.py"_s, QByteArray("\x7f\x45LF\0\0\0\0\1\2\3\4 more", 18)) << u"binary-file"_s;
        QTest::newRow("large") << m_scripts.write(u"large.py"_s, QByteArray(largestScript + 1, ' ')) << u"file-too-large"_s;
        QTest::newRow("notebook") << m_scripts.write(u"a.ipynb"_s, "{\"cells\": []}") << u"notebook"_s;
        QFile::link(m_scripts.folder().filePath(u"loop.py"_s), m_scripts.folder().filePath(u"loop.py"_s));
        QTest::newRow("loop") << m_scripts.folder().filePath(u"loop.py"_s) << u"file-not-found"_s;
        QTest::newRow("socket or device") << u"/dev/null"_s << u"not-a-file"_s;
    }
    void badFilesAreOneSentence()
    {
        QFETCH(QString, path);
        QFETCH(QString, code);
        if (QLatin1StringView(QTest::currentDataTag()) == "binary"_L1)
            code = QFileInfo(path).size() > largestScript ? u"file-too-large"_s : u"binary-file"_s;
        const auto script = inspectScript(path);
        QVERIFY(!script);
        QCOMPARE(script.error().code, code);
        QVERIFY(!script.error().sentence.isEmpty());
    }

    void filesThatMayNotBeOpened()
    {
        const QString locked = m_scripts.write(u"flow.py"_s, "import locked\nimport numpy\n");
        const QString folder = QFileInfo(locked).path();
        const QString helper = m_scripts.write(u"locked.py"_s, "import pandas\n");
        const QString requirements = m_scripts.write(u"requirements.txt"_s, "six\n");
        QDir().mkpath(folder + u"/.git"_s);
        QVERIFY(::chmod(qPrintable(m_scripts.folder().path()), 0755) == 0);
        QFile::setPermissions(helper, {});
        QFile::setPermissions(requirements, {});
        const auto script = asNobody([&] { return inspectScript(locked); });
        if (!script)
            QSKIP("This user may read every file.");
        QCOMPARE(test::codes(**script).join(u' '), u"0:declared-file-invalid 1:local-file-unreadable"_s);
        QFile::setPermissions(locked, {});
        const auto refused = asNobody([&] { return inspectScript(locked); });
        QVERIFY(refused && !*refused);
        QCOMPARE(refused->error().code, u"file-not-readable"_s);
    }

    void localFilesThatCannotBeRead()
    {
        m_scripts.write(u"picture.py"_s, QByteArray("\x7f\x45LF\0\0\0\0\1\2\3\4 more", 18));
        const QString fifo = QFileInfo(m_scripts.write(u"flow.py"_s, {})).path() + u"/fifo.py"_s;
        QCOMPARE(::mkfifo(QFile::encodeName(fifo).constData(), 0600), 0);
        QVERIFY(QFile::link(u"loop"_s, QFileInfo(fifo).path() + u"/loop"_s));
        const FlowScript script = m_scripts.inspect("import picture\nimport fifo, loop.x\nimport numpy\n");
        QCOMPARE(test::codes(script).join(u' '), u"1:local-file-unreadable 2:import-unresolved 2:import-unresolved"_s);
        QVERIFY(script.unread.contains(u"picture.py"_s));
        QCOMPARE(script.imports[1].module, u"fifo"_s);
        QCOMPARE(script.imports[1].kind, ImportKind::ThirdParty);
        QCOMPARE(script.imports.last().module, u"numpy"_s);
    }

    void whatIsNotReadIsSaid()
    {
        m_scripts.write(u"broken.py"_s, "import yaml\ndef x(:\n    pass\n");
        QVERIFY(m_scripts.inspect("import os\n").unread.isEmpty());
        QVERIFY(m_scripts.inspect("import (\nimport os\n").unread.contains(u"line 1"_s));
        QVERIFY(m_scripts.inspect("import broken\n").unread.contains(u"broken.py"_s));
        // What may be missing, or is for type checkers alone, keeps no one from running the script.
        QVERIFY(m_scripts.inspect("try:\n    import broken\nexcept ImportError:\n    pass\n").unread.isEmpty());
        QVERIFY(m_scripts.inspect("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import broken\n")
                    .unread.isEmpty());
    }

    void hostileText_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QStringList>("problems");
        constexpr int million = 1'000'000;
        const QByteArray open(million, '(');
        const QByteArray close(million, ')');
        QTest::newRow("nested parentheses") << "import numpy\nx = " + open + close + '\n' << QStringList{};
        QTest::newRow("open parentheses") << "import numpy\n" + open << QStringList{u"2:syntax-error"_s};
        QTest::newRow("comments") << "import numpy\n" + QByteArray("# x\n").repeated(million / 10) << QStringList{};
        QTest::newRow("closed parentheses") << "import numpy\nx = " + close + '\n' << QStringList{u"2:syntax-error"_s};
        QTest::newRow("nested attributes") << "import numpy\nx = a" + QByteArray(".b").repeated(million / 10) + '\n' << QStringList{};
        QTest::newRow("nested conditions") << "import numpy\nx = not " + QByteArray("not ").repeated(million / 10) + "y\n" << QStringList{};
        QTest::newRow("largest file") << "import numpy; x = '" + QByteArray(largestScript - 100, 'a') + "'\n" << QStringList{};
        QTest::newRow("errors") << "import numpy\n" + QByteArray("=\n").repeated(million / 10) << QStringList{u"2:syntax-error"_s};
        QTest::newRow("form feeds") << "import numpy\n" + QByteArray("\f\n").repeated(million / 10) << QStringList{};
    }
    void hostileText()
    {
        QFETCH(QByteArray, source);
        QFETCH(QStringList, problems);
        const FlowScript script = m_scripts.inspect(source);
        QCOMPARE(test::codes(script), problems);
        QCOMPARE(script.imports.size(), 1);
        QCOMPARE(script.imports[0].module, u"numpy"_s);
    }

    void encodings_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::addColumn<QStringList>("problems");
        QTest::newRow("declared") << QByteArray("# -*- coding: latin-1 -*-\nx = '\xe9'\nimport numpy\n") << QStringList{};
        QTest::newRow("second line") << QByteArray("#!python\n# vim: set fileencoding=cp1252 :\nx = '\x80'\nimport numpy\n") << QStringList{};
        QTest::newRow("undeclared") << QByteArray("\n\nx = '\xe9'\nimport numpy\n") << QStringList{u"3:encoding"_s};
        QTest::newRow("unknown") << QByteArray("# coding: klingon\nimport numpy\n") << QStringList{u"1:encoding"_s};
        QTest::newRow("UTF-16") << QByteArray("\xff\xfei\0m\0p\0o\0r\0t\0 \0n\0u\0m\0p\0y\0\n\0", 28) << QStringList{u"1:encoding"_s};
        QTest::newRow("NUL") << QByteArray("import numpy\n\0x = 1\n", 20) << QStringList{u"2:syntax-error"_s};
    }
    void encodings()
    {
        QFETCH(QByteArray, source);
        QFETCH(QStringList, problems);
        const FlowScript script = m_scripts.inspect(source);
        QCOMPARE(test::codes(script), problems);
        QCOMPARE(script.imports.size(), 1);
        QCOMPARE(script.imports[0].module, u"numpy"_s);
    }

    void cancelling()
    {
        const auto script = inspectScript(m_scripts.write(u"flow.py"_s, "import os\n"), {}, [] { return true; });
        QVERIFY(!script);
        QCOMPARE(script.error().code, u"cancelled"_s);
    }

    void cutAnywhereItDoesNotCrash()
    {
        const QString path = m_scripts.write(u"cut.py"_s, {});
        QStringList sources{QStringLiteral(DRYDOCK_TEST_DATA "/flows/guide/flow.py")};
        const QFileInfoList corpus = QDir(QStringLiteral(DRYDOCK_TEST_DATA "/../fuzz/corpus/analyser")).entryInfoList(QDir::Files);
        for (const QFileInfo &source : corpus)
            sources.append(source.filePath());
        QVERIFY(sources.size() > 4);
        // $ stands for a null byte.
        QByteArrayList texts{QByteArray("\xef\xbb\xbfimport os\f\n\f\f" "def f():\f\n \f import a$b\n$\n\rif x:\r\n\timport c\\\f\n").replace('$', QByteArray(1, '\0')),
                             "from prefect import flow\n@flow(name=f'{a!r:>{w}}'\n  \"\"\"b\\\n\"\"\")\nasync def f(x: 'T' = (yield)) -> None: ...\n"};
        for (const QString &source : std::as_const(sources)) {
            QFile file(source);
            QVERIFY(file.open(QIODevice::ReadOnly));
            texts.append(file.readAll());
        }
        QByteArray wide("\xff\xfe"); // UTF-16
        for (const char c : std::as_const(texts[1]))
            wide.append(c).append('\0');
        texts.append(wide);
        for (const QByteArray &whole : std::as_const(texts)) {
            for (qsizetype size = 0; size <= whole.size(); ++size) {
                QFile cut(path);
                QVERIFY(cut.open(QIODevice::WriteOnly | QIODevice::Truncate));
                cut.write(whole.first(size));
                cut.close();
                QVERIFY(inspectScript(path));
            }
        }
    }
};

QTEST_GUILESS_MAIN(BadInputTest)
#include "test_badinput.moc"
