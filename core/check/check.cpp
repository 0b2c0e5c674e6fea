// SPDX-License-Identifier: Apache-2.0
#include "core/check/check.h"

#include "core/check/checkcontainer.h"
#include "core/check/checkinput.h"
#include "core/check/checkreport.h"
#include "core/image/platform.h"

#include <QCoreApplication>
#include <QtConcurrent>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// How much of an engine's own words an Error keeps.
constexpr qsizetype tailLength = 4000;

QString tr(const char *text)
{
    return QCoreApplication::translate("Check", text);
}

Result<CheckReport> report(const CheckRequest &request, const Image &image, const QString &native,
                           const QList<FlowScript> &scripts, const CommandOutput &output)
{
    CheckReport report;
    report.image = request.image;
    if (!request.platform.isEmpty() || isEmulated(image.platform, native))
        report.checks.append(platformCheck(request, image, native));
    const CheckAnswers answers = readChecks(output.standardOutput, request, scripts);
    for (Check check : answers.checks) {
        check.proposal = proposalFor(check, scripts, answers.debian);
        report.checks.append(check);
    }
    report.log = QString::fromUtf8(output.standardError);
    if (request.installsAtStart()) {
        // What was said while installing came on both channels.
        report.log.prepend(QString::fromUtf8(output.standardOutput.left(answers.begin)));
        if (!answers.hasBegun()) {
            report.checks += installationFailed(report.log, request);
            return report;
        }
    }
    if (answers.isComplete)
        return report;
    // What `sh` and the engine say when there is nothing to start.
    if (output.exitStatus == 126 || output.exitStatus == 127) {
        report.checks.append(pythonMissingCheck());
        return report;
    }
    return failure(u"check-broke-off"_s,
                   tr("The checks broke off before their end. The details say what the engine and the image said."),
                   report.log.right(tailLength).trimmed());
}

} // namespace

bool CheckReport::passed() const
{
    return count(CheckStatus::Passed) > 0 && count(CheckStatus::Failed) == 0 && !runThatWasSkipped();
}

const Check *CheckReport::runThatWasSkipped() const
{
    const Check *skipped = nullptr;
    for (const Check &check : checks) {
        if (!check.id.startsWith("flow-runs:"_L1))
            continue;
        if (check.status != CheckStatus::Skipped)
            return nullptr;
        skipped = skipped ? skipped : &check;
    }
    return skipped;
}

int CheckReport::count(CheckStatus status) const
{
    return int(
        std::count_if(checks.cbegin(), checks.cend(), [status](const Check &check) { return check.status == status; }));
}

CheckRequest checkRequest(const BuildPlan &plan)
{
    CheckRequest request;
    request.image = plan.tag.isEmpty() ? plan.base : plan.tag;
    request.scripts = plan.scripts;
    request.imports = plan.imports;
    request.localModules = plan.localModules;
    request.pythonVersion = plan.pythonVersion;
    request.prefectVersion = plan.prefectVersion;
    request.platform = plan.platform;
    request.runsOn = plan.runsOn;
    request.flowFolder = plan.flowFolder;
    request.environment = plan.environment;
    if (plan.strategy == Strategy::RuntimeInstall)
        request.runtimeInstalls = plan.requirements;
    return request;
}

CheckRequest checkRequest(const QList<FlowScript> &scripts, const Image &image)
{
    CheckRequest request;
    request.image = image.reference;
    for (const FlowScript &script : scripts)
        request.scripts.append(plannedScript(script, image));
    for (const Need &need : needsOf(scripts)) {
        const bool isRequired = need.necessity == Necessity::Required || need.necessity == Necessity::Implied;
        if (!isRequired || need.shipped || need.module.isEmpty())
            continue;
        if (need.kind != ImportKind::Local) {
            if (need.kind != ImportKind::StandardLibrary && !request.imports.contains(need.module))
                request.imports.append(need.module);
            continue;
        }
        const QString name = need.module.section(u'.', 0, 0);
        const auto isNamed = [&name](const LocalModule &module) { return module.name == name; };
        if (std::any_of(request.localModules.cbegin(), request.localModules.cend(), isNamed))
            continue;
        for (const FlowScript &script : scripts) {
            const auto found = std::find_if(script.localModules.cbegin(), script.localModules.cend(), isNamed);
            if (found != script.localModules.cend()) {
                request.localModules.append(*found);
                break;
            }
        }
    }
    return request;
}

Future<CheckReport> runChecks(CommandRunner &runner, const Engine &engine, const Network &network,
                              const CheckRequest &request)
{
    if (!engine.isReady()) {
        return readyFuture<CheckReport>(failure(
            u"engine-not-ready"_s,
            engine.detail.isEmpty() ? tr("No container engine is ready. Start Docker or Podman, then check again.")
                                    : engine.detail));
    }
    if (request.installsAtStart() && !network.allowed)
        return readyFuture<CheckReport>(failure(
            u"offline"_s,
            tr("What is installed at the start of a run cannot be tried, because the network may not be used.")));
    const auto hasFlow = [&request](const BuildPlan::Script &script) {
        return std::any_of(script.flows.begin(), script.flows.end(), [&request](const PlannedFlow &flow) { return request.flow == flow.name || request.flow == flow.function; });
    };
    if (!request.flow.isEmpty() && std::none_of(request.scripts.cbegin(), request.scripts.cend(), hasFlow))
        return readyFuture<CheckReport>(
            failure(u"flow-not-found"_s, tr("There is no flow “%1” in the script. Check its name.").arg(request.flow)));
    auto *context = &runner;
    return andThen(
        findImage(runner, engine, request.image), context, [context, engine, network, request](const Image &image) {
            return andThen(QtConcurrent::run(checkInput, request, image, network), context,
                           [context, engine, network, request, image](const CheckInput &input) {
                               return andThen(runCheckContainer(*context, engine, network, request, input.tar), context,
                                              [request, image, native = engine.platform, scripts = input.scripts](const CommandOutput &output) {
                                                  return report(request, image, native, scripts, output);
                                              });
                           });
        });
}

} // namespace drydock
