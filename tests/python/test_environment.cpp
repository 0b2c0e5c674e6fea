// SPDX-License-Identifier: Apache-2.0
#include "core/python/environment.h"
#include "core/python/installed.h"
#include "core/python/metadata.h"
#include "core/python/requirement.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QSet>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace drydock;

namespace {

/// A tree of files that is nowhere but here.
class MemoryTree : public FileTree
{
public:
    MemoryTree(std::initializer_list<QPair<QString, QByteArray>> files)
    {
        for (const auto &[path, bytes] : files)
            m_files.insert(path, bytes);
    }
    QList<Entry> entries(const QString &folder) const override
    {
        QMap<QString, bool> found;
        for (auto it = m_files.begin(); it != m_files.end(); ++it) {
            if (it.key().startsWith(QString(folder + u'/'))) {
                const QString rest = it.key().mid(folder.size() + 1);
                found.insert(rest.section(u'/', 0, 0), rest.contains(u'/'));
            }
        }
        QList<Entry> entries;
        for (auto it = found.begin(); it != found.end(); ++it)
            entries.append({it.key(), *it, false});
        return entries;
    }
    bool isFolder(const QString &path) const override { return !entries(path).isEmpty(); }
    std::optional<QByteArray> read(const QString &path) const override
    {
        return m_files.contains(path) ? std::optional(m_files.value(path)) : std::nullopt;
    }

private:
    QMap<QString, QByteArray> m_files;
};

/// "name version source: module module".
QStringList brief(const QList<Distribution> &distributions)
{
    QStringList lines;
    for (const Distribution &each : distributions)
        lines.append(u"%1 %2 %3: %4"_s.arg(each.name, each.version, each.source, each.modules.join(u' ')));
    return lines;
}

const QString site = u"/e/lib/python3.11/site-packages/"_s;

QByteArray header(const char *name, const char *version = "1.0", const QByteArray &more = {})
{
    return QByteArray("Metadata-Version: 2.1\nName: ") + name + "\nVersion: " + version + "\n" + more
        + "\nDescription: Name: wrong\n";
}

} // namespace

class EnvironmentTest : public QObject
{
    Q_OBJECT

    static QJsonObject whatPythonSays(const QString &python)
    {
        QProcess process;
        process.start(python, {u"-I"_s, QStringLiteral(DRYDOCK_TEST_HELPERS "/installed.py")});
        if (!process.waitForFinished(60'000) || process.exitCode() != 0)
            qFatal("%s", process.readAllStandardError().constData());
        return QJsonDocument::fromJson(process.readAllStandardOutput()).object();
    }

    static void compare(const PythonEnvironment &environment, const QJsonObject &truth)
    {
        const QJsonObject expected = truth[u"distributions"].toObject();
        QStringList names;
        for (const Distribution &each : environment.interpreter.distributions)
            names.append(normalizedName(each.name));
        names.sort();
        QCOMPARE(names, expected.keys());
        for (const Distribution &each : environment.interpreter.distributions) {
            const QJsonValue wanted = expected[normalizedName(each.name)];
            QCOMPARE(each.name, wanted[u"name"].toString());
            QCOMPARE(each.version, wanted[u"version"].toString());
            QVERIFY2(each.requires_.size() == wanted[u"requires"].toArray().size(), qPrintable(each.name));
            for (qsizetype i = 0; i < each.requires_.size(); ++i) {
                const auto ours = Requirement::parse(each.requires_[i]);
                const auto theirs = Requirement::parse(wanted[u"requires"][i].toString());
                QVERIFY2(ours && theirs && normalizedName(ours->name) == normalizedName(theirs->name),
                         qPrintable(each.requires_[i]));
                QCOMPARE(ours->specifiers.text(), theirs->specifiers.text());
            }
            if (!wanted[u"exact"].toBool())
                continue;
            QStringList modules;
            for (const QJsonValue &module : wanted[u"modules"].toArray())
                modules.append(module.toString());
            QStringList found = each.modules;
            found.sort();
            modules.sort();
            if (each.source == u"record")
                QVERIFY2(found == modules,
                         qPrintable(u"%1: %2 instead of %3"_s.arg(each.name, found.join(u' '), modules.join(u' '))));
        }
        // Of a Python that is no virtual environment the files say the minor alone.
        QVERIFY(truth[u"version"].toString().startsWith(environment.interpreter.version)
                && environment.interpreter.minor() > 0);
        // Every top-level name that Python knows a distribution for leads there here too.
        const QJsonObject tops = truth[u"tops"].toObject();
        for (auto it = tops.begin(); it != tops.end(); ++it) {
            QSet<QString> providers;
            for (const Distribution &each : environment.interpreter.distributions) {
                for (const QString &module : each.modules) {
                    if (module == it.key() || module.startsWith(QString(it.key() + u'.')))
                        providers.insert(normalizedName(each.name));
                }
            }
            for (const QJsonValue &name : it->toArray()) {
                // top_level.txt may name the top of a namespace of which the distribution holds nothing.
                const QJsonValue wanted = expected[normalizedName(name.toString())];
                if (wanted[u"exact"].toBool() && !wanted[u"holds"].toArray().contains(it.key()))
                    continue;
                QVERIFY2(providers.contains(normalizedName(name.toString())),
                         qPrintable(u"%1 of %2"_s.arg(it.key(), name.toString())));
            }
        }
    }

private Q_SLOTS:
    void everyKindOfInstallation_data()
    {
        QTest::addColumn<std::shared_ptr<MemoryTree>>("tree");
        QTest::addColumn<QStringList>("distributions");
        QTest::addColumn<qsizetype>("problems");
        const auto row = [](const char *name, std::initializer_list<QPair<QString, QByteArray>> files,
                            const QStringList &expected, qsizetype problems = 0) {
            QTest::newRow(name) << std::make_shared<MemoryTree>(files) << expected << problems;
        };
        row("RECORD",
            {{site + u"a-1.0.dist-info/METADATA"_s, header("A")},
             {site + u"a-1.0.dist-info/RECORD"_s,
              "a/b/c.py,sha256=x,1\r\na/__init__.py,,\r\n\"a/d.cpython-311-x86_64-linux-gnu.so\",,\r\na/"
              "no-module.py,,\r\na/__pycache__/e.cpython-311.pyc,,\r\n../../../bin/"
              "a,,\r\ngone.py,,\r\n\"odd\"\",name.py\",,\r\n"},
             {site + u"a/__init__.py"_s, ""}},
            {u"A 1.0 record: a a.b.c a.d"_s});
        row("namespace siblings",
            {{site + u"google_cloud_storage-2.dist-info/METADATA"_s, header("google-cloud-storage", "2")},
             {site + u"google_cloud_storage-2.dist-info/RECORD"_s, "google/cloud/storage/__init__.py,,\n"},
             {site + u"google_api-1.egg-info/PKG-INFO"_s, header("google-api")},
             {site + u"google_api-1.egg-info/top_level.txt"_s, "google\n"},
             {site + u"google/cloud/storage/__init__.py"_s, ""},
             {site + u"google/api/__init__.py"_s, ""}},
            {u"google-api 1.0 egg: google.api"_s, u"google-cloud-storage 2 record: google.cloud.storage"_s});
        row("Import-Name",
            {{site + u"a-1.dist-info/METADATA"_s,
              header("a", "1.0", "Import-Name: apple.core ; private\nImport-Namespace: apple\n")},
             {site + u"apple/core.py"_s, ""},
             {site + u"apple/other.py"_s, ""}},
            {u"a 1.0 metadata: apple.core"_s});
        row("Import-Name beside RECORD",
            {{site + u"a-1.dist-info/METADATA"_s, header("a", "1.0", "Import-Name: made_later\n")},
             {site + u"a-1.dist-info/RECORD"_s, "a.py,,\n"},
             {site + u"a.py"_s, ""}},
            {u"a 1.0 record: a made_later"_s});
        row("top_level.txt",
            {{site + u"a-1.dist-info/METADATA"_s, header("a")},
             {site + u"a-1.dist-info/top_level.txt"_s, "yaml\n_yaml\n"},
             {site + u"yaml/__init__.py"_s, ""},
             {site + u"yaml/loader.py"_s, ""},
             {site + u"_yaml.abi3.so"_s, ""}},
            {u"a 1.0 top-level: _yaml yaml yaml.loader"_s});
        row("name alone", {{site + u"A_B-1.dist-info/METADATA"_s, header("A-B")}, {site + u"a_b/__init__.py"_s, ""}},
            {u"A-B 1.0 metadata: a_b"_s});
        row("egg-info folder",
            {{site + u"a-1.egg-info/PKG-INFO"_s, header("a")},
             {site + u"a-1.egg-info/installed-files.txt"_s, "../a/__init__.py\n../a/b.py\nPKG-INFO\n"},
             {site + u"a/__init__.py"_s, ""}},
            {u"a 1.0 egg: a a.b"_s});
        row("egg-info file", {{site + u"a-1.egg-info"_s, header("a")}, {site + u"a.py"_s, ""}},
            {u"a 1.0 metadata: a"_s});
        row("egg",
            {{site + u"easy-install.pth"_s, "import sys; sys.x = 1\n./a-1.egg\n# no\n"},
             {site + u"a-1.egg/EGG-INFO/PKG-INFO"_s, header("a")},
             {site + u"a-1.egg/EGG-INFO/top_level.txt"_s, "a\n"},
             {site + u"a-1.egg/a/__init__.py"_s, ""}},
            {u"a 1.0 egg: a"_s});
        row("zipped egg", {{site + u"a-1.egg"_s, "PK"}}, {}, 1);
        row("setup.py develop",
            {{site + u"easy-install.pth"_s, "/home/me/project\n"},
             {u"/home/me/project/a.egg-info/PKG-INFO"_s, header("a")},
             {u"/home/me/project/a.egg-info/top_level.txt"_s, "a\n"},
             {u"/home/me/project/a/__init__.py"_s, ""}},
            {u"a 1.0 editable: a"_s});
        row("editable with .pth",
            {{site + u"a-1.dist-info/METADATA"_s, header("a")},
             {site + u"a-1.dist-info/RECORD"_s, "_a.pth,,\n"},
             {site + u"a-1.dist-info/direct_url.json"_s,
              "{\"url\":\"file:///home/me/p\",\"dir_info\":{\"editable\":true}}"},
             {site + u"_a.pth"_s, "/home/me/p/src"},
             {u"/home/me/p/src/a/__init__.py"_s, ""},
             {u"/home/me/p/src/a/b.py"_s, ""},
             {u"/home/me/p/src/venv/pyvenv.cfg"_s, ""},
             {u"/home/me/p/src/venv/x.py"_s, ""}},
            {u"a 1.0 editable: a a.b"_s});
        row("editable with a finder",
            {{site + u"a-1.dist-info/METADATA"_s, header("a")},
             {site + u"a-1.dist-info/RECORD"_s, "__editable___a_1_finder.py,,\n__editable__.a-1.pth,,\n"},
             {site + u"__editable__.a-1.pth"_s, "import __editable___a_1_finder; __editable___a_1_finder.install()"},
             {site + u"__editable___a_1_finder.py"_s,
              "import sys\nMAPPING: dict[str, str] = {'a': '/home/me/p/code', 'one': '/home/me/p/one.py'}\n"},
             {u"/home/me/p/code/__init__.py"_s, ""},
             {u"/home/me/p/code/b.py"_s, ""},
             {u"/home/me/p/one.py"_s, ""}},
            {u"a 1.0 editable: a a.b one"_s});
        row("editable by address alone",
            {{site + u"a-1.dist-info/METADATA"_s, header("a")},
             {site + u"a-1.dist-info/RECORD"_s, "a-1.dist-info/METADATA,,\n"},
             {site + u"a-1.dist-info/direct_url.json"_s,
              "{\"url\":\"file:///home/me/p\",\"dir_info\":{\"editable\":true}}"},
             {u"/home/me/p/src/a/__init__.py"_s, ""}},
            {u"a 1.0 editable: a"_s});
        row("folder of its own on the path",
            {{site + u"a-1.dist-info/METADATA"_s, header("a")},
             {site + u"a-1.dist-info/RECORD"_s, "a.pth,,\nwin32/lib/con.py,,\n"},
             {site + u"a.pth"_s, "win32/lib"},
             {site + u"win32/lib/con.py"_s, ""}},
            {u"a 1.0 record: con win32.lib.con"_s});
        row("conda",
            {{u"/e/conda-meta/python-3.11.4-h1_0.json"_s,
              "{\"name\":\"python\",\"version\":\"3.11.4\",\"files\":[\"bin/python\"]}"},
             {u"/e/conda-meta/graph-tool-2.5-py_0.json"_s,
              "{\"name\":\"graph-tool\",\"version\":\"2.5\",\"files\":[\"lib/python3.11/site-packages/graph_tool/"
              "__init__.py\",\"lib/x.so\"]}"},
             {u"/e/conda-meta/six-1.0-py_0.json"_s,
              "{\"name\":\"six\",\"version\":\"1.0\",\"files\":[\"lib/python3.11/site-packages/six.py\"]}"},
             {u"/e/conda-meta/odd-1-py_0.json"_s, "{"},
             {site + u"six-1.0.dist-info/METADATA"_s, header("six")},
             {site + u"six-1.0.dist-info/RECORD"_s, "six.py,,\n"},
             {site + u"six.py"_s, ""}},
            {u"six 1.0 record: six"_s, u"graph-tool 2.5 conda: graph_tool"_s}, 1);
        row("broken",
            {{site + u"a-1.dist-info/RECORD"_s, "a.py,,\n"},
             {site + u"b-1.dist-info/METADATA"_s, "\xff\xfe\0\n"},
             {site + u"~c-1.dist-info/METADATA"_s, header("c")},
             {site + u"d-1.dist-info/METADATA"_s, "Name: d\n\nVersion: 1\n"},
             {site + u"e-1.dist-info/METADATA"_s, header("e")},
             {site + u"e-2.dist-info/METADATA"_s, header("E", "2")},
             {site + u"f-1.dist-info/METADATA"_s, header("f")},
             {site + u"f-1.dist-info/RECORD"_s, QByteArray("\"\"\"\0,\n\n,,", 10)}},
            {u"e 1.0 metadata: "_s, u"f 1.0 record: "_s}, 5);
    }
    void everyKindOfInstallation()
    {
        QFETCH(std::shared_ptr<MemoryTree>, tree);
        QFETCH(QStringList, distributions);
        QFETCH(qsizetype, problems);
        const InstalledDistributions installed = readInstalled(*tree, {site.chopped(1)}, u"/e"_s);
        QCOMPARE(brief(installed.distributions), distributions);
        QCOMPARE(installed.problems.size(), problems);
        for (const QString &problem : installed.problems)
            QVERIFY(problem.endsWith(u'.') && problem.contains(u"/e/"));
    }

    void metadataCutAnywhere()
    {
        const QByteArray whole = header("a", "1.0", "Requires-Dist: b>1;\n  extra == 'x'\nImport-Name: a\n");
        QCOMPARE(parseMetadata(whole).requires_, QStringList{u"b>1; extra == 'x'"_s});
        for (qsizetype end = 0; end <= whole.size(); ++end) {
            const CoreMetadata metadata = parseMetadata(whole.left(end));
            QVERIFY(QByteArrayView("a").startsWith(metadata.name.toUtf8()) && metadata.requires_.size() <= 1);
        }
        const QByteArray record = "\"a\"\"b.py\",,\n/x/c.py,sha256=1,2\r\nd.py";
        QCOMPARE(parseRecord(record), (QStringList{u"a\"b.py"_s, u"/x/c.py"_s, u"d.py"_s}));
        for (qsizetype end = 0; end <= record.size(); ++end)
            QVERIFY(parseRecord(record.left(end)).size() <= 3);
    }

    void requirementsOfEggs()
    {
        QCOMPARE(requirementsOfEgg("six>=1\n[s3]\nboto3\n[:python_version<'3']\nfutures\n[a:os_name=='nt']\nwin\n"),
                 (QStringList{u"six>=1"_s, u"boto3; extra == \"s3\""_s, u"futures; python_version<'3'"_s,
                              u"win; (os_name=='nt') and extra == \"a\""_s}));
    }

    void layoutsAndVersions_data()
    {
        QTest::addColumn<std::shared_ptr<MemoryTree>>("tree");
        QTest::addColumn<QString>("version");
        QTest::addColumn<QStringList>("distributions");
        const auto row = [](const char *name, std::initializer_list<QPair<QString, QByteArray>> files,
                            const QString &version, const QStringList &expected) {
            QTest::newRow(name) << std::make_shared<MemoryTree>(files) << version << expected;
        };
        row("venv",
            {{u"/e/pyvenv.cfg"_s, "home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.11.7\n"},
             {site + u"a.egg-info"_s, header("a")},
             {u"/usr/lib/python3/dist-packages/b.egg-info"_s, header("b")},
             {u"/usr/lib/python3.11/os.py"_s, ""}},
            u"3.11.7"_s, {u"a 1.0 metadata: "_s});
        row("uv's venv",
            {{u"/e/pyvenv.cfg"_s, "uv = 0.5\nversion_info = 3.11.7.final.0\n"}, {site + u"a.egg-info"_s, header("a")}},
            u"3.11.7"_s, {u"a 1.0 metadata: "_s});
        row("with the system's",
            {{u"/e/pyvenv.cfg"_s, "home = /usr/bin\ninclude-system-site-packages = True\nversion = 3.11.7\n"},
             {site + u"a.egg-info"_s, header("a")},
             {u"/usr/lib/python3/dist-packages/b.egg-info"_s, header("b")},
             {u"/usr/lib/python3/dist-packages/a.egg-info"_s, header("a", "0")},
             {u"/usr/lib/python3.11/os.py"_s, ""},
             {u"/usr/local/lib/python3.11/dist-packages/c.egg-info"_s, header("c")}},
            u"3.11.7"_s, {u"a 1.0 metadata: "_s, u"c 1.0 metadata: "_s, u"b 1.0 metadata: "_s});
        row("Windows",
            {{u"/e/pyvenv.cfg"_s, "home = C:\\Python311\r\nversion = 3.11.7\r\n"},
             {u"/e/Lib/site-packages/a.egg-info"_s, header("a")},
             {u"/e/Scripts/python.exe"_s, ""}},
            u"3.11.7"_s, {u"a 1.0 metadata: "_s});
        row("several Pythons",
            {{u"/e/lib/python3.9/site-packages/old.egg-info"_s, header("old")}, {site + u"a.egg-info"_s, header("a")}},
            u"3.11"_s, {u"a 1.0 metadata: "_s});
        row("conda",
            {{u"/e/conda-meta/python-3.11.4-h1_0.json"_s, "{\"name\":\"python\",\"version\":\"3.11.4\",\"files\":[]}"},
             {site + u"a.egg-info"_s, header("a")}},
            u"3.11.4"_s, {u"a 1.0 metadata: "_s});
    }
    void layoutsAndVersions()
    {
        QFETCH(std::shared_ptr<MemoryTree>, tree);
        QFETCH(QString, version);
        QFETCH(QStringList, distributions);
        const auto environment = readEnvironment(*tree, u"/e"_s);
        QVERIFY(environment);
        QCOMPARE(environment->interpreter.version, version);
        QCOMPARE(brief(environment->interpreter.distributions), distributions);
    }

    void noEnvironment()
    {
        QCOMPARE(readEnvironment(MemoryTree{{u"/e/readme"_s, ""}}, u"/e"_s).error().code, u"not-an-environment"_s);
    }

    void theNearestEnvironmentIsFound()
    {
        const MemoryTree tree{{u"/p/a/.venv/pyvenv.cfg"_s, ""},    {u"/p/venv/pyvenv.cfg"_s, ""},
                              {u"/q/venv/readme"_s, ""},           {u"/shell/pyvenv.cfg"_s, ""},
                              {u"/conda/conda-meta/x.json"_s, ""}, {u"/r/.pixi/envs/default/conda-meta/x.json"_s, ""}};
        const EnvironmentVariables both{{u"VIRTUAL_ENV"_s, u"/shell/"_s}, {u"CONDA_PREFIX"_s, u"/conda"_s}};
        QCOMPARE(findEnvironment(tree, {u"/p/a/b"_s, u"/p/a"_s, u"/p"_s}, both), u"/p/a/.venv"_s);
        QCOMPARE(findEnvironment(tree, {u"/p"_s}, both), u"/p/venv"_s);
        QCOMPARE(findEnvironment(tree, {u"/r"_s}, both), u"/r/.pixi/envs/default"_s);
        QCOMPARE(findEnvironment(tree, {u"/q"_s}, both), u"/shell"_s);
        QCOMPARE(findEnvironment(tree, {u"/q"_s}, {{u"CONDA_PREFIX"_s, u"/conda"_s}}), u"/conda"_s);
        QCOMPARE(findEnvironment(tree, {u"/q"_s}, {{u"VIRTUAL_ENV"_s, u"/gone"_s}}), QString());
    }

    /// Item by item what importlib.metadata says of the Python on this machine.
    void equalsImportlibHere()
    {
        const QString python = QStandardPaths::findExecutable(u"python3"_s);
        if (python.isEmpty())
            QSKIP("There is no python3 on this machine.");
        const QJsonObject truth = whatPythonSays(python);
        const auto environment = readEnvironment(DiskTree(), truth[u"prefix"].toString());
        QVERIFY2(environment, environment ? "" : qPrintable(environment.error().sentence));
        compare(*environment, truth);
    }

    /// … and of a virtual environment with namespaces, extension modules, and editable projects of three tools.
    void equalsImportlibInAVenv()
    {
        const QString uv = QStringLiteral(DRYDOCK_DEPS "/bin/uv");
        if (!QFile::exists(uv))
            QSKIP("There is no uv: packaging/setup.sh brings it.");
        QTemporaryDir folder;
        const auto run = [&](const QStringList &arguments) {
            QProcess process;
            process.setWorkingDirectory(folder.path());
            process.start(uv, arguments);
            process.waitForFinished(180'000);
            return process.exitCode() == 0 ? QByteArray() : process.readAllStandardError();
        };
        QDir root(folder.path());
        for (const QString &tool : {u"hatchling"_s, u"setuptools"_s, u"flit_core"_s}) {
            const QString name = u"own_"_s + tool.left(4);
            QVERIFY(root.mkpath(tool + u"/src/"_s + name + u"/inner"_s));
            const auto write = [&](const QString &path, const QByteArray &bytes) {
                QFile file(folder.filePath(tool + u'/' + path));
                QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
            };
            const QByteArray backend = tool == u"setuptools" ? "setuptools.build_meta"
                : tool == u"hatchling"                       ? "hatchling.build"
                                                             : "flit_core.buildapi";
            write(u"pyproject.toml"_s,
                  "[build-system]\nrequires=['" + tool.toUtf8() + "']\nbuild-backend='" + backend
                      + "'\n[project]\nname='" + name.toUtf8() + "'\nversion='0.1'\ndescription='x'\n");
            write(u"src/"_s + name + u"/__init__.py"_s, "");
            write(u"src/"_s + name + u"/inner/__init__.py"_s, "");
        }
        QByteArray error = run({u"venv"_s, u"--quiet"_s, u".venv"_s});
        if (error.isEmpty())
            error = run({u"pip"_s, u"install"_s, u"--quiet"_s, u"--python"_s, u".venv"_s, u"google-cloud-core==2.4.1"_s,
                         u"ruamel.yaml==0.18.6"_s, u"zope.interface==7.2"_s, u"attrs==24.2.0"_s, u"PyYAML==6.0.2"_s,
                         u"python-dateutil==2.9.0"_s, u"-e"_s, u"hatchling"_s, u"-e"_s, u"setuptools"_s, u"-e"_s,
                         u"flit_core"_s});
        if (!error.isEmpty())
            QSKIP(QByteArray("No package index is in reach, so there is no environment to compare with: "
                             + error.right(300))
                      .constData());
        const QString prefix = folder.filePath(u".venv"_s);
        const QJsonObject truth = whatPythonSays(prefix + u"/bin/python"_s);
        const auto environment = readEnvironment(DiskTree(), prefix);
        QVERIFY(environment);
        compare(*environment, truth);
        QCOMPARE(environment->interpreter.version, truth[u"version"].toString());
        QVERIFY(environment->problems.isEmpty());
        for (const QString &name : {u"own_hatc"_s, u"own_setu"_s, u"own_flit"_s}) {
            const Distribution *own = environment->interpreter.distribution(name);
            QVERIFY(own);
            QCOMPARE(own->source, u"editable"_s);
            QCOMPARE(own->modules, (QStringList{name, name + u".inner"_s}));
        }
        QCOMPARE(environment->modules.providersOf(u"google.cloud.exceptions.NotFound"_s).size(), 1);
        QVERIFY(environment->modules.providersOf(u"google.cloud.storage"_s).isEmpty());
    }
};

Q_DECLARE_METATYPE(std::shared_ptr<MemoryTree>)

QTEST_GUILESS_MAIN(EnvironmentTest)
#include "test_environment.moc"
