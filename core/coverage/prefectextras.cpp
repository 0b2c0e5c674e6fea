// SPDX-License-Identifier: Apache-2.0
#include "core/coverage/prefectextras.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace drydock {

QString extraOfPrefectModule(const QString &module)
{
    // Folders of prefect.tasks that have an extra of their own name; read in 1.4.1's sources and METADATA.
    static const QStringList sameName{
        u"airtable"_s, u"aws"_s,     u"azure"_s,    u"azureml"_s,  u"cubejs"_s,     u"databricks"_s, u"dremio"_s,
        u"dropbox"_s,  u"exasol"_s,  u"firebolt"_s, u"gcp"_s,      u"gsheets"_s,    u"jira"_s,       u"jupyter"_s,
        u"kafka"_s,    u"kubernetes"_s, u"mysql"_s, u"neo4j"_s,    u"postgres"_s,   u"prometheus"_s, u"redis"_s,
        u"rss"_s,      u"sendgrid"_s, u"sftp"_s,    u"snowflake"_s, u"sodaspark"_s, u"sodasql"_s,    u"spacy"_s,
        u"sql_server"_s, u"templates"_s, u"toloka"_s, u"transform"_s, u"twitter"_s};
    static const QHash<QString, QString> others{{u"prefect.tasks.great_expectations"_s, u"ge"_s},
                                                {u"prefect.tasks.google"_s, u"gcp"_s},
                                                {u"prefect.utilities.aws"_s, u"aws"_s},
                                                {u"prefect.utilities.gcp"_s, u"gcp"_s},
                                                {u"prefect.utilities.kubernetes"_s, u"kubernetes"_s}};
    const QStringList parts = module.split(u'.');
    if (parts.size() < 3 || parts[0] != u"prefect")
        return {};
    if (parts[1] == u"tasks" && sameName.contains(parts[2]))
        return parts[2];
    return others.value(QStringList(parts.mid(0, 3)).join(u'.'));
}

} // namespace drydock
