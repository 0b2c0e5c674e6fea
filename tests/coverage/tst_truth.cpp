// SPDX-License-Identifier: Apache-2.0
#include "core/coverage/trial.h"
#include "core/script/inspect.h"
#include "tests/helpers/enginefixture.h"

#include <QDirIterator>
#include <QTest>

using namespace drydock;
using namespace drydock::test;
using namespace Qt::StringLiterals;

/// Coverage held against truth: every module of every sample script is imported in every test image by Python itself, and
/// neither what coverage calls provided fails, nor what it calls missing succeeds.
class TestTruth : public QObject
{
    Q_OBJECT

    EngineFixture m_docker;
    QList<FlowScript> m_scripts;
    QStringList m_modules;
    QList<Image> m_images;
    QMap<QString, ImportTrial> m_trials;
    QMap<QString, QSet<QString>> m_truth; ///< By image id: what Python imported.

    static QList<FlowScript> samples()
    {
        QList<FlowScript> scripts;
        QDirIterator files(QStringLiteral(DRYDOCK_TEST_DATA), {u"*.py"_s}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString file = files.next();
            if (!file.contains(u"/flows/") && !file.contains(u"/coverage/"))
                continue;
            if (const auto script = inspectScript(file))
                scripts.append(*script);
        }
        return scripts;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_docker.open(), m_docker.why());
        m_scripts = samples();
        QVERIFY(m_scripts.size() >= 6);
        const auto listed = await(listImages(m_docker.runner, m_docker.engine));
        QVERIFY2(listed, why(listed));
        QSet<QString> seen;
        for (const Image &image : *listed) {
            // Images that hold the same as another one only take time.
            const bool isTwin = image.reference.endsWith(u"-untrusting") || image.reference == u"drydock.local/python:3.9" || image.reference == u"drydock.local/python:3.11";
            if (!image.reference.startsWith(u"drydock.local/") || isTwin || seen.contains(image.id))
                continue;
            seen.insert(image.id);
            m_images.append(image);
            const auto contents = await(probeImage(m_docker.runner, m_docker.engine, image));
            QVERIFY2(contents, why(contents));
            m_images.last().contents = *contents;
        }
        QVERIFY2(m_images.size() >= 5, "run packaging/base-image.sh");
    }

    void pythonTellsTheTruth()
    {
        for (const QString &each : triableOf(needsOf(m_scripts)))
            if (!each.contains(u':'))
                m_modules.append(each);
        QVERIFY(m_modules.size() >= 25);
        const QString program = u"cd /tmp; for m in \"$@\"; do if python3 -c \"import $m\" >/dev/null 2>&1; then echo \"+$m\"; fi; done"_s;
        for (const Image &image : std::as_const(m_images)) {
            const auto said = m_docker.run(QStringList{u"run"_s, u"--rm"_s, u"--network"_s, u"none"_s, u"--entrypoint"_s, u"sh"_s, image.id, u"-c"_s, program, u"sh"_s} + m_modules);
            QVERIFY2(said, why(said));
            const QStringList lines = QString::fromUtf8(*said).split(u'\n', Qt::SkipEmptyParts);
            for (const QString &line : lines)
                m_truth[image.id].insert(line.mid(1));
            QVERIFY2(m_truth[image.id].contains(u"asyncio"_s), qPrintable(image.reference));
        }
    }

    void nothingImportedFailsAndNothingMissingImports()
    {
        for (const Image &image : std::as_const(m_images)) {
            const auto trial = await(tryImports(m_docker.runner, m_docker.engine, image, triableOf(needsOf(m_scripts))), 400);
            QVERIFY2(trial, why(trial));
            m_trials.insert(image.id, *trial);
        }
        const Coverage coverage = compare(m_scripts, m_images, m_trials);
        int imported = 0;
        int failed = 0;
        for (const ImageCoverage &image : coverage.images) {
            for (qsizetype i = 0; i < coverage.needs.size(); ++i) {
                const Need &need = coverage.needs.at(i);
                const Cell &cell = image.cells.at(i);
                const bool imports = m_truth.value(image.image.id).contains(need.module);
                const QString where = u"%1 in %2: %3, Python says %4"_s.arg(need.module, image.image.reference, cellReason(need, cell, image.image),
                                                                            imports ? u"yes"_s : u"no"_s);
                if (cell.status == CellStatus::Provided && cell.cause != Cause::Travels) {
                    QVERIFY2(imports, qPrintable(where));
                    // The standard library is known without a trial, as far as its rows are shown at all.
                    QVERIFY2(cell.evidence == EvidenceLevel::Imported, qPrintable(where));
                    ++imported;
                } else if (isProblem(cell.status)) {
                    // A module may import and still not do: another version, an extra that is loaded late, a name that is not in it.
                    const bool mayImport = cell.status == CellStatus::Version || cell.cause == Cause::ExtraLacks
                        || (cell.cause == Cause::ImportFails && cell.detail.contains(u"cannot import name"));
                    QVERIFY2(!imports || mayImport, qPrintable(where));
                    ++failed;
                }
            }
        }
        QVERIFY(imported > 50);
        QVERIFY(failed > 50);
        qInfo("%lld images, %lld modules: %d provided, %d not", qlonglong(m_images.size()), qlonglong(m_modules.size()), imported, failed);
    }

    void whatIsOnlyFoundIsMostlyTrue()
    {
        const Coverage coverage = compare(m_scripts, m_images);
        QStringList wrong;
        int right = 0;
        for (const ImageCoverage &image : coverage.images) {
            for (qsizetype i = 0; i < coverage.needs.size(); ++i) {
                const Need &need = coverage.needs.at(i);
                const Cell &cell = image.cells.at(i);
                const bool imports = m_truth.value(image.image.id).contains(need.module);
                const bool isProvided = cell.status == CellStatus::Provided;
                const bool isMissing = cell.status == CellStatus::Missing || cell.status == CellStatus::Removed || cell.status == CellStatus::NotShipped;
                if ((isProvided && !imports) || (isMissing && imports && cell.cause != Cause::ExtraLacks))
                    wrong.append(QString(need.module + u" in " + image.image.reference + (isProvided ? u": found, and does not import" : u": missing, and imports")));
                else
                    right += isProvided || isMissing;
            }
        }
        for (const QString &each : std::as_const(wrong))
            qInfo("%s", qPrintable(each));
        qInfo("By the files alone: %d right, %lld wrong", right, qlonglong(wrong.size()));
        // Found is a claim about files; that more than one in twenty does not import would make it worthless.
        QVERIFY(wrong.size() * 20 < right);
    }
};

QTEST_GUILESS_MAIN(TestTruth)
#include "tst_truth.moc"
