// SPDX-License-Identifier: Apache-2.0
#include "core/plan/dockerfile.h"

#include "core/plan/quoting.h"

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// An instruction that installs, with the trust and the index that the build may bring along as secrets. Nothing of them stays.
QString installing(const DockerfileParts &parts, const QStringList &command)
{
    const QString line = u" \\\n    "_s;
    QString run = u"RUN "_s;
    QStringList words;
    if (parts.hasMounts) {
        run += u"--mount=type=cache,target=/var/cache/drydock"_s + line + u"--mount=type=secret,id=certificates,target=/run/secrets/certificates"_s
            + line + u"--mount=type=secret,id=index,target=/run/secrets/index"_s + line
            + u"if [ -s /run/secrets/certificates ]; then export PIP_CERT=/run/secrets/certificates SSL_CERT_FILE=/run/secrets/certificates; fi;"_s + line
            + u"if [ -s /run/secrets/index ]; then PIP_INDEX_URL=$(cat /run/secrets/index); export PIP_INDEX_URL UV_DEFAULT_INDEX=$PIP_INDEX_URL; fi;"_s + line;
        words = parts.hasUv ? QStringList{u"UV_CACHE_DIR=/var/cache/drydock/uv"_s, u"UV_LINK_MODE=copy"_s} : QStringList{u"PIP_CACHE_DIR=/var/cache/drydock/pip"_s};
    } else {
        words = QStringList{parts.hasUv ? u"UV_NO_CACHE=1"_s : u"PIP_NO_CACHE_DIR=1"_s};
    }
    if (parts.hasUv) {
        words += QStringList{u"uv"_s, u"pip"_s, u"install"_s, u"--python"_s, shellWord(parts.python), u"--break-system-packages"_s, u"--compile-bytecode"_s};
    } else {
        // An environment variable, unlike an option, is no error for a pip that does not know it yet.
        words += QStringList{u"PIP_ROOT_USER_ACTION=ignore"_s, u"PIP_BREAK_SYSTEM_PACKAGES=1"_s, shellWord(parts.python), u"-m"_s, u"pip"_s, u"install"_s,
                             u"--no-input"_s, u"--disable-pip-version-check"_s};
    }
    return run + words.join(u' ') + u' ' + command.join(u' ');
}

} // namespace

QStringList dockerfileInstructions(const DockerfileParts &parts)
{
    QStringList instructions{QString(u"FROM " + parts.base)};
    for (const QString &argument : parts.arguments)
        instructions.append(QString(u"ARG " + argument));
    const bool isRoot = parts.user.isEmpty();
    if (!isRoot)
        instructions.append(u"USER root"_s);
    if (!parts.systemPackages.isEmpty()) {
        instructions.append(QString(u"RUN apt-get update \\\n    && apt-get install --yes --no-install-recommends "_s + parts.systemPackages.join(u' ')
                                    + u" \\\n    && rm -rf /var/lib/apt/lists/*"_s));
    }
    if (parts.hasRequirements) {
        // COPY, not a bind mount: some builders do not notice that a file behind a bind mount changed.
        instructions.append(u"COPY requirements.txt constraints.txt /opt/drydock/"_s);
        QStringList command{u"--requirement"_s, u"/opt/drydock/requirements.txt"_s};
        if (parts.hasHashes)
            command.append(u"--require-hashes"_s);
        // uv wants a hash of every constraint where hashes are required; everything is pinned then anyway.
        if (!parts.hasHashes || !parts.hasUv)
            command += QStringList{u"--constraint"_s, u"/opt/drydock/constraints.txt"_s};
        else
            command.append(u"--no-deps"_s);
        instructions.append(installing(parts, command));
    }
    for (const QString &project : parts.projects) {
        const QString target = u"/opt/drydock/src/"_s + project;
        instructions.append(u"COPY local/%1/ %2/"_s.arg(project, target));
        instructions.append(installing(parts, QStringList{u"--no-deps"_s, target}));
    }
    if (parts.hasModules) {
        const QString folder = QString::fromUtf16(moduleFolder);
        instructions.append(u"COPY local/lib/ %1/"_s.arg(folder));
        const QString path = parts.pythonPath.isEmpty() ? folder : QString(folder + u':' + parts.pythonPath);
        instructions.append(QString(u"ENV PYTHONPATH="_s + dockerfileQuoted(path)));
    }
    if (!isRoot)
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
