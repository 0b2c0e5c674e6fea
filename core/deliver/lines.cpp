// SPDX-License-Identifier: Apache-2.0
#include "core/deliver/lines.h"

#include "core/deliver/targets.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Lines)
};

LinesTarget targetOf(PlannedFlow flow, const QString &path)
{
    const QFileInfo file(path);
    if (flow.name.isEmpty())
        flow.name = file.completeBaseName();
    if (!isPythonName(flow.function))
        flow.function = u"flow"_s;
    return {flow, file.fileName()};
}

} // namespace

QString mustBePushed(const LinesContext &context)
{
    if (!context.isLocalOnly)
        return {};
    if (context.runsOn == u"kubernetes")
        return pythonComment(
            Text::tr("%1 is only on this computer. Push it to a registry that the cluster reaches and name it so here, "
                     "or load it into a cluster of this computer (“kind load docker-image”, “minikube image load”).")
                .arg(context.image));
    const bool isService = context.runsOn == u"ecs" || context.runsOn == u"vertex" || context.runsOn == u"cloud-run"
        || context.runsOn == u"aci";
    return isService ? pythonComment(
               Text::tr(
                   "%1 is only on this computer. Push it to a registry that the service reaches, and name it so here.")
                   .arg(context.image))
                     : QString();
}

SourceArguments pythonStrings(const QMap<QString, QString> &texts)
{
    SourceArguments literals;
    for (auto text = texts.cbegin(); text != texts.cend(); ++text)
        literals.insert(text.key(), pythonString(text.value()));
    return literals;
}

QString dictionary(SourceArguments entries, const SourceArguments &added)
{
    QStringList parts;
    if (const QString unpacked = entries.take(u"**"_s); !unpacked.isEmpty())
        parts.append(isPythonName(unpacked) ? QString(u"**"_s + unpacked) : QString(u"**("_s + unpacked + u')'));
    for (auto entry = entries.cbegin(); entry != entries.cend(); ++entry) {
        if (!added.contains(entry.key()))
            parts.append(QString(pythonString(entry.key()) + u": "_s + entry.value()));
    }
    for (auto entry = added.cbegin(); entry != added.cend(); ++entry)
        parts.append(QString(pythonString(entry.key()) + u": "_s + entry.value()));
    return u'{' + parts.join(u", "_s) + u'}';
}

QString linesToPaste(const BuildPlan &plan, bool pushed)
{
    const bool builds = buildsImage(plan.strategy);
    // What was built here is on this machine alone until it is pushed.
    LinesContext context{plan, builds ? plan.tag : plan.base, plan.runsOn.isEmpty() ? u"docker"_s : plan.runsOn,
                         !pushed && (builds || plan.baseIsLocal)};
    if (builds && context.runsOn == u"process")
        context.runsOn = u"docker"_s; // A process uses no image: the lines are for the day it runs in a container.

    int generation = 0;
    QList<LinesTarget> targets;
    for (const BuildPlan::Script &script : plan.scripts) {
        generation = std::max(generation, script.generation);
        for (const PlannedFlow &flow : script.flows)
            targets.append(targetOf(flow, script.path));
        if (script.flows.isEmpty())
            targets.append(targetOf({}, script.path));
    }
    if (targets.isEmpty())
        targets.append(targetOf({}, u"flow.py"_s));
    return generation == 1 ? runConfigurations(context, targets)
                           : deployments(context, targets, generation == 0 ? 3 : generation);
}

} // namespace drydock
