// SPDX-License-Identifier: Apache-2.0
#include "core/script/inspect.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>

#include <sys/stat.h>
#include <unistd.h>

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

    struct Found {
        QStringList scripts; ///< Relative to the folder, sorted.
        QList<ScriptSearch::Skipped> skipped;
    };
    static Found search(const QTemporaryDir &folder)
    {
        Found found;
        ScriptSearch search;
        search.found = [&](const FlowScript &script) { found.scripts.append(QDir(folder.path()).relativeFilePath(script.path)); };
        const auto skipped = inspectFolder(folder.path(), {}, search);
        if (!skipped)
            qFatal("%s", qPrintable(skipped.error().sentence));
        found.skipped = *skipped;
        found.scripts.sort();
        return found;
    }

    static inline const QByteArray flow = "from prefect import flow\n@flow\ndef f(): pass\n";

private Q_SLOTS:
    void findsFlowsAndSaysWhatItLeavesOut()
    {
        QTemporaryDir folder;
        for (const auto &name : {u"b.py"_s, u"a/one.py"_s, u".venv/lib/x.py"_s, u"env/x.py"_s, u"out/x.py"_s, u"a/deep/skip.py"_s, u"a/gen_1.py"_s, u"a/gen_keep.py"_s, u"node_modules/x.py"_s})
            write(folder.filePath(name), flow);
        write(folder.filePath(u"env/pyvenv.cfg"_s), "");
        write(folder.filePath(u"old.py"_s), "from prefect import Flow\nwith Flow('x') as f:\n    pass\n");
        write(folder.filePath(u"talks.py"_s), "# prefect flow\n");
        write(folder.filePath(u"tasks.py"_s), "from prefect import task\n@task\ndef flow(): pass\n");
        write(folder.filePath(u"broken.py"_s), "x = (\n" + flow);
        write(folder.filePath(u".gitignore"_s), "# made\n/out/\nskip.py\ngen_*.py\n!gen_keep.py\n");
        QFile::link(folder.path(), folder.filePath(u"a/loop"_s));
        QFile::link(folder.filePath(u"loop2"_s), folder.filePath(u"loop1"_s));
        QFile::link(folder.filePath(u"loop1"_s), folder.filePath(u"loop2"_s));
        QFile::link(u"turn.py"_s, folder.filePath(u"turn.py"_s));
        QCOMPARE(::mkfifo(qPrintable(folder.filePath(u"pipe.py"_s)), 0600), 0);
        Found found = search(folder);
        QCOMPARE(found.scripts, (QStringList{u"a/gen_keep.py"_s, u"a/one.py"_s, u"b.py"_s, u"broken.py"_s, u"old.py"_s}));
        QStringList skipped;
        for (const auto &skip : found.skipped) {
            skipped.append(QDir(folder.path()).relativeFilePath(skip.path));
            QVERIFY(!skip.why.isEmpty());
        }
        QCOMPARE(skipped, (QStringList{u".venv"_s, u"a/loop"_s, u"env"_s, u"node_modules"_s, u"out"_s, u"pipe.py"_s, u"turn.py"_s}));
    }

    void eachScriptIsReadAsIfItWereAlone()
    {
        QTemporaryDir folder;
        write(folder.filePath(u"requirements.txt"_s), "pandas==1.5\n");
        write(folder.filePath(u"helpers.py"_s), "import requests\n");
        for (const QString &name : {u"one.py"_s, u"two.py"_s, u"sub/three.py"_s})
            write(folder.filePath(name), "import helpers, pandas\n" + flow);
        QMap<QString, QJsonObject> found;
        qsizetype done = -1, total = -1;
        ScriptSearch search;
        search.found = [&found](const FlowScript &script) { found.insert(script.path, toJson(script)); };
        search.progressed = [&](qsizetype now, qsizetype of) {
            QVERIFY(now >= done);
            done = now;
            total = of;
        };
        QVERIFY(inspectFolder(folder.path(), {}, search));
        QCOMPARE(found.size(), 3);
        for (auto it = found.begin(); it != found.end(); ++it) {
            QCOMPARE(*it, toJson(*inspectScript(it.key())));
            QCOMPARE((*it)[u"imports"].toArray().size(), 4);
        }
        QCOMPARE(done, 4);
        QCOMPARE(total, 4);
    }

    /// A flow that Python cannot read is still one, and says so.
    void brokenFlowsAreFound_data()
    {
        QTest::addColumn<QByteArray>("source");
        QTest::newRow("open bracket") << QByteArray("x = (\n" + flow);
        QTest::newRow("broken decorator") << QByteArray("from prefect import flow\n@flow(\ndef f(): pass\n");
        QTest::newRow("broken call") << QByteArray("from prefect import Flow\nwith Flow('x' as f:\n    pass\n");
        QTest::newRow("Python 2") << QByteArray("from prefect import Flow\nprint 'x'\nf = Flow('x')\n");
        QTest::newRow("null byte") << QByteArray("from prefect import flow\n@flow\ndef f(): pass\n\0\n", 49);
        QTest::newRow("UTF-16") << [] {
            const QString text = QChar(QChar::ByteOrderMark) + QString::fromLatin1(flow);
            return QByteArray(reinterpret_cast<const char *>(text.utf16()), text.size() * 2);
        }();
    }
    void brokenFlowsAreFound()
    {
        QFETCH(QByteArray, source);
        QTemporaryDir folder;
        write(folder.filePath(u"flow.py"_s), source);
        write(folder.filePath(u"talk.py"_s), "# prefect, flow\nx = (\n"); // broken, but no flow
        QList<FlowScript> scripts;
        ScriptSearch search;
        search.found = [&scripts](const FlowScript &script) { scripts.append(script); };
        QVERIFY(inspectFolder(folder.path(), {}, search));
        QCOMPARE(scripts.size(), 1);
        QVERIFY(std::any_of(scripts[0].problems.begin(), scripts[0].problems.end(), [](const Problem &problem) {
            return (problem.code == u"syntax-error" || problem.code == u"encoding") && problem.line > 0;
        }));
    }

    void flowsUnderAnothersNameAreFound()
    {
        QTemporaryDir folder;
        write(folder.filePath(u"common.py"_s), "from prefect import Flow, flow\n");
        write(folder.filePath(u"lib/__init__.py"_s), "");
        write(folder.filePath(u"lib/base.py"_s), "import prefect\nflow = prefect.flow\n");
        write(folder.filePath(u"one.py"_s), "from common import flow\n@flow\ndef f(): pass\n");
        write(folder.filePath(u"two.py"_s), "import common\nwith common.Flow('x') as f:\n    pass\n");
        write(folder.filePath(u"three.py"_s), "from common import *\n@flow(name='x')\ndef f(): pass\n");
        write(folder.filePath(u"lib/four.py"_s), "from .base import flow\n@flow\ndef f(): pass\n");
        write(folder.filePath(u"company.py"_s), "import prefect\nclass Flow(prefect.core.flow.Flow):\n    pass\n");
        write(folder.filePath(u"five.py"_s), "from company import Flow\nf = Flow('x')\n");
        write(folder.filePath(u"front.py"_s), "from company import Flow\n");
        write(folder.filePath(u"six.py"_s), "from front import Flow\nf = Flow('x')\n");
        write(folder.filePath(u"stars.py"_s), "from front import *\n");
        write(folder.filePath(u"seven.py"_s), "from stars import *\nf = Flow('x')\n");
        write(folder.filePath(u"house.py"_s), "from company import Flow as HouseFlow\n");
        write(folder.filePath(u"eight.py"_s), "import house\nf = house.HouseFlow('x')\n");
        write(folder.filePath(u"login.py"_s), "from house import LoginFlow\nf = LoginFlow()\n");
        write(folder.filePath(u"own.py"_s), "def flow(f): return f\n");
        write(folder.filePath(u"hollow.py"_s), "from own import flow\n");
        write(folder.filePath(u"nothing.py"_s), "from hollow import flow\n@flow\ndef f(): pass\n");
        write(folder.filePath(u"none.py"_s), "from own import flow\n@flow\ndef f(): pass\n");
        write(folder.filePath(u"oauth.py"_s), "from oauth import Flow\nf = Flow()\n");
        QCOMPARE(search(folder).scripts, (QStringList{u"eight.py"_s, u"five.py"_s, u"lib/four.py"_s, u"one.py"_s, u"seven.py"_s, u"six.py"_s, u"three.py"_s, u"two.py"_s}));
    }

    void whatCannotBeReadIsSaid()
    {
        QTemporaryDir folder;
        write(folder.filePath(u"good.py"_s), flow);
        write(folder.filePath(u"locked.py"_s), flow);
        write(folder.filePath(u"shut/inner.py"_s), flow);
        write(folder.filePath(u"picture.py"_s), QByteArray("prefect flow\0\1\2\3\4\5\6", 19));
        QFile::setPermissions(folder.filePath(u"locked.py"_s), {});
        QFile::setPermissions(folder.filePath(u"shut"_s), {});
        const uid_t user = ::geteuid();
#ifdef Q_OS_LINUX
        constexpr uid_t nobody = 65534; // root reads everything, so for this moment nobody searches
        if (user == 0)
            QVERIFY(::chmod(qPrintable(folder.path()), 0755) == 0 && ::setresuid(nobody, nobody, 0) == 0);
        const Found found = search(folder);
        if (user == 0)
            QCOMPARE(::setresuid(0, 0, 0), 0);
#else
        if (user == 0)
            QSKIP("This user may read every file.");
        const Found found = search(folder);
#endif
        QFile::setPermissions(folder.filePath(u"shut"_s), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        QCOMPARE(found.scripts, QStringList{u"good.py"_s});
        QStringList skipped;
        for (const auto &skip : found.skipped) {
            skipped.append(QDir(folder.path()).relativeFilePath(skip.path));
            QVERIFY(!skip.why.isEmpty());
        }
        QCOMPARE(skipped, (QStringList{u"locked.py"_s, u"picture.py"_s, u"shut"_s}));
    }

    void filesThatVanishMeanwhileAreSaid()
    {
        QTemporaryDir folder;
        constexpr int files = 300;
        QStringList paths;
        for (int i = 0; i < files; ++i) {
            paths.append(folder.filePath(u"f%1.py"_s.arg(i, 3, 10, QChar(u'0'))));
            write(paths.last(), flow);
        }
        int found = 0;
        ScriptSearch search;
        search.found = [&](const FlowScript &) {
            if (++found == 1) {
                for (const QString &path : std::as_const(paths))
                    QFile::remove(path);
            }
        };
        const auto skipped = inspectFolder(folder.path(), {}, search);
        QVERIFY(skipped);
        QVERIFY(found >= 1);
        QVERIFY(!skipped->isEmpty());
        QCOMPARE(found + skipped->size(), files);
        QVERIFY2(skipped->first().why.contains(u"no file"), qPrintable(skipped->first().why));
    }

    void cancelledInTheMiddle()
    {
        QTemporaryDir folder;
        for (int i = 0; i < 200; ++i)
            write(folder.filePath(u"f%1.py"_s.arg(i)), flow);
        std::atomic<int> found = 0;
        ScriptSearch search;
        search.found = [&found](const FlowScript &) { ++found; };
        const auto end = inspectFolder(folder.path(), {}, search, [&found] { return found > 3; });
        QCOMPARE(end.error().code, u"cancelled"_s);
        QVERIFY(found >= 4 && found < 100);
    }

    /// git itself says what its patterns leave out.
    void ignoresWhatGitIgnores()
    {
        if (QStandardPaths::findExecutable(u"git"_s).isEmpty())
            QSKIP("There is no git on this machine.");
        QTemporaryDir folder;
        const auto git = [&folder](const QStringList &arguments, const QByteArray &input) {
            QProcess process;
            process.setWorkingDirectory(folder.path());
            process.start(u"git"_s, arguments);
            process.write(input);
            process.closeWriteChannel();
            process.waitForFinished();
            return process.readAllStandardOutput();
        };
        git({u"init"_s, u"-q"_s, u"."_s}, {});
        write(folder.filePath(u".gitignore"_s),
              "*.log.py\n/top.py\n!keep.py\nbuild/\ndoc/*.py\n!doc/b.py\n**/deep/x.py\na/**/z.py\nq/**\n[ab]1.py\n[!x]2.py\nsp\\ ace.py\n\\#hash.py\n\\!bang.py\ntrail.py   \nmid?le.py\n*/one.py\nfoo**bar.py\n/n/*\n!/n/yes\n[.py\n");
        write(folder.filePath(u"sub/.gitignore"_s), "!top.py\nown.py\n/anchored.py\n!inner.log.py\n");
        QStringList paths;
        for (const QString &place : {u""_s, u"sub/"_s, u"doc/"_s, u"build/"_s, u"a/b/c/"_s, u"a/"_s, u"q/r/"_s, u"p/deep/"_s, u"n/yes/"_s, u"n/no/"_s, u"sub/build/"_s, u"sub/doc/"_s}) {
            for (const QString &name : {u"x.py"_s, u"a.log.py"_s, u"inner.log.py"_s, u"top.py"_s, u"keep.py"_s, u"b.py"_s, u"z.py"_s, u"a1.py"_s, u"c1.py"_s, u"x2.py"_s, u"y2.py"_s, u"sp ace.py"_s, u"#hash.py"_s, u"!bang.py"_s, u"trail.py"_s,
                                        u"middle.py"_s, u"one.py"_s, u"own.py"_s, u"anchored.py"_s, u"fooxbar.py"_s, u"foo/bar.py"_s}) {
                paths.append(place + name);
                write(folder.filePath(place + name), flow);
            }
        }
        const QList<QByteArray> ignored = git({u"check-ignore"_s, u"--stdin"_s, u"-z"_s}, paths.join(QChar(u'\0')).toUtf8()).split('\0');
        QVERIFY(ignored.size() > 50);
        QStringList expected = paths;
        expected.removeIf([&ignored](const QString &path) { return ignored.contains(path.toUtf8()); });
        expected.sort();
        QCOMPARE(search(folder).scripts, expected);
        // A folder inside knows the rules above it.
        QStringList below;
        ScriptSearch inner;
        inner.found = [&](const FlowScript &script) { below.append(QDir(folder.path()).relativeFilePath(script.path)); };
        QVERIFY(inspectFolder(folder.filePath(u"sub"_s), {}, inner));
        below.sort();
        QCOMPARE(below, expected.filter(QRegularExpression(u"^sub/"_s)));
    }

    void badFolders()
    {
        const ScriptSearch nobody;
        QCOMPARE(inspectFolder(u"/nowhere/at/all"_s, {}, nobody).error().code, u"file-not-found"_s);
        QCOMPARE(inspectFolder(QCoreApplication::applicationFilePath(), {}, nobody).error().code, u"not-a-folder"_s);
        QTemporaryDir empty;
        QVERIFY(inspectFolder(empty.path(), {}, nobody)->isEmpty());
        QCOMPARE(inspectFolder(empty.path(), {}, nobody, [] { return true; }).error().code, u"cancelled"_s);
    }
};

QTEST_GUILESS_MAIN(ScriptSearchTest)
#include "test_scriptsearch.moc"
