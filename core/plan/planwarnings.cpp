// SPDX-License-Identifier: Apache-2.0
#include "core/plan/planwarnings.h"

#include "core/image/platform.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Plan)
};

/// What an image that is used as it is lacks; the advice may have judged another one.
QStringList lackingIn(const Image &image, const QList<FlowScript> &scripts)
{
    if (!image.contents || image.contents->error)
        return {
            Text::tr("What %1 holds is not known, so nothing says that it covers the imports.").arg(image.reference)};
    const Coverage coverage = compare(scripts, {image});
    const ImageCoverage &covered = coverage.images.first();
    if (covered.coversKnown)
        return {};
    QStringList lacking;
    for (qsizetype i = 0; i < coverage.needs.size(); ++i) {
        const Need &need = coverage.needs.at(i);
        const bool isRequired = need.necessity == Necessity::Required || need.necessity == Necessity::Implied;
        if (isRequired && covered.cells.at(i).status != CellStatus::Provided && !lacking.contains(need.module))
            lacking.append(need.module);
    }
    if (lacking.isEmpty()) {
        QStringList blocking;
        for (const ImageWarning &warning : covered.warnings)
            if (warning.blocks)
                blocking.append(warning.message);
        return blocking;
    }
    return {Text::tr("%1 does not cover %2: the flow will fail in it.")
                .arg(image.reference, lacking.mid(0, 5).join(u", "_s) + (lacking.size() > 5 ? u", …"_s : QString()))};
}

/// A Prefect that does not understand the flow.
QStringList strangePrefectIn(const PlanRequest &request)
{
    const QString prefect = request.base.prefect();
    if (prefect.isEmpty() || request.choices.strategy == Strategy::ScratchImage)
        return {};
    for (const FlowScript &script : request.scripts) {
        const int generation = generationIn(script, request.base);
        // 1.x was preceded by 0.x.
        if (generation != 0 && std::max(1, prefect.section(u'.', 0, 0).toInt()) != generation)
            return {Text::tr("%1 holds Prefect %2, but the flow is written for Prefect %3.")
                        .arg(request.base.reference, prefect)
                        .arg(generation)};
    }
    return {};
}

/// What a platform costs that is neither the base's nor this machine's.
QStringList strangePlatformIn(const PlanRequest &request)
{
    QStringList strange;
    if (!buildsImage(request.choices.strategy))
        return strange;
    const QString &platform = request.choices.platform;
    if (isEmulated(platform, request.base.platform))
        strange.append(Text::tr("%1 is here for %2: its registry has to have it for %3.").arg(request.base.reference, request.base.platform, platform));
    if (isEmulated(platform, request.engine.platform))
        strange.append(Text::tr("This machine runs %1 and emulates %2: building takes several times as long.").arg(request.engine.platform, platform));
    return strange;
}

/// What the advisor's table says of just this base and of what was resolved for it. The advice may have judged another one, before
/// the package index was asked.
StrategyAdvice judged(const PlanRequest &request)
{
    if (!request.base.contents || request.base.contents->error)
        return request.advice.of(request.choices.strategy);
    Situation situation;
    situation.scripts = request.scripts;
    situation.coverage = compare(request.scripts, {request.base});
    situation.runsOn = request.choices.runsOn;
    situation.platform = request.choices.platform;
    situation.base = request.base.reference;
    if (!request.resolution.distributions.isEmpty())
        situation.resolution = request.resolution;
    return advise(situation).of(request.choices.strategy);
}

} // namespace

QStringList warningsOf(const PlanRequest &request)
{
    const StrategyAdvice advice = judged(request);
    QStringList warnings = strangePrefectIn(request) + strangePlatformIn(request);
    if (request.choices.strategy == Strategy::DefaultImage)
        warnings += lackingIn(request.base, request.scripts);
    else if (!advice.applicable)
        warnings += advice.reasons;
    warnings += advice.warnings;
    warnings.removeDuplicates();
    return warnings;
}

} // namespace drydock
