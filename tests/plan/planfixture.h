// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/coverage/contents.h"

#include "core/plan/plan.h"
#include "core/script/inspect.h"

#include <QDir>
#include <QFile>
#include <QTest>

namespace drydock::test {

using namespace Qt::StringLiterals;

inline ResolvedDistribution numpy()
{
    ResolvedDistribution distribution;
    distribution.name = u"numpy"_s;
    distribution.version = u"2.0.2"_s;
    distribution.hashes = {u"sha256:"_s + QString(64, u'f')};
    distribution.isRequested = true;
    distribution.downloadBytes = 19'526'099;
    return distribution;
}

inline PlanRequest guide(Strategy strategy = Strategy::ExtendImage, Builder builder = Builder::BuildKit)
{
    PlanRequest request;
    request.scripts = {inspectScript(QStringLiteral(DRYDOCK_TEST_DATA "/flows/guide/flow.py")).value()};
    request.base = imageWithContents(strategy == Strategy::ScratchImage ? u"python-3.9"_s : u"prefect-1.4.1-python3.9"_s);
    Situation situation;
    situation.scripts = request.scripts;
    situation.coverage = compare(request.scripts, {imageWithContents(u"prefect-1.4.1-python3.9"_s), imageWithContents(u"python-3.9"_s)});
    request.advice = advise(situation);
    request.choices.strategy = strategy;
    request.resolution.distributions = {numpy()};
    request.engine.name = u"docker"_s;
    request.engine.command = {u"/usr/bin/docker"_s, u"--context"_s, u"here"_s};
    request.engine.platform = u"linux/amd64"_s;
    request.engine.builder = builder;
    return request;
}

inline void writeText(const QString &path, const QByteArray &text)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

inline void compareErrors(const PlanRequest &request, const QString &code)
{
    const Result<BuildPlan> plan = makePlan(request);
    QVERIFY(!plan);
    QCOMPARE(plan.error().code, code);
    QVERIFY(!plan.error().sentence.isEmpty());
}

} // namespace drydock::test
