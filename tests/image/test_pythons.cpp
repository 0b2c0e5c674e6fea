// SPDX-License-Identifier: Apache-2.0
// The probe in every Python at hand, from the oldest that it supports to the newest, and what the reader makes of its answer.
#include "core/image/probeanswer.h"
#include "core/python/requirement.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include <algorithm>

using namespace drydock;
using namespace Qt::StringLiterals;

class TestPythons : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatIsInstalled_data();
    void readsWhatIsInstalled();

private:
    /// What a Python prints that has only itself on the PATH.
    static QByteArray run(const QString &python, const QStringList &arguments, const QByteArray &input = {})
    {
        QProcess process;
        QProcessEnvironment environment;
        environment.insert(u"PATH"_s, QFileInfo(python).path());
        environment.insert(u"LANG"_s, u"C.UTF-8"_s);
        process.setProcessEnvironment(environment);
        process.start(python, arguments);
        process.write(input);
        process.closeWriteChannel();
        process.waitForFinished(60'000);
        return process.readAllStandardOutput();
    }

    /// One for each minor: those on the PATH, and those that pyenv and uv keep.
    static QMap<QString, QString> pythons()
    {
        QStringList folders = qEnvironmentVariable("PATH").split(QDir::listSeparator());
        const QString home = QDir::homePath();
        for (const QString &place : QStringList{home + u"/.pyenv/versions"_s, home + u"/.local/share/uv/python"_s}) {
            const QStringList versions = QDir(place).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
            for (const QString &version : versions)
                folders.append(place + u'/' + version + u"/bin"_s);
        }
        QMap<QString, QString> found;
        for (const QString &minor : {u"2.7"_s, u"3.6"_s, u"3.7"_s, u"3.8"_s, u"3.9"_s, u"3.10"_s, u"3.11"_s, u"3.12"_s, u"3.13"_s, u"3.14"_s}) {
            for (const QString &folder : std::as_const(folders)) {
                const QString program = QStandardPaths::findExecutable(u"python"_s + minor, {folder});
                // A stand-in such as pyenv's on the PATH is not that Python.
                if (found.contains(minor) || program.isEmpty() || run(program, {u"-c"_s, u"print('yes')"_s}).trimmed() != "yes")
                    continue;
                found.insert(minor, program);
            }
        }
        return found;
    }
};

void TestPythons::readsWhatIsInstalled_data()
{
    QTest::addColumn<QString>("program");
    const QMap<QString, QString> found = pythons();
    QVERIFY(!found.isEmpty());
    for (auto each = found.begin(); each != found.end(); ++each)
        QTest::newRow(qPrintable(each.key())) << each.value();
}

void TestPythons::readsWhatIsInstalled()
{
    QFETCH(QString, program);
    QFile probe(u":/drydock/probe/probe.py"_s);
    QVERIFY(probe.open(QIODevice::ReadOnly));
    const QByteArray said = run(program, {u"-c"_s, u"import sys; exec(compile(sys.stdin.read(), 'probe', 'exec'), {'__name__': '__main__'})"_s, u"MARK"_s},
                                probe.readAll());
    const qsizetype at = said.indexOf("\nMARK{");
    QVERIFY2(at >= 0, said.constData());
    const ImageContents contents = readProbeAnswer(said.mid(at + 5), {});
    const QString own = QFileInfo(program).canonicalFilePath();
    const auto python = std::find_if(contents.interpreters.begin(), contents.interpreters.end(),
                                     [&own](const Interpreter &each) { return QFileInfo(each.path).canonicalFilePath() == own; });
    QVERIFY2(python != contents.interpreters.end(), qPrintable(own));
    QVERIFY2(python->version.startsWith(QString(QString::fromLatin1(QTest::currentDataTag()) + u'.')), qPrintable(python->version));
    if (python->minor() < 0) {
        // One that old cannot read the files; it names itself.
        QVERIFY(python->distributions.isEmpty());
        return;
    }
    for (const QString &module : {u"sys"_s, u"os"_s, u"json.decoder"_s, u"importlib.machinery"_s, u"xml.etree.ElementTree"_s})
        QVERIFY2(python->standardLibrary.contains(module), qPrintable(module));

    const QByteArray question = "import json\n"
                                "try:\n"
                                "    import importlib.metadata as m\n"
                                "    found = [(d.metadata['Name'], d.version) for d in m.distributions()]\n"
                                "except ImportError:\n"
                                "    import pkg_resources\n"
                                "    found = [(d.project_name, d.version) for d in pkg_resources.working_set]\n"
                                "there = {}\n"
                                "for name, version in found: there.setdefault(name, version)\n"
                                "print(json.dumps(there))\n";
    QMap<QString, QString> theirs;
    const QJsonObject object = QJsonDocument::fromJson(run(program, {u"-c"_s, QString::fromLatin1(question)})).object();
    for (auto each = object.begin(); each != object.end(); ++each)
        theirs.insert(normalizedName(each.key()), each.value().toString());
    QVERIFY(!theirs.isEmpty());
    QMap<QString, QString> ours;
    for (const Distribution &each : python->distributions) {
        if (each.source != "files"_L1)
            ours.insert(normalizedName(each.name), each.version);
    }
    QCOMPARE(ours, theirs);
}

QTEST_GUILESS_MAIN(TestPythons)
#include "test_pythons.moc"
