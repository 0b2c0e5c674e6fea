// SPDX-License-Identifier: Apache-2.0
#include "core/plan/planarchives.h"

#include "core/python/requirement.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Plan)
};

/// All wheels of a plan together; a plan's folder is read whole.
constexpr qint64 largestWheels = 100 * 1024 * 1024;

} // namespace

QString ownWheel(const QString &requirement)
{
    const Result<Requirement> parsed = Requirement::parse(requirement);
    const QUrl url(parsed ? parsed->url : QString());
    return url.isLocalFile() && url.path().endsWith(u".whl") ? url.toLocalFile() : QString();
}

ResolvedDistribution PlannedArchives::inImage(const ResolvedDistribution &distribution) const
{
    const QString path = paths.value(normalizedName(distribution.name));
    ResolvedDistribution inside = distribution;
    if (path.startsWith(u"sources/"))
        inside.url = u"file:///opt/drydock/"_s + QFileInfo(path).fileName();
    return inside;
}

Result<PlannedArchives> takeArchives(const QStringList &requirements, QList<ResolvedDistribution> &distributions)
{
    // The file's name stands in the Dockerfile (PEP 427).
    static const QRegularExpression fileName(u"\\A[A-Za-z0-9_.+]+(?:-[A-Za-z0-9_.+]+){4,5}\\.whl\\z"_s);
    PlannedArchives archives;
    qint64 size = 0;
    for (const QString &text : requirements) {
        const QString path = ownWheel(text);
        if (path.isEmpty())
            continue;
        QFile file(path);
        const QString name = QFileInfo(path).fileName();
        if (!fileName.match(name).hasMatch())
            return failure(u"wheel-invalid"_s, Text::tr("%1 is not named as a wheel is, such as acme-1.2-py3-none-any.whl. Build it again, then plan again.").arg(path));
        if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly)) {
            return failure(u"wheel-unreadable"_s, Text::tr("The wheel %1, which the requirements name, cannot be read. Put it back where it was, then plan again.").arg(path),
                           file.errorString());
        }
        size += file.size();
        if (size > largestWheels)
            return failure(u"wheel-invalid"_s, Text::tr("The wheels that the requirements name hold more than 100 MB. Put them on a package index, then plan again."));
        const QByteArray content = file.readAll();
        const QString normalized = normalizedName(Requirement::parse(text)->name);
        for (ResolvedDistribution &distribution : distributions) {
            if (normalizedName(distribution.name) != normalized)
                continue;
            distribution.isWheel = true;
            distribution.url.clear(); // Inside, it lies elsewhere.
            distribution.downloadBytes = 0;
            distribution.hashes = {QString(u"sha256:" + QString::fromLatin1(QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex()))};
            archives.paths.insert(normalized, QString(u"wheels/" + name));
            archives.files.append({QString(u"wheels/" + name), content});
        }
    }
    for (const ResolvedDistribution &distribution : std::as_const(distributions)) {
        if (distribution.archive.isEmpty())
            continue;
        QFile file(distribution.archive);
        if (!file.open(QIODevice::ReadOnly)) {
            return failure(u"wheel-unreadable"_s, Text::tr("%1, which git fetched for %2, cannot be read. Plan again.").arg(distribution.archive, distribution.name),
                           file.errorString());
        }
        const QString path = u"sources/"_s + QFileInfo(distribution.archive).fileName();
        archives.paths.insert(normalizedName(distribution.name), path);
        archives.files.append({path, file.readAll()});
    }
    return archives;
}

} // namespace drydock
