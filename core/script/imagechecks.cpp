// SPDX-License-Identifier: Apache-2.0
#include "core/script/checks.h"

#include "core/engine/imagereference.h"
#include "core/python/requirement.h"
#include "core/script/prefecttags.h"
#include "core/script/problems.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>

#include <utility>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("imageProblems", text);
}

constexpr int newestGeneration = 3;

bool isOfficial(const ImageReference &image)
{
    return image.repository.endsWith(u"/prefecthq/prefect"); // company mirrors keep the last two names
}

/// Python's own image, which holds neither Prefect nor its entrypoint.
bool isPlainPython(const QString &image)
{
    const auto parsed = ImageReference::parse(image);
    return parsed && parsed->repository == u"docker.io/library/python";
}

/// The tag as written: empty where a registry would add :latest.
QString writtenTag(const QString &image)
{
    const QString name = image.mid(image.lastIndexOf(u'/') + 1);
    return name.contains(u':') ? name.section(u':', 1) : QString();
}

bool runsInContainer(const RunConfig &config)
{
    return config.kind == u"DockerRun" || config.kind == u"KubernetesRun" || config.kind == u"ECSRun"
        || config.kind == u"VertexRun";
}

class ImageChecks
{
public:
    explicit ImageChecks(const FlowScript &script) : m_script(script) { }

    QList<Problem> check()
    {
        for (const Flow &flow : m_script.flows) {
            if (flow.runConfig)
                runConfig(flow, *flow.runConfig);
            if (flow.storage && flow.storage->kind == u"Docker")
                dockerStorage(flow, *flow.storage);
            pickled(flow);
        }
        for (const Deployment &deployment : m_script.deployments)
            this->deployment(deployment);
        return std::move(m_problems);
    }

private:
    void add(const QString &code, int line, const QString &message, const QString &fix = {})
    {
        // Flows that share a setting share its problem.
        const QString key = code + QString::number(line) + message;
        if (!m_seen.contains(key)) {
            m_seen.insert(key);
            m_problems.append(problem(code, line, message, fix));
        }
    }

    void runConfig(const Flow &flow, const RunConfig &config)
    {
        const QString image = config.image ? config.image->value.toString() : QString();
        if (config.image)
            reference(image, config.line);
        if (isPlainPython(image)) {
            add(u"image-without-prefect"_s, config.line,
                say(QT_TRANSLATE_NOOP("imageProblems",
                                      "%1 is Python's own image and holds no Prefect, which the flow needs to run."))
                    .arg(image),
                say(QT_TRANSLATE_NOOP("imageProblems",
                                      "Build an image on it that holds Prefect, or use one of Prefect's.")));
        } else if (const auto parsed = ImageReference::parse(image); parsed && isOfficial(*parsed)
                   && parsed->tag.startsWith(u"core") && flow.storage && !flow.storage->extra.isEmpty()) {
            add(u"image-without-extra"_s, config.line,
                say(QT_TRANSLATE_NOOP(
                        "imageProblems",
                        "%1 holds Prefect without extras, but %2 storage needs prefect[%3] where the flow runs."))
                    .arg(image, flow.storage->kind, flow.storage->extra),
                say(QT_TRANSLATE_NOOP("imageProblems", "Use an image without “core” in its tag.")));
        }
        const auto extra = config.env.constFind(u"EXTRA_PIP_PACKAGES"_s);
        if (extra == config.env.constEnd())
            return;
        if (config.kind == u"VertexRun" || config.kind == u"LocalRun") {
            ignored(say(QT_TRANSLATE_NOOP(
                            "imageProblems",
                            "With %1 the image's entrypoint does not run, so EXTRA_PIP_PACKAGES has no effect."))
                        .arg(config.kind),
                    config.line);
        } else if (isPlainPython(image)) {
            ignored(
                say(QT_TRANSLATE_NOOP("imageProblems",
                                      "Only the entrypoint of Prefect's images reads EXTRA_PIP_PACKAGES; %1 has none."))
                    .arg(image),
                config.line);
        }
        extraPackages(extra->value.toString(), config.line);
    }

    void ignored(const QString &message, int line)
    {
        add(u"extra-pip-ignored"_s, line, message,
            say(QT_TRANSLATE_NOOP("imageProblems", "Build an image that holds the distributions.")));
    }

    /// A text, or what stands between the quotes of an f-string whose parts are unknown.
    static QString textOf(const SourceValue &value)
    {
        static const QRegularExpression formatted(u"^[fF](['\"])([^'\"]*)\\1$"_s);
        const auto match = formatted.match(value.expression);
        return value.value.isString() ? value.value.toString() : match.hasMatch() ? match.captured(2) : QString();
    }

    /// Whether a reference is that of the image that Docker storage makes.
    static bool isImageOf(const Storage &storage, const SourceValue &image)
    {
        const auto argument = [&storage](const QString &name) { return textOf(storage.arguments.value(name)); };
        QString registry = argument(u"registry_url"_s);
        while (registry.endsWith(u'/')) // Prefect joins them as parts of a path
            registry.chop(1);
        const QString name = argument(u"image_name"_s);
        const QString whole = (registry.isEmpty() ? name : QString(registry + u'/' + name)) + u':' + argument(u"image_tag"_s);
        if (image.value.isNull())
            return !name.isEmpty() && whole == textOf(image);
        const auto made = ImageReference::parse(whole);
        const auto named = ImageReference::parse(image.value.toString());
        return made && named && *made == *named;
    }

    void dockerStorage(const Flow &flow, const Storage &storage)
    {
        if (flow.runConfig && flow.runConfig->image && !isImageOf(storage, *flow.runConfig->image)) {
            add(u"image-conflict"_s, flow.runConfig->line,
                say(QT_TRANSLATE_NOOP("imageProblems",
                                      "Docker storage makes an image of its own, which runs the flow; the run "
                                      "configuration's image is not used.")),
                say(QT_TRANSLATE_NOOP("imageProblems", "Keep one of the two.")));
        }
        const QString base = storage.arguments.value(u"base_image"_s).value.toString();
        reference(base, storage.line);
        static const QRegularExpression withoutGit(u"(^|-)(slim|alpine)"_s);
        if (isPlainPython(base) && ImageReference::parse(base)->tag.contains(withoutGit)) {
            add(u"image-without-prefect"_s, storage.line,
                say(QT_TRANSLATE_NOOP("imageProblems", "%1 holds no Prefect. Docker storage installs it with git then, which that image lacks too.")).arg(base),
                say(QT_TRANSLATE_NOOP("imageProblems", "Use one of Prefect's images, or a Dockerfile that installs Prefect.")));
        }
        const QString file = storage.arguments.value(u"dockerfile"_s).value.toString();
        if (!file.isEmpty() && storage.arguments.contains(u"base_image"_s)
            && storage.arguments[u"base_image"_s].expression != u"None") {
            add(u"docker-storage-invalid"_s, storage.line,
                say(QT_TRANSLATE_NOOP("imageProblems", "Docker storage refuses base_image and dockerfile together.")),
                say(QT_TRANSLATE_NOOP("imageProblems", "Keep one of the two.")));
        }
        const QJsonObject files = storage.arguments.value(u"files"_s).value.toObject();
        for (auto it = files.begin(); it != files.end(); ++it) {
            if (!QDir::isAbsolutePath(it.key())) {
                add(u"docker-storage-invalid"_s, storage.line,
                    say(QT_TRANSLATE_NOOP("imageProblems", "Docker storage refuses the relative path “%1” in files."))
                        .arg(it.key()),
                    say(QT_TRANSLATE_NOOP("imageProblems", "Write the whole path of each file.")));
            }
        }
        const QJsonArray dependencies = storage.arguments.value(u"python_dependencies"_s).value.toArray();
        for (const QJsonValue &dependency : dependencies)
            prefectRequirement(dependency.toString(), storage.line, u"python_dependencies"_s);
        dockerfile(file, storage.line);
    }

    /// A pickle is read by the Python that wrote it.
    void pickled(const Flow &flow)
    {
        if (!flow.storage || flow.storage->ships != Ships::Pickle || flow.storage->kind == u"Local" || !flow.runConfig
            || !runsInContainer(*flow.runConfig))
            return;
        const auto &image = flow.runConfig->image;
        const QString text = image ? image->value.toString() : QString();
        const auto parsed = ImageReference::parse(text);
        if (image
            && (!parsed || !isOfficial(*parsed) || parsed->tag.contains(u"-python")
                || pythonMinorOfTag(parsed->tag) != 7))
            return;
        if (!image
            && (flow.runConfig->arguments.contains(u"task_definition_arn"_s)
                || !flow.runConfig->imageFrom.file.isEmpty()))
            return;
        add(u"python-mismatch-pickle"_s, flow.runConfig->line,
            image ? say(QT_TRANSLATE_NOOP("imageProblems",
                                          "%1 storage pickles the flow with your Python, but %2 has Python 3.7."))
                        .arg(flow.storage->kind, text)
                  : say(QT_TRANSLATE_NOOP("imageProblems",
                                          "%1 storage pickles the flow with your Python, but without an image it runs "
                                          "in prefecthq/prefect of your version, which has Python 3.7."))
                        .arg(flow.storage->kind),
            say(QT_TRANSLATE_NOOP("imageProblems", "Name an image with your Python, like 1.4.1-python3.9.")));
    }

    void deployment(const Deployment &deployment)
    {
        const int line = deployment.source == u"prefect.yaml" ? 0 : deployment.line;
        if (deployment.image)
            reference(deployment.image->value.toString(), line);
        const SourceValue environment = deployment.jobVariables.value(u"env"_s);
        const QString extra = environment.value[u"EXTRA_PIP_PACKAGES"].toString(
            deployment.jobVariables.value(u"env.EXTRA_PIP_PACKAGES"_s).value.toString(deployment.env.value(u"EXTRA_PIP_PACKAGES"_s).value.toString()));
        if (!extra.isEmpty()
            && (deployment.infrastructure == u"Process" || deployment.infrastructure == u"CloudRunJob"
                || deployment.infrastructure == u"VertexAICustomTrainingJob"))
            ignored(say(QT_TRANSLATE_NOOP(
                            "imageProblems",
                            "With %1 the image's entrypoint does not run, so EXTRA_PIP_PACKAGES has no effect."))
                        .arg(deployment.infrastructure),
                    line);
        extraPackages(extra, line);
        if (!deployment.image || deployment.source == u"prefect.yaml")
            return;
        static const QRegularExpression named(uR"(dockerfile\s*=\s*["']([^"']+)["'])"_s);
        const auto match = named.match(deployment.image->expression);
        if (!match.hasMatch())
            return;
        if (dockerfile(match.captured(1), line).contains("--mount=")
            && !deployment.image->expression.contains(u"buildx")) {
            add(u"deploy-builds-without-buildkit"_s, line,
                say(QT_TRANSLATE_NOOP("imageProblems",
                                      "flow.deploy() builds %1 without BuildKit, and its RUN --mount needs it."))
                    .arg(match.captured(1)),
                say(QT_TRANSLATE_NOOP(
                    "imageProblems",
                    "Build the image first and deploy with build=False, or choose build_backend=\"buildx\".")));
        }
    }

    void reference(const QString &text, int line)
    {
        if (text.isEmpty())
            return;
        const auto parsed = ImageReference::parse(text);
        if (!parsed) {
            add(u"image-reference-invalid"_s, line, parsed.error().sentence);
            return;
        }
        // Debian 10 and older, by the names of Python's own images.
        static const QRegularExpression old(uR"((^|-)(buster|stretch|jessie|wheezy)$)"_s);
        if (const auto match = old.match(parsed->tag); match.hasMatch()) {
            add(u"end-of-life-base"_s, line,
                say(QT_TRANSLATE_NOOP("imageProblems", "%1 is built on Debian “%2”, which gets no more updates."))
                    .arg(text, match.captured(2)),
                say(QT_TRANSLATE_NOOP("imageProblems", "Choose a tag that ends in bookworm or slim.")));
        }
        if (!isOfficial(*parsed) || !parsed->digest.isEmpty())
            return;
        if (const auto trouble = tagTrouble(writtenTag(text)))
            add(u"tag-unlikely"_s, line, trouble->why, trouble->instead);
    }

    void extraPackages(const QString &value, int line)
    {
        static const QRegularExpression loose(uR"(["'`$\\;&|]|\s[<>=!~]|[<>=!~,]\s)"_s);
        if (loose.match(value).hasMatch()) {
            add(u"extra-pip-quoting"_s, line,
                say(QT_TRANSLATE_NOOP("imageProblems",
                                      "EXTRA_PIP_PACKAGES is split at every space and quotes are kept: “%1” does not "
                                      "arrive as it is written."))
                    .arg(value),
                say(QT_TRANSLATE_NOOP("imageProblems",
                                      "Write each requirement without spaces and quotes, like pandas>=1.5.")));
        }
        const QStringList words = value.simplified().split(u' ', Qt::SkipEmptyParts);
        for (const QString &word : words)
            prefectRequirement(word, line, u"EXTRA_PIP_PACKAGES"_s);
    }

    /// A requirement for Prefect that lets another generation in.
    void prefectRequirement(const QString &text, int line, const QString &where)
    {
        const auto requirement = Requirement::parse(text);
        if (!requirement || normalizedName(requirement->name) != u"prefect" || !requirement->url.isEmpty()
            || !m_script.generation)
            return;
        // What is installed is the newest that is allowed.
        const QList<int> allowed = declaredPrefect({{text, {}, 0, {}}}).generations;
        const int newest = requirement->specifiers.isEmpty() ? newestGeneration : allowed.isEmpty() ? m_script.generation : allowed.last();
        if (newest != m_script.generation) {
            add(u"unpinned-prefect"_s, line,
                say(QT_TRANSLATE_NOOP(
                        "imageProblems",
                        "“%1” in %2 installs whatever Prefect is newest, but the flow is written for Prefect %3."))
                    .arg(text, where)
                    .arg(m_script.generation),
                say(QT_TRANSLATE_NOOP("imageProblems", "Name the version, like %1==1.4.1."))
                    .arg(text.section(QRegularExpression(u"[<>=!~ ]"_s), 0, 0)));
        }
    }

    /// Looks at the Dockerfile beside the script that a line names, and gives its text.
    QByteArray dockerfile(const QString &name, int line)
    {
        const auto bytes = name.isEmpty() || QDir::isAbsolutePath(name)
            ? tl::unexpected(Error())
            : readRegularFile(QFileInfo(m_script.path).path() + u'/' + name, 1024 * 1024);
        if (!bytes)
            return {};
        QString text = QString::fromUtf8(*bytes);
        text.replace(u"\\\n"_s, u" "_s);
        const QStringList lines = text.split(u'\n');
        for (const QString &each : lines) {
            const QStringList words = each.simplified().split(u' ', Qt::SkipEmptyParts);
            if (words.value(0).compare(u"FROM", Qt::CaseInsensitive) == 0 && !words.value(1).contains(u'$')
                && !words.value(1).startsWith(u"--"))
                reference(words.value(1), line);
            if (words.value(0).compare(u"RUN", Qt::CaseInsensitive) != 0 || !each.contains(u"pip"))
                continue;
            for (QString word : words) {
                word.remove(u'"').remove(u'\'');
                if (word.startsWith(u"prefect"))
                    prefectRequirement(word, line, name);
            }
        }
        return *bytes;
    }

    const FlowScript &m_script;
    QList<Problem> m_problems;
    QSet<QString> m_seen;
};

} // namespace

QList<Problem> imageProblems(const FlowScript &script)
{
    return ImageChecks(script).check();
}

} // namespace drydock
