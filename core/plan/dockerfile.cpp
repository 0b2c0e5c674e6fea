// SPDX-License-Identifier: Apache-2.0
#include "core/plan/dockerfile.h"

#include "core/plan/quoting.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// An instruction that installs, with the caches, the trust and the index that the build may bring along.
QString installing(const DockerfileParts &parts, const QStringList &arguments)
{
    const QString line = u" \\\n    "_s;
    QString run = u"RUN "_s;
    if (parts.hasMounts) {
        run += u"--mount=type=cache,target=/var/cache/drydock"_s + line + u"--mount=type=secret,id=certificates,target=/run/secrets/certificates"_s
            + line + u"--mount=type=secret,id=index,target=/run/secrets/index"_s + line;
    }
    return run + u"sh /opt/drydock/install.sh "_s + shellWord(parts.python) + u' ' + arguments.join(u' ');
}

} // namespace

QStringList dockerfileInstructions(const DockerfileParts &parts)
{
    QStringList instructions{QString(u"FROM " + parts.base)};
    for (const QString &argument : parts.arguments)
        instructions.append(QString(u"ARG " + argument));
    const bool becomesRoot = !parts.user.isEmpty() && !(parts.layers.isEmpty() && parts.projects.isEmpty());
    if (becomesRoot)
        instructions.append(u"USER root"_s);
    // COPY, not a bind mount: some builders do not notice that a file behind a bind mount changed.
    const auto installs = [](const DockerfileLayer &layer) { return !layer.requirements.isEmpty(); };
    if (!parts.projects.isEmpty() || std::any_of(parts.layers.cbegin(), parts.layers.cend(), installs))
        instructions.append(parts.bringsUv ? u"COPY install.sh uv.txt /opt/drydock/"_s : u"COPY install.sh /opt/drydock/"_s);
    for (const DockerfileLayer &layer : parts.layers) {
        if (!layer.systemPackages.isEmpty()) {
            instructions.append(QString(u"RUN apt-get update \\\n    && apt-get install --yes --no-install-recommends "_s + layer.systemPackages.join(u' ')
                                        + u" \\\n    && rm -rf /var/lib/apt/lists/* /var/cache/apt/*"_s));
        }
        if (installs(layer)) {
            const QString target = u"/opt/drydock/"_s + layer.requirements;
            if (layer.archives.isEmpty())
                instructions.append(u"COPY %1 %2"_s.arg(layer.requirements, target));
            else
                instructions.append(u"COPY %1 %2 /opt/drydock/"_s.arg(layer.requirements, layer.archives.join(u' ')));
            QStringList arguments{u"--requirement"_s, target};
            if (layer.hasHashes)
                arguments.append(u"--require-hashes"_s);
            instructions.append(installing(parts, arguments));
        }
    }
    for (const QString &project : parts.projects) {
        const QString target = u"/opt/drydock/src/"_s + project;
        instructions.append(u"COPY local/%1/ %2/"_s.arg(project, target));
        instructions.append(installing(parts, QStringList{target}));
    }
    if (parts.hasModules) {
        const QString folder = QString::fromUtf16(moduleFolder);
        instructions.append(u"COPY local/lib/ %1/"_s.arg(folder));
        const QString path = parts.pythonPath.isEmpty() ? folder : QString(folder + u':' + parts.pythonPath);
        instructions.append(QString(u"ENV PYTHONPATH="_s + dockerfileQuoted(path)));
    }
    if (becomesRoot)
        instructions.append(QString(u"USER "_s + parts.user));
    if (!parts.flowFiles.isEmpty())
        instructions.append(u"COPY flow/ %1/"_s.arg(parts.flowFolder));
    if (parts.worksInFlowFolder)
        instructions.append(QString(u"WORKDIR "_s + parts.flowFolder));
    if (!parts.labels.isEmpty()) {
        // Last, so that another label never makes anything be installed again.
        QStringList labels;
        for (auto label = parts.labels.cbegin(); label != parts.labels.cend(); ++label)
            labels.append(QString(label.key() + u'=' + dockerfileQuoted(label.value())));
        instructions.append(QString(u"LABEL "_s + labels.join(u" \\\n      "_s)));
    }
    return instructions;
}

} // namespace drydock
