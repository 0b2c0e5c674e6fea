// SPDX-License-Identifier: Apache-2.0
#include "core/strategy/rules.h"

#include "core/strategy/bases.h"
#include "core/resolve/traits.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Advice)
};

using F = Facts;

constexpr quint8 asItIs = strategyBit(Strategy::DefaultImage);
constexpr quint8 atRunTime = strategyBit(Strategy::RuntimeInstall);
constexpr quint8 extended = strategyBit(Strategy::ExtendImage);
constexpr quint8 fromPython = strategyBit(Strategy::ScratchImage);
constexpr quint8 withFlow = strategyBit(Strategy::DockerStorage);
constexpr quint8 onPrefect = extended | withFlow;
constexpr quint8 builds = extended | fromPython | withFlow;

QString missing(const F &f)
{
    QStringList names = namesOf(f.additions.requirements) + f.additions.localModules;
    names.removeDuplicates();
    return listed(names);
}

QString named(const F &f)
{
    return listed(namesOf(f.additions.requirements));
}

QString size(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, 0, QLocale::DataSizeSIFormat);
}

QString imports(int count)
{
    return count == 0 ? Text::tr("what is needed") : count == 1 ? Text::tr("the one import") : Text::tr("all %1 imports").arg(count);
}

bool isImported(const F &f)
{
    return std::all_of(f.covering->cells.begin(), f.covering->cells.end(), [](const Cell &cell) {
        return cell.status != CellStatus::Provided || cell.evidence == EvidenceLevel::Imported || cell.distribution.isEmpty();
    });
}

bool isPickled(const F &f)
{
    return std::any_of(f.situation->scripts.begin(), f.situation->scripts.end(), [](const FlowScript &script) {
        return std::any_of(script.flows.begin(), script.flows.end(), [](const Flow &flow) { return flow.storage && flow.storage->ships == Ships::Pickle; });
    });
}

const FlowScript *unreadScript(const F &f)
{
    const QList<FlowScript> &scripts = f.situation->scripts;
    const auto found = std::find_if(scripts.begin(), scripts.end(), [](const FlowScript &script) { return !script.unread.isEmpty(); });
    return found == scripts.end() ? nullptr : &*found;
}

bool isOtherUser(const F &f)
{
    const QString user = f.base ? f.base->image.user.section(u':', 0, 0) : QString();
    return !user.isEmpty() && user != u"root" && user != u"0";
}

bool hasNoPrefectImage(const F &f)
{
    return f.baseName.isEmpty() || !f.baseUnfit.isEmpty();
}

QString noPrefectImage(const F &f)
{
    return !f.baseUnfit.isEmpty() ? f.baseUnfit : Text::tr("Prefect published no image with a Python that the script accepts.");
}

bool lacksCompiler(const F &f)
{
    return !f.sourceOnly.isEmpty() && !(f.contents() && f.contents()->hasCompiler);
}

bool isMeasuredLarge(const F &f)
{
    return f.bytes > fewBytes;
}

bool isMany(const F &f)
{
    return f.additions.requirements.size() > fewRequirements || f.distributions > fewDistributions;
}

qsizetype countOf(const F &f)
{
    return std::max(f.distributions, f.additions.requirements.size());
}

// Every rule of the advisor, in the order in which the sentences are said; among "Recommends" the first whose strategy is
// possible decides. "Guide" is Prefect's page "Managing Docker Images"; "Prefect" is what its sources, its work pools and its
// issues show.
// clang-format off
constexpr Rule rules[] = {
    // What is not possible, and why.
    {"nothing-covers", asItIs, Effect::Excludes,
     [](const F &f) { return f.coveringName.isEmpty(); },
     [](const F &f) {
         if (!f.ofPython2.isEmpty())
             return Text::tr("No image with Python 3 has %1, which only Python 2's standard library has.").arg(f.ofPython2);
         if (!f.notCoveringBecause.isEmpty())
             return f.notCoveringBecause;
         return f.closest ? Text::tr("No image at hand covers %1. The closest is %2, which covers %3 of %4.")
                                .arg(imports(f.closest->of), f.closest->image.reference).arg(f.closest->covers).arg(f.closest->of)
                          : Text::tr("No image was looked inside yet, so nothing is known to cover the imports.");
     },
     "Guide: If your flow relies on dependencies not found in the default prefecthq/prefect images, you'll want to build your own image."},
    {"nothing-missing", atRunTime, Effect::Excludes,
     [](const F &f) { return !f.isMissing() && f.unknownModules.isEmpty(); },
     [](const F &f) { return Text::tr("Nothing is missing in %1, so there is nothing to install.").arg(f.baseName); },
     "Guide: If defined, pip install ${EXTRA_PIP_PACKAGES} is executed before the flow run starts."},
    {"vertex-replaces-the-entrypoint", atRunTime, Effect::Excludes,
     [](const F &f) { return f.runsOn == u"vertex"; },
     [](const F &) { return Text::tr("Vertex AI replaces the image's entrypoint, so EXTRA_PIP_PACKAGES is ignored there."); },
     "Prefect: the Vertex agent and work pool set the container's command, which takes the entrypoint's place."},
    {"cloud-run-sets-the-command", atRunTime, Effect::Excludes,
     [](const F &f) { return f.runsOn == u"cloud-run"; },
     [](const F &) { return Text::tr("Cloud Run sets the command itself, so EXTRA_PIP_PACKAGES is likely ignored there."); },
     "Prefect: the Cloud Run work pool sets the container's command, which takes the entrypoint's place."},
    {"process-ignores-the-variable", atRunTime, Effect::Excludes,
     [](const F &f) { return f.isProcess(); },
     [](const F &) { return Text::tr("The flow runs as a process on the worker's machine, where EXTRA_PIP_PACKAGES does nothing."); },
     "Prefect: only the images' entrypoint reads EXTRA_PIP_PACKAGES; LocalRun, serve() and process pools start no container."},
    {"entrypoint-ignores-the-variable", atRunTime, Effect::Excludes,
     [](const F &f) { return !f.isManaged() && f.contents() && f.contents()->honoursExtraPipPackages == false; },
     [](const F &f) { return Text::tr("The entrypoint of %1 does not look at EXTRA_PIP_PACKAGES.").arg(f.baseName); },
     "Guide: If you're using the prefecthq/prefect image (or an image based on prefecthq/prefect), you can make use of EXTRA_PIP_PACKAGES."},
    {"user-may-not-install", atRunTime, Effect::Excludes,
     [](const F &f) { return !f.isManaged() && isOtherUser(f); },
     [](const F &f) { return Text::tr("%1 runs as the user %2, who may not install anything.").arg(f.baseName, f.base->image.user.section(u':', 0, 0)); },
     "Prefect: the entrypoint runs pip as the image's user; site-packages belong to root (issue 2861)."},
    {"own-code-is-on-no-index", atRunTime, Effect::Excludes,
     [](const F &f) { return !f.additions.localModules.isEmpty(); },
     [](const F &f) {
         return f.isManaged() ? Text::tr("%1 is your own code, which a managed work pool only gets from a repository: deploy with flow.from_source(…), or choose another work pool.")
                                    .arg(listed(f.additions.localModules))
                              : Text::tr("%1 is your own code, which the package index does not have.").arg(listed(f.additions.localModules));
     },
     "Guide: extra dependencies found on PyPI."},
    {"no-base-to-install-on", atRunTime, Effect::Excludes,
     hasNoPrefectImage, noPrefectImage,
     "Guide: If you're using the prefecthq/prefect image (or an image based on prefecthq/prefect)."},
    {"compiler-is-missing-in-every-run", atRunTime, Effect::Excludes,
     [](const F &f) { return lacksCompiler(f) && f.base; },
     [](const F &f) { return Text::tr("%1 exists only as a source archive, and %2 has no compiler to build it when the flow starts.").arg(listed(f.sourceOnly), f.baseName); },
     "Guide: If the installation process requires compiling code … you may be better off building a custom image instead."},
    {"pip-installs-no-libraries", atRunTime, Effect::Excludes,
     [](const F &f) { return !f.sharedLibrary.isEmpty(); },
     [](const F &f) { return Text::tr("%1 needs the shared library %2, which pip does not install.").arg(f.sharedLibraryOf, f.sharedLibrary); },
     "Guide: If your flow (or flows) require extra dependencies or shared libraries, we recommend building a shared custom image."},
    {"git-is-missing-when-it-starts", atRunTime, Effect::Excludes,
     [](const F &f) { return !f.fromGit.isEmpty() && f.contents() && !f.contents()->hasGit; },
     [](const F &f) { return Text::tr("%1 comes from a git repository, and %2 has no git to fetch it with.").arg(f.fromGit, f.baseName); },
     "Prefect: git was removed from the 1.x images and is in the others from 2.3.1 on (issue 6649)."},
    {"no-run-sees-this-computer", atRunTime, Effect::Excludes,
     [](const F &f) { return !f.ownWheel.isEmpty(); },
     [](const F &f) { return Text::tr("%1 is a wheel on this computer, which no run can fetch.").arg(f.ownWheel); },
     "Guide: extra dependencies found on PyPI."},
    {"pip-would-break-prefect", atRunTime, Effect::Excludes,
     [](const F &f) { return !f.conflict.isEmpty(); },
     [](const F &f) { return Text::tr("Installed when the flow starts, this would fail or change what is in %1. %2").arg(f.baseName, f.conflict); },
     "Guide: adds another opportunity for failure. Prefect: the entrypoint's pip holds nothing fixed (issue 2902)."},
    {"index-has-no-answer", atRunTime, Effect::Excludes,
     [](const F &f) { return !f.refusal.isEmpty(); },
     [](const F &f) { return f.refusal; },
     "Guide: adds another opportunity for failure."},
    {"managed-takes-no-image", builds, Effect::Excludes,
     [](const F &f) { return f.isManaged(); },
     [](const F &) { return Text::tr("A managed work pool runs Prefect's own image only."); },
     "Prefect: prefect:managed pools force build and push off and take pip_packages alone."},
    {"no-prefect-image-to-extend", onPrefect, Effect::Excludes,
     hasNoPrefectImage, noPrefectImage,
     "Guide: You can either base it off of one of the provided prefecthq/prefect images, or build your own from scratch."},
    {"process-takes-no-flow-image", withFlow, Effect::Excludes,
     [](const F &f) { return f.isProcess(); },
     [](const F &) { return Text::tr("The flow runs as a process on the worker's machine, not in an image."); },
     "Prefect: process work pools reject an image, and the local agent refuses Docker storage."},

    // What decides.
    {"ships-flow", withFlow, Effect::Recommends,
     [](const F &f) { return !f.shipsFlow.isEmpty(); },
     [](const F &f) { return f.shipsFlow; },
     "Guide: If you want to distribute your flow as a docker image alone (without relying on any extra infrastructure), we recommend using Docker storage."},
    {"named-by-the-flow", asItIs, Effect::Supports,
     [](const F &f) { return f.covering && isNamedByScripts(f.coveringName, f.situation->scripts); },
     [](const F &f) { return Text::tr("The flow itself names %1.").arg(f.coveringName); },
     "Guide: you can configure your flow to use it via the image field in your flow's run config."},
    {"covered", asItIs, Effect::Recommends,
     [](const F &f) { return f.covering != nullptr; },
     [](const F &f) { return Text::tr("%1 covers %2: nothing has to be installed.").arg(f.coveringName, imports(f.covering->of)); },
     "Guide: If your flow only makes use of tasks defined in the same file as the flow, or tasks that are part of prefect itself, then you can rely on the default image."},
    {"prefects-own", asItIs, Effect::Recommends,
     [](const F &f) { return !f.covering && !f.coveringName.isEmpty(); },
     [](const F &f) { return Text::tr("The flow uses Prefect and the standard library alone, which Prefect's own image %1 has.").arg(f.coveringName); },
     "Guide: tasks defined in the same file as the flow, or tasks that are part of prefect itself."},
    {"managed-installs", atRunTime, Effect::Recommends,
     [](const F &f) { return f.isManaged() && f.isMissing(); },
     [](const F &f) { return Text::tr("A managed work pool installs %1 before each run; nothing else can be put into its image.").arg(named(f)); },
     "Prefect: prefect:managed pools take job_variables={\"pip_packages\": […]}."},
    {"few-small-extras", atRunTime, Effect::Recommends,
     [](const F &f) { return f.isMissing() && f.isSmall(); },
     [](const F &f) {
         return f.bytes >= 0 ? Text::tr("Only %1 is missing, %2 to download: quick enough to install in every run.").arg(named(f), size(f.bytes))
                             : Text::tr("Only %1 is missing, which is little to install in every run.").arg(named(f));
     },
     "Guide: a few extra dependencies found on PyPI … This makes the most sense for small dependencies that are quick to install."},
    {"no-prefect-image-fits", fromPython, Effect::Recommends,
     hasNoPrefectImage,
     [](const F &f) { return Text::tr("%1 So Prefect is put on a Python image that fits.").arg(noPrefectImage(f)); },
     "Guide: Alternatively, you can build your own image without relying on the provided prefecthq/prefect images."},
    {"only-python-at-hand", fromPython, Effect::Recommends,
     [](const F &f) { return !f.base && f.pythonBase && f.isMissing(); },
     [](const F &f) { return Text::tr("No Prefect image that fits is at hand, but %1 is.").arg(f.scratchName); },
     "Guide: The only requirement is that prefect is installed and on $PATH."},

    // Reasons.
    {"pin-wants-another-python", onPrefect | fromPython, Effect::Supports,
     [](const F &f) { return !f.situation->pythonBecause.isEmpty(); },
     [](const F &f) { return f.situation->pythonBecause; },
     "Prefect: each release has images for several Python minors; a pin of numpy==1.19.5 has no wheels for 3.11."},
    {"named-base", extended, Effect::Supports,
     [](const F &f) { return f.base && isNamedByScripts(f.baseName, f.situation->scripts); },
     [](const F &f) { return Text::tr("%1 is the image that the flow itself names.").arg(f.baseName); },
     "Guide: Your flows can then all rely on the same image."},
    {"prefect-is-yours-to-update", fromPython, Effect::Supports,
     [](const F &f) { return !hasNoPrefectImage(f) && (f.base || !f.pythonBase); },
     [](const F &) { return Text::tr("You choose the Python image, but Prefect and its extras must be kept up to date by you."); },
     "Guide: build your own image without relying on the provided prefecthq/prefect images."},
    {"image-alone-is-enough", withFlow, Effect::Supports,
     [](const F &) { return true; },
     [](const F &) { return Text::tr("The image alone is enough to run the flow; no other storage is needed."); },
     "Guide: distribute your flow as a docker image alone."},
    {"too-large", builds, Effect::Supports,
     isMeasuredLarge,
     [](const F &f) { return Text::tr("%1 and what comes with it are %2: too much to install in every run.").arg(named(f), size(f.bytes)); },
     "Guide: Installing dependencies during each flow run can be costly (since you're downloading from PyPI on each execution)."},
    {"known-large", builds, Effect::Supports,
     [](const F &f) { return !f.large.isEmpty(); },
     [](const F &f) { return Text::tr("%1 is large: installed once in the image instead of in every run.").arg(f.large); },
     "Guide: small dependencies that are quick to install."},
    {"own-code", builds, Effect::Supports,
     [](const F &f) { return !f.additions.localModules.isEmpty(); },
     [](const F &f) {
         return (f.unreadStorage ? Text::tr("The image holds your own code, which the flow's storage may not bring along: %1.")
                                 : Text::tr("The image holds your own code, which the flow's storage does not bring along: %1.")).arg(listed(f.additions.localModules));
     },
     "Guide: a shared custom image with all the extra dependencies and shared task definitions you need."},
    {"compiled-once", builds, Effect::Supports,
     [](const F &f) { return !f.sourceOnly.isEmpty(); },
     [](const F &f) { return Text::tr("Compiled once, while the image is built: %1.").arg(listed(f.sourceOnly)); },
     "Guide: If the installation process requires compiling code or other expensive operations, you may be better off building a custom image instead."},
    {"shared-library", builds, Effect::Supports,
     [](const F &f) { return !f.sharedLibrary.isEmpty(); },
     [](const F &f) { return Text::tr("%1 does not find %2; only an image can bring a shared library.").arg(f.sharedLibraryOf, f.sharedLibrary); },
     "Guide: If your flow (or flows) require extra dependencies or shared libraries, we recommend building a shared custom image."},
    {"shared-by-flows", builds, Effect::Supports,
     [](const F &f) { return f.sharedBy > 1; },
     [](const F &f) { return Text::tr("%1 flow scripts can share the image.").arg(f.sharedBy); },
     "Guide: Your flows can then all rely on the same image, but have their source stored externally."},
    {"many", builds, Effect::Supports,
     isMany,
     [](const F &f) { return Text::tr("%1 distributions are a list to keep in an image, not in every run.").arg(countOf(f)); },
     "Guide: a few extra dependencies."},
    {"extras-or-shared-libraries", extended, Effect::Recommends,
     [](const F &f) { return f.isMissing() || !f.unknownModules.isEmpty() || !f.sharedLibrary.isEmpty(); },
     [](const F &f) {
         return f.isMissing() ? Text::tr("Installed once in the image, so that runs start at once and do not need the package index: %1.").arg(missing(f))
                              : Text::tr("What %1 lacks can be added to it once.").arg(f.baseName);
     },
     "Guide: If your flow (or flows) require extra dependencies or shared libraries, we recommend building a shared custom image."},
    {"image-would-hold-the-same", extended, Effect::Supports,
     [](const F &f) { return !f.isMissing() && f.unknownModules.isEmpty() && f.sharedLibrary.isEmpty(); },
     [](const F &f) { return Text::tr("Nothing is missing in %1, so an image of its own would hold the same.").arg(f.baseName); },
     "Guide: you can rely on the default provided prefecthq/prefect image."},
    {"no-build-while-developing", atRunTime, Effect::Supports,
     [](const F &) { return true; },
     [](const F &) { return Text::tr("No image has to be built or pushed, which suits development."); },
     "Guide: useful during development though, as it allows you to iterate on dependencies without building a new image each time."},

    // What to know.
    {"script-unread", asItIs | atRunTime | builds, Effect::Warns,
     [](const F &f) { return unreadScript(f) != nullptr; },
     [](const F &f) {
         const FlowScript *script = unreadScript(f);
         return Text::tr("Not all that %1 needs is known. %2").arg(QFileInfo(script->path).fileName(), script->unread);
     },
     "Guide: If your flow relies on dependencies not found in the default prefecthq/prefect images, you'll want to build your own image."},
    {"only-found", asItIs, Effect::Warns,
     [](const F &f) { return f.covering && !isImported(f); },
     [](const F &) { return Text::tr("The modules were found in the image, but not all of them were imported yet."); },
     "Prefect: a module may be there and fail for want of an extra or a library (22 modules of prefect.tasks do)."},
    {"not-looked-inside", asItIs, Effect::Warns,
     [](const F &f) { return !f.covering && !f.coveringName.isEmpty(); },
     [](const F &) { return Text::tr("That image is not on this computer, so nobody looked inside it; pull it and check it before you rely on it."); },
     "Prefect: whether the default image exists is never checked (issue 17615)."},
    {"pickle-needs-its-python", asItIs | onPrefect | fromPython, Effect::Warns,
     isPickled,
     [](const F &f) {
         const ImageCoverage *image = f.covering ? f.covering : f.base;
         const Interpreter *python = image ? image->image.python() : nullptr;
         return python ? Text::tr("The flow is stored as a pickle: register it with Python %1, as in the image.").arg(python->version.section(u'.', 0, 1))
                       : Text::tr("The flow is stored as a pickle: register it with the same Python minor as the image has.");
     },
     "Prefect: a flow pickled by another Python minor may not load (issues 5818, 3457)."},
    {"managed-image-may-differ", asItIs, Effect::Warns,
     [](const F &f) { return f.isManaged(); },
     [](const F &) { return Text::tr("A managed work pool runs Prefect's own image only; this holds there if that image has the same contents."); },
     "Prefect: managed pools use prefecthq/prefect of the day."},
    {"compiled-in-every-run", atRunTime, Effect::Warns,
     [](const F &f) { return !f.sourceOnly.isEmpty(); },
     [](const F &f) { return Text::tr("%1 would be compiled in every run.").arg(listed(f.sourceOnly)); },
     "Guide: requires compiling code or other expensive operations."},
    {"downloaded-in-every-run", atRunTime, Effect::Warns,
     isMeasuredLarge,
     [](const F &f) { return Text::tr("%1 would be downloaded and installed in every run.").arg(size(f.bytes)); },
     "Guide: Installing dependencies during each flow run can be costly."},
    {"large-in-every-run", atRunTime, Effect::Warns,
     [](const F &f) { return !f.large.isEmpty(); },
     [](const F &f) { return Text::tr("%1 is large; it would be downloaded in every run.").arg(f.large); },
     "Guide: Installing dependencies during each flow run can be costly."},
    {"many-in-every-run", atRunTime, Effect::Warns,
     isMany,
     [](const F &f) { return Text::tr("%1 distributions would be installed in every run.").arg(countOf(f)); },
     "Guide: a few extra dependencies."},
    {"index-must-be-reached", atRunTime, Effect::Warns,
     [](const F &) { return true; },
     [](const F &) { return Text::tr("Every run depends on the package index being reachable."); },
     "Guide: adds another opportunity for failure."},
    {"sizes-not-asked", atRunTime, Effect::Warns,
     [](const F &f) { return f.isMissing() && f.bytes < 0 && f.isSmall(); },
     [](const F &) { return Text::tr("The package index was not asked. Should these be more than %1, an image of its own is the better choice.").arg(size(fewBytes)); },
     "Guide: small dependencies that are quick to install."},
    {"base-is-downloaded", onPrefect, Effect::Warns,
     [](const F &f) { return !f.base && !f.baseName.isEmpty(); },
     [](const F &f) { return Text::tr("No Prefect image that fits is at hand: %1 would be downloaded first.").arg(f.baseName); },
     "Guide: You can base it off of one of the provided prefecthq/prefect images."},
    {"python-is-downloaded", fromPython, Effect::Warns,
     [](const F &f) { return !f.pythonBase; },
     [](const F &f) { return Text::tr("No Python image that fits is at hand: %1 would be downloaded first.").arg(f.scratchName); },
     "Guide: We use the python:3.8-buster image as the base image."},
    {"no-official-python", fromPython, Effect::Warns,
     [](const F &f) { return f.generation > 0 && officialPrefectImage(f.situation->scripts).isEmpty(); },
     [](const F &f) { return Text::tr("Prefect %1 was never published for that Python. Check the image before you rely on it.").arg(f.generation); },
     "Prefect: each release's images name the Python minors that it was tested with."},
    {"no-entrypoint-that-installs", fromPython, Effect::Warns,
     [](const F &) { return true; },
     [](const F &) { return Text::tr("The image has no entrypoint that installs EXTRA_PIP_PACKAGES."); },
     "Prefect: the variable is read by the entrypoint of Prefect's own images (issues 5195, 8988)."},
    {"every-change-builds", withFlow, Effect::Warns,
     [](const F &) { return true; },
     [](const F &) { return Text::tr("Every change to the flow needs a new build."); },
     "Guide: Since a new docker image will need to be built and pushed every time you change your flow source, using Docker storage isn't always the most ergonomic of options."},
    {"compiler-is-missing", builds, Effect::Warns,
     lacksCompiler,
     [](const F &f) {
         QStringList packages{u"build-essential"_s};
         for (const QString &name : f.sourceOnly)
             packages += sourceBuildOf(name).systemPackages;
         packages.removeDuplicates();
         if (packages.size() == 1) // nothing is known of it: much that comes as source is Python alone
             return Text::tr("%1 comes as source, and the base has no compiler. If it holds code to compile, add %2 to the system packages.").arg(listed(f.sourceOnly), packages.first());
         return Text::tr("%1 must be compiled, and the base has no compiler. Add %2 to the system packages.").arg(listed(f.sourceOnly), packages.join(u", "_s));
     },
     "Guide: requires compiling code. Prefect: 1.x images had gcc, later ones have none."},
    {"has-a-binary", builds | atRunTime, Effect::Warns,
     [](const F &f) { return std::any_of(f.sourceOnly.begin(), f.sourceOnly.end(), [](const QString &name) { return !sourceBuildOf(name).binary.isEmpty(); }); },
     [](const F &f) {
         const auto found = std::find_if(f.sourceOnly.begin(), f.sourceOnly.end(), [](const QString &name) { return !sourceBuildOf(name).binary.isEmpty(); });
         return Text::tr("%1 has the same modules as %2 and needs no compiler.").arg(sourceBuildOf(*found).binary, *found);
     },
     "Guide: small dependencies that are quick to install."},
    {"library-to-add", builds, Effect::Warns,
     [](const F &f) { return !f.sharedLibrary.isEmpty(); },
     [](const F &f) { return Text::tr("Add the Debian package that holds %1 to the system packages.").arg(f.sharedLibrary); },
     "Guide: extra dependencies or shared libraries."},
    {"git-is-missing", builds, Effect::Warns,
     [](const F &f) { return !f.fromGit.isEmpty() && !f.situation->resolution && !(f.contents() && f.contents()->hasGit); },
     [](const F &f) { return Text::tr("%1 comes from a git repository, and the base has no git: this computer's fetches it when source archives are allowed.").arg(f.fromGit); },
     "Prefect: git was removed from the 1.x images (issue 6649)."},
    {"conflict", builds, Effect::Warns,
     [](const F &f) { return !f.conflict.isEmpty(); },
     [](const F &f) { return f.conflict; },
     "Prefect: a conflict passes its own health check (issue 2902)."},
    {"index-refuses", builds, Effect::Warns,
     [](const F &f) { return !f.refusal.isEmpty(); },
     [](const F &f) { return f.refusal; },
     "Prefect: requirements were skipped without a word (issue 12937)."},
    {"cuda", builds | atRunTime, Effect::Warns,
     [](const F &f) { return !f.cuda.isEmpty(); },
     [](const F &f) {
         return Text::tr("%1 brings NVIDIA's libraries, gigabytes. Where no GPU is used, take its CPU wheels: --index-url https://download.pytorch.org/whl/cpu, or a build that says cpu.").arg(f.cuda);
     },
     "Guide: Installing dependencies during each flow run can be costly."},
    {"guess", builds | atRunTime, Effect::Warns,
     [](const F &f) { return !f.additions.guesses.isEmpty(); },
     [](const F &f) { return Text::tr("%1 is a guess from the import's name. Check that it is the right distribution.").arg(listed(f.additions.guesses)); },
     "Prefect: requirements were skipped without a word (issue 12937)."},
    {"unknown-module", builds | atRunTime, Effect::Warns,
     [](const F &f) { return !f.unknownModules.isEmpty(); },
     [](const F &f) { return Text::tr("Nothing is known that provides %1. Say which distribution does.").arg(listed(f.unknownModules)); },
     "Guide: any other Python libraries you imported from within your flow script."},
    {"storage-unread", asItIs | atRunTime | extended | fromPython, Effect::Warns,
     [](const F &f) { return f.unreadStorage != nullptr; },
     [](const F &f) {
         return Text::tr("The flow's storage, “%1” (line %2), could not be read: whether its source and your own modules travel with it, and what it needs in the image, is not known.")
             .arg(f.unreadStorage->kind, QString::number(f.unreadStorage->line));
     },
     "Guide: any other Python libraries you imported from within your flow script; storage needs its extra in the image."},
    {"python2-module", builds | atRunTime, Effect::Warns,
     [](const F &f) { return !f.ofPython2.isEmpty(); },
     [](const F &f) { return Text::tr("Only Python 2's standard library has %1. Change the script first: no image makes up for it.").arg(f.ofPython2); },
     "Prefect: every image of every release runs Python 3."},
    {"process-runs-no-image", builds | asItIs, Effect::Warns,
     [](const F &f) { return f.isProcess(); },
     [](const F &) { return Text::tr("The flow runs as a process on the worker's machine today; the image is used once it runs in a container."); },
     "Prefect: LocalRun, serve() and process pools run in the Python of the machine."},
    {"local-storage-stays-here", asItIs | atRunTime | extended | fromPython, Effect::Warns,
     [](const F &f) { return f.localStorageLine > 0 && !f.isProcess(); },
     [](const F &f) { return Text::tr("Local storage (line %1) keeps the flow on this computer, where a container does not see it: use GitHub or another remote storage, or ship the flow in the image.").arg(f.localStorageLine); },
     "Guide: When possible, we recommend relying on a different storage mechanism for managing your flow source."},
};
// clang-format on

} // namespace

bool Rule::isAbout(Strategy strategy) const
{
    return strategies & strategyBit(strategy);
}

std::span<const Rule> advisorRules()
{
    return rules;
}

} // namespace drydock
