// SPDX-License-Identifier: Apache-2.0
#include "core/session/flowsession.h"
#include "tests/helpers/enginefixture.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace drydock;
using namespace drydock::test;
using namespace Qt::StringLiterals;

/// An open script is tried in the likeliest images by itself once looking inside is allowed, and never twice in the same one.
class TestTrials : public QObject
{
    Q_OBJECT

    EngineFixture m_docker;
    QTemporaryDir m_folder;

    SessionContext context(Store &store, bool isEager)
    {
        SessionContext context;
        context.runner = &m_docker.runner;
        context.store = &store;
        context.dataFolder = m_folder.path();
        context.network.allowed = false;
        context.engineChoice.engine = u"docker"_s;
        context.eager = isEager;
        return context;
    }

    static QSet<EvidenceLevel> evidenceIn(const Snapshot &snapshot, const QString &reference)
    {
        QSet<EvidenceLevel> levels;
        if (const ImageCoverage *image = snapshot.coverage.find(reference)) {
            for (const Cell &cell : image->cells)
                if (cell.status == CellStatus::Provided)
                    levels.insert(cell.evidence);
        }
        return levels;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_docker.open(u"docker"_s), m_docker.why());
        QVERIFY2(m_docker.has(prefect1) && m_docker.has(prefect1Core), m_docker.why());
    }

    void theLikeliestAreTriedAndRemembered()
    {
        const QString script = QStringLiteral(DRYDOCK_TEST_DATA "/flows/guide/flow.py");
        Store store(m_folder.filePath(u"drydock.sqlite"_s));
        {
            FlowSession session(context(store, true));
            session.chooseImages({prefect1, prefect1Core});
            session.open({script});
            QTRY_VERIFY_WITH_TIMEOUT(session.snapshot().consentNeeded, 60'000);
            QVERIFY(!session.snapshot().isBusy(Activity::TryingImports)); // Not before it is allowed.
            QCOMPARE(evidenceIn(session.snapshot(), prefect1), QSet<EvidenceLevel>());
            session.allowLookingInside(LookInside::Always);
            QTRY_COMPARE_WITH_TIMEOUT(evidenceIn(session.snapshot(), prefect1), QSet<EvidenceLevel>{EvidenceLevel::Imported}, 240'000);
            QTRY_VERIFY_WITH_TIMEOUT(session.snapshot().activities.isEmpty(), 240'000);
        }
        FlowSession session(context(store, false));
        session.chooseImages({prefect1});
        session.open({script});
        session.findEngine({u"docker"_s, {}});
        QTRY_VERIFY_WITH_TIMEOUT(session.snapshot().coverage.find(prefect1), 60'000);
        // Nothing was started this time.
        QCOMPARE(evidenceIn(session.snapshot(), prefect1), QSet<EvidenceLevel>{EvidenceLevel::Imported});
    }
};

QTEST_GUILESS_MAIN(TestTrials)
#include "tst_trials.moc"
