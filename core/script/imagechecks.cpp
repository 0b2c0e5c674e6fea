// SPDX-License-Identifier: Apache-2.0
#include "core/script/checks.h"

#include "core/engine/imagereference.h"
#include "core/script/problems.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonObject>
#include <QRegularExpression>

#include <utility>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("imageProblems", text);
}

class ImageChecks
{
public:
    explicit ImageChecks(const FlowScript &script)
        : m_script(script)
    {
    }

    QList<Problem> check()
    {
        for (const Flow &flow : m_script.flows) {
            if (flow.runConfig)
                runConfig(*flow.runConfig);
            if (flow.storage)
                storage(*flow.storage);
            if (flow.storage && flow.storage->kind == u"Docker" && flow.runConfig && flow.runConfig->image) {
                m_problems.append(problem(u"image-conflict"_s, flow.runConfig->line,
                                          say(QT_TRANSLATE_NOOP("imageProblems", "Docker storage makes an image of its own, which runs the flow; the run configuration's image is not used.")),
                                          say(QT_TRANSLATE_NOOP("imageProblems", "Keep one of the two."))));
            }
        }
        for (const Deployment &deployment : m_script.deployments) {
            if (deployment.image)
                reference(*deployment.image, deployment.source == u"prefect.yaml" ? 0 : deployment.line);
            extraPackages(deployment.jobVariables.value(u"env"_s).value[u"EXTRA_PIP_PACKAGES"].toString(), deployment.line);
        }
        buildKit();
        return std::move(m_problems);
    }

private:
    void runConfig(const RunConfig &config)
    {
        if (config.image)
            reference(*config.image, config.line);
        const auto extra = config.env.constFind(u"EXTRA_PIP_PACKAGES"_s);
        if (extra == config.env.constEnd())
            return;
        if (config.kind == u"VertexRun" || config.kind == u"LocalRun" || config.kind == u"UniversalRun") {
            m_problems.append(problem(u"extra-pip-ignored"_s, config.line,
                                      say(QT_TRANSLATE_NOOP("imageProblems", "With %1 the image's entrypoint does not run, so EXTRA_PIP_PACKAGES has no effect.")).arg(config.kind),
                                      say(QT_TRANSLATE_NOOP("imageProblems", "Build an image that holds the distributions."))));
        }
        extraPackages(extra->value.toString(), config.line);
    }

    void storage(const Storage &storage)
    {
        if (const auto base = storage.arguments.constFind(u"base_image"_s); base != storage.arguments.constEnd())
            reference(*base, storage.line);
    }

    void reference(const SourceValue &image, int line)
    {
        const QString text = image.value.toString();
        if (text.isEmpty())
            return;
        const auto parsed = ImageReference::parse(text);
        if (!parsed) {
            m_problems.append(problem(u"image-reference-invalid"_s, line, parsed.error().sentence));
            return;
        }
        // Company mirrors keep the last two names.
        if (!parsed->repository.endsWith(u"/prefecthq/prefect") || !parsed->digest.isEmpty())
            return;
        const bool untagged = !text.mid(text.lastIndexOf(u'/')).contains(u':');
        static const QRegularExpression versionWithV(uR"(^v\d)"_s);
        if (untagged || parsed->tag == u"latest") {
            m_problems.append(problem(u"tag-unlikely"_s, line,
                                      say(QT_TRANSLATE_NOOP("imageProblems", "%1 is whatever was published last under that name, with a Python that may differ from yours.")).arg(text),
                                      say(QT_TRANSLATE_NOOP("imageProblems", "Name a version and a Python, like 1.4.1-python3.9."))));
        } else if (parsed->tag == u"master" || parsed->tag == u"main") {
            m_problems.append(problem(u"tag-unlikely"_s, line,
                                      say(QT_TRANSLATE_NOOP("imageProblems", "Prefect no longer publishes the tag “%1”.")).arg(parsed->tag),
                                      say(QT_TRANSLATE_NOOP("imageProblems", "Name a version and a Python, like 1.4.1-python3.9."))));
        } else if (versionWithV.match(parsed->tag).hasMatch()) {
            m_problems.append(problem(u"tag-unlikely"_s, line,
                                      say(QT_TRANSLATE_NOOP("imageProblems", "Prefect's tags have no “v” before the version: “%1”.")).arg(parsed->tag),
                                      say(QT_TRANSLATE_NOOP("imageProblems", "Write %1.")).arg(parsed->tag.mid(1))));
        }
    }

    void extraPackages(const QString &value, int line)
    {
        static const QRegularExpression loose(uR"(["'`$\\;&|]|\s[<>=!~]|[<>=!~,]\s)"_s);
        if (loose.match(value).hasMatch()) {
            m_problems.append(problem(u"extra-pip-quoting"_s, line,
                                      say(QT_TRANSLATE_NOOP("imageProblems", "EXTRA_PIP_PACKAGES is split at every space and quotes are kept: “%1” does not arrive as it is written.")).arg(value),
                                      say(QT_TRANSLATE_NOOP("imageProblems", "Write each requirement without spaces and quotes, like pandas>=1.5."))));
        }
    }

    /// flow.deploy(image=DockerImage(dockerfile=…)) of a Dockerfile that needs BuildKit.
    void buildKit()
    {
        for (const Deployment &deployment : m_script.deployments) {
            if (!deployment.image || deployment.source == u"prefect.yaml" || deployment.image->expression.contains(u"buildx"))
                continue;
            static const QRegularExpression dockerfile(uR"(dockerfile\s*=\s*["']([^"']+)["'])"_s);
            const auto match = dockerfile.match(deployment.image->expression);
            if (!match.hasMatch())
                continue;
            const auto text = readRegularFile(QFileInfo(m_script.path).path() + u'/' + match.captured(1), 1024 * 1024);
            if (text && text->contains("--mount=")) {
                m_problems.append(problem(u"deploy-builds-without-buildkit"_s, deployment.line,
                                          say(QT_TRANSLATE_NOOP("imageProblems", "flow.deploy() builds %1 without BuildKit, and its RUN --mount needs it.")).arg(match.captured(1)),
                                          say(QT_TRANSLATE_NOOP("imageProblems", "Build the image first and deploy with build=False, or choose build_backend=\"buildx\"."))));
            }
        }
    }

    const FlowScript &m_script;
    QList<Problem> m_problems;
};

} // namespace

QList<Problem> imageProblems(const FlowScript &script)
{
    return ImageChecks(script).check();
}

} // namespace drydock
