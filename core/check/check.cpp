// SPDX-License-Identifier: Apache-2.0
#include "core/check/check.h"

#include "core/check/checkinput.h"
#include "core/check/checkreport.h"

#include <QCoreApplication>
#include <QtConcurrent>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace drydock {

namespace {

/// How much longer than the checks the container may take to start and end.
constexpr auto startTime = 60s;
/// How much of an engine's own words an Error keeps.
constexpr qsizetype tailLength = 4000;

/// Unpacks standard input to a folder that vanishes with the container and goes on with the program in it.
constexpr char bootstrap[] = "import os,sys,tarfile\n"
                             "os.makedirs('/tmp/drydock')\n"
                             "tarfile.open(fileobj=sys.stdin.buffer,mode='r|').extractall('/tmp/drydock')\n"
                             "sys.stdin.close()\n"
                             "os.execv(sys.executable,[sys.executable,'/tmp/drydock/check.py'])\n";

QString tr(const char *text)
{
    return QCoreApplication::translate("Check", text);
}

/// The place of an option's value, which every confined run gives.
qsizetype valueOf(const QString &option, const QStringList &arguments)
{
    return arguments.indexOf(option) + 1;
}

Command checkCommand(const Engine &engine, const CheckRequest &request, const QByteArray &input)
{
    const QStringList program{u"-c"_s, u"exec \"$(command -v python || command -v python3)\" -W ignore -c \"$0\""_s, QString::fromLatin1(bootstrap)};
    Command command = confinedRun(engine, request.image, u"sh"_s, program, {u"--pull"_s, u"never"_s});
    // Importing and running take more than looking.
    QStringList &arguments = command.arguments;
    arguments[valueOf(u"--tmpfs"_s, arguments)] = u"/tmp:rw,exec,nosuid,nodev,mode=1777,size=1g"_s;
    arguments[valueOf(u"--memory"_s, arguments)] = u"4g"_s;
    arguments[valueOf(u"--memory-swap"_s, arguments)] = u"4g"_s;
    arguments[valueOf(u"--pids-limit"_s, arguments)] = u"2048"_s;
    if (request.network)
        arguments.remove(valueOf(u"--network"_s, arguments) - 1, 2);
    command.input = input;
    command.timeout = request.timeout + startTime;
    return command;
}

Result<CheckReport> report(const CheckRequest &request, const Image &image, const CommandOutput &output)
{
    CheckReport report;
    report.image = request.image;
    if (!request.platform.isEmpty())
        report.checks.append(platformCheck(request, image));
    bool isComplete = false;
    report.checks += readChecks(output.standardOutput, request, &isComplete);
    report.log = QString::fromUtf8(output.standardError);
    if (isComplete)
        return report;
    // What `sh` and the engine say when there is nothing to start.
    if (output.exitStatus == 126 || output.exitStatus == 127) {
        report.checks.append(pythonMissingCheck());
        return report;
    }
    return failure(u"check-broke-off"_s, tr("The checks broke off before their end. The details say what the engine and the image said."),
                   report.log.right(tailLength).trimmed());
}

Future<CheckReport> runContainer(CommandRunner &runner, const Engine &engine, const CheckRequest &request, const Image &image, const QByteArray &input)
{
    return andThen(runner.run(checkCommand(engine, request, input)), &runner,
                   [request, image](const CommandOutput &output) { return report(request, image, output); });
}

} // namespace

bool CheckReport::passed() const
{
    return count(CheckStatus::Passed) > 0 && count(CheckStatus::Failed) == 0;
}

int CheckReport::count(CheckStatus status) const
{
    return int(std::count_if(checks.cbegin(), checks.cend(), [status](const Check &check) { return check.status == status; }));
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

Future<CheckReport> runChecks(CommandRunner &runner, const Engine &engine, const CheckRequest &request)
{
    if (!engine.isReady()) {
        return readyFuture<CheckReport>(failure(u"engine-not-ready"_s,
                                                engine.detail.isEmpty() ? tr("No container engine is ready. Start Docker or Podman, then check again.") : engine.detail));
    }
    const auto hasFlow = [&request](const BuildPlan::Script &script) {
        return std::any_of(script.flows.begin(), script.flows.end(), [&request](const PlannedFlow &flow) { return request.flow == flow.name || request.flow == flow.function; });
    };
    if (!request.flow.isEmpty() && std::none_of(request.scripts.cbegin(), request.scripts.cend(), hasFlow))
        return readyFuture<CheckReport>(failure(u"flow-not-found"_s, tr("There is no flow “%1” in the script. Check its name.").arg(request.flow)));
    auto *context = &runner;
    return andThen(findImage(runner, engine, request.image), context, [context, engine, request](const Image &image) {
        return andThen(QtConcurrent::run(checkInput, request, image), context, [context, engine, request, image](const QByteArray &input) {
            return runContainer(*context, engine, request, image, input);
        });
    });
}

} // namespace drydock
