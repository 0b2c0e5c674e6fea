// SPDX-License-Identifier: Apache-2.0
#include "core/plan/plan.h"

#include "core/engine/imagereference.h"
#include "core/network/address.h"
#include "core/plan/dockerfile.h"
#include "core/plan/localfiles.h"
#include "core/plan/planjson.h"
#include "core/plan/planwarnings.h"
#include "core/plan/planrequirements.h"
#include "core/plan/planlayers.h"
#include "core/plan/planarchives.h"
#include "core/plan/quoting.h"
#include "core/python/requirement.h"
#include "core/strategy/additions.h"

#include <QCoreApplication>
#include <QDate>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Plan)
};

const Interpreter *interpreterOf(const Image &image)
{
    return image.python();
}

/// "3.11" from the contents, else from a tag such as 3.11-slim.
QString pythonVersionOf(const Image &image)
{
    if (const Interpreter *python = interpreterOf(image))
        return python->version.section(u'.', 0, 1);
    static const QRegularExpression minor(u"(?:python)?(3\\.\\d{1,2})"_s);
    return minor.match(image.reference.section(u':', -1)).captured(1);
}

bool isRoot(const QString &user)
{
    const QString name = user.section(u':', 0, 0);
    return name.isEmpty() || name == u"root" || name == u"0";
}

/// `name==version --hash=…`, one line a distribution, as pip and uv read it.
QByteArray requirementsFile(const QList<ResolvedDistribution> &distributions)
{
    QByteArray text;
    for (const ResolvedDistribution &distribution : distributions) {
        text += requirementOf(distribution).toUtf8();
        for (const QString &hash : distribution.hashes)
            text += " \\\n    --hash=" + hash.toUtf8();
        text += '\n';
        if (!distribution.wantedBy.isEmpty())
            text += "    # needed by " + distribution.wantedBy.toUtf8() + '\n';
    }
    return text;
}

QByteArray linesFile(const QStringList &lines)
{
    return lines.isEmpty() ? QByteArray() : (lines.join(u'\n') + u'\n').toUtf8();
}

/// Only what the Dockerfile copies takes part in the build, whatever else comes to lie in the folder.
QByteArray dockerignore()
{
    return "*\n!install.sh\n!uv.txt\n!layer-*.txt\n!wheels\n!sources\n!local\n!flow\n**/.git\n**/.env\n**/__pycache__\n**/*.pyc\n";
}

QByteArray resource(const QString &name)
{
    QFile file(u":/drydock/build/"_s + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// What every plan labels its image with.
QStringList ownLabels()
{
    return {QString::fromLatin1(builtHereLabel), u"org.opencontainers.image.base.name"_s, u"org.opencontainers.image.title"_s};
}

Result<void> checkChoices(const PlanChoices &choices)
{
    const auto refuse = [](const QString &code, const QString &sentence) -> Result<void> { return failure(code, sentence); };
    for (const QString &package : choices.systemPackages) {
        if (!isDebianPackage(package))
            return refuse(u"system-package-invalid"_s, Text::tr("“%1” is not the name of a Debian package.").arg(package));
    }
    for (auto label = choices.labels.cbegin(); label != choices.labels.cend(); ++label) {
        if (!isLabelKey(label.key()))
            return refuse(u"label-invalid"_s, Text::tr("“%1” cannot be the name of a label. Use letters, digits, dots and dashes.").arg(label.key()));
    }
    for (auto argument = choices.buildArguments.cbegin(); argument != choices.buildArguments.cend(); ++argument) {
        if (!isVariableName(argument.key()))
            return refuse(u"build-argument-invalid"_s, Text::tr("“%1” cannot be the name of a build argument. Use letters, digits and underscores.").arg(argument.key()));
    }
    if (!choices.platform.isEmpty() && !isPlatform(choices.platform))
        return refuse(u"platform-invalid"_s, Text::tr("“%1” is not a platform. Write it as linux/amd64.").arg(choices.platform));
    return {};
}

/// Own modules that have to be in the image. A base that holds one already need not get it again, but then it might be an
/// older copy: what is on this machine is what counts, so it is copied all the same.
QList<LocalModule> localModulesOf(const PlanRequest &request, const QStringList &names)
{
    QList<LocalModule> modules;
    for (const FlowScript &script : request.scripts) {
        for (const LocalModule &module : script.localModules) {
            const bool known = std::any_of(modules.begin(), modules.end(), [&module](const LocalModule &m) { return m.name == module.name; });
            if (!known && names.contains(module.name))
                modules.append(module);
        }
    }
    return modules;
}

QString prefectVersionOf(const PlanRequest &request)
{
    for (const ResolvedDistribution &distribution : request.resolution.distributions) {
        if (normalizedName(distribution.name) == u"prefect")
            return distribution.version;
    }
    return request.base.prefect();
}

/// The distributions that the person or an import named, pinned; what pip installs at run time.
QStringList pinnedRequests(const PlanRequest &request, const QStringList &requirements)
{
    QStringList pinned;
    for (const QString &text : requirements) {
        const Result<Requirement> requirement = Requirement::parse(text);
        if (!requirement || !requirement->url.isEmpty()) {
            pinned.append(text);
            continue;
        }
        const auto found = std::find_if(request.resolution.distributions.begin(), request.resolution.distributions.end(), [&](const ResolvedDistribution &d) {
            return normalizedName(d.name) == normalizedName(requirement->name);
        });
        const QString extras = requirement->extras.isEmpty() ? QString() : u"[%1]"_s.arg(requirement->extras.join(u','));
        pinned.append(found == request.resolution.distributions.end() ? text : QString(requirement->name + extras + u"==" + found->version));
    }
    return pinned;
}

/// Of what an address with a password names, what the build or each run would have to fetch: the image or the script would tell the password.
Result<void> withoutPasswords(const QStringList &requirements, const Resolution &resolution)
{
    for (const QString &text : requirements) {
        const Result<Requirement> requirement = Requirement::parse(text);
        const auto isFetched = [&requirement](const ResolvedDistribution &each) { return !each.archive.isEmpty() && normalizedName(each.name) == normalizedName(requirement->name); };
        if (requirement && hasLogin(requirement->url) && std::none_of(resolution.distributions.begin(), resolution.distributions.end(), isFetched)) {
            return failure(u"address-with-password"_s,
                           Text::tr("The address of %1 holds a name or password, which everyone could read who gets the image or the script. Put it on a package index, or name a wheel of it on this computer.")
                               .arg(requirement->name));
        }
    }
    return {};
}

Result<void> addImageFiles(BuildPlan &plan, const PlanRequest &request, const PlannedArchives &archives)
{
    const Interpreter *python = interpreterOf(request.base);
    const bool isScratch = plan.strategy == Strategy::ScratchImage;
    if (!python && !isScratch) {
        return failure(u"base-unknown"_s,
                       Text::tr("What %1 holds is not known yet. Look inside it first, or choose another base image.").arg(request.base.reference),
                       request.base.contents && request.base.contents->error ? request.base.contents->error->sentence : QString());
    }
    if (request.base.contents && request.base.contents->pip.isEmpty() && request.base.contents->uv.isEmpty() && !plan.requirements.isEmpty()) {
        return failure(u"base-without-pip"_s,
                       Text::tr("%1 has neither pip nor uv, so nothing can be installed in it. Choose another base image.").arg(request.base.reference));
    }

    DockerfileParts parts;
    parts.base = plan.base;
    parts.hasMounts = request.engine.builder != Builder::Classic;
    if (python && !python->path.isEmpty())
        parts.python = python->path;
    if (!isRoot(request.base.user)) {
        if (!isUser(request.base.user))
            return failure(u"base-unknown"_s, Text::tr("%1 runs as a user whose name cannot be written down. Choose another base image.").arg(plan.base));
        parts.user = request.base.user;
    }
    parts.pythonPath = request.base.environment.value(u"PYTHONPATH"_s);
    parts.arguments = plan.buildArguments.keys();

    const bool keepsLayers = request.before && sharesLayers(plan, *request.before);
    plan.additions = planLayers(plan.systemPackages, plan.requirements, keepsLayers ? request.before->additions : QList<PlanLayer>(), request.choices.fold);
    for (const PlanLayer &addition : std::as_const(plan.additions)) {
        DockerfileLayer layer{addition.systemPackages, {}, false};
        if (!addition.distributions.isEmpty()) {
            layer.requirements = u"layer-%1.txt"_s.arg(parts.layers.size() + 1);
            layer.hasHashes = std::all_of(addition.distributions.begin(), addition.distributions.end(), [](const ResolvedDistribution &d) { return !d.hashes.isEmpty(); });
            QList<ResolvedDistribution> inside;
            for (const ResolvedDistribution &distribution : addition.distributions) {
                inside.append(archives.inImage(distribution));
                if (const QString path = archives.paths.value(normalizedName(distribution.name)); !path.isEmpty())
                    layer.archives.append(path);
            }
            const bool hasWheels = std::any_of(layer.archives.begin(), layer.archives.end(), [](const QString &path) { return path.endsWith(u".whl"); });
            plan.files.append({layer.requirements, (hasWheels ? "--find-links /opt/drydock\n" : "") + requirementsFile(inside)});
        }
        parts.layers.append(layer);
    }
    if (!plan.requirements.isEmpty()) {
        plan.files.append({u"requirements.txt"_s, "# Everything that the image gets. It is installed from the layer-N.txt files: edit those.\n" + requirementsFile(plan.requirements)});
        plan.files.append({u"constraints.txt"_s, linesFile(plan.constraints)});
    }

    const Result<QList<PlanFile>> local = localFiles(plan.localModules);
    if (!local)
        return tl::unexpected<Error>(local.error());
    for (const LocalModule &module : std::as_const(plan.localModules)) {
        const bool isCopied = module.project.isEmpty();
        parts.hasModules = parts.hasModules || isCopied;
        const bool hasFiles = std::any_of(local->begin(), local->end(), [&module](const PlanFile &f) { return f.path.startsWith(u"local/%1/"_s.arg(module.name)); });
        if (!isCopied && hasFiles)
            parts.projects.append(module.name);
    }
    plan.files += *local + archives.files;

    if (plan.strategy == Strategy::DockerStorage) {
        QStringList taken;
        for (const FlowScript &script : request.scripts) {
            const QString name = QFileInfo(script.path).fileName();
            QFile file(script.path);
            if (!file.open(QIODevice::ReadOnly)) {
                return failure(u"script-not-readable"_s, Text::tr("%1 cannot be read. Put it back where it was, then plan again.").arg(script.path), file.errorString());
            }
            if (taken.contains(name)) {
                return failure(u"scripts-collide"_s, Text::tr("Two scripts are called %1, and the image can hold only one of them. Rename one, or plan them apart.").arg(name));
            }
            taken.append(name);
            plan.files.append({u"flow/"_s + name, file.readAll()});
        }
        parts.flowFiles = taken;
        parts.flowFolder = plan.flowFolder;
        parts.worksInFlowFolder = std::any_of(request.scripts.begin(), request.scripts.end(), [](const FlowScript &s) { return s.generation > 1; });
    }

    const bool installs = !plan.requirements.isEmpty() || !parts.projects.isEmpty();
    const bool hasUv = request.base.contents && !request.base.contents->uv.isEmpty();
    parts.bringsUv = installs && parts.hasMounts && !hasUv;
    if (installs)
        plan.files.append({u"install.sh"_s, resource(u"install.sh"_s)});
    if (parts.bringsUv)
        plan.files.append({u"uv.txt"_s, resource(u"uv.txt"_s)});
    parts.labels = plan.labels;
    plan.usesBuildKit = parts.hasMounts && installs;
    plan.layers = dockerfileInstructions(parts);
    plan.files.prepend({u".dockerignore"_s, dockerignore()});
    plan.files.prepend({u"Dockerfile"_s, (plan.layers.join(u"\n\n"_s) + u'\n').toUtf8()});
    return {};
}

} // namespace

QByteArray BuildPlan::file(const QString &path) const
{
    const auto found = std::find_if(files.begin(), files.end(), [&path](const PlanFile &f) { return f.path == path; });
    return found == files.end() ? QByteArray() : found->content;
}

PlanChoices choicesOf(const BuildPlan &plan)
{
    PlanChoices choices;
    choices.strategy = plan.strategy;
    choices.base = plan.base;
    choices.tag = plan.tag;
    choices.platform = plan.platform;
    choices.runsOn = plan.runsOn;
    choices.buildArguments = plan.buildArguments;
    choices.requirements = plan.requested;
    choices.systemPackages = plan.systemPackages;
    choices.labels = plan.labels;
    for (const QString &own : ownLabels()) // The plan gives them by itself.
        choices.labels.remove(own);
    return choices;
}

Result<BuildPlan> makePlan(const PlanRequest &request)
{
    const PlanChoices &choices = request.choices;
    if (const Result<void> checked = checkChoices(choices); !checked)
        return tl::unexpected<Error>(checked.error());

    BuildPlan plan;
    plan.strategy = choices.strategy;
    plan.base = !request.base.reference.isEmpty() ? request.base.reference : !choices.base.isEmpty() ? choices.base
        : choices.strategy == Strategy::ScratchImage                                                ? request.advice.scratchBase
                                                                                                    : request.advice.base;
    plan.baseIsLocal = request.base.contents && request.base.digest.isEmpty();
    if (!plan.base.isEmpty()) {
        if (const auto base = ImageReference::parse(plan.base); !base)
            return tl::unexpected<Error>(base.error());
    }
    plan.platform = choices.platform;
    plan.runsOn = !choices.runsOn.isEmpty() ? choices.runsOn : request.scripts.isEmpty() ? u"docker"_s : runsOnOf(request.scripts.first());
    for (const FlowScript &script : request.scripts)
        plan.scripts.append(plannedScript(script, request.base));
    plan.pythonVersion = pythonVersionOf(request.base);
    plan.prefectVersion = prefectVersionOf(request);
    const StrategyAdvice &advice = request.advice.of(choices.strategy);
    plan.reasons = advice.applicable ? advice.reasons : QStringList();
    plan.warnings = warningsOf(request);
    plan.buildArguments = choices.buildArguments;

    QList<Need> needs = needsOf(request.scripts);
    for (const Need &need : std::as_const(needs)) {
        const bool isRequired = need.necessity == Necessity::Required || need.necessity == Necessity::Implied;
        if (isRequired && need.kind != ImportKind::Local && need.kind != ImportKind::StandardLibrary && !plan.imports.contains(need.module))
            plan.imports.append(need.module);
    }

    const QStringList requirements = requirementsOf(choices, request.advice, request.scripts);
    plan.requested = requirements;
    if (const auto refused = withoutPasswords(requirements, request.resolution); !refused)
        return tl::unexpected(refused.error());
    if (choices.strategy == Strategy::RuntimeInstall) {
        plan.requirements = lockedTo(request.scripts, request.resolution.distributions);
        for (const QString &text : requirements) {
            if (const QString wheel = ownWheel(text); !wheel.isEmpty())
                return failure(u"wheel-not-reachable"_s, Text::tr("%1 is a wheel on this computer, which no run can fetch. Extend an image, which takes it along.").arg(wheel));
        }
        const QString packages = extraPipPackages(pinnedRequests(request, requirements));
        if (!packages.isEmpty())
            plan.environment.insert(u"EXTRA_PIP_PACKAGES"_s, packages);
        return plan;
    }
    if (!buildsImage(choices.strategy))
        return plan;

    plan.tag = choices.tag;
    if (plan.tag.isEmpty() && !request.scripts.isEmpty())
        plan.tag = suggestedTag(request.scripts, QDate::currentDate());
    const auto tag = ImageReference::parse(plan.tag);
    if (!tag)
        return tl::unexpected<Error>(tag.error());
    if (!tag->digest.isEmpty())
        return failure(u"image-reference-invalid"_s, Text::tr("A new image cannot be given a digest. Leave out everything from the @ on."));

    plan.requirements = lockedTo(request.scripts, request.resolution.distributions);
    const Result<PlannedArchives> archives = takeArchives(requirements, plan.requirements);
    if (!archives)
        return tl::unexpected<Error>(archives.error());
    plan.systemPackages = choices.systemPackages;
    if (const Interpreter *python = interpreterOf(request.base)) {
        plan.constraints = constraintsOf(*python);
        plan.constraints.removeIf([&plan](const QString &line) {
            const Result<Requirement> pin = Requirement::parse(line);
            return !pin || std::any_of(plan.requirements.begin(), plan.requirements.end(), [&pin](const ResolvedDistribution &d) {
                return normalizedName(d.name) == normalizedName(pin->name);
            });
        });
    }
    // Own code that storage does not bring along; code the base holds already is copied too, for today's is what counts.
    Coverage needed;
    needed.needs = needs;
    plan.localModules = localModulesOf(request, additionsFor(needed, request.scripts, nullptr).localModules);
    if (plan.strategy == Strategy::DockerStorage)
        plan.flowFolder = u"/opt/prefect/flows"_s;

    plan.labels = choices.labels;
    plan.labels.insert(QString::fromLatin1(builtHereLabel), strategyId(plan.strategy));
    plan.labels.insert(u"org.opencontainers.image.base.name"_s, plan.base);
    if (!request.scripts.isEmpty()) {
        const FlowScript &first = request.scripts.first();
        plan.labels.insert(u"org.opencontainers.image.title"_s, first.flows.isEmpty() ? QFileInfo(first.path).completeBaseName() : first.flows.first().name);
    }
    if (const Result<void> added = addImageFiles(plan, request, *archives); !added)
        return tl::unexpected<Error>(added.error());
    if (!request.network.certificates.isEmpty() && request.engine.builder == Builder::Classic && plan.layers.size() > 2) {
        plan.warnings.append(Text::tr("This builder cannot be lent your network's certificates: they have to be in %1, or build with BuildKit or Podman.").arg(plan.base));
    }
    QStringList prefix = request.engine.command;
    if (prefix.isEmpty())
        prefix.append(u"docker"_s);
    // A platform is named only where it differs: the classic builder refuses the option otherwise.
    const bool isNative = plan.platform.isEmpty() || plan.platform == request.engine.platform || request.engine.platform.isEmpty();
    plan.command = buildCommandOf(plan, prefix, isNative);
    return plan;
}

QString extraPipPackages(const QStringList &requirements)
{
    QStringList words;
    static const QRegularExpression unsafe(u"[\\s'\"`$\\\\;&|()*?]"_s);
    for (const QString &text : requirements) {
        const Result<Requirement> requirement = Requirement::parse(text);
        if (!requirement)
            continue;
        // The entrypoint splits at blanks and expands wildcards: no marker can be written, and "==1.*" not either.
        QString word = requirement->name;
        if (!requirement->extras.isEmpty())
            word += u'[' + requirement->extras.join(u',') + u']';
        const QString specifiers = requirement->specifiers.text().remove(u' ');
        if (!requirement->url.isEmpty())
            word = requirement->url.contains(unsafe) ? word : requirement->url;
        else if (!specifiers.contains(unsafe))
            word += specifiers;
        words.append(word);
    }
    words.removeDuplicates();
    return words.join(u' ');
}

/// The folder that all are in.
static QString commonFolder(const QList<FlowScript> &scripts)
{
    QStringList common = QFileInfo(scripts.first().path).path().split(u'/');
    for (const FlowScript &script : scripts) {
        const QStringList folders = QFileInfo(script.path).path().split(u'/');
        qsizetype same = 0;
        while (same < common.size() && same < folders.size() && common[same] == folders[same])
            ++same;
        common.resize(same);
    }
    return common.isEmpty() ? QString() : common.last();
}

QString suggestedTag(const QList<FlowScript> &scripts, const QDate &day)
{
    static const QRegularExpression accents(u"\\p{Mn}"_s);
    static const QRegularExpression odd(u"[^a-z0-9]+"_s);
    const FlowScript &first = scripts.first();
    QString name = scripts.size() > 1 ? commonFolder(scripts) : first.flows.isEmpty() ? QString() : first.flows.first().name;
    const auto slug = [](QString text) {
        text = text.normalized(QString::NormalizationForm_KD).toLower().remove(accents).replace(odd, u"-"_s).left(60);
        while (text.startsWith(u'-'))
            text.remove(0, 1);
        while (text.endsWith(u'-'))
            text.chop(1);
        return text;
    };
    name = slug(name);
    if (name.isEmpty())
        name = slug(QFileInfo(first.path).completeBaseName());
    if (name.isEmpty())
        name = u"flow"_s;
    return name + u':' + day.toString(u"yyyy.MM.dd"_s);
}

} // namespace drydock
