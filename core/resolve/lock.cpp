// SPDX-License-Identifier: Apache-2.0
#include "core/resolve/lock.h"

#include "core/formats/toml.h"
#include "core/python/requirement.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace drydock {

Result<QList<ResolvedDistribution>> distributionsOfLock(const QByteArray &pylock)
{
    const Result<QJsonObject> document = readToml(pylock);
    if (!document || !document->contains(u"lock-version"_s)) {
        return failure(u"resolution-failed"_s, QCoreApplication::translate("Resolve", "uv's answer could not be read. Update uv."),
                       document ? QString() : document.error().details);
    }
    QList<ResolvedDistribution> distributions;
    const QJsonArray packages = (*document)[u"packages"].toArray();
    for (const QJsonValue &package : packages) {
        ResolvedDistribution distribution;
        distribution.name = package[u"name"].toString();
        distribution.version = package[u"version"].toString();
        const QJsonArray wheels = package[u"wheels"].toArray();
        // What an address names stands as an archive, of either kind (PEP 751).
        const QJsonObject archive = package[u"archive"].toObject();
        distribution.url = archive[u"url"].toString();
        distribution.isWheel = !wheels.isEmpty() || QUrl(archive[u"path"].toString(distribution.url)).path().endsWith(u".whl");
        const QJsonObject file = !wheels.isEmpty() ? wheels.first().toObject() : !archive.isEmpty() ? archive : package[u"sdist"].toObject();
        distribution.downloadBytes = file[u"size"].toInteger(-1);
        const QString sha256 = file[u"hashes"][u"sha256"].toString();
        if (!sha256.isEmpty())
            distribution.hashes.append(QString(u"sha256:" + sha256));
        if (distribution.name.isEmpty())
            continue;
        distributions.append(distribution);
    }
    return distributions;
}

QMap<QString, QStringList> wantedByOf(const QByteArray &requirements)
{
    QMap<QString, QStringList> wantedBy;
    const QStringList lines = QString::fromUtf8(requirements).split(u'\n');
    for (const QString &line : lines) {
        const qsizetype note = line.indexOf(u"# via ");
        if (note < 0)
            continue;
        const QString name = normalizedName(line.left(note).trimmed().section(u"=="_s, 0, 0));
        QStringList wanting = line.mid(note + 6).trimmed().split(u", "_s);
        wanting.removeIf([](const QString &who) { return who.startsWith(u"-r ") || who.startsWith(u"-c "); });
        wantedBy.insert(name, wanting);
    }
    return wantedBy;
}

} // namespace drydock
