// SPDX-License-Identifier: Apache-2.0
#include "core/script/inspect.h"

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <QtConcurrent>

#include <tree_sitter/api.h>

#include <algorithm>
#include <atomic>
#include <functional>

extern "C" const TSLanguage *tree_sitter_python(void);

using namespace Qt::StringLiterals;
using namespace drydock;

namespace {

double millisecondsOf(const std::function<void()> &work)
{
    QElapsedTimer timer;
    timer.start();
    work();
    return double(timer.nsecsElapsed()) / 1e6;
}

/// The best of some runs: what the machine can do, not what else it did.
double best(int runs, const std::function<void()> &work)
{
    double least = millisecondsOf(work);
    for (int i = 1; i < runs; ++i)
        least = std::min(least, millisecondsOf(work));
    return least;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Most memory that the process has had, in megabytes; 0 where the system does not say.
double peakMegabytes()
{
    for (const QByteArray &line : contentOf(u"/proc/self/status"_s).split('\n')) {
        if (line.startsWith("VmHWM:"))
            return line.mid(6).trimmed().split(' ').front().toDouble() / 1024;
    }
    return 0;
}

} // namespace

/// A folder of 25 MB and 1,500 files with 300 flows, against what reading and parsing alone take, and against deptry.
class FolderBench : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_tree;
    QStringList m_files;

private Q_SLOTS:
    void initTestCase()
    {
        m_tree = m_folder.filePath(u"tree"_s);
        QCOMPARE(QProcess::execute(u"python3"_s, {QStringLiteral(DRYDOCK_BENCH_SOURCE "/maketree.py"), m_tree}), 0);
        qint64 size = 0;
        QDirIterator it(m_tree, {u"*.py"_s}, QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            m_files.append(it.next());
            size += it.fileInfo().size();
        }
        qInfo("%.1f MB in %d files", double(size) / 1e6, int(m_files.size()));
        QVERIFY(size >= 25'000'000 && m_files.size() >= 1500);
    }

    void folder()
    {
        const int runs = qEnvironmentVariable("DRYDOCK_BENCH") == u"short" ? 1 : 5;
        std::atomic<qsizetype> bytes = 0;
        const double reading = best(runs, [&] {
            QtConcurrent::blockingMap(m_files, [&bytes](const QString &path) { bytes += contentOf(path).size(); });
        });

        QSet<QString> reached;
        qsizetype flows = 0;
        const double before = peakMegabytes();
        const double ours = best(runs, [&] {
            flows = 0;
            ScriptSearch search;
            search.found = [&](const FlowScript &script) {
                ++flows;
                reached.insert(script.path);
                for (const LocalModule &module : script.localModules)
                    reached.unite(QSet<QString>(module.files.begin(), module.files.end()));
            };
            QVERIFY(inspectFolder(m_tree, {}, search));
        });
        const double grown = peakMegabytes() - before;
        QCOMPARE(flows, 300);

        // Twice as much of the same needs no more memory: what has been is the most that it takes.
        const QString copy = u"import shutil, sys\nfor to in sys.argv[2:]: shutil.copytree(sys.argv[1], to)"_s;
        const QString twice = m_folder.filePath(u"twice"_s);
        QCOMPARE(QProcess::execute(u"python3"_s, {u"-c"_s, copy, m_tree, twice + u"/one"_s, twice + u"/two"_s}), 0);
        const double once = peakMegabytes();
        qsizetype flowsOfBoth = 0;
        ScriptSearch both;
        both.found = [&flowsOfBoth](const FlowScript &) { ++flowsOfBoth; };
        QVERIFY(inspectFolder(twice, {}, both));
        QCOMPARE(flowsOfBoth, 2 * flows);
        const double grownMore = peakMegabytes() - once;

        QStringList parsed = reached.values();
        const double parsing = best(runs, [&parsed] {
            QtConcurrent::blockingMap(parsed, [](const QString &path) {
                const QByteArray source = contentOf(path);
                TSParser *parser = ts_parser_new();
                ts_parser_set_language(parser, tree_sitter_python());
                ts_tree_delete(ts_parser_parse_string(parser, nullptr, source.constData(), uint32_t(source.size())));
                ts_parser_delete(parser);
            });
        });
        qInfo("reading %.0f ms, tree-sitter alone over %d files %.0f ms, Drydock %.0f ms: %.2f times of both; memory "
              "grew by %.0f MB, and by %.0f MB more for twice the tree",
              reading, int(parsed.size()), parsing, ours, ours / (reading + parsing), grown, grownMore);

        const QString python = QStringLiteral(DRYDOCK_DEPS "/share/python");
        if (!QFile::exists(python + u"/deptry"_s))
            QSKIP("deptry is not here: packaging/setup.sh --test brings it.");
        QFile project(m_tree + u"/pyproject.toml"_s);
        QVERIFY(project.open(QIODevice::WriteOnly)
                && project.write("[project]\nname = 'x'\nversion = '1'\ndependencies = ['prefect']\n") > 0);
        project.close();
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"PYTHONPATH"_s, python);
        int status = 0;
        const double deptry = best(std::min(runs, 3), [&] {
            QProcess process;
            process.setProcessEnvironment(environment);
            process.setWorkingDirectory(m_tree);
            process.setStandardOutputFile(QProcess::nullDevice());
            process.setStandardErrorFile(m_folder.filePath(u"deptry.log"_s));
            process.start(u"python3"_s, {u"-m"_s, u"deptry"_s, u"."_s});
            process.waitForFinished(300'000);
            status = process.exitCode();
        });
        QFile::remove(project.fileName());
        QVERIFY2(
            status == 1,
            contentOf(m_folder.filePath(u"deptry.log"_s)).right(500).constData()); // 1: it found what is not declared
        qInfo("deptry %.0f ms: Drydock is %.1f times as fast", deptry, deptry / ours);
    }
};

QTEST_GUILESS_MAIN(FolderBench)
#include "bench_folder.moc"
