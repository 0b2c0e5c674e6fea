// SPDX-License-Identifier: Apache-2.0
#include "core/script/prefecttables.h"

#include <QHash>

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
    static const QHash<QString, StorageClass> table{
        {u"GitHub"_s, {u"github"_s, Ships::Script, false, {u"repo"_s, u"path"_s, u"ref"_s, u"access_token_secret"_s}}},
        {u"GitLab"_s, {u"gitlab"_s, Ships::Script, false, {u"repo"_s, u"host"_s, u"path"_s, u"ref"_s}}},
        {u"Bitbucket"_s, {u"bitbucket"_s, Ships::Script, false, {u"project"_s, u"repo"_s, u"workspace"_s, u"host"_s, u"path"_s}}},
        {u"Git"_s, {u"git"_s, Ships::Repository, false, {u"flow_path"_s, u"repo"_s, u"repo_host"_s, u"flow_name"_s}}},
        {u"CodeCommit"_s, {u"aws"_s, Ships::Script, false, {u"repo"_s, u"path"_s, u"commit"_s}}},
        {u"S3"_s, {u"aws"_s, Ships::Pickle, true, {u"bucket"_s, u"key"_s, u"stored_as_script"_s, u"local_script_path"_s}}},
        {u"GCS"_s, {u"gcp"_s, Ships::Pickle, true, {u"bucket"_s, u"key"_s, u"project"_s, u"stored_as_script"_s}}},
        {u"Azure"_s, {u"azure"_s, Ships::Pickle, true, {u"container"_s, u"connection_string_secret"_s, u"blob_name"_s}}},
        {u"Local"_s, {QString(), Ships::Pickle, true, {u"directory"_s, u"validate"_s, u"path"_s, u"stored_as_script"_s}}},
        {u"Module"_s, {QString(), Ships::Repository, false, {u"module"_s}}},
        {u"Webhook"_s, {QString(), Ships::Pickle, true, {u"build_request_kwargs"_s, u"build_request_http_method"_s}}},
        {u"Docker"_s, {QString(), Ships::Image, false, {u"registry_url"_s, u"base_image"_s, u"dockerfile"_s, u"dockerignore"_s,
                                                      u"python_dependencies"_s, u"image_name"_s, u"image_tag"_s}}},
    };
    return lookUp(table, kind);
}

std::optional<QStringList> runConfigClass(const QString &kind)
{
    static const QHash<QString, QStringList> table{
        {u"DockerRun"_s, {u"image"_s, u"env"_s}},
        {u"KubernetesRun"_s, {u"job_template_path"_s, u"job_template"_s, u"image"_s, u"env"_s}},
        {u"ECSRun"_s, {}},
        {u"VertexRun"_s, {u"image"_s, u"env"_s}},
        {u"LocalRun"_s, {u"env"_s, u"working_dir"_s}},
        {u"UniversalRun"_s, {u"env"_s, u"labels"_s}},
    };
    return lookUp(table, kind);
}

std::optional<QString> resultClass(const QString &kind)
{
    static const QHash<QString, QString> table{{u"S3Result"_s, u"aws"_s},   {u"GCSResult"_s, u"gcp"_s},
                                               {u"AzureResult"_s, u"azure"_s}, {u"LocalResult"_s, {}},
                                               {u"ConstantResult"_s, {}},    {u"PrefectResult"_s, {}},
                                               {u"SecretResult"_s, {}}};
    return lookUp(table, kind);
}

std::optional<ExtraContents> extraContents(const QString &extra)
{
    static const QHash<QString, ExtraContents> table{
        {u"aws"_s, {u"boto3"_s, u"boto3"_s}},
        {u"azure"_s, {u"azure.storage.blob"_s, u"azure-storage-blob"_s}},
        {u"bitbucket"_s, {u"atlassian"_s, u"atlassian-python-api"_s}},
        {u"gcp"_s, {u"google.cloud.storage"_s, u"google-cloud-storage"_s}},
        {u"git"_s, {u"dulwich"_s, u"dulwich"_s}},
        {u"github"_s, {u"github"_s, u"PyGithub"_s}},
        {u"gitlab"_s, {u"gitlab"_s, u"python-gitlab"_s}},
        {u"kubernetes"_s, {u"kubernetes"_s, u"kubernetes"_s}},
    };
    return lookUp(table, extra);
}

int generationOf(const QString &dotted)
{
    static const QHash<QString, int> table{
        // Gone after 1.x.
        {u"prefect.Flow"_s, 0}, // 2.x and 3.x export the class too; what is done with it decides
        {u"prefect.Parameter"_s, 1}, {u"prefect.case"_s, 1}, {u"prefect.apply_map"_s, 1}, {u"prefect.resource_manager"_s, 1},
        {u"prefect.Client"_s, 1}, {u"prefect.backend"_s, 1}, {u"prefect.core"_s, 1}, {u"prefect.environments"_s, 1},
        {u"prefect.executors"_s, 1}, {u"prefect.run_configs"_s, 1}, {u"prefect.serialization"_s, 1}, {u"prefect.storage"_s, 1},
        {u"prefect.tasks"_s, 1}, {u"prefect.tasks.task"_s, 23}, {u"prefect.tasks.Task"_s, 23},
        {u"prefect.tasks.task_input_hash"_s, 23}, {u"prefect.tasks.exponential_backoff"_s, 23},
        {u"prefect.triggers"_s, 1}, {u"prefect.schedules"_s, 1}, {u"prefect.schedules.Cron"_s, 3},
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
        {u"prefect.states"_s, 23}, {u"prefect.server"_s, 23}, {u"prefect.settings"_s, 23}, {u"prefect.artifacts"_s, 23},
        {u"prefect.runner"_s, 23}, {u"prefect.workers"_s, 23}, {u"prefect.logging"_s, 23}, {u"prefect.concurrency"_s, 23},
        {u"prefect.events"_s, 23}, {u"prefect.automations"_s, 23}, {u"prefect.input"_s, 23}, {u"prefect.results"_s, 23},
        {u"prefect.client.orchestration"_s, 23}, {u"prefect.get_client"_s, 23},
        // Gone after 2.x.
        {u"prefect.orion"_s, 2}, {u"prefect.infrastructure"_s, 2}, {u"prefect.infrastructure.provisioners"_s, 23},
        {u"prefect.packaging"_s, 2}, {u"prefect.flow_runners"_s, 2}, {u"prefect.manifests"_s, 2}, {u"prefect.software"_s, 2},
        {u"prefect.deployments.Deployment"_s, 2}, {u"prefect.deployments.deployments"_s, 2},
        {u"prefect.deployments.DeploymentImage"_s, 2}, {u"prefect.deployments.run_deployment"_s, 23},
        {u"prefect.deployments.DeploymentSpec"_s, 2}, {u"prefect.task_runners.SequentialTaskRunner"_s, 2},
        {u"prefect.task_runners.ConcurrentTaskRunner"_s, 2}, {u"prefect.task_runners.DaskTaskRunner"_s, 2},
        {u"prefect.task_runners.RayTaskRunner"_s, 2}, {u"prefect.blocks.kubernetes"_s, 2}, {u"prefect.pydantic"_s, 2},
        {u"prefect.filesystems.S3"_s, 2}, {u"prefect.filesystems.GCS"_s, 2}, {u"prefect.filesystems.Azure"_s, 2},
        {u"prefect.filesystems.GitHub"_s, 2}, {u"prefect.task_server"_s, 2}, {u"prefect.new_flow_engine"_s, 2},
        // New in 3.x.
        {u"prefect.docker"_s, 3}, {u"prefect.transactions"_s, 3}, {u"prefect.Transaction"_s, 3}, {u"prefect.assets"_s, 3},
        {u"prefect.cache_policies"_s, 3}, {u"prefect.task_runners.ThreadPoolTaskRunner"_s, 3},
        {u"prefect.task_runners.ProcessPoolTaskRunner"_s, 3}, {u"prefect.task_runners.PrefectTaskRunner"_s, 3},
        {u"prefect.task_worker"_s, 3}, {u"prefect.flow_engine"_s, 3}, {u"prefect.locking"_s, 3}, {u"prefect.bundles"_s, 3},
    };
    return byPrefix(table, dotted);
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
