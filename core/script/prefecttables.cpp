// SPDX-License-Identifier: Apache-2.0
#include "core/script/prefecttables.h"

#include <QHash>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// The longest dotted prefix of a name that a table knows.
template <typename T>
T byPrefix(const QHash<QString, T> &table, QString dotted)
{
    while (!dotted.isEmpty()) {
        if (const auto found = table.constFind(dotted); found != table.constEnd())
            return *found;
        dotted.truncate(std::max<qsizetype>(dotted.lastIndexOf(u'.'), 0));
    }
    return T();
}

template <typename T>
std::optional<T> lookUp(const QHash<QString, T> &table, const QString &key)
{
    const auto found = table.constFind(key);
    return found == table.constEnd() ? std::nullopt : std::optional<T>(*found);
}

} // namespace

std::optional<StorageClass> storageClass(const QString &kind)
{
    static const auto names = [](const char *text) { return QString::fromLatin1(text).split(u' '); };
    static const QHash<QString, StorageClass> table{
        {u"GitHub"_s, {u"github"_s, Ships::Script, false, names("repo path ref access_token_secret base_url")}},
        {u"GitLab"_s, {u"gitlab"_s, Ships::Script, false, names("repo host path ref access_token_secret")}},
        {u"Bitbucket"_s,
         {u"bitbucket"_s, Ships::Script, false,
          names("project repo workspace host path ref access_token_secret cloud_username_secret cloud_app_password_secret")}},
        {u"Git"_s,
         {u"git"_s, Ships::Repository, false,
          names("flow_path repo repo_host flow_name git_token_secret_name git_token_username git_clone_url_secret_name branch_name "
                "tag commit clone_depth use_ssh format_access_token")}},
        {u"CodeCommit"_s, {u"aws"_s, Ships::Script, false, names("repo path commit client_options")}},
        {u"S3"_s, {u"aws"_s, Ships::Pickle, true, names("bucket key stored_as_script local_script_path client_options upload_options")}},
        {u"GCS"_s, {u"gcp"_s, Ships::Pickle, true, names("bucket key project stored_as_script local_script_path")}},
        {u"Azure"_s, {u"azure"_s, Ships::Pickle, true, names("container connection_string_secret blob_name overwrite stored_as_script")}},
        {u"Local"_s, {QString(), Ships::Pickle, true, names("directory validate path stored_as_script")}},
        {u"Module"_s, {QString(), Ships::Repository, false, names("module")}},
        {u"Webhook"_s,
         {QString(), Ships::Pickle, true,
          names("build_request_kwargs build_request_http_method get_flow_request_kwargs get_flow_request_http_method "
                "stored_as_script flow_script_path")}},
        {u"Docker"_s,
         {QString(), Ships::Image, false,
          names("registry_url base_image dockerfile dockerignore python_dependencies image_name image_tag env_vars files "
                "prefect_version local_image ignore_healthchecks base_url tls_config build_kwargs prefect_directory path "
                "stored_as_script extra_dockerfile_commands")}},
    };
    return lookUp(table, kind);
}

std::optional<QStringList> runConfigClass(const QString &kind)
{
    // All but one take arguments by name alone.
    static const QHash<QString, QStringList> table{{u"DockerRun"_s, {}}, {u"KubernetesRun"_s, {}}, {u"ECSRun"_s, {}},
                                                   {u"VertexRun"_s, {}}, {u"LocalRun"_s, {}}, {u"UniversalRun"_s, {u"env"_s, u"labels"_s}}};
    return lookUp(table, kind);
}

std::optional<QString> resultClass(const QString &kind)
{
    static const QHash<QString, QString> table{
        {u"S3Result"_s, u"aws"_s},          {u"GCSResult"_s, u"gcp"_s},        {u"AzureResult"_s, u"azure"_s},
        {u"LocalResult"_s, {}},             {u"ConstantResult"_s, {}},         {u"PrefectResult"_s, {}},
        {u"SecretResult"_s, {}},            {u"S3ResultHandler"_s, u"aws"_s},  {u"GCSResultHandler"_s, u"gcp"_s},
        {u"AzureResultHandler"_s, u"azure"_s}, {u"LocalResultHandler"_s, {}}, {u"JSONResultHandler"_s, {}},
        {u"ConstantResultHandler"_s, {}},   {u"SecretResultHandler"_s, {}}};
    return lookUp(table, kind);
}

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
                                                {u"prefect.tasks.secrets.vault_secret"_s, u"vault"_s},
                                                {u"prefect.utilities.aws"_s, u"aws"_s},
                                                {u"prefect.utilities.gcp"_s, u"gcp"_s},
                                                {u"prefect.utilities.kubernetes"_s, u"kubernetes"_s}};
    const QStringList parts = module.split(u'.');
    if (parts.size() < 3 || parts[0] != u"prefect")
        return {};
    if (parts[1] == u"tasks" && sameName.contains(parts[2]))
        return parts[2];
    return byPrefix(others, module);
}

std::optional<ExtraContents> extraContents(const QString &extra)
{
    static const auto named = [](const char *module, const char *distribution) {
        return ExtraContents{QString::fromLatin1(module), QString::fromLatin1(distribution)};
    };
    static const QHash<QString, ExtraContents> table{
        {u"airtable"_s, named("airtable", "airtable-python-wrapper")},
        {u"aws"_s, named("boto3", "boto3")},
        {u"azure"_s, named("azure.storage.blob", "azure-storage-blob")},
        {u"azureml"_s, named("azureml.core", "azureml-sdk")},
        {u"bitbucket"_s, named("atlassian", "atlassian-python-api")},
        {u"cubejs"_s, named("jwt", "PyJWT")},
        {u"databricks"_s, named("pydantic", "pydantic")},
        {u"dremio"_s, named("pyarrow", "pyarrow")},
        {u"dropbox"_s, named("dropbox", "dropbox")},
        {u"exasol"_s, named("pyexasol", "pyexasol")},
        {u"firebolt"_s, named("firebolt", "firebolt-sdk")},
        {u"gcp"_s, named("google.cloud.storage", "google-cloud-storage")},
        {u"ge"_s, named("great_expectations", "great-expectations")},
        {u"git"_s, named("dulwich", "dulwich")},
        {u"github"_s, named("github", "PyGithub")},
        {u"gitlab"_s, named("gitlab", "python-gitlab")},
        {u"gsheets"_s, named("gspread", "gspread")},
        {u"jira"_s, named("jira", "jira")},
        {u"jupyter"_s, named("papermill", "papermill")},
        {u"kafka"_s, named("confluent_kafka", "confluent-kafka")},
        {u"kubernetes"_s, named("kubernetes", "kubernetes")},
        {u"mysql"_s, named("pymysql", "pymysql")},
        {u"neo4j"_s, named("py2neo", "py2neo")},
        {u"postgres"_s, named("psycopg2", "psycopg2-binary")},
        {u"prometheus"_s, named("prometheus_client", "prometheus-client")},
        {u"redis"_s, named("redis", "redis")},
        {u"rss"_s, named("feedparser", "feedparser")},
        {u"sendgrid"_s, named("sendgrid", "sendgrid")},
        {u"sftp"_s, named("paramiko", "paramiko")},
        {u"snowflake"_s, named("snowflake.connector", "snowflake-connector-python")},
        {u"sodaspark"_s, named("sodaspark", "soda-spark")},
        {u"sodasql"_s, named("sodasql", "soda-sql")},
        {u"spacy"_s, named("spacy", "spacy")},
        {u"sql_server"_s, named("pyodbc", "pyodbc")},
        {u"templates"_s, named("jinja2", "jinja2")},
        {u"toloka"_s, named("toloka", "toloka-kit")},
        {u"transform"_s, named("transform", "transform")},
        {u"twitter"_s, named("tweepy", "tweepy")},
    };
    return lookUp(table, extra);
}

QList<ExtraContents> contentsOfPrefectModule(const QString &module)
{
    // Folders that load more than one; read in 1.4.1's sources.
    static const QHash<QString, QList<ExtraContents>> table{
        {u"prefect.tasks.gcp"_s,
         {{u"google.cloud.storage"_s, u"google-cloud-storage"_s},
          {u"google.cloud.bigquery"_s, u"google-cloud-bigquery"_s},
          {u"google.cloud.secretmanager"_s, u"google-cloud-secret-manager"_s}}},
        {u"prefect.tasks.azure"_s,
         {{u"azure.storage.blob"_s, u"azure-storage-blob"_s},
          {u"azure.cosmos"_s, u"azure-cosmos"_s},
          {u"azure.mgmt.datafactory"_s, u"azure-mgmt-datafactory"_s},
          {u"azure.identity"_s, u"azure-identity"_s}}},
        {u"prefect.tasks.jupyter"_s, {{u"papermill"_s, u"papermill"_s}, {u"nbconvert"_s, u"nbconvert"_s}}},
        {u"prefect.tasks.secrets.vault_secret"_s, {{u"hvac"_s, u"hvac"_s}}},
        {u"prefect.utilities.gcp"_s, {{u"google.oauth2"_s, u"google-auth"_s}}}};
    const QString folder = u"prefect.tasks.google"_s; // its name before 0.14
    const bool isRenamed = module == folder || module.startsWith(folder + u'.');
    const QList<ExtraContents> found = byPrefix(table, isRenamed ? u"prefect.tasks.gcp"_s : module);
    if (!found.isEmpty())
        return found;
    const auto contents = extraContents(extraOfPrefectModule(module));
    return contents ? QList<ExtraContents>{*contents} : QList<ExtraContents>();
}

std::optional<ExtraContents> fileSystemContents(const QString &origin)
{
    static const QHash<QString, ExtraContents> table{{u"prefect.filesystems.S3"_s, {u"s3fs"_s, u"s3fs"_s}},
                                                     {u"prefect.filesystems.GCS"_s, {u"gcsfs"_s, u"gcsfs"_s}},
                                                     {u"prefect.filesystems.Azure"_s, {u"adlfs"_s, u"adlfs"_s}},
                                                     {u"prefect.filesystems.SMB"_s, {u"smbprotocol"_s, u"smbprotocol"_s}}};
    return lookUp(table, origin.endsWith(u".load") ? origin.chopped(5) : origin);
}

int generationOf(const QString &dotted)
{
    static const QHash<QString, int> table{
        // Gone after 1.x.
        {u"prefect.Flow"_s, 0}, // 2.x and 3.x export the class too; what is done with it decides
        {u"prefect.Parameter"_s, 1}, {u"prefect.case"_s, 1}, {u"prefect.apply_map"_s, 1}, {u"prefect.resource_manager"_s, 1},
        {u"prefect.Client"_s, 1}, {u"prefect.backend"_s, 1}, {u"prefect.core"_s, 1}, {u"prefect.environments"_s, 1},
        {u"prefect.executors"_s, 1}, {u"prefect.run_configs"_s, 1}, {u"prefect.serialization"_s, 1}, {u"prefect.storage"_s, 1},
        {u"prefect.tasks.task"_s, 23}, // the task library of 1.x stands below
        {u"prefect.tasks.task_input_hash"_s, 23}, {u"prefect.tasks.exponential_backoff"_s, 23},
        {u"prefect.triggers"_s, 1}, {u"prefect.schedules.schedules"_s, 1}, {u"prefect.schedules.clocks"_s, 1},
        {u"prefect.schedules.filters"_s, 1}, {u"prefect.schedules.adjustments"_s, 1}, {u"prefect.schedules.CronSchedule"_s, 1},
        {u"prefect.schedules.IntervalSchedule"_s, 1}, {u"prefect.schedules.RRuleSchedule"_s, 1}, {u"prefect.schedules.Cron"_s, 3},
        {u"prefect.schedules.Interval"_s, 3}, {u"prefect.schedules.RRule"_s, 3}, {u"prefect.schedules.Schedule"_s, 0},
        {u"prefect.engine"_s, 0}, {u"prefect.engine.results"_s, 1}, {u"prefect.engine.result"_s, 1},
        {u"prefect.engine.executors"_s, 1}, {u"prefect.engine.signals"_s, 1}, {u"prefect.engine.state"_s, 1},
        {u"prefect.engine.cache_validators"_s, 1}, {u"prefect.engine.serializers"_s, 1}, {u"prefect.utilities.tasks"_s, 1},
        {u"prefect.utilities.notifications"_s, 1}, {u"prefect.utilities.edges"_s, 1}, {u"prefect.utilities.logging"_s, 1},
        {u"prefect.utilities.debug"_s, 1}, {u"prefect.utilities.storage"_s, 1}, {u"prefect.client.Secret"_s, 1},
        {u"prefect.agent.local"_s, 1}, {u"prefect.agent.docker"_s, 1}, {u"prefect.agent.kubernetes"_s, 1},
        // 2.x and 3.x.
        {u"prefect.flow"_s, 23}, {u"prefect.flows"_s, 23}, {u"prefect.get_run_logger"_s, 23}, {u"prefect.serve"_s, 23},
        {u"prefect.deploy"_s, 23}, {u"prefect.blocks"_s, 23}, {u"prefect.variables"_s, 23}, {u"prefect.filesystems"_s, 23},
        {u"prefect.task_runners"_s, 23}, {u"prefect.deployments"_s, 23}, {u"prefect.runtime"_s, 23}, {u"prefect.futures"_s, 23},
        {u"prefect.states"_s, 23}, {u"prefect.server"_s, 23}, {u"prefect.settings"_s, 23}, {u"prefect.artifacts.create_table_artifact"_s, 23},
        {u"prefect.runner"_s, 23}, {u"prefect.workers"_s, 23}, {u"prefect.logging"_s, 23}, {u"prefect.concurrency"_s, 23},
        {u"prefect.events"_s, 23}, {u"prefect.automations"_s, 23}, {u"prefect.input"_s, 23}, {u"prefect.results"_s, 23},
        {u"prefect.client.orchestration"_s, 23}, {u"prefect.get_client"_s, 23},
        // Gone after 2.x.
        {u"prefect.orion"_s, 2}, {u"prefect.infrastructure"_s, 2}, {u"prefect.infrastructure.provisioners"_s, 23},
        {u"prefect.packaging"_s, 2}, {u"prefect.flow_runners"_s, 2}, {u"prefect.manifests"_s, 2}, {u"prefect.software"_s, 2},
        {u"prefect.deployments.Deployment"_s, 2}, {u"prefect.deployments.deployments"_s, 2},
        {u"prefect.deployments.DeploymentImage"_s, 2}, {u"prefect.deployments.run_deployment"_s, 23},
        {u"prefect.deployments.DeploymentSpec"_s, 2}, {u"prefect.task_runners.SequentialTaskRunner"_s, 2},
        {u"prefect.task_runners.DaskTaskRunner"_s, 2},
        {u"prefect.task_runners.RayTaskRunner"_s, 2}, {u"prefect.blocks.kubernetes"_s, 2}, {u"prefect.pydantic"_s, 2},
        {u"prefect.filesystems.S3"_s, 2}, {u"prefect.filesystems.GCS"_s, 2}, {u"prefect.filesystems.Azure"_s, 2},
        {u"prefect.filesystems.GitHub"_s, 2}, {u"prefect.task_server"_s, 2}, {u"prefect.new_flow_engine"_s, 2},
        // New in 3.x.
        {u"prefect.docker.DockerImage"_s, 3}, {u"prefect.docker.docker_image"_s, 3}, {u"prefect.transactions"_s, 3}, {u"prefect.Transaction"_s, 3}, {u"prefect.assets"_s, 3},
        {u"prefect.cache_policies"_s, 3}, {u"prefect.task_runners.ThreadPoolTaskRunner"_s, 3},
        {u"prefect.task_runners.ProcessPoolTaskRunner"_s, 3}, {u"prefect.task_runners.PrefectTaskRunner"_s, 3},
        {u"prefect.task_worker"_s, 3}, {u"prefect.flow_engine"_s, 3}, {u"prefect.locking"_s, 3}, {u"prefect.bundles"_s, 3},
    };
    if (dotted.startsWith(u"prefect.tasks.")) {
        static const QSet<QString> library = [] {
            const QString folders = u"airbyte airtable asana aws azure azureml census control_flow core cubejs database databricks dbt "
                                    "docker dremio dropbox exasol files firebolt fivetran gcp github google great_expectations gsheets "
                                    "hightouch jira jupyter kafka kubernetes mixpanel monday monte_carlo mysql neo4j notifications "
                                    "postgres powershell prefect prometheus redis rss secrets sendgrid sftp shell snowflake sodaspark "
                                    "sodasql spacy sql_server templates toloka transform trello twitter zendesk airflow cloud "
                                    "great_expectations"_s;
            const QStringList names = folders.split(u' ');
            return QSet<QString>(names.begin(), names.end());
        }();
        if (library.contains(dotted.section(u'.', 2, 2)))
            return 1;
    }
    return byPrefix(table, dotted);
}

bool isFlowObject(const QString &origin)
{
    return origin == u"prefect.Flow" || origin == u"prefect.core.Flow" || origin == u"prefect.core.flow.Flow"
        || origin == u"prefect.flows.Flow";
}

bool isFlowFunction(const QString &origin)
{
    return origin == u"prefect.flow" || origin == u"prefect.flows.flow" || origin == u"prefect.main.flow";
}

bool isTaskFunction(const QString &origin)
{
    return origin == u"prefect.task" || origin == u"prefect.tasks.task" || origin == u"prefect.main.task"
        || origin == u"prefect.utilities.tasks.task" || origin == u"prefect.assets.materialize";
}

bool isTaskClass(const QString &origin)
{
    return origin == u"prefect.Task" || origin == u"prefect.core.Task" || origin == u"prefect.core.task.Task";
}

QString schemeDistribution(const QString &scheme)
{
    static const QHash<QString, QString> table{{u"s3"_s, u"s3fs"_s},    {u"s3a"_s, u"s3fs"_s},   {u"gs"_s, u"gcsfs"_s},
                                               {u"gcs"_s, u"gcsfs"_s},  {u"abfs"_s, u"adlfs"_s}, {u"abfss"_s, u"adlfs"_s},
                                               {u"az"_s, u"adlfs"_s},   {u"adl"_s, u"adlfs"_s},  {u"sftp"_s, u"paramiko"_s},
                                               {u"smb"_s, u"smbprotocol"_s}, {u"hf"_s, u"huggingface-hub"_s}};
    return table.value(scheme);
}

QString driverDistribution(const QString &dialect)
{
    static const QHash<QString, QString> table{
        {u"postgresql"_s, u"psycopg2-binary"_s}, {u"postgres"_s, u"psycopg2-binary"_s},
        {u"postgresql+psycopg2"_s, u"psycopg2-binary"_s}, {u"postgresql+psycopg"_s, u"psycopg"_s},
        {u"postgresql+asyncpg"_s, u"asyncpg"_s}, {u"postgresql+pg8000"_s, u"pg8000"_s}, {u"mysql"_s, u"mysqlclient"_s},
        {u"mysql+pymysql"_s, u"pymysql"_s}, {u"mysql+mysqldb"_s, u"mysqlclient"_s},
        {u"mysql+mysqlconnector"_s, u"mysql-connector-python"_s}, {u"mariadb+pymysql"_s, u"pymysql"_s},
        {u"mssql"_s, u"pyodbc"_s}, {u"mssql+pyodbc"_s, u"pyodbc"_s}, {u"mssql+pymssql"_s, u"pymssql"_s},
        {u"oracle"_s, u"cx-oracle"_s}, {u"oracle+cx_oracle"_s, u"cx-oracle"_s}, {u"oracle+oracledb"_s, u"oracledb"_s},
        {u"snowflake"_s, u"snowflake-sqlalchemy"_s}, {u"bigquery"_s, u"sqlalchemy-bigquery"_s},
        {u"redshift+psycopg2"_s, u"sqlalchemy-redshift"_s}, {u"duckdb"_s, u"duckdb-engine"_s},
        {u"clickhouse"_s, u"clickhouse-sqlalchemy"_s}, {u"trino"_s, u"trino"_s}, {u"sqlite+aiosqlite"_s, u"aiosqlite"_s}};
    return table.value(dialect);
}

QString blockDistribution(const QString &slug)
{
    static const QHash<QString, QString> table{
        {u"s3"_s, u"prefect-aws"_s}, {u"s3-bucket"_s, u"prefect-aws"_s}, {u"aws-credentials"_s, u"prefect-aws"_s},
        {u"aws-secret"_s, u"prefect-aws"_s}, {u"ecs-task"_s, u"prefect-aws"_s}, {u"gcs"_s, u"prefect-gcp"_s},
        {u"gcs-bucket"_s, u"prefect-gcp"_s}, {u"gcp-credentials"_s, u"prefect-gcp"_s}, {u"gcpsecret"_s, u"prefect-gcp"_s},
        {u"bigquery-warehouse"_s, u"prefect-gcp"_s}, {u"azure"_s, u"prefect-azure"_s},
        {u"azure-blob-storage-container"_s, u"prefect-azure"_s}, {u"azure-blob-storage-credentials"_s, u"prefect-azure"_s},
        {u"github-repository"_s, u"prefect-github"_s}, {u"github-credentials"_s, u"prefect-github"_s},
        {u"gitlab-repository"_s, u"prefect-gitlab"_s}, {u"snowflake-connector"_s, u"prefect-snowflake"_s},
        {u"snowflake-credentials"_s, u"prefect-snowflake"_s}, {u"database-credentials"_s, u"prefect-sqlalchemy"_s},
        {u"sqlalchemy-connector"_s, u"prefect-sqlalchemy"_s}, {u"slack-credentials"_s, u"prefect-slack"_s},
        {u"dbt-cloud-credentials"_s, u"prefect-dbt"_s}, {u"dbt-cli-profile"_s, u"prefect-dbt"_s},
        {u"databricks-credentials"_s, u"prefect-databricks"_s}, {u"email-server-credentials"_s, u"prefect-email"_s},
        {u"docker-registry-credentials"_s, u"prefect-docker"_s}, {u"kubernetes-credentials"_s, u"prefect-kubernetes"_s},
        {u"redis-database"_s, u"prefect-redis"_s}, {u"shell-operation"_s, u"prefect-shell"_s}};
    return table.value(slug);
}

} // namespace drydock
