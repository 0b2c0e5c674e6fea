// SPDX-License-Identifier: Apache-2.0
#include "core/deliver/targets.h"

#include "core/python/requirement.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QSet>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Lines)
};

const QString margin = u"    "_s;

/// What deploy() has and serve() has not, or the other way round.
constexpr QLatin1StringView ofServe[]{"limit"_L1, "global_limit"_L1, "pause_on_shutdown"_L1, "webserver"_L1,
                                      "print_starting_message"_L1};
constexpr QLatin1StringView setHere[]{"build"_L1, "push"_L1};

QString poolName(const QString &runsOn)
{
    return pythonString(u"my-%1-pool"_s.arg(runsOn));
}

/// The script's job variables, with those that the image and its additions need.
QString jobVariables(const LinesContext &context, SourceArguments own)
{
    own.remove(u"image"_s);
    SourceArguments added;
    if (context.runsOn == u"managed") {
        const QStringList packages =
            context.plan.environment.value(u"EXTRA_PIP_PACKAGES"_s).split(u' ', Qt::SkipEmptyParts);
        if (!packages.isEmpty())
            added.insert(u"pip_packages"_s, pythonList(packages));
    } else {
        if (!context.plan.environment.isEmpty()) {
            const QString environment = own.take(u"env"_s);
            const SourceArguments unpacked =
                environment.isEmpty() ? SourceArguments() : SourceArguments{{u"**"_s, environment}};
            added.insert(u"env"_s, dictionary(unpacked, pythonStrings(context.plan.environment)));
        }
        if (context.isLocalOnly && (context.runsOn == u"docker" || context.runsOn == u"kubernetes"))
            added.insert(u"image_pull_policy"_s, pythonString(u"IfNotPresent"_s));
    }
    return own.isEmpty() && added.isEmpty() ? QString() : dictionary(own, added);
}

QString orElse(const QString &text, const QString &otherwise)
{
    return text.isEmpty() ? otherwise : text;
}

/// flow.deploy(…) in a work pool.
QString deployLines(const LinesContext &context, const LinesTarget &target, const PlannedDeployment &deployment)
{
    const bool unpacks = deployment.arguments.contains(u"**"_s); // What is not written apart is likely in there.
    PythonArguments arguments;
    if (!unpacks || !deployment.name.isEmpty())
        arguments.append({u"name"_s, orElse(deployment.name, pythonString(target.flow.name))});
    if (!unpacks || !deployment.workPool.isEmpty())
        arguments.append({u"work_pool_name"_s, orElse(deployment.workPool, poolName(context.runsOn))});
    for (auto argument = deployment.arguments.cbegin(); argument != deployment.arguments.cend(); ++argument) {
        const auto isArgument = [&argument](QLatin1StringView name) { return argument.key() == name; };
        if (std::none_of(std::begin(ofServe), std::end(ofServe), isArgument)
            && std::none_of(std::begin(setHere), std::end(setHere), isArgument))
            arguments.append({argument.key(), argument.value()});
    }
    if (context.runsOn != u"managed") {
        arguments.append({u"image"_s, pythonString(context.image)});
        // What was tested is what runs: Prefect neither builds nor pushes another.
        arguments.append({u"build"_s, u"False"_s});
        arguments.append({u"push"_s, u"False"_s});
    }
    const QString variables = jobVariables(context, deployment.jobVariables);
    if (!variables.isEmpty())
        arguments.append({u"job_variables"_s, variables});

    QString lines;
    if (deployment.line > 0 && deployment.source == u"serve")
        lines +=
            margin
            + pythonComment(
                Text::tr(
                    "serve() in line %1 names no image: start the script in one, or deploy it to a work pool as here.")
                    .arg(deployment.line));
    else if (deployment.line > 0)
        lines += margin + pythonComment(Text::tr("In place of the deployment in line %1.").arg(deployment.line));
    if (context.plan.strategy == Strategy::DockerStorage) {
        lines += margin
            + pythonComment(Text::tr("Run this in the folder of %1: the image holds it as %2.")
                                .arg(target.file, QString(context.plan.flowFolder + u'/' + target.file)));
        return lines + margin + pythonCall(QString(target.flow.function + u".deploy"_s), arguments, 4) + u'\n';
    }
    if (deployment.source == u"from_source" && !deployment.subject.isEmpty()) {
        static const QRegularExpression await(
            u"\\bawait\\s+"_s); // The lines stand outside of functions, where the call waits by itself.
        return lines + margin
            + pythonCall(QString(QString(deployment.subject).remove(await) + u".deploy"_s), arguments, 4) + u'\n';
    }
    lines += margin
        + pythonComment(Text::tr("The image does not hold the flow: source is the repository that does, entrypoint the "
                                 "script's path in there."));
    const PythonArguments source{{u"source"_s, pythonString(u"https://github.com/my_org/my_repo"_s)},
                                 {u"entrypoint"_s, pythonString(QString(target.file + u':' + target.flow.function))}};
    return lines + margin + pythonCall(QString(target.flow.function + u".from_source"_s), source, 4)
        + pythonCall(u".deploy"_s, arguments, 4) + u'\n';
}

/// Deployment.build_from_flow(…) of Prefect 2: an infrastructure block, or the job variables of a work pool.
QString blockLines(const LinesContext &context, const LinesTarget &target, const PlannedDeployment &deployment)
{
    const bool isKubernetes = context.runsOn == u"kubernetes";
    PythonArguments arguments{
        {u"flow"_s,
         orElse(deployment.source == u"build_from_flow" ? deployment.subject : QString(), target.flow.function)},
        {u"name"_s, orElse(deployment.name, pythonString(target.flow.name))}};
    SourceArguments others = deployment.arguments;
    others.remove(u"infrastructure"_s);
    for (auto argument = others.cbegin(); argument != others.cend(); ++argument)
        arguments.append({argument.key(), argument.value()});
    if (!deployment.workPool.isEmpty()) {
        arguments.append({u"work_pool_name"_s, deployment.workPool});
        SourceArguments image{{u"image"_s, pythonString(context.image)}};
        if (context.isLocalOnly)
            image.insert(u"image_pull_policy"_s, pythonString(u"IfNotPresent"_s));
        if (!context.plan.environment.isEmpty())
            image.insert(u"env"_s, dictionary({}, pythonStrings(context.plan.environment)));
        arguments.append({u"infra_overrides"_s, dictionary(deployment.jobVariables, image)});
    } else {
        PythonArguments block{{u"image"_s, pythonString(context.image)}};
        if (context.isLocalOnly)
            block.append(
                {u"image_pull_policy"_s, pythonString(isKubernetes ? u"IfNotPresent"_s : u"IF_NOT_PRESENT"_s)});
        SourceArguments environment;
        if (const QString own = deployment.jobVariables.value(u"env"_s); !own.isEmpty())
            environment.insert(u"**"_s, own);
        if (!context.plan.environment.isEmpty() || !environment.isEmpty())
            block.append({u"env"_s, dictionary(environment, pythonStrings(context.plan.environment))});
        arguments.append(
            {u"infrastructure"_s, pythonCall(isKubernetes ? u"KubernetesJob"_s : u"DockerContainer"_s, block, 8)});
    }
    QString lines;
    if (deployment.line > 0)
        lines += margin + pythonComment(Text::tr("In place of the deployment in line %1.").arg(deployment.line));
    return lines + margin + u"deployment = "_s + pythonCall(u"Deployment.build_from_flow"_s, arguments, 4) + u'\n'
        + margin + u"deployment.apply()\n"_s;
}

/// A deployment of prefect.yaml is not Python: what to write there, in comments.
QString yamlLines(const LinesContext &context, const PlannedDeployment &deployment)
{
    QString lines = pythonComment(Text::tr("In prefect.yaml, line %1, for the deployment %2:")
                                      .arg(deployment.line)
                                      .arg(orElse(deployment.name, u"?"_s)));
    lines += u"#   work_pool:\n#     job_variables:\n"_s;
    if (context.runsOn == u"managed") {
        const QStringList packages =
            context.plan.environment.value(u"EXTRA_PIP_PACKAGES"_s).split(u' ', Qt::SkipEmptyParts);
        return packages.isEmpty() ? QString() : lines + u"#       pip_packages: "_s + pythonList(packages) + u'\n';
    }
    lines += u"#       image: "_s + pythonString(context.image) + u'\n';
    if (context.isLocalOnly && (context.runsOn == u"docker" || context.runsOn == u"kubernetes"))
        lines += u"#       image_pull_policy: IfNotPresent\n"_s;
    if (!context.plan.environment.isEmpty()) {
        lines += u"#       env:\n"_s;
        for (auto variable = context.plan.environment.cbegin(); variable != context.plan.environment.cend(); ++variable)
            lines += u"#         "_s + variable.key() + u": "_s + pythonString(variable.value()) + u'\n';
    }
    return lines
        + pythonComment(Text::tr("Take out its build and push steps: this image is built and tested already."));
}

/// A process has no image.
QString serveLines(const LinesTarget &target, const PlannedDeployment &deployment)
{
    const QString comment =
        pythonComment(Text::tr("A process needs no image: this runs the flow with the Python that runs this script."));
    PythonArguments arguments{{u"name"_s, orElse(deployment.name, pythonString(target.flow.name))}};
    if (deployment.source == u"serve") {
        for (auto argument = deployment.arguments.cbegin(); argument != deployment.arguments.cend(); ++argument)
            arguments.append({argument.key(), argument.value()});
    }
    return margin + comment + margin + pythonCall(QString(target.flow.function + u".serve"_s), arguments, 4) + u'\n';
}

/// Lines that have to stand elsewhere, in comments.
QString commentedOut(const QString &lines)
{
    QString comments;
    for (const QStringView line : QStringView(lines).split(u'\n', Qt::SkipEmptyParts)) {
        const QStringView text = line.startsWith(margin) ? line.sliced(margin.size()) : line;
        comments += (text.startsWith(u'#') ? QString() : u"#     "_s) + text + u'\n';
    }
    return comments;
}

} // namespace

QString deployments(const LinesContext &context, const QList<LinesTarget> &targets, int generation)
{
    // flow.deploy came with 2.14, and Deployment went with 3.0.
    const bool hasDeploy = generation == 3 || context.plan.prefectVersion.isEmpty()
        || !(Version(context.plan.prefectVersion) < Version(u"2.14"_s));
    const bool isServed = context.runsOn == u"process";
    QString comments = mustBePushed(context);
    QStringList blocks;
    bool hasBlocks = false;
    QSet<int> linesElsewhere; ///< Of deployments that are made anew in a loop or function.
    for (const LinesTarget &target : targets) {
        const QList<PlannedDeployment> planned =
            target.flow.deployments.isEmpty() ? QList<PlannedDeployment>{{}} : target.flow.deployments;
        for (const PlannedDeployment &deployment : planned) {
            if (deployment.source == u"prefect.yaml") {
                comments += yamlLines(context, deployment);
                continue;
            }
            const bool isElsewhere = !deployment.namesAround.isEmpty();
            LinesTarget named = target;
            if (isElsewhere && isPythonName(deployment.subject))
                named.flow.function = deployment.subject; // the loop's name for it
            const bool isBlock =
                !isServed && generation == 2 && (!hasDeploy || deployment.source == u"build_from_flow");
            const QString lines = isServed ? serveLines(named, deployment)
                : isBlock                  ? blockLines(context, named, deployment)
                                           : deployLines(context, named, deployment);
            hasBlocks = hasBlocks || isBlock;
            if (!isElsewhere) {
                blocks.append(lines);
            } else if (!linesElsewhere.contains(deployment.line)) { // one call for all flows of its loop
                linesElsewhere.insert(deployment.line);
                comments +=
                    pythonComment(Text::tr("The deployment in line %1 uses names that exist only where it stands "
                                           "(%2): write these lines in its place, not here.")
                                      .arg(QString::number(deployment.line), deployment.namesAround.join(u", "_s)))
                    + commentedOut(lines);
            }
        }
    }
    QString lines = comments;
    if (hasBlocks)
        lines += u"from prefect.deployments import Deployment\nfrom prefect.infrastructure import %1\n\n"_s.arg(
            context.runsOn == u"kubernetes" ? u"KubernetesJob"_s : u"DockerContainer"_s);
    if (!blocks.isEmpty())
        lines += u"if __name__ == \"__main__\":\n"_s + blocks.join(u'\n');
    return lines;
}

} // namespace drydock
