// SPDX-License-Identifier: Apache-2.0
#include "core/check/checkreport.h"

#include <QCoreApplication>
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
    if (why == "no-pip"_L1)
        return tr("The image has neither pip nor uv, so nothing can be asked.");
    if (why == "no-entrypoint"_L1)
        return tr("The image has no entrypoint: commands start as they are.");
    if (why == "parameters"_L1)
        return tr("The flow needs values for: %1. Give them, then check again.").arg(detail);
    return detail;
}

/// What a check says in each of its three states; %1 is its subject, %2 what was found, %3 what was wanted.
struct Sentences {
    const char *id; ///< Up to the colon.
    const char *passed;
    const char *failed;
    const char *skipped;
};

const Sentences sentences[] = {
    {"platform", QT_TRANSLATE_NOOP("Check", "Built for %2"), QT_TRANSLATE_NOOP("Check", "Built for %2 instead of %3"), ""},
    {"python-version", QT_TRANSLATE_NOOP("Check", "Python %2 starts"), QT_TRANSLATE_NOOP("Check", "Python %2 instead of %3"), ""},
    {"user", QT_TRANSLATE_NOOP("Check", "Runs as %2"), QT_TRANSLATE_NOOP("Check", "The user is unknown"), ""},
    {"entrypoint", QT_TRANSLATE_NOOP("Check", "The entrypoint is there"), QT_TRANSLATE_NOOP("Check", "The entrypoint %2 is not in the image"),
     QT_TRANSLATE_NOOP("Check", "No entrypoint to look for")},
    {"prefect-on-path", QT_TRANSLATE_NOOP("Check", "prefect is on the path"), QT_TRANSLATE_NOOP("Check", "prefect is not on the path"), ""},
    {"prefect-version", QT_TRANSLATE_NOOP("Check", "Prefect %2 imports"), QT_TRANSLATE_NOOP("Check", "Prefect %2 instead of %3"), ""},
    {"pip-check", QT_TRANSLATE_NOOP("Check", "What is installed fits together"), QT_TRANSLATE_NOOP("Check", "What is installed does not fit together"),
     QT_TRANSLATE_NOOP("Check", "Whether what is installed fits together was not tried")},
    {"import", QT_TRANSLATE_NOOP("Check", "%1 imports"), QT_TRANSLATE_NOOP("Check", "%1 does not import"), ""},
    {"local", QT_TRANSLATE_NOOP("Check", "%1 imports from another folder"), QT_TRANSLATE_NOOP("Check", "%1 does not import from another folder"), ""},
    {"flow-loads", QT_TRANSLATE_NOOP("Check", "%1 loads as an agent loads it"), QT_TRANSLATE_NOOP("Check", "%1 does not load"), ""},
    {"flow-runs", QT_TRANSLATE_NOOP("Check", "%1 runs"), QT_TRANSLATE_NOOP("Check", "%1 does not run through"), QT_TRANSLATE_NOOP("Check", "%1 was not run")},
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
    const auto *row = std::find_if(std::begin(sentences), std::end(sentences), [&kind](const Sentences &each) { return kind == QLatin1StringView(each.id); });
    if (row == std::end(sentences))
        return check.id;
    // An exception instead of a version: there is nothing to compare.
    static const QRegularExpression version(u"\\A\\d[\\w.+-]*\\z"_s);
    if (kind == "prefect-version"_L1 && check.status == CheckStatus::Failed && !version.match(found).hasMatch())
        return tr("Prefect does not import");
    const char *text = check.status == CheckStatus::Passed ? row->passed : check.status == CheckStatus::Failed ? row->failed : row->skipped;
    QString said = tr(text);
    said.replace(u"%3"_s, wantedVersion(kind, request));
    said.replace(u"%2"_s, found);
    said.replace(u"%1"_s, colon < 0 ? QString() : check.id.mid(colon + 1));
    return said;
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

QList<Check> readChecks(const QByteArray &output, const CheckRequest &request, bool *isComplete)
{
    QList<Check> checks;
    *isComplete = false;
    for (const QByteArray &line : output.split('\n')) {
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        Check check;
        check.id = object.value(u"id"_s).toString();
        const QString status = object.value(u"status"_s).toString();
        const QString found = object.value(u"detail"_s).toString();
        if (check.id == "end"_L1)
            *isComplete = true;
        if (check.id.isEmpty() || status.isEmpty())
            continue;
        check.status = statusFromName(status);
        check.seconds = object.value(u"seconds"_s).toDouble();
        check.detail = reason(object.value(u"why"_s).toString(), found);
        check.sentence = sentence(check, found, request);
        checks.append(check);
    }
    return checks;
}

Check platformCheck(const CheckRequest &request, const Image &image)
{
    Check check;
    check.id = u"platform"_s;
    // linux/arm64 names every variant of it.
    const bool fits = image.platform == request.platform || image.platform.startsWith(request.platform + u'/');
    check.status = fits ? CheckStatus::Passed : CheckStatus::Failed;
    check.detail = image.platform;
    check.sentence = sentence(check, image.platform, request);
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
        checks.append(QJsonObject{{u"id"_s, check.id},
                                  {u"sentence"_s, check.sentence},
                                  {u"status"_s, statusName(check.status)},
                                  {u"seconds"_s, check.seconds},
                                  {u"detail"_s, check.detail}});
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
        report.checks.append(check);
    }
    return report;
}

} // namespace drydock
