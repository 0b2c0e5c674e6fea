// SPDX-License-Identifier: Apache-2.0
// Any bytes as a file that declares or locks requirements, read by the reader that --format=FILE names: what it gives can be
// used, what it complains of is a sentence, and it never crashes.
#include "core/python/requirement.h"
#include "core/script/deployments.h"
#include "core/script/jobtemplates.h"
#include "core/script/projectfiles.h"

#include <QDir>
#include <QFile>
#include <QHash>
#include <QTemporaryDir>

#include <cstdio>
#include <cstdlib>

using namespace Qt::StringLiterals;
using namespace drydock;

namespace {

using Reader = void (*)(const QString &, Declarations &);

void readScriptMetadata(const QString &path, Declarations &into)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        std::abort();
    readInlineMetadata(path, QString::fromUtf8(file.readAll()), into);
}

void readDeployments(const QString &path, Declarations &into)
{
    const QString folder = path.section(u'/', 0, -2);
    QList<Flow> flows{{}};
    flows.front().function = u"f"_s;
    const YamlDeployments found = yamlDeployments(
        folder + u"/flow.py"_s, {folder}, [](const QString &in) { return std::make_shared<const PrefectYaml>(readPrefectYaml(in)); }, flows,
        into.problems);
    for (const Deployment &deployment : found.deployments) {
        if (deployment.line < 1)
            std::abort();
    }
}

void readJob(const QString &path, Declarations &into)
{
    RunConfig config;
    config.kind = u"KubernetesRun"_s;
    const QString name = path.section(u'/', -1);
    config.arguments.insert(u"job_template_path"_s, {name, u'"' + name + u'"'});
    readJobTemplate(config, {path.section(u'/', 0, -2)}, into.problems);
}

const QHash<QString, Reader> &readers()
{
    static const QHash<QString, Reader> all{{u"requirements.txt"_s, readRequirementsFile},
                                            {u"pyproject.toml"_s, readPyproject},
                                            {u"pixi.toml"_s, readPixi},
                                            {u"setup.cfg"_s, readSetupCfg},
                                            {u"setup.py"_s, readSetupPy},
                                            {u"Pipfile"_s, readPipfile},
                                            {u"environment.yml"_s, readCondaEnvironment},
                                            {u"uv.lock"_s, readTomlLock},
                                            {u"Pipfile.lock"_s, readPipfileLock},
                                            {u"conda-lock.yml"_s, readCondaLock},
                                            {u"script.py"_s, readScriptMetadata},
                                            {u"prefect.yaml"_s, readDeployments},
                                            {u"job.yaml"_s, readJob}};
    return all;
}

Reader reader;
QString fileName;

} // namespace

extern "C" int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    for (int i = 1; i < *argc; ++i) {
        const QString argument = QString::fromLocal8Bit((*argv)[i]);
        if (argument.startsWith(u"--format="))
            fileName = argument.section(u'=', 1);
    }
    reader = readers().value(fileName);
    if (!reader) {
        std::fprintf(stderr, "Give --format= one of: %s\n", qPrintable(readers().keys().join(u", "_s)));
        std::exit(2);
    }
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const QTemporaryDir folder;
    static const QString path = folder.filePath(fileName);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate)
        || file.write(reinterpret_cast<const char *>(data), qint64(size)) != qint64(size))
        std::abort();
    file.close();
    Declarations found;
    reader(path, found);
    for (const auto &list : {found.requirements, found.locked}) {
        for (const DeclaredRequirement &each : list) {
            if (!Requirement::parse(each.requirement) || each.source.isEmpty() || each.line < 1)
                std::abort();
        }
    }
    for (const Problem &problem : std::as_const(found.problems)) {
        if (problem.message.isEmpty())
            std::abort();
    }
    return 0;
}
