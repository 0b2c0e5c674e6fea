// SPDX-License-Identifier: Apache-2.0
#include "core/check/proposal.h"

#include "core/check/check.h"
#include "core/plan/quoting.h"
#include "core/python/candidates.h"
#include "core/python/requirement.h"
#include "core/python/table.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Proposal", text);
}

/// The package of a Debian release that brings a shared library.
QString packageOf(const QString &library, const QString &debian)
{
    static const Table table = readTable(u"system-libraries.tsv"_s);
    const QStringList packages = table.value(library).value(0).split(u'|', Qt::SkipEmptyParts);
    for (const QString &package : packages) {
        if (package.section(u':', 1).split(u',').contains(debian))
            return package.section(u':', 0, 0);
    }
    return {};
}

/// Names under which a module is asked for, where another distribution installs without a compiler or is what the error
/// means.
QString distributionOf(const QString &module, const QList<FlowScript> &scripts)
{
    static const QHash<QString, QString> table{{u"psycopg2"_s, u"psycopg2-binary"_s},
                                               {u"MySQLdb"_s, u"mysqlclient"_s},
                                               {u"distutils"_s, u"setuptools"_s},
                                               {u"pkg_resources"_s, u"setuptools"_s}};
    if (const auto known = table.constFind(module.section(u'.', 0, 0)); known != table.cend())
        return *known;
    // The script's own evidence, such as the person's environment, says more than the table.
    for (const FlowScript &script : scripts) {
        for (const Import &import : script.imports) {
            const bool isMeant =
                import.target == module || import.target.startsWith(module + u'.') || import.module == module;
            if (isMeant && import.kind == ImportKind::ThirdParty && !import.distributions.isEmpty()
                && !import.suspicious)
                return import.distributions.first();
        }
    }
    const Candidates candidates = candidatesFor(module);
    return candidates.suspicious ? QString() : candidates.distributions.value(0);
}

bool isOwnModule(const QString &module, const QList<FlowScript> &scripts)
{
    for (const FlowScript &script : scripts) {
        for (const LocalModule &local : script.localModules) {
            if (local.name == module.section(u'.', 0, 0))
                return true;
        }
    }
    return false;
}

Proposal addRequirement(const QString &requirement, const QString &cause)
{
    Proposal proposal;
    proposal.name = requirement;
    proposal.title = tr("add %1").arg(requirement);
    proposal.cause = cause;
    proposal.requirements = {requirement};
    return proposal;
}

std::optional<Proposal> systemLibrary(const QString &detail, const QString &subject, const QString &debian)
{
    static const QRegularExpression missing(
        u"(lib[A-Za-z0-9_+.-]+\\.so(?:\\.[0-9]+)*)'?: cannot open shared object file|cannot load library '(lib[^'\\s]+\\.so[.0-9]*)'"_s);
    const auto match = missing.match(detail);
    if (!match.hasMatch() || debian.isEmpty())
        return std::nullopt;
    const QString library = match.captured(1) + match.captured(2);
    const QString package = packageOf(library, debian);
    if (!isDebianPackage(package))
        return std::nullopt;
    Proposal proposal;
    proposal.name = package;
    proposal.title = tr("add the system library %1").arg(package);
    proposal.cause = subject.isEmpty()
        ? tr("%1 is loaded, which the image does not have. In Debian’s release %2 it comes from %3.")
              .arg(library, debian, package)
        : tr("%1 loads %2, which the image does not have. In Debian’s release %3 it comes from %4.")
              .arg(subject, library, debian, package);
    proposal.systemPackages = {package};
    return proposal;
}

std::optional<Proposal> missingModule(const QString &detail, const QString &subject, const QList<FlowScript> &scripts)
{
    static const QRegularExpression missing(u"No module named '?([\\w.]+)'?"_s);
    const auto match = missing.match(detail);
    const QString module = match.captured(1);
    if (!match.hasMatch() || isOwnModule(module, scripts))
        return std::nullopt;
    const QString distribution = distributionOf(module, scripts);
    if (distribution.isEmpty())
        return std::nullopt;
    const bool isItself = subject.isEmpty() || subject == module;
    if (isItself && normalizedName(module) == normalizedName(distribution))
        return addRequirement(distribution, tr("%1 is not in the image.").arg(module));
    const QString cause = isItself
        ? tr("%1 is not in the image. It comes with %2.").arg(module, distribution)
        : tr("%1 imports %2, which is not in the image. It comes with %3.").arg(subject, module, distribution);
    return addRequirement(distribution, cause);
}

/// Drivers that are loaded only when they are used; what loads them says so in its own words.
std::optional<Proposal> missingDriver(const QString &detail, const QList<FlowScript> &scripts)
{
    struct Words
    {
        const char *pattern;
        const char *distribution; ///< Null: what the pattern captured.
    };
    static const Words words[] = {
        {"Missing optional dependency '([\\w.-]+)'", nullptr},
        {"Unable to find a usable engine; tried using: 'pyarrow'", "pyarrow"},
        {"[Ii]nstall (s3fs|gcsfs|adlfs|fsspec|requests|aiohttp|paramiko|smbprotocol|ossfs)\\b", nullptr},
        {"sqlalchemy\\.dialects:snowflake", "snowflake-sqlalchemy"},
        {"sqlalchemy\\.dialects:bigquery", "sqlalchemy-bigquery"},
        {"sqlalchemy\\.dialects:redshift", "sqlalchemy-redshift"},
        {"sqlalchemy\\.dialects:databricks", "databricks-sqlalchemy"},
        {"sqlalchemy\\.dialects:trino", "trino"},
        {"sqlalchemy\\.dialects:clickhouse", "clickhouse-sqlalchemy"},
    };
    for (const Words &each : words) {
        const auto match = QRegularExpression(QString::fromLatin1(each.pattern)).match(detail);
        if (!match.hasMatch())
            continue;
        const QString distribution =
            each.distribution ? QString::fromLatin1(each.distribution) : distributionOf(match.captured(1), scripts);
        if (!distribution.isEmpty())
            return addRequirement(
                distribution, tr("The flow needs %1 when it runs, though it does not import it.").arg(distribution));
    }
    return std::nullopt;
}

/// "a 1.0 has requirement b<2, but you have b 2.1." (pip), "The package `a` requires `b<2`, but `2.1` is installed"
/// (uv).
std::optional<Proposal> conflict(const QString &detail)
{
    static const QRegularExpression wrong(
        u"(\\S+) (\\S+) has requirement ([^;]+?)(?: ?;[^,]*)?, but you have (\\S+) ([^\\s;]+?)\\.?(?=;|\\z)"_s);
    static const QRegularExpression absent(u"(\\S+) (\\S+) requires ([^,;]+), which is not installed"_s);
    static const QRegularExpression uvWrong(u"package `(\\S+?)` requires `([^`]+)`, but `([^`]+)` is installed"_s);
    static const QRegularExpression uvAbsent(u"package `(\\S+?)` requires `([^`]+)`, but it's not installed"_s);
    QString wanted;
    QString cause;
    if (const auto match = wrong.match(detail); match.hasMatch()) {
        wanted = match.captured(3);
        cause = tr("%1 %2 wants %3, and the image has %4 %5.")
                    .arg(match.captured(1), match.captured(2), wanted, match.captured(4), match.captured(5));
    } else if (const auto missing = absent.match(detail); missing.hasMatch()) {
        wanted = missing.captured(3);
        cause =
            tr("%1 %2 wants %3, which the image does not have.").arg(missing.captured(1), missing.captured(2), wanted);
    } else if (const auto uv = uvWrong.match(detail); uv.hasMatch()) {
        wanted = uv.captured(2);
        cause = tr("%1 wants %2, and the image has %3.").arg(uv.captured(1), wanted, uv.captured(3));
    } else if (const auto uvMissing = uvAbsent.match(detail); uvMissing.hasMatch()) {
        wanted = uvMissing.captured(2);
        cause = tr("%1 wants %2, which the image does not have.").arg(uvMissing.captured(1), wanted);
    }
    auto requirement = Requirement::parse(wanted);
    if (wanted.isEmpty() || !requirement)
        return std::nullopt;
    requirement->marker.clear();
    return addRequirement(requirement->text(), cause);
}

} // namespace

QStringList Proposal::lines() const
{
    QStringList lines;
    if (!systemPackages.isEmpty()) {
        lines +=
            {u"RUN apt-get update \\"_s,
             QString(u" && apt-get install --yes --no-install-recommends "_s + systemPackages.join(u' ') + u" \\"_s),
             u" && rm -rf /var/lib/apt/lists/* /var/cache/apt/*"_s};
    }
    return lines + requirements;
}

std::optional<Proposal> proposalFor(const Check &check, const QList<FlowScript> &scripts, const QString &debian)
{
    if (check.status != CheckStatus::Failed)
        return std::nullopt;
    if (check.id == "pip-check"_L1)
        return conflict(check.detail);
    const bool isImport = check.id.startsWith("import:"_L1) || check.id.startsWith("local:"_L1);
    const QString subject = isImport ? check.id.section(u':', 1) : QString();
    if (const auto library = systemLibrary(check.detail, subject, debian))
        return library;
    if (const auto driver = missingDriver(check.detail, scripts))
        return driver;
    return missingModule(check.detail, subject, scripts);
}

PlanChoices withProposal(PlanChoices choices, const Proposal &proposal)
{
    for (const QString &text : proposal.requirements) {
        const QString name = normalizedName(Requirement::parse(text).value_or(Requirement{}).name);
        choices.requirements.removeIf([&name](const QString &before) {
            const auto requirement = Requirement::parse(before);
            return requirement && normalizedName(requirement->name) == name;
        });
        choices.requirements.append(text);
    }
    choices.systemPackages += proposal.systemPackages;
    choices.systemPackages.removeDuplicates();
    // Where nothing is built, what a run installs is all that can be added.
    const bool builds = buildsImage(choices.strategy) || (choices.strategy == Strategy::RuntimeInstall && choices.systemPackages.isEmpty());
    if (!builds) {
        choices.strategy = Strategy::ExtendImage;
        choices.tag.clear();
    }
    return choices;
}

QJsonObject toJson(const Proposal &proposal)
{
    return {{u"title"_s, proposal.title},
            {u"cause"_s, proposal.cause},
            {u"name"_s, proposal.name},
            {u"system_packages"_s, QJsonArray::fromStringList(proposal.systemPackages)},
            {u"requirements"_s, QJsonArray::fromStringList(proposal.requirements)},
            {u"lines"_s, QJsonArray::fromStringList(proposal.lines())}};
}

Proposal proposalFromJson(const QJsonObject &object)
{
    const auto texts = [](const QJsonValue &value) {
        QStringList list;
        const QJsonArray array = value.toArray();
        for (const QJsonValue &each : array)
            list.append(each.toString());
        return list;
    };
    Proposal proposal{object.value(u"title"_s).toString(),
                      object.value(u"cause"_s).toString(),
                      object.value(u"name"_s).toString(),
                      {},
                      {}};
    // From the history's file: what a Dockerfile could not hold is left out.
    for (const QString &package : texts(object.value(u"system_packages"_s))) {
        if (isDebianPackage(package))
            proposal.systemPackages.append(package);
    }
    for (const QString &requirement : texts(object.value(u"requirements"_s))) {
        if (Requirement::parse(requirement))
            proposal.requirements.append(requirement);
    }
    return proposal;
}

} // namespace drydock
