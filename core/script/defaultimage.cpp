// SPDX-License-Identifier: Apache-2.0
#include "core/script/defaultimage.h"

#include "core/python/requirement.h"

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// The Prefect that registers the flow: the person's own, else the one that the project pins.
QString prefectOf(const FlowScript &script)
{
    if (script.environment && !script.environment->prefect.isEmpty())
        return script.environment->prefect;
    for (const QList<DeclaredRequirement> &lines : {script.locked, script.declared}) {
        for (const DeclaredRequirement &line : lines) {
            const Result<Requirement> requirement = Requirement::parse(line.requirement);
            if (requirement && normalizedName(requirement->name) == u"prefect" && !requirement->specifiers.pinned().isEmpty())
                return requirement->specifiers.pinned();
        }
    }
    return {};
}

QString defaultImageOf(const FlowScript &script)
{
    const QString prefect = prefectOf(script);
    const int major = prefect.section(u'.', 0, 0).toInt();
    if (prefect.isEmpty())
        return {};
    const QString image = u"docker.io/prefecthq/prefect:"_s + prefect;
    if (major < 2)
        return image;
    const QString python = script.environment ? script.environment->python.section(u'.', 0, 1) : QString();
    return python.isEmpty() ? QString() : QString(image + u"-python"_s + python);
}

} // namespace

QString defaultImageOf(const QList<FlowScript> &scripts)
{
    QString image;
    for (const FlowScript &script : scripts) {
        const QString own = defaultImageOf(script);
        if (own.isEmpty() || (!image.isEmpty() && own != image))
            return {};
        image = own;
    }
    return image;
}

} // namespace drydock
