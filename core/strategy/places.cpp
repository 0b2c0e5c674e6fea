// SPDX-License-Identifier: Apache-2.0
#include "core/strategy/advice.h"

#include <QPair>

using namespace Qt::StringLiterals;

namespace drydock {

const QStringList &placesToRun()
{
    static const QStringList places{u"docker"_s, u"kubernetes"_s, u"ecs"_s, u"vertex"_s, u"cloud-run"_s, u"aci"_s, u"process"_s, u"managed"_s};
    return places;
}

QString runsOnOf(const FlowScript &script)
{
    for (const Flow &flow : script.flows) {
        const QString kind = flow.runConfig ? flow.runConfig->kind : QString();
        if (kind == u"KubernetesRun")
            return u"kubernetes"_s;
        if (kind == u"ECSRun")
            return u"ecs"_s;
        if (kind == u"VertexRun")
            return u"vertex"_s;
        if (kind == u"LocalRun")
            return u"process"_s;
        if (kind == u"DockerRun")
            return u"docker"_s;
    }
    // Work pools have names of their own; many say what they are.
    static const QList<QPair<QString, QString>> hints{{u"k8s"_s, u"kubernetes"_s}, {u"kubernetes"_s, u"kubernetes"_s}, {u"eks"_s, u"kubernetes"_s},
                                                      {u"gke"_s, u"kubernetes"_s}, {u"aks"_s, u"kubernetes"_s}, {u"ecs"_s, u"ecs"_s},
                                                      {u"fargate"_s, u"ecs"_s}, {u"vertex"_s, u"vertex"_s}, {u"cloud-run"_s, u"cloud-run"_s},
                                                      {u"cloudrun"_s, u"cloud-run"_s}, {u"aci"_s, u"aci"_s}, {u"container-instance"_s, u"aci"_s},
                                                      {u"managed"_s, u"managed"_s}, {u"process"_s, u"process"_s}};
    // Infrastructure blocks of Prefect 2 say it by their class.
    static const QList<QPair<QString, QString>> blocks{{u"KubernetesJob"_s, u"kubernetes"_s}, {u"ECSTask"_s, u"ecs"_s}, {u"VertexAICustomTrainingJob"_s, u"vertex"_s},
                                                       {u"CloudRunJob"_s, u"cloud-run"_s}, {u"AzureContainerInstanceJob"_s, u"aci"_s},
                                                       {u"Process"_s, u"process"_s}, {u"DockerContainer"_s, u"docker"_s}};
    for (const Deployment &deployment : script.deployments) {
        for (const auto &[block, place] : blocks) {
            if (deployment.infrastructure == block)
                return place;
        }
        const QString pool = deployment.workPool.value.toString().toLower();
        for (const auto &[hint, place] : hints) {
            if (pool.contains(hint))
                return place;
        }
        if (deployment.source == u"serve")
            return u"process"_s;
    }
    return u"docker"_s;
}

} // namespace drydock
