// SPDX-License-Identifier: Apache-2.0
#include "core/python/marker.h"
#include "core/python/requirement.h"

#include <QFile>
#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace drydock;

namespace {

/// The answers of tests/helpers/pep440.py in our words.
QString answerTo(const QStringList &asked)
{
    static const QMap<QString, QString> environment{
        {u"python_version"_s, u"3.11"_s},         {u"python_full_version"_s, u"3.11.2"_s},
        {u"sys_platform"_s, u"linux"_s},          {u"os_name"_s, u"posix"_s},
        {u"platform_machine"_s, u"x86_64"_s},     {u"platform_system"_s, u"Linux"_s},
        {u"implementation_name"_s, u"cpython"_s}, {u"extra"_s, u"s3"_s}};
    const QString kind = asked.value(0);
    if (kind == u"order") {
        const Version a(asked.value(1));
        const Version b(asked.value(2));
        if (!a.isValid() || !b.isValid())
            return u"invalid"_s;
        // Every way to ask gives the same answer.
        if ((a < b) != (b.compare(a) > 0) || (a == b) != (a.compare(b) == 0))
            return u"inconsistent"_s;
        return a < b ? u"<"_s : a == b ? u"="_s : u">"_s;
    }
    if (kind == u"contains") {
        const auto specifiers = VersionSpecifiers::parse(asked.value(1));
        const Version version(asked.value(2));
        if (!specifiers || !version.isValid())
            return u"invalid"_s;
        return specifiers->containsInstalled(version) ? u"yes"_s : u"no"_s;
    }
    if (kind == u"requirement") {
        const auto requirement = Requirement::parse(asked.value(1));
        if (!requirement)
            return u"invalid"_s;
        const auto again = Requirement::parse(requirement->text());
        return again && again->text() == requirement->text() ? u"valid"_s
                                                             : u"not the same when written and read again"_s;
    }
    const auto value = evaluateMarker(asked.value(1), environment);
    return !value ? u"invalid"_s : *value ? u"yes"_s : u"no"_s;
}

} // namespace

/// PEP 440 and 508 against the library that Python itself installs by.
class PackagingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatPackagingSays()
    {
        const QString library = QStringLiteral(DRYDOCK_DEPS "/share/python");
        if (!QFile::exists(library + u"/packaging"_s))
            QSKIP("The library packaging is not here: packaging/setup.sh --test brings it.");
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"PYTHONPATH"_s, library);
        environment.insert(u"PYTHONIOENCODING"_s, u"utf-8"_s);
        process.setProcessEnvironment(environment);
        process.start(u"python3"_s, {QStringLiteral(DRYDOCK_TEST_HELPERS "/pep440.py"), u"50000"_s});
        QVERIFY(process.waitForFinished(100'000));
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
        int compared = 0;
        QStringList different;
        for (const QString &line :
             QString::fromUtf8(process.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts)) {
            QStringList asked = line.split(u'\t');
            const QString expected = asked.takeLast();
            const QString answer = answerTo(asked);
            ++compared;
            if (answer != expected)
                different.append(u"%1 (not %2)"_s.arg(line, answer));
        }
        qInfo("%d comparisons, %d different", compared, int(different.size()));
        for (const QString &line : different.mid(0, 40))
            qWarning("%s", qPrintable(line));
        QVERIFY(different.isEmpty());
        QVERIFY(compared >= 100'000);
    }
};

QTEST_GUILESS_MAIN(PackagingTest)
#include "test_packaging.moc"
