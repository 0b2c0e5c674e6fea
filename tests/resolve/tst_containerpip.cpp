// SPDX-License-Identifier: Apache-2.0
#include "core/resolve/resolve.h"
#include "tests/helpers/enginefixture.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace drydock;

/// pip inside real bases, for what uv on this machine cannot or must not do.
class ContainerPipTest : public QObject
{
    Q_OBJECT

    test::EngineFixture m_docker;
    CommandRunner m_runner;

    Result<Resolution> resolved(const QString &reference, ResolveRequest request)
    {
        const Result<Image> found = test::await(findImage(m_runner, m_docker.engine, reference));
        if (!found)
            return tl::unexpected<Error>(found.error());
        Image image = *found;
        const Result<ImageContents> contents = test::await(probeImage(m_runner, m_docker.engine, image));
        if (!contents)
            return tl::unexpected<Error>(contents.error());
        image.contents = *contents;
        const Interpreter *python = image.contents->defaultInterpreter();
        request.constraints = constraintsOf(*python);
        request.pythonVersion = python->version.section(u'.', 0, 1);
        // Without uv, as on a laptop that has none.
        return test::await(resolve({m_runner, {}, test::machineNetwork(), nullptr, m_docker.engine, image}, request), 300);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_docker.open(u"docker"_s), m_docker.why());
        QVERIFY2(m_docker.has(test::prefect1), m_docker.why());
    }

    // The 1.x images carry a pip that cannot report.
    void anOldPipIsHelpedByANewer()
    {
        ResolveRequest request;
        request.requirements = QStringList{u"emoji==2.2.0"_s};
        request.allowSource = true; // 2.2.0 has no wheel.
        const Result<Resolution> resolution = resolved(test::prefect1, request);
        QVERIFY2(resolution, test::why(resolution).constData());
        QCOMPARE(resolution->distributions.size(), 1);
        QCOMPARE(resolution->distributions.first().version, u"2.2.0"_s);
        QVERIFY(!resolution->distributions.first().isWheel);
        QCOMPARE(resolution->distributions.first().hashes.size(), 1);
        QCOMPARE(resolution->sourceOnly, QStringList{u"emoji==2.2.0"_s});
    }

    void wheelsAloneUnlessMoreIsAllowed()
    {
        ResolveRequest request;
        request.requirements = QStringList{u"emoji==2.2.0"_s};
        const Result<Resolution> resolution = resolved(test::prefect1, request);
        QVERIFY(!resolution);
        QVERIFY2(resolution.error().sentence.contains(u"with a wheel"), qPrintable(resolution.error().sentence));
    }
};

QTEST_GUILESS_MAIN(ContainerPipTest)
#include "tst_containerpip.moc"
