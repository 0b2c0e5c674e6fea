// SPDX-License-Identifier: Apache-2.0
#include "core/strategy/costs.h"

#include "core/python/requirement.h"

#include <algorithm>

namespace drydock {

namespace {

// A fast home line, pip's own pace, and how far wheels unpack.
constexpr double bytesPerSecond = 10e6;
constexpr double secondsPerDistribution = 0.4;
constexpr double secondsOfStart = 3;
constexpr double secondsOfExport = 6;
constexpr double unpackedPerDownloaded = 3.5;
// What Prefect itself brings to a Python image.
constexpr qint64 prefectBytes = 45'000'000;
constexpr qsizetype prefectDistributions = 90;

double installing(qint64 bytes, qsizetype distributions)
{
    return double(bytes) / bytesPerSecond + double(distributions) * secondsPerDistribution;
}

double estimated(qint64 bytes, qsizetype distributions)
{
    return secondsOfStart + secondsOfExport + installing(bytes, distributions);
}

double median(QList<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/// How this machine's builds compared with what would have been estimated.
std::optional<double> paceOf(const QList<PastBuild> &builds)
{
    QList<double> ratios;
    for (const PastBuild &build : builds) {
        if (build.bytes >= 0 && build.seconds > 0)
            ratios.append(build.seconds / estimated(build.bytes, build.distributions));
    }
    return ratios.isEmpty() ? std::nullopt : std::optional(std::clamp(median(ratios), 0.1, 10.0));
}

} // namespace

std::optional<double> expectedBuildSeconds(qint64 bytes, qsizetype distributions, const QList<PastBuild> &builds)
{
    const auto pace = paceOf(builds);
    return pace ? std::optional(estimated(bytes, distributions) * *pace) : std::nullopt;
}

Cost costOf(Strategy strategy, const Facts &facts)
{
    Cost cost;
    if (strategy == Strategy::DefaultImage) {
        cost.downloadBytes = 0;
        cost.installedBytes = 0;
        cost.buildSeconds = 0;
        cost.measured = facts.covering != nullptr;
        return cost;
    }
    const QList<PastBuild> &builds = facts.situation->pastBuilds;
    const double pace = paceOf(builds).value_or(1);
    const bool isScratch = strategy == Strategy::ScratchImage;
    if (facts.bytes >= 0 || !facts.isMissing()) {
        const qint64 bytes = std::max<qint64>(facts.bytes, 0) + (isScratch ? prefectBytes : 0);
        const qsizetype count = std::max<qsizetype>(facts.distributions, 0) + (isScratch ? prefectDistributions : 0);
        cost.downloadBytes = bytes;
        cost.installedBytes = qint64(double(bytes) * unpackedPerDownloaded);
        if (strategy == Strategy::RuntimeInstall) {
            cost.secondsPerRun = (secondsOfStart + installing(bytes, count)) * pace;
        } else {
            cost.buildSeconds = estimated(bytes, count) * pace;
        }
        cost.fromBuilds = int(builds.size());
    } else if (strategy == Strategy::RuntimeInstall) {
        cost.secondsPerRun = -1;
    }
    if (strategy == Strategy::RuntimeInstall) {
        cost.buildSeconds = 0;
        return cost;
    }
    // The very same was built before: that is how long it takes.
    const auto same = std::find_if(builds.begin(), builds.end(), [&](const PastBuild &build) {
        return build.isOfThisScript && build.strategy == strategy && build.distributions == facts.distributions && build.bytes == facts.bytes;
    });
    if (same != builds.end()) {
        cost.buildSeconds = same->seconds;
        cost.measured = true;
        cost.fromBuilds = 1;
    }
    return cost;
}

} // namespace drydock
