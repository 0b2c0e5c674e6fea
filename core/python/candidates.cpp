// SPDX-License-Identifier: Apache-2.0
#include "core/python/candidates.h"

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

Candidates candidatesFor(const QString &module)
{
    for (QString prefix = module; !prefix.isEmpty(); prefix.truncate(std::max<qsizetype>(prefix.lastIndexOf(u'.'), 0))) {
        const auto row = importMap().constFind(prefix);
        if (row != importMap().constEnd())
            return {row->value(0).split(u'|'), prefix, true, false};
    }
    const QString top = module.section(u'.', 0, 0);
    QString guess = top;
    guess.replace(u'_', u'-');
    if (isPrefectIntegration(top))
        return {{guess}, top, true, false};
    if (isShared(top)) {
        // google.cloud.tasks_v2 → google-cloud-tasks: the rule of those who publish below these names.
        static const QRegularExpression revision(u"_v\\d\\w*$"_s);
        QStringList parts = module.split(u'.').mid(0, 3);
        if (parts.size() < 3)
            return {};
        if (parts[2].contains(revision)) {
            // A client of one version of a service is part of the service's distribution.
            parts[2].remove(revision);
            const Candidates service = candidatesFor(parts.join(u'.'));
            if (service.known || !service.suspicious)
                return service;
            parts = module.split(u'.').mid(0, 3);
        }
        guess = parts.join(u'-').replace(u'_', u'-');
        return {{guess}, {}, false, !isKnownDistribution(guess)};
    }
    return {{guess}, {}, false, !isKnownDistribution(guess)};
}

} // namespace drydock
