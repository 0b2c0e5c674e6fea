// SPDX-License-Identifier: Apache-2.0
#include "core/script/inspect.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace drydock;

class ScriptSearchTest : public QObject
{
    Q_OBJECT

    static void write(const QString &path, const QByteArray &bytes)
    {
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write %s", qPrintable(path));
    }

private Q_SLOTS:
    void findsFlowsAndSaysWhatItLeavesOut()
    {
        QTemporaryDir folder;
        const QByteArray flow = "from prefect import flow\n@flow\ndef f(): pass\n";
        for (const auto &name : {u"b.py"_s, u"a/one.py"_s, u".venv/lib/x.py"_s, u"env/x.py"_s, u"out/x.py"_s, u"a/deep/skip.py"_s, u"a/gen_1.py"_s, u"a/gen_keep.py"_s, u"node_modules/x.py"_s})
            write(folder.filePath(name), flow);
        write(folder.filePath(u"env/pyvenv.cfg"_s), "");
        write(folder.filePath(u"old.py"_s), "from prefect import Flow\nwith Flow('x') as f:\n    pass\n");
        write(folder.filePath(u"talks.py"_s), "# prefect flow\n");
        write(folder.filePath(u"tasks.py"_s), "from prefect import task\n@task\ndef flow(): pass\n");
        write(folder.filePath(u"broken.py"_s), "import (\n" + flow);
        write(folder.filePath(u".gitignore"_s), "# made\n/out/\nskip.py\ngen_*.py\n!gen_keep.py\n");
        QFile::link(folder.path(), folder.filePath(u"a/loop"_s));
        const auto found = findScripts(folder.path());
        QVERIFY(found);
        QStringList names;
        for (const QString &script : found->scripts)
            names.append(QDir(folder.path()).relativeFilePath(script));
        names.removeAll(u"broken.py"_s); // whatever survives of it
        QCOMPARE(names, (QStringList{u"a/gen_keep.py"_s, u"a/one.py"_s, u"b.py"_s, u"old.py"_s}));
        QStringList skipped;
        for (const auto &skip : found->skipped) {
            skipped.append(QDir(folder.path()).relativeFilePath(skip.path));
            QVERIFY(!skip.why.isEmpty());
        }
        QCOMPARE(skipped, (QStringList{u".venv"_s, u"a/loop"_s, u"env"_s, u"node_modules"_s, u"out"_s}));
    }

    void badFolders()
    {
        QCOMPARE(findScripts(u"/nowhere/at/all"_s).error().code, u"file-not-found"_s);
        QCOMPARE(findScripts(QCoreApplication::applicationFilePath()).error().code, u"not-a-folder"_s);
        QTemporaryDir empty;
        QVERIFY(findScripts(empty.path())->scripts.isEmpty());
        QCOMPARE(findScripts(empty.path(), [] { return true; }).error().code, u"cancelled"_s);
    }
};

QTEST_GUILESS_MAIN(ScriptSearchTest)
#include "test_scriptsearch.moc"
