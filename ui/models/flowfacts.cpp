// SPDX-License-Identifier: Apache-2.0
#include "ui/models/flowfacts.h"

#include "core/words.h"

#include <QCoreApplication>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(FlowFacts)
};

/// Distinct words in their order: "GitHub, S3".
QString joined(QStringList words)
{
    words.removeAll(QString());
    words.removeDuplicates();
    return words.join(u", "_s);
}

QString valueText(const SourceValue &value)
{
    const QString text = value.value.toString();
    return text.isEmpty() ? value.expression : text;
}

QString countedTasks(const QString &flows, qsizetype tasks)
{
    return tasks == 0 ? flows
        : tasks == 1  ? Text::tr("%1, 1 task").arg(flows)
                      : Text::tr("%1, %2 tasks").arg(flows).arg(tasks);
}

QString placed(const QString &what, int line)
{
    return line > 0 ? Text::tr("%1, line %2").arg(what).arg(line) : what;
}

FlowFact flowsOf(const FlowScript &script)
{
    FlowFact fact{FlowFact::Flows, Icon::Workflow, {}, {}, {}, {}};
    const QString flows = script.flows.isEmpty() ? Text::tr("no flow")
        : script.flows.size() == 1               ? script.flows.first().name
                                                 : Text::tr("%1 flows").arg(script.flows.size());
    fact.text = countedTasks(flows, script.tasks.size());
    for (const Flow &flow : script.flows)
        fact.places.append({flow.line, placed(flow.name, flow.line)});
    return fact;
}

FlowFact prefectOf(const FlowScript &script)
{
    FlowFact fact{FlowFact::Prefect, Icon::Box, {}, {}, {}, {}};
    if (script.generation == 0)
        return fact;
    fact.text = script.generationAssumed ? Text::tr("Prefect %1, assumed").arg(script.generation)
                                         : Text::tr("Prefect %1").arg(script.generation);
    if (script.generationAssumed)
        fact.tip = Text::tr("Nothing in the script tells Prefect 2 and Prefect 3 apart.");
    for (const LineOfText &evidence : script.generationEvidence)
        fact.places.append({evidence.line, placed(evidence.text, evidence.line)});
    return fact;
}

FlowFact storageOf(const FlowScript &script)
{
    FlowFact fact{FlowFact::Storage, Icon::GitBranch, {}, {}, {}, {}};
    QStringList kinds;
    for (const Flow &flow : script.flows) {
        if (!flow.storage)
            continue;
        kinds.append(flow.storage->kind);
        fact.places.append(
            {flow.storage->line, placed(Text::tr("%1 for %2").arg(flow.storage->kind, flow.name), flow.storage->line)});
    }
    if (!kinds.isEmpty())
        fact.text = Text::tr("%1 storage").arg(joined(kinds));
    return fact;
}

FlowFact runFact(const FlowScript &script)
{
    FlowFact fact{FlowFact::RunsOn, Icon::Server, {}, {}, {}, {}};
    QStringList kinds;
    for (const Flow &flow : script.flows) {
        if (!flow.runConfig)
            continue;
        QString kind = flow.runConfig->kind;
        fact.places.append(
            {flow.runConfig->line, placed(Text::tr("%1 for %2").arg(kind, flow.name), flow.runConfig->line)});
        if (kind.endsWith(u"Run"))
            kind.chop(3);
        kinds.append(kind);
    }
    if (!kinds.isEmpty()) {
        fact.text = Text::tr("%1 run").arg(joined(kinds));
        return fact;
    }
    for (const Deployment &deployment : script.deployments) {
        const QString pool = valueText(deployment.workPool);
        if (pool.isEmpty() && deployment.infrastructure.isEmpty())
            continue;
        const QString where = pool.isEmpty() ? deployment.infrastructure : pool;
        kinds.append(where);
        const bool isHere = deployment.file.isEmpty() || deployment.file == script.path;
        fact.places.append({isHere ? deployment.line : 0,
                            isHere ? placed(where, deployment.line)
                                   : Text::tr("%1, in %2").arg(where, QFileInfo(deployment.file).fileName())});
    }
    if (!kinds.isEmpty())
        fact.text = script.deployments.first().infrastructure.isEmpty() ? Text::tr("work pool %1").arg(joined(kinds))
                                                                        : joined(kinds);
    return fact;
}

FlowFact imageOf(const FlowScript &script)
{
    FlowFact fact{FlowFact::Image, Icon::Layers, {}, {}, {}, {}};
    QStringList images;
    const auto add = [&](const QString &image, const QString &file, int line) {
        if (image.isEmpty())
            return;
        images.append(image);
        const bool isHere = file.isEmpty() || file == script.path;
        fact.places.append(
            {isHere ? line : 0,
             isHere ? placed(image, line) : Text::tr("%1, in %2").arg(image, QFileInfo(file).fileName())});
    };
    for (const Flow &flow : script.flows) {
        if (flow.storage && flow.storage->kind == u"Docker") {
            const auto argument = [&](const QString &name) { return valueText(flow.storage->arguments.value(name)); };
            const QString name = argument(u"image_name"_s);
            const QString registry = argument(u"registry_url"_s);
            const QString tag = argument(u"image_tag"_s);
            add(name.isEmpty() ? QString()
                               : QString((registry.isEmpty() ? name : QString(registry % u'/' % name))
                                         % (tag.isEmpty() ? QString() : QString(u':' % tag))),
                {}, flow.storage->line);
        }
        if (flow.runConfig && flow.runConfig->image) {
            const SourcePlace &from = flow.runConfig->imageFrom;
            add(valueText(*flow.runConfig->image), from.file, from.file.isEmpty() ? flow.runConfig->line : from.line);
        }
    }
    for (const Deployment &deployment : script.deployments)
        if (deployment.image)
            add(valueText(*deployment.image), deployment.file, deployment.line);
    fact.text = joined(images);
    fact.brief = images.size() == 1 ? shortReference(images.first()) : QString();
    if (fact.text.isEmpty() && !script.flows.isEmpty() && script.generation > 0) {
        fact.text = Text::tr("default image");
        fact.tip = Text::tr("The script names no image, so Prefect takes its own.");
    }
    return fact;
}

} // namespace

QList<FlowFact> flowFacts(const FlowScript &script)
{
    QList<FlowFact> facts{flowsOf(script), prefectOf(script), storageOf(script), runFact(script), imageOf(script)};
    facts.removeIf([](const FlowFact &fact) { return fact.text.isEmpty(); });
    for (FlowFact &fact : facts) {
        QStringList lines;
        if (!fact.tip.isEmpty())
            lines.append(fact.tip);
        for (const LineOfText &place : std::as_const(fact.places))
            lines.append(place.text);
        fact.tip = lines.mid(0, 12).join(u'\n');
    }
    return facts;
}

QList<FlowFact> flowFacts(const Snapshot &snapshot)
{
    if (snapshot.scripts.isEmpty())
        return {};
    if (snapshot.scripts.size() == 1)
        return flowFacts(snapshot.scripts.first());
    qsizetype flows = 0;
    QMap<int, int> generations;
    QStringList storages;
    QStringList runs;
    for (const FlowScript &script : snapshot.scripts) {
        flows += script.flows.size();
        if (script.generation > 0)
            ++generations[script.generation];
        storages.append(storageOf(script).text);
        runs.append(runFact(script).text);
    }
    QList<FlowFact> facts;
    facts.append({FlowFact::Flows,
                  Icon::Workflow,
                  Text::tr("%1 flows in %2 scripts").arg(flows).arg(snapshot.scripts.size()),
                  {},
                  {},
                  {}});
    QStringList names;
    QStringList counts;
    for (auto each = generations.begin(); each != generations.end(); ++each) {
        names.append(QString::number(each.key()));
        counts.append(*each == 1 ? Text::tr("Prefect %1: 1 script").arg(each.key())
                                 : Text::tr("Prefect %1: %2 scripts").arg(each.key()).arg(*each));
    }
    if (!names.isEmpty())
        facts.append({FlowFact::Prefect,
                      Icon::Box,
                      Text::tr("Prefect %1").arg(names.join(u", "_s)),
                      counts.join(u'\n'),
                      {},
                      {}});
    if (const QString all = joined(storages); !all.isEmpty())
        facts.append({FlowFact::Storage, Icon::GitBranch, all, {}, {}, {}});
    if (const QString all = joined(runs); !all.isEmpty())
        facts.append({FlowFact::RunsOn, Icon::Server, all, {}, {}, {}});
    return facts;
}

} // namespace drydock
