// SPDX-License-Identifier: Apache-2.0
#include "core/plan/plan.h"

#include "core/plan/planjson.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>

#include <filesystem>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr qint64 largestPlan = 16 * 1024 * 1024;
constexpr qint64 largestContents = 200 * 1024 * 1024;

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Plan)
};

std::filesystem::path nativePath(const QString &path)
{
    return std::filesystem::path(path.toStdU16String());
}

/// A plan.json of ours, however old or damaged the rest of it is.
std::optional<QJsonObject> planDocument(const QString &folder)
{
    QFile file(QDir(folder).filePath(u"plan.json"_s));
    if (!QFileInfo(file).isFile() || file.size() > largestPlan || !file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
    return object.contains(u"drydock_plan"_s) ? std::optional(object) : std::nullopt;
}

bool writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    return QDir().mkpath(QFileInfo(path).path()) && file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.flush();
}

/// Removes a file and the folders that it leaves empty, up to the plan's own.
void removeStale(const QDir &folder, const QString &path)
{
    QFile::remove(folder.filePath(path));
    for (QString parent = QFileInfo(path).path(); parent != u"." && !parent.isEmpty(); parent = QFileInfo(parent).path()) {
        if (!folder.rmdir(parent))
            return;
    }
}

} // namespace

Result<void> writePlan(const BuildPlan &plan, const QString &folder)
{
    const QDir target(folder);
    const QFileInfo info(folder);
    if (info.exists() && !info.isDir())
        return failure(u"folder-not-writable"_s, Text::tr("%1 is a file. Name a folder for the plan.").arg(folder));
    const std::optional<QJsonObject> before = planDocument(folder);
    if (target.exists() && !before && !target.isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot)) {
        return failure(u"folder-not-empty"_s, Text::tr("%1 holds files that are not a plan of Drydock's. Choose an empty folder.").arg(folder));
    }

    QList<PlanFile> files = plan.files;
    if (!plan.lines.isEmpty())
        files.append({u"lines.py"_s, plan.lines.toUtf8()});
    files.append({u"plan.json"_s, QJsonDocument(toJson(plan)).toJson()}); // Last: with it the plan is whole.

    const auto notWritable = [&folder](const QString &why) {
        return failure(u"folder-not-writable"_s, Text::tr("The plan cannot be written to %1. Choose a folder that can be written, with room on the disk.").arg(folder), why);
    };
    if (!target.mkpath(u"."_s))
        return notWritable({});
    // Everything is on the disk before the first file takes its place, so a full disk leaves the plan before as it was.
    const QTemporaryDir staging(target.filePath(u".writing-XXXXXX"_s));
    if (!staging.isValid())
        return notWritable(staging.errorString());
    for (const PlanFile &file : std::as_const(files)) {
        if (!isPathInPlan(file.path) || !writeFile(staging.filePath(file.path), file.content))
            return notWritable(file.path);
    }
    if (before) {
        const QJsonArray stale = (*before)[u"files"].toArray();
        for (const QJsonValue &path : stale) {
            if (isPathInPlan(path.toString()) && QFileInfo(target.filePath(path.toString())).canonicalFilePath().startsWith(target.canonicalPath() + u'/'))
                removeStale(target, path.toString());
        }
    }
    for (const PlanFile &file : std::as_const(files)) {
        std::error_code error;
        if (!target.mkpath(QFileInfo(file.path).path()))
            return notWritable(file.path);
        std::filesystem::rename(nativePath(staging.filePath(file.path)), nativePath(target.filePath(file.path)), error);
        if (error)
            return notWritable(QString::fromStdString(error.message()));
    }
    return {};
}

Result<BuildPlan> readPlan(const QString &folder)
{
    const std::optional<QJsonObject> object = planDocument(folder);
    if (!object) {
        if (!QFileInfo::exists(QDir(folder).filePath(u"plan.json"_s)))
            return failure(u"plan-not-found"_s, Text::tr("There is no plan in %1. Make one first, or name the folder that holds plan.json.").arg(folder));
        return failure(u"plan-invalid"_s, Text::tr("The plan in this folder is damaged or was made by another program. Plan again into an empty folder."), folder);
    }
    Result<BuildPlan> plan = planFromJson(*object);
    if (!plan)
        return plan;
    const QDir root(folder);
    qint64 size = 0;
    for (PlanFile &file : plan->files) {
        QFile content(root.filePath(file.path));
        // A link could lead anywhere.
        const bool isInside = QFileInfo(content).canonicalFilePath().startsWith(root.canonicalPath() + u'/');
        size += content.size();
        if (!isInside || size > largestContents || !QFileInfo(content).isFile() || !content.open(QIODevice::ReadOnly)) {
            return failure(u"plan-invalid"_s, Text::tr("%1 is missing in the plan's folder or cannot be read. Plan again.").arg(file.path),
                           content.error() == QFileDevice::NoError ? QString() : content.errorString());
        }
        file.content = content.readAll();
    }
    return plan;
}

} // namespace drydock
