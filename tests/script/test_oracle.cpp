// SPDX-License-Identifier: Apache-2.0
#include "core/script/checks.h"
#include "core/script/importcollector.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace drydock;

namespace {

/// Differences named in one failure; a mistake in the grammar would fill the screen.
constexpr qsizetype mostNamed = 30;

/// The newest Python 3 that starts, or the one that DRYDOCK_PYTHON names.
QString newestPython()
{
    if (const QString named = qEnvironmentVariable("DRYDOCK_PYTHON"); !named.isEmpty())
        return named;
    QStringList names;
    for (int minor = 25; minor >= 8; --minor)
        names.append(u"python3.%1"_s.arg(minor));
    names.append(u"python3"_s);
    for (const QString &name : std::as_const(names)) {
        // A shim of a version manager may be there without the version.
        const QString found = QStandardPaths::findExecutable(name);
        QProcess python;
        python.start(found, {u"-c"_s, QString()});
        if (!found.isEmpty() && python.waitForFinished() && python.exitStatus() == QProcess::NormalExit && python.exitCode() == 0)
            return found;
    }
    return {};
}

QStringList briefly(const QJsonArray &imports)
{
    QStringList lines;
    for (const QJsonValue &value : imports) {
        const QJsonArray record = value.toArray();
        lines.append(u"%1: %2 %3%4"_s.arg(record[0].toInt()).arg(record[1].toString(), record[2].toString(),
                                                                 record[3].toBool() ? u" in function"_s : QString()));
    }
    lines.sort();
    return lines;
}

QStringList briefly(const QList<FoundImport> &imports)
{
    QStringList lines;
    for (const FoundImport &found : imports) {
        const Import &record = found.record;
        lines.append(u"%1: %2 %3%4"_s.arg(record.line).arg(record.module, record.name,
                                                           record.inFunction ? u" in function"_s : QString()));
    }
    lines.sort();
    return lines;
}

} // namespace

/// Real files, and what CPython's `ast` says of their imports. DRYDOCK_ORACLE_FILES raises the number of files, and
/// DRYDOCK_ORACLE_FOLDERS (a search path) takes them from elsewhere than the standard library and what is installed.
class OracleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyImportIsWhatPythonSays()
    {
        const QString python = newestPython();
        if (python.isEmpty())
            QSKIP("There is no Python 3 here to ask.");
        const int atMost = qEnvironmentVariable("DRYDOCK_ORACLE_FILES", u"400"_s).toInt();
        const QStringList folders
            = qEnvironmentVariable("DRYDOCK_ORACLE_FOLDERS").split(QDir::listSeparator(), Qt::SkipEmptyParts);
        QProcess oracle;
        oracle.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        oracle.start(python, QStringList{QStringLiteral(DRYDOCK_TEST_DATA "/../helpers/importoracle.py"), QString::number(atMost)} + folders);
        QVERIFY2(oracle.waitForFinished(-1) && oracle.exitStatus() == QProcess::NormalExit && oracle.exitCode() == 0,
                 qPrintable(oracle.errorString()));

        QStringList differences;
        int files = 0;
        int refused = 0;
        qsizetype imports = 0;
        while (oracle.canReadLine()) {
            const QJsonObject answer = QJsonDocument::fromJson(oracle.readLine()).object();
            const QString path = answer[u"path"].toString();
            QFile file(path);
            QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(path));
            SourceFile source{path, file.readAll(), {}, {}};
            source.text = decodeSource(source.bytes);
            source.tree = SyntaxTree::parse(source.text.utf8);
            SurroundingsReader surroundings(source.tree);
            const QStringList found = briefly(collectImports(source.tree, surroundings));
            ++files;
            if (answer.contains(u"refused")) {
                ++refused;
                continue;
            }
            const QStringList expected = briefly(answer[u"imports"].toArray());
            imports += expected.size();
            for (const QString &line : expected) {
                if (!found.contains(line))
                    differences.append(path + u" lacks "_s + line);
            }
            for (const QString &line : found) {
                if (!expected.contains(line))
                    differences.append(path + u" has "_s + line);
            }
            if (found.size() != expected.size())
                differences.append(u"%1 has %2 imports, not %3"_s.arg(path).arg(found.size()).arg(expected.size()));
            const QList<Problem> problems = answer[u"compiles"].toBool() ? sourceProblems(source) : QList<Problem>();
            for (const Problem &problem : problems)
                differences.append(u"%1:%2 is valid, but: %3"_s.arg(path).arg(problem.line).arg(problem.message));
        }
        qInfo("%s: %d files, of which it refuses %d; %lld imports; %lld differences", qPrintable(python), files, refused,
              qlonglong(imports), qlonglong(differences.size()));
        QVERIFY2(files > std::min(atMost, 1000) / 2, qPrintable(QString::number(files)));
        QVERIFY2(differences.isEmpty(), qPrintable(differences.mid(0, mostNamed).join(u'\n')));
    }
};

QTEST_GUILESS_MAIN(OracleTest)
#include "test_oracle.moc"
