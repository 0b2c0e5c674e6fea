// SPDX-License-Identifier: Apache-2.0
#include "core/check/checkreport.h"

#include "core/image/platform.h"
#include "core/log/escapes.h"
#include "core/python/requirement.h"
#include "core/words.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Check", text);
}

/// Why a check ended without an answer of its own.
QString reason(const QString &why, const QString &detail)
{
    if (why == "time"_L1)
        return tr("It took too long and was stopped.");
    if (why == "killed"_L1)
        return tr("It was ended from outside (%1); the memory may have run out.").arg(detail);
    if (why == "left"_L1)
        return tr("It ended by itself without an answer (%1).").arg(detail);
    if (why == "home-not-writable"_L1)
        return tr("%1, where Prefect keeps its files, cannot be written by this user. Set PREFECT_HOME to a folder that can, or let the image run as its owner.").arg(detail);
    if (why == "folder-not-readable"_L1)
        return tr("The image starts in a folder that this user may not read (%1). Choose another working directory.").arg(detail);
    if (why == "no-pip"_L1)
        return tr("The image has neither pip nor uv, so nothing can be asked.");
    if (why == "no-entrypoint"_L1)
        return tr("The image has no entrypoint: commands start as they are.");
    if (why == "not-installed"_L1)
        return tr("The image's entrypoint did not install: %1. Choose an image whose entrypoint installs "
                  "EXTRA_PIP_PACKAGES, or put them into the image.")
            .arg(detail);
    if (why == "not-at-path"_L1)
        return tr("%1 is not in the image. Build it again with this script.").arg(detail);
    if (why == "other-content"_L1)
        return tr("%1 is another version of the script than the one on this machine. Build the image again.")
            .arg(detail);
    if (why == "network"_L1)
        return tr("Here the container has a network, because something was installed at its start. Allow it to the "
                  "flow too, then check again.");
    if (why == "parameters"_L1)
        return tr("The flow needs values for: %1. Give them, then check again.").arg(detail);
    return detail;
}

/// What a check says in each of its three states; %1 is its subject, %2 what was found, %3 what was wanted.
struct Sentences
{
    const char *id; ///< Up to the colon.
    const char *passed;
    const char *failed;
    const char *skipped;
};

const Sentences sentences[] = {
    {"platform", QT_TRANSLATE_NOOP("Check", "Built for %2"), QT_TRANSLATE_NOOP("Check", "Built for %2 instead of %3"),
     ""},
    {"python-version", QT_TRANSLATE_NOOP("Check", "Python %2 starts"),
     QT_TRANSLATE_NOOP("Check", "Python %2 instead of %3"), ""},
    {"user", QT_TRANSLATE_NOOP("Check", "Runs as %2"), QT_TRANSLATE_NOOP("Check", "Prefect cannot work as the user %2"), ""},
    {"entrypoint", QT_TRANSLATE_NOOP("Check", "The entrypoint is there"),
     QT_TRANSLATE_NOOP("Check", "The entrypoint %2 is not in the image"),
     QT_TRANSLATE_NOOP("Check", "No entrypoint to look for")},
    {"prefect-on-path", QT_TRANSLATE_NOOP("Check", "prefect is on the path"),
     QT_TRANSLATE_NOOP("Check", "prefect is not on the path"), ""},
    {"prefect-version", QT_TRANSLATE_NOOP("Check", "Prefect %2 imports"),
     QT_TRANSLATE_NOOP("Check", "Prefect %2 instead of %3"), ""},
    {"pip-check", QT_TRANSLATE_NOOP("Check", "What is installed fits together"),
     QT_TRANSLATE_NOOP("Check", "What is installed does not fit together"),
     QT_TRANSLATE_NOOP("Check", "Whether what is installed fits together was not tried")},
    {"import", QT_TRANSLATE_NOOP("Check", "%1 imports"), QT_TRANSLATE_NOOP("Check", "%1 does not import"),
     QT_TRANSLATE_NOOP("Check", "%1 was not imported")},
    {"local", QT_TRANSLATE_NOOP("Check", "%1 imports from another folder"),
     QT_TRANSLATE_NOOP("Check", "%1 does not import from another folder"), ""},
    {"runtime-install", QT_TRANSLATE_NOOP("Check", "EXTRA_PIP_PACKAGES installs: each run pays %2"),
     QT_TRANSLATE_NOOP("Check", "EXTRA_PIP_PACKAGES does not install"), ""},
    {"flow-at-path", QT_TRANSLATE_NOOP("Check", "%1 is in the image"),
     QT_TRANSLATE_NOOP("Check", "%1 is not where the image should hold it"), ""},
    {"flow-loads", QT_TRANSLATE_NOOP("Check", "%1 loads as an agent loads it"),
     QT_TRANSLATE_NOOP("Check", "%1 does not load"), QT_TRANSLATE_NOOP("Check", "%1 was not loaded")},
    {"flow-runs", QT_TRANSLATE_NOOP("Check", "%1 runs"), QT_TRANSLATE_NOOP("Check", "%1 does not run through"),
     QT_TRANSLATE_NOOP("Check", "%1 was not run")},
};

QString wantedVersion(const QString &id, const CheckRequest &request)
{
    if (id == "python-version"_L1)
        return request.pythonVersion;
    if (id == "platform"_L1)
        return request.platform;
    if (!request.prefectVersion.isEmpty())
        return request.prefectVersion;
    for (const BuildPlan::Script &script : request.scripts) {
        if (script.generation > 0)
            return u"%1.x"_s.arg(script.generation);
    }
    return {};
}

QString sentence(const Check &check, const QString &found, const CheckRequest &request)
{
    const qsizetype colon = check.id.indexOf(u':');
    const QString kind = check.id.left(colon < 0 ? check.id.size() : colon);
    const auto *row = std::find_if(std::begin(sentences), std::end(sentences),
                                   [&kind](const Sentences &each) { return kind == QLatin1StringView(each.id); });
    if (row == std::end(sentences))
        return check.id;
    // An exception instead of a version: there is nothing to compare.
    static const QRegularExpression version(u"\\A\\d[\\w.+-]*\\z"_s);
    if (kind == "prefect-version"_L1 && check.status == CheckStatus::Failed && !version.match(found).hasMatch())
        return tr("Prefect does not import");
    const char *text = check.status == CheckStatus::Passed ? row->passed
        : check.status == CheckStatus::Failed              ? row->failed
                                                           : row->skipped;
    QString said = tr(text);
    said.replace(u"%3"_s, wantedVersion(kind, request));
    said.replace(u"%2"_s, found);
    said.replace(u"%1"_s, colon < 0 ? QString() : check.id.mid(colon + 1));
    return said;
}

qint64 downloadOf(const QList<ResolvedDistribution> &distributions)
{
    Resolution resolution;
    resolution.distributions = distributions;
    return distributions.isEmpty() ? -1 : resolution.downloadBytes();
}

/// What each run will pay again.
QString costText(const Check &check)
{
    const QString time = durationText(check.seconds);
    return check.downloadBytes < 0 ? time : tr("%1 and %2").arg(time, sizeText(check.downloadBytes));
}

/// A pickled flow is bytecode: it loads on the Python minor that pickled it. A script needs what its project says.
void judgePython(Check &check, const QString &found, const QList<FlowScript> &scripts)
{
    const QString minor = found.section(u'.', 0, 1);
    for (const FlowScript &script : scripts) {
        const bool isPickled = std::any_of(script.flows.cbegin(), script.flows.cend(), [](const Flow &flow) {
            return flow.storage && flow.storage->ships == Ships::Pickle;
        });
        const QString name = QFileInfo(script.path).fileName();
        const QString own = script.environment ? script.environment->python.section(u'.', 0, 1) : QString();
        if (isPickled && !own.isEmpty() && own != minor) {
            check.status = CheckStatus::Failed;
            check.sentence = tr("Python %1 instead of %2").arg(found, own);
            check.detail = tr("%1 is pickled when it is registered, by Python %2 of %3, and a pickle loads only there. "
                              "Register it with Python %4, store it as a script, or choose an image with Python %2.")
                               .arg(name, own, script.environment->title, minor);
            return;
        }
        if (isPickled)
            check.detail = tr("%1 (%2 is pickled: register it with Python %3)").arg(found, name, minor);
        const auto wanted = VersionSpecifiers::parse(script.requiresPython);
        if (!script.requiresPython.isEmpty() && wanted && !wanted->containsInstalled(Version(found))) {
            check.status = CheckStatus::Failed;
            check.sentence = tr("Python %1 instead of %2").arg(found, script.requiresPython);
            check.detail = tr("The project of %1 says that it needs Python %2.").arg(name, script.requiresPython);
            return;
        }
    }
}

/// Where the flow runs, the entrypoint may never be asked.
void judgeEntrypoint(Check &check, const CheckRequest &request)
{
    const bool isReplaced = request.runsOn == "vertex"_L1 || request.runsOn == "cloud-run"_L1;
    if (!request.installsAtStart() || !isReplaced)
        return;
    check.status = CheckStatus::Failed;
    check.sentence = tr("The entrypoint does not run there");
    check.detail = tr("%1 starts the image without its entrypoint, so EXTRA_PIP_PACKAGES is ignored. Put the "
                      "distributions into the image.")
                       .arg(request.runsOn == "vertex"_L1 ? u"Vertex AI"_s : u"Cloud Run"_s);
}

QString statusName(CheckStatus status)
{
    return status == CheckStatus::Passed ? u"passed"_s : status == CheckStatus::Failed ? u"failed"_s : u"skipped"_s;
}

CheckStatus statusFromName(const QString &name)
{
    return name == "passed"_L1 ? CheckStatus::Passed : name == "failed"_L1 ? CheckStatus::Failed : CheckStatus::Skipped;
}

} // namespace

CheckAnswers readChecks(const QByteArray &output, const CheckRequest &request, const QList<FlowScript> &scripts)
{
    CheckAnswers answers;
    for (qsizetype at = 0; at < output.size();) {
        qsizetype end = output.indexOf('\n', at);
        end = end < 0 ? output.size() : end;
        const QJsonObject object = QJsonDocument::fromJson(output.mid(at, end - at)).object();
        Check check;
        check.id = object.value(u"id"_s).toString();
        if (check.id == "begin"_L1 && !answers.hasBegun()) {
            answers.begin = at;
            answers.debian = object.value(u"debian"_s).toString();
        }
        at = end + 1;
        const QString status = object.value(u"status"_s).toString();
        const QString found = object.value(u"detail"_s).toString();
        if (check.id == "end"_L1)
            answers.isComplete = true;
        if (!answers.hasBegun() || check.id.isEmpty() || status.isEmpty())
            continue;
        check.status = statusFromName(status);
        check.seconds = object.value(u"seconds"_s).toDouble();
        check.downloadBytes = object.value(u"bytes"_s).toInteger(-1);
        check.detail = reason(object.value(u"why"_s).toString(), found);
        if (check.id == "runtime-install"_L1 && check.status == CheckStatus::Passed) {
            if (check.downloadBytes < 0)
                check.downloadBytes = downloadOf(request.runtimeInstalls);
            check.sentence = sentence(check, costText(check), request);
        } else {
            check.sentence = sentence(check, object.value(u"found"_s).toString(found), request);
        }
        if (check.id == "python-version"_L1 && check.status == CheckStatus::Passed)
            judgePython(check, found, scripts);
        if (check.id == "entrypoint"_L1)
            judgeEntrypoint(check, request);
        answers.checks.append(check);
    }
    return answers;
}

QList<Check> installationFailed(const QString &said, const CheckRequest &request)
{
    QString error; // The last one is the conclusion.
    QString last;
    const QStringList lines = said.split(u'\n');
    for (const QString &each : lines) {
        const QString line = plainText(each);
        if (line.contains("error"_L1, Qt::CaseInsensitive) || line.contains("No solution found"_L1))
            error = line.trimmed();
        if (!line.trimmed().isEmpty())
            last = line.trimmed();
    }
    const auto make = [&request](const QString &id, CheckStatus status, const QString &detail) {
        Check check;
        check.id = id;
        check.status = status;
        check.detail = detail.left(500);
        check.sentence = sentence(check, {}, request);
        return check;
    };
    QList<Check> checks{make(u"runtime-install"_s, CheckStatus::Failed, error.isEmpty() ? last : error)};
    const QString why = tr("The installation failed.");
    for (const QString &module : request.imports)
        checks.append(make(u"import:"_s + module, CheckStatus::Skipped, why));
    for (const BuildPlan::Script &script : request.scripts) {
        for (const auto &flow : script.flows)
            checks.append(make(u"flow-loads:"_s + flow.name, CheckStatus::Skipped, why));
    }
    return checks;
}

Check platformCheck(const CheckRequest &request, const Image &image, const QString &native)
{
    Check check;
    check.id = u"platform"_s;
    // linux/arm64 names every variant of it.
    const bool fits = request.platform.isEmpty() || image.platform == request.platform || image.platform.startsWith(request.platform + u'/');
    check.status = fits ? CheckStatus::Passed : CheckStatus::Failed;
    check.detail = image.platform;
    check.sentence = sentence(check, image.platform, request);
    if (isEmulated(image.platform, native)) {
        check.detail = tr("%1, emulated on %2: these times are not those of a machine of that kind").arg(image.platform, native);
        if (fits)
            check.sentence = tr("Built for %1, emulated here").arg(image.platform);
    }
    return check;
}

Check pythonMissingCheck()
{
    Check check;
    check.id = u"python-version"_s;
    check.status = CheckStatus::Failed;
    check.sentence = tr("There is no Python to start");
    check.detail = tr("Neither python nor python3 is on the image's path, so nothing else was tried.");
    return check;
}

QJsonObject toJson(const CheckReport &report)
{
    QJsonArray checks;
    for (const Check &check : report.checks) {
        QJsonObject object{{u"id"_s, check.id},
                           {u"sentence"_s, check.sentence},
                           {u"status"_s, statusName(check.status)},
                           {u"seconds"_s, check.seconds},
                           {u"detail"_s, check.detail}};
        if (check.downloadBytes >= 0)
            object.insert(u"download_bytes"_s, check.downloadBytes);
        if (check.proposal)
            object.insert(u"proposal"_s, toJson(*check.proposal));
        checks.append(object);
    }
    return {{u"image"_s, report.image}, {u"passed"_s, report.passed()}, {u"checks"_s, checks}};
}

CheckReport checkReportFromJson(const QJsonObject &object)
{
    CheckReport report;
    report.image = object.value(u"image"_s).toString();
    const QJsonArray checks = object.value(u"checks"_s).toArray();
    for (const QJsonValue &value : checks) {
        Check check;
        check.id = value[u"id"_s].toString();
        check.sentence = value[u"sentence"_s].toString();
        check.status = statusFromName(value[u"status"_s].toString());
        check.seconds = value[u"seconds"_s].toDouble();
        check.detail = value[u"detail"_s].toString();
        check.downloadBytes = value[u"download_bytes"_s].toInteger(-1);
        if (const QJsonObject proposal = value[u"proposal"_s].toObject(); !proposal.isEmpty())
            check.proposal = proposalFromJson(proposal);
        report.checks.append(check);
    }
    return report;
}

} // namespace drydock
