// SPDX-License-Identifier: Apache-2.0
#include "core/python/candidates.h"

#include "core/python/metadata.h"
#include "core/python/requirement.h"
#include "core/python/table.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

const Table &importMap()
{
    static const Table table = readTable(u"import-map.tsv"_s);
    return table;
}

/// Shared by many distributions: the first segment alone says nothing.
bool isShared(const QString &top)
{
    static const QSet<QString> names{u"google"_s, u"azure"_s, u"snowflake"_s, u"haystack"_s, u"multipart"_s, u"databricks"_s, u"opentelemetry"_s};
    return names.contains(top);
}

/// Prefect's integrations: distributions of their own whose names follow one rule.
bool isPrefectIntegration(const QString &top)
{
    static const QSet<QString> names{u"aws"_s,  u"azure"_s,  u"bitbucket"_s,  u"dask"_s,  u"databricks"_s, u"dbt"_s,   u"docker"_s,
                                     u"email"_s, u"gcp"_s,   u"github"_s,     u"gitlab"_s, u"kubernetes"_s, u"ray"_s,  u"redis"_s,
                                     u"shell"_s, u"slack"_s, u"snowflake"_s,  u"sqlalchemy"_s, u"airbyte"_s, u"fivetran"_s,
                                     u"great_expectations"_s, u"hightouch"_s, u"jupyter"_s, u"monday"_s, u"openai"_s,
                                     u"soda_core"_s, u"twitter"_s, u"census"_s, u"cubejs"_s, u"firebolt"_s};
    return top.startsWith(u"prefect_") && names.contains(top.mid(8));
}

/// google.cloud.tasks_v2 → google.cloud.tasks: a client of one version of a service is part of the service's distribution. Empty
/// for any other module.
QString serviceOf(const QString &module)
{
    static const QRegularExpression revision(u"_v\\d\\w*$"_s);
    if (!isShared(topLevelOf(module)))
        return {};
    QStringList parts = module.split(u'.').mid(0, 3);
    if (parts.size() < 3 || !parts[2].contains(revision))
        return {};
    parts[2].remove(revision);
    return parts.join(u'.');
}

} // namespace

bool isKnownDistribution(const QString &name)
{
    static const QSet<QString> names = [] {
        QSet<QString> all;
        const Table top = readTable(u"pypi-top.txt"_s);
        for (auto it = top.begin(); it != top.end(); ++it)
            all.insert(normalizedName(it.key()));
        for (const QStringList &columns : importMap()) {
            for (const QString &distribution : columns.value(0).split(u'|'))
                all.insert(normalizedName(distribution));
        }
        return all;
    }();
    return names.contains(normalizedName(name));
}

QString knownPrefix(const QString &module)
{
    for (QString prefix = module; !prefix.isEmpty(); prefix.truncate(std::max<qsizetype>(prefix.lastIndexOf(u'.'), 0))) {
        if (importMap().contains(prefix))
            return prefix;
    }
    const QString top = topLevelOf(module);
    if (isPrefectIntegration(top))
        return top;
    const QString service = serviceOf(module);
    return service.isEmpty() ? service : knownPrefix(service);
}

Candidates candidatesFor(const QString &module)
{
    const auto guess = [](const QString &name) { return Candidates{{name}, {}, false, !isKnownDistribution(name)}; };
    if (const QString known = knownPrefix(module); !known.isEmpty()) {
        const auto row = importMap().constFind(known);
        return {row == importMap().constEnd() ? QStringList{QString(known).replace(u'_', u'-')} : row->value(0).split(u'|'), known, true, false};
    }
    const QString top = topLevelOf(module);
    if (!isShared(top))
        return guess(QString(top).replace(u'_', u'-'));
    // google.cloud.tasks → google-cloud-tasks: the rule of those who publish below these names.
    const auto named = [](const QStringList &parts) { return parts.mid(0, 3).join(u'-').replace(u'_', u'-'); };
    const QStringList parts = module.split(u'.');
    if (parts.size() < 3)
        return {};
    const QString service = serviceOf(module);
    if (const Candidates whole = guess(named(service.split(u'.'))); !service.isEmpty() && !whole.suspicious)
        return whole;
    return guess(named(parts));
}

} // namespace drydock
