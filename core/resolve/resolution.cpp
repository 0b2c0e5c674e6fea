// SPDX-License-Identifier: Apache-2.0
#include "core/resolve/resolve.h"

#include "core/python/requirement.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace drydock {

qint64 Resolution::downloadBytes() const
{
    qint64 sum = -1;
    for (const ResolvedDistribution &distribution : distributions) {
        if (distribution.downloadBytes >= 0)
            sum = std::max<qint64>(sum, 0) + distribution.downloadBytes;
    }
    return distributions.isEmpty() ? 0 : sum;
}

QString requirementOf(const ResolvedDistribution &distribution)
{
    return distribution.url.isEmpty() ? QString(distribution.name + u"==" + distribution.version) : QString(distribution.name + u" @ " + distribution.url);
}

QStringList constraintsOf(const Interpreter &interpreter)
{
    QStringList constraints;
    for (const Distribution &distribution : interpreter.distributions) {
        const Version version(distribution.version);
        // A local version ("2.1+cu118") is on no index, so as a pin it could never be met again.
        if (distribution.source == u"editable" || !version.isValid() || distribution.version.contains(u'+'))
            continue;
        constraints.append(QString(distribution.name + u"==" + distribution.version));
    }
    constraints.sort(Qt::CaseInsensitive);
    constraints.removeDuplicates();
    return constraints;
}

QJsonObject toJson(const Resolution &resolution)
{
    QJsonArray distributions;
    for (const ResolvedDistribution &each : resolution.distributions) {
        distributions.append(QJsonObject{{u"name"_s, each.name}, {u"version"_s, each.version}, {u"url"_s, each.url}, {u"archive"_s, each.archive}, {u"hashes"_s, QJsonArray::fromStringList(each.hashes)},
                                         {u"wheel"_s, each.isWheel}, {u"bytes"_s, each.downloadBytes}, {u"wanted_by"_s, each.wantedBy},
                                         {u"requested"_s, each.isRequested}});
    }
    return {{u"distributions"_s, distributions}, {u"source_only"_s, QJsonArray::fromStringList(resolution.sourceOnly)}};
}

bool isRefusal(const Error &error)
{
    static const QStringList refusals{u"python-unfit"_s, u"distribution-not-found"_s, u"release-not-found"_s, u"release-yanked"_s};
    return refusals.contains(error.code);
}

Resolution resolutionFromJson(const QJsonObject &object)
{
    const auto texts = [](const QJsonValue &value) {
        QStringList list;
        const QJsonArray array = value.toArray();
        for (const QJsonValue &each : array)
            list.append(each.toString());
        return list;
    };
    Resolution resolution;
    const QJsonArray distributions = object[u"distributions"].toArray();
    for (const QJsonValue &each : distributions) {
        ResolvedDistribution distribution;
        distribution.name = each[u"name"].toString();
        distribution.version = each[u"version"].toString();
        distribution.url = each[u"url"].toString();
        distribution.archive = each[u"archive"].toString();
        distribution.hashes = texts(each[u"hashes"]);
        distribution.isWheel = each[u"wheel"].toBool(true);
        distribution.downloadBytes = each[u"bytes"].toInteger(-1);
        distribution.wantedBy = each[u"wanted_by"].toString();
        distribution.isRequested = each[u"requested"].toBool();
        resolution.distributions.append(distribution);
    }
    resolution.sourceOnly = texts(object[u"source_only"]);
    return resolution;
}

QString keyOf(const ResolveRequest &request)
{
    QStringList parts{request.pythonVersion, request.platform, request.allowSource ? u"source"_s : u"binary"_s, request.oldPip ? u"old"_s : u"new"_s};
    for (const QStringList &list : {request.requirements, request.constraints, request.bounds})
        parts.append(list.join(u'\n'));
    return QString::fromLatin1(QCryptographicHash::hash(parts.join(u'\f').toUtf8(), QCryptographicHash::Sha256).toHex());
}

} // namespace drydock
