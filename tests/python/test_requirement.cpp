// SPDX-License-Identifier: Apache-2.0
#include "core/python/marker.h"
#include "core/python/requirement.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace drydock;

class RequirementTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesCompareNormalised()
    {
        QCOMPARE(normalizedName(u"Foo._-Bar"_s), u"foo-bar"_s);
        QCOMPARE(normalizedName(u"ruamel.yaml"_s), u"ruamel-yaml"_s);
    }

    void versionsSortAsInPep440()
    {
        const QStringList sorted{u"not a version"_s, u"1.dev0"_s, u"1.0.dev456"_s, u"1.0a1"_s, u"1.0a2.dev456"_s, u"1.0a12"_s,
                                 u"1.0b1.dev456"_s, u"1.0b2"_s, u"1.0b2.post345.dev456"_s, u"1.0b2.post345"_s, u"1.0rc1"_s,
                                 u"1.0"_s, u"1.0+abc.5"_s, u"1.0+abc.7"_s, u"1.0+5"_s, u"1.0.post456.dev34"_s, u"1.0.post456"_s,
                                 u"1.1.dev1"_s, u"1.10"_s, u"20230101123456"_s, u"20230101123456.1"_s, u"1!0.1"_s};
        for (qsizetype i = 0; i + 1 < sorted.size(); ++i) {
            QVERIFY2(Version(sorted[i]) < Version(sorted[i + 1]), qPrintable(sorted[i] + u" < "_s + sorted[i + 1]));
            QVERIFY(!(Version(sorted[i + 1]) < Version(sorted[i])));
        }
    }

    void versionsThatAreEqual_data()
    {
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        QTest::newRow("zeros") << u"1.0"_s << u"1.0.0"_s;
        QTest::newRow("v") << u"v1.2"_s << u"1.2"_s;
        QTest::newRow("alpha") << u"1.0-ALPHA-1"_s << u"1.0a1"_s;
        QTest::newRow("c") << u"1.0c1"_s << u"1.0rc1"_s;
        QTest::newRow("post") << u"1.0-1"_s << u"1.0.post1"_s;
        QTest::newRow("rev") << u"1.0.r"_s << u"1.0.post0"_s;
        QTest::newRow("local") << u"1.0+Ubuntu-1"_s << u"1.0+ubuntu.01"_s;
        QTest::newRow("leading zeros") << u"2024.01.05"_s << u"2024.1.5"_s;
    }
    void versionsThatAreEqual()
    {
        QFETCH(QString, a);
        QFETCH(QString, b);
        QVERIFY(Version(a).isValid());
        QVERIFY(Version(a) == Version(b));
    }

    void specifiersContain_data()
    {
        QTest::addColumn<QString>("specifiers");
        QTest::addColumn<QString>("version");
        QTest::addColumn<bool>("contained");
        QTest::newRow("empty") << QString() << u"1.0"_s << true;
        QTest::newRow("range") << u">=1.5, <2"_s << u"1.9.9"_s << true;
        QTest::newRow("range end") << u">=1.5,<2"_s << u"2.0"_s << false;
        QTest::newRow("compatible") << u"~=2.2.3"_s << u"2.2.9"_s << true;
        QTest::newRow("compatible up") << u"~=2.2.3"_s << u"2.3.0"_s << false;
        QTest::newRow("compatible post") << u"~=2.2.post3"_s << u"2.3"_s << true;
        QTest::newRow("wildcard") << u"==1.4.*"_s << u"1.4.1"_s << true;
        QTest::newRow("wildcard short") << u"==1.4.0.*"_s << u"1.4"_s << true;
        QTest::newRow("not wildcard") << u"!=1.4.*"_s << u"1.4.1"_s << false;
        QTest::newRow("local ignored") << u"==1.4.1"_s << u"1.4.1+cpu"_s << true;
        QTest::newRow("local asked") << u"==1.4.1+cu"_s << u"1.4.1+cpu"_s << false;
        QTest::newRow("after local") << u">1.4"_s << u"1.4+cpu"_s << false;
        QTest::newRow("after post") << u">1.7"_s << u"1.7.0.post1"_s << false;
        QTest::newRow("prerelease") << u">=1.0"_s << u"2.0b1"_s << false;
        QTest::newRow("prerelease named") << u">=2.0a1"_s << u"2.0b1"_s << true;
        QTest::newRow("below own prerelease") << u"<2.0"_s << u"2.0a1"_s << false;
        QTest::newRow("arbitrary") << u"===banana"_s << u"Banana"_s << true;
        QTest::newRow("epoch") << u"==1!1.*"_s << u"1.0"_s << false;
    }
    void specifiersContain()
    {
        QFETCH(QString, specifiers);
        QFETCH(QString, version);
        QFETCH(bool, contained);
        const auto parsed = VersionSpecifiers::parse(specifiers);
        QVERIFY(parsed);
        QCOMPARE(parsed->contains(Version(version)), contained);
    }

    void anInstalledPrereleaseCountsByItsNumber()
    {
        QVERIFY(VersionSpecifiers::parse(u">=1.0"_s)->containsInstalled(Version(u"2.0b1"_s)));
    }

    void requirementsParse_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("again");
        QTest::newRow("name") << u" pandas "_s << u"pandas"_s;
        QTest::newRow("all") << u"prefect [aws , github]>=1.4,<2 ; python_version<\"3.11\""_s
                             << u"prefect[aws,github]>=1.4,<2; python_version<\"3.11\""_s;
        QTest::newRow("parentheses") << u"six (>=1.10)"_s << u"six>=1.10"_s;
        QTest::newRow("empty extras") << u"six[]"_s << u"six"_s;
        QTest::newRow("url") << u"lib @ git+https://example.org/a;b.git@main ; os_name == 'nt'"_s
                             << u"lib @ git+https://example.org/a;b.git@main ; os_name == 'nt'"_s;
        QTest::newRow("trailing comma") << u"a>=1,"_s << u"a>=1"_s;
    }
    void requirementsParse()
    {
        QFETCH(QString, text);
        QFETCH(QString, again);
        const auto requirement = Requirement::parse(text);
        QVERIFY2(requirement, requirement ? "" : qPrintable(requirement.error().sentence));
        QCOMPARE(requirement->text(), again);
        QCOMPARE(Requirement::parse(requirement->text())->text(), again);
    }

    void requirementsThatAreNone_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"", "-e .", "pandas >", "pandas >=1 <2", "pandas[aws", "pandas[a b]", "x==1.*.2", "x>=1.*", "x~=1",
                                 "x; python_version", "x; foo == '1'", "x @", "_x", "./local", "x ;", "pandas=1.2", "x (>=1"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void requirementsThatAreNone()
    {
        QFETCH(QString, text);
        const auto requirement = Requirement::parse(text);
        QVERIFY(!requirement);
        QCOMPARE(requirement.error().code, u"requirement-invalid"_s);
        QVERIFY(!requirement.error().sentence.isEmpty());
    }

    void markersEvaluate_data()
    {
        QTest::addColumn<QString>("marker");
        QTest::addColumn<bool>("applies");
        QTest::newRow("version") << u"python_version >= '3.9'"_s << true;
        QTest::newRow("version is no text") << u"python_version < '3.9'"_s << false;
        QTest::newRow("reversed") << u"'3.9' <= python_version"_s << true;
        QTest::newRow("wildcard") << u"python_version == '3.*'"_s << true;
        QTest::newRow("in") << u"python_version in '3.10 3.11'"_s << true;
        QTest::newRow("not in") << u"sys_platform not in 'win32 darwin'"_s << true;
        QTest::newRow("extra") << u"extra == 'All_Extras'"_s << true;
        QTest::newRow("or binds less") << u"os_name == 'nt' and extra == 'x' or python_version > '3'"_s << true;
        QTest::newRow("parentheses") << u"os_name == 'nt' and (extra == 'x' or python_version > '3')"_s << false;
        QTest::newRow("old spelling") << u"sys.platform == 'linux'"_s << true;
        QTest::newRow("unknown is empty") << u"platform_machine == ''"_s << true;
    }
    void markersEvaluate()
    {
        QFETCH(QString, marker);
        QFETCH(bool, applies);
        const QMap<QString, QString> environment{{u"python_version"_s, u"3.11"_s},
                                                 {u"sys_platform"_s, u"linux"_s},
                                                 {u"os_name"_s, u"posix"_s},
                                                 {u"extra"_s, u"all-extras"_s}};
        const auto value = evaluateMarker(marker, environment);
        QVERIFY(value);
        QCOMPARE(*value, applies);
    }

    void nestingIsBounded()
    {
        QVERIFY(!evaluateMarker(QString(1'000'000, u'('), {}));
    }
};

QTEST_GUILESS_MAIN(RequirementTest)
#include "test_requirement.moc"
