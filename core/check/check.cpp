// SPDX-License-Identifier: Apache-2.0
#include "core/check/check.h"

#include "core/check/checkinput.h"
#include "core/check/checkreport.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QRandomGenerator>
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

Command checkCommand(const Engine &engine, const CheckRequest &request, const QByteArray &input)
{
    QStringList confined = confinement();
    if (request.network) {
        const qsizetype at = confined.indexOf("--network"_L1);
        if (at >= 0)
            confined.remove(at, 2);
    }
    const QString name = u"drydock-check-"_s + QString::number(QRandomGenerator::system()->generate64(), 16);
    QStringList arguments{u"run"_s, u"--rm"_s, u"--interactive"_s, u"--pull"_s, u"never"_s, u"--name"_s, name};
    arguments += confined;
    // Importing and running take more than looking; the last word counts.
    arguments += QStringList{u"--memory"_s, u"4g"_s, u"--pids-limit"_s, u"2048"_s};
    arguments += QStringList{u"--entrypoint"_s, u"sh"_s, request.image, u"-c"_s,
                             u"exec \"$(command -v python || command -v python3)\" -W ignore -c \"$0\""_s, QString::fromLatin1(bootstrap)};
    Command command = engine.call(arguments);
    command.input = input;
    command.timeout = request.timeout + startTime;
    command.cleanup = engine.call({u"rm"_s, u"--force"_s, name}).arguments;
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
    for (const FlowScript &script : scripts) {
        BuildPlan::Script checked;
        checked.path = script.path;
        checked.sha256 = QString::fromLatin1(script.sha256);
        checked.generation = script.generation;
        for (const Flow &flow : script.flows) {
            checked.flows.append(flow.name);
            checked.functions.append(flow.function);
            if (flow.storage)
                checked.storage = flow.storage->kind;
            if (flow.runConfig)
                checked.runConfig = flow.runConfig->kind;
        }
        request.scripts.append(checked);
    }
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
    auto *context = &runner;
    return andThen(findImage(runner, engine, request.image), context, [context, engine, request](const Image &image) {
        return andThen(QtConcurrent::run(checkInput, request, image), context, [context, engine, request, image](const QByteArray &input) {
            return runContainer(*context, engine, request, image, input);
        });
    });
}

QJsonObject toJson(const CheckReport &report)
{
    QJsonArray checks;
    for (const Check &check : report.checks) {
        const QString status = check.status == CheckStatus::Passed ? u"passed"_s : check.status == CheckStatus::Failed ? u"failed"_s : u"skipped"_s;
        checks.append(QJsonObject{{u"id"_s, check.id}, {u"status"_s, status}, {u"seconds"_s, check.seconds}, {u"detail"_s, check.detail}, {u"sentence"_s, check.sentence}});
    }
    return {{u"image"_s, report.image}, {u"passed"_s, report.passed()}, {u"checks"_s, checks}};
}

} // namespace drydock
