// SPDX-License-Identifier: Apache-2.0
#include "core/resolve/gitsource.h"

#include "core/network/address.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QUrl>

#include <memory>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Resolve)
};

/// It travels into a container on standard input, and into the plan.
constexpr qint64 largestArchive = 50 * 1024 * 1024;

/// ${NAME} stands for a variable of the environment, as in pip's files of requirements: a token belongs in no file. Nowhere else in
/// an address: who wrote it need not be the person who plans.
QString withVariables(const QString &login)
{
    static const QRegularExpression variable(u"\\$\\{([A-Z0-9_]+)\\}"_s);
    QString whole;
    qsizetype end = 0;
    for (const QRegularExpressionMatch &match : variable.globalMatch(login)) {
        whole += login.mid(end, match.capturedStart() - end) + qEnvironmentVariable(match.captured(1).toLatin1().constData(), match.captured());
        end = match.capturedEnd();
    }
    return whole + login.mid(end);
}

/// The parts of `git+https://ann@host/team/acme.git@v1.2#subdirectory=python`.
struct GitAddress {
    QString repository; ///< Without …
    QString login; ///< … the one in a web address.
    QString revision; ///< Branch, tag or commit; HEAD where none is named.
    QString folder; ///< That holds the project, or empty.

    explicit GitAddress(const QString &url)
    {
        static const QRegularExpression subdirectory(u"(?:^|&)subdirectory=([\\w./-]+)"_s);
        repository = url.section(u'#', 0, 0).mid(4);
        folder = subdirectory.match(url.section(u'#', 1)).captured(1);
        if (repository.startsWith(u"http")) {
            const Address address = addressOf(repository);
            repository = address.place;
            login = withVariables(address.login);
        }
        const qsizetype path = repository.indexOf(u'/', repository.indexOf(u"://"_s) + 3);
        const qsizetype at = repository.lastIndexOf(u'@');
        revision = path > 0 && at > path ? repository.mid(at + 1) : QString();
        if (!revision.isEmpty())
            repository.truncate(at);
        if (revision.isEmpty())
            revision = u"HEAD"_s;
    }
};

/// One repository on its way. The folder goes with the last step.
struct Fetching : std::enable_shared_from_this<Fetching> {
    Fetching(CommandRunner &runner, const QString &git, const Network &network, const Requirement &requirement, const QString &archives)
        : runner(runner), git(git), network(network), name(normalizedName(requirement.name)), address(requirement.url), archives(archives)
    { }

    CommandRunner &runner;
    QString git;
    Network network;
    QString name;
    GitAddress address;
    QString archives;
    QTemporaryDir folder;

    Future<QByteArray> call(const QStringList &arguments) const;
    Future<QString> fetch() const;
    QString version() const; ///< That the revision is a tag of (PEP 440), or empty.
    Result<QStringList> versionFile() const;
};

Future<QByteArray> Fetching::call(const QStringList &arguments) const
{
    Command command;
    command.program = git;
    command.arguments = QStringList{u"--git-dir"_s, folder.filePath(u"git"_s)} + arguments;
    command.workingDirectory = folder.path();
    command.timeout = std::chrono::minutes(10);
    command.environment = {{u"GIT_TERMINAL_PROMPT"_s, u"0"_s}, {u"GIT_ALLOW_PROTOCOL"_s, u"https:http:ssh:git:file"_s}, {u"LC_ALL"_s, u"C"_s}};
    if (!qEnvironmentVariableIsSet("GIT_SSH_COMMAND") && !qEnvironmentVariableIsSet("GIT_SSH"))
        command.environment.insert(u"GIT_SSH_COMMAND"_s, u"ssh -o BatchMode=yes"_s);
    if (!address.login.isEmpty()) {
        // In the environment, where no process list shows it, and for this server alone.
        const QUrl server(address.repository);
        const QByteArray login = QByteArray::fromPercentEncoding(address.login.toUtf8());
        const int count = qEnvironmentVariableIntValue("GIT_CONFIG_COUNT");
        command.environment.insert(u"GIT_CONFIG_COUNT"_s, QString::number(count + 1));
        command.environment.insert(u"GIT_CONFIG_KEY_%1"_s.arg(count), u"http.%1://%2/.extraHeader"_s.arg(server.scheme(), server.authority()));
        command.environment.insert(u"GIT_CONFIG_VALUE_%1"_s.arg(count), u"Authorization: Basic "_s + QString::fromLatin1((login.contains(':') ? login : login + ':').toBase64()));
    }
    // git reads none of the variables that name certificates to others.
    if (!network.certificates.isEmpty() && !qEnvironmentVariableIsSet("GIT_SSL_CAINFO"))
        command.environment.insert(u"GIT_SSL_CAINFO"_s, network.certificates);
    if (!network.proxy.isEmpty()) {
        command.environment.insert(u"http_proxy"_s, network.proxy);
        command.environment.insert(u"https_proxy"_s, network.proxy);
    }
    return andThen<CommandOutput>(runner.run(command), &runner, [name = name](const CommandOutput &output) -> Result<QByteArray> {
        if (output.exitStatus == 0)
            return output.standardOutput;
        const QString words = withoutLogins(QString::fromUtf8(output.standardError.right(4000)).trimmed());
        return failure(u"git-failed"_s,
                       Text::tr("git on this computer could not fetch %1. Check the repository's address, the branch or tag, and that you may read it.").arg(name), words);
    });
}

/// Under which name it can be found afterwards.
Future<QString> Fetching::fetch() const
{
    const auto named = call({u"fetch"_s, u"--quiet"_s, u"--no-tags"_s, u"--depth=1"_s, u"--"_s, address.repository, address.revision});
    return andThen(allOf<QByteArray>({named}, &runner), &runner, [work = shared_from_this()](const QList<Result<QByteArray>> &ends) {
        static const QRegularExpression commit(u"\\A[0-9a-f]{7,40}\\z"_s);
        const auto asHead = [](const QByteArray &) -> Result<QString> { return u"FETCH_HEAD"_s; };
        if (ends.first())
            return readyFuture<QString>(u"FETCH_HEAD"_s);
        if (ends.first().error().details.contains(u"shallow")) // A server of plain files has the whole history or nothing.
            return andThen(work->call({u"fetch"_s, u"--quiet"_s, u"--no-tags"_s, u"--"_s, work->address.repository, work->address.revision}), &work->runner, asHead);
        if (!commit.match(work->address.revision).hasMatch())
            return readyFuture<QString>(tl::unexpected<Error>(ends.first().error()));
        // No server need hand out a commit by its number, and none does by the beginning of one: then all that it shows is fetched.
        const auto all = work->call({u"fetch"_s, u"--quiet"_s, u"--"_s, work->address.repository, u"+refs/heads/*:refs/heads/*"_s, u"+refs/tags/*:refs/tags/*"_s});
        return andThen(all, &work->runner, [revision = work->address.revision](const QByteArray &) -> Result<QString> { return revision; });
    });
}

QString Fetching::version() const
{
    static const QRegularExpression tag(u"\\Av?(\\d+(?:\\.\\d+)+(?:(?:a|b|rc|\\.post)\\d+)?)\\z"_s);
    return tag.match(address.revision).captured(1);
}

/// Where a project reads its version from its tags, a source archive says it in PKG-INFO, as one from an index does.
Result<QStringList> Fetching::versionFile() const
{
    if (version().isEmpty())
        return QStringList();
    QFile file(folder.filePath(u"PKG-INFO"_s));
    const QByteArray text = u"Metadata-Version: 1.0\nName: %1\nVersion: %2\n"_s.arg(name, version()).toUtf8();
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        return failure(u"folder-not-writable"_s, Text::tr("No temporary files can be written. Free some space or set TMPDIR to a folder that can be written."), file.errorString());
    return QStringList{u"--add-file=PKG-INFO"_s};
}

Result<GitSource> sourceIn(const QString &path, const QString &commit, const GitAddress &address)
{
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file))
        return failure(u"folder-not-writable"_s, Text::tr("%1 cannot be read. Free some space, then try again.").arg(path), file.errorString());
    const QString fragment = address.folder.isEmpty() ? QString() : u"#subdirectory="_s + address.folder;
    return GitSource{u"git+"_s + address.repository + u'@' + commit + fragment, path, QString::fromLatin1(hash.result().toHex())};
}

} // namespace

bool mayMove(const Requirement &requirement)
{
    static const QRegularExpression commit(u"\\A[0-9a-f]{40}\\z"_s);
    return requirement.url.startsWith(u"git+") && !commit.match(GitAddress(requirement.url).revision).hasMatch();
}

bool needsGitHere(const Requirement &requirement, bool baseHasGit)
{
    const bool isHereAlone = requirement.url.startsWith(u"git+ssh:") || requirement.url.startsWith(u"git+file:");
    return requirement.url.startsWith(u"git+") && (!baseHasGit || isHereAlone || !addressOf(requirement.url).login.isEmpty());
}

Future<GitSource> fetchGitSource(CommandRunner &runner, const QString &git, const Network &network, const Requirement &requirement, const QString &folder)
{
    const auto work = std::make_shared<Fetching>(runner, git, network, requirement, folder);
    if (!work->folder.isValid() || !QDir().mkpath(folder)) {
        return readyFuture<GitSource>(failure(u"folder-not-writable"_s, Text::tr("No temporary files can be written. Free some space or set TMPDIR to a folder that can be written."),
                                              work->folder.errorString()));
    }
    auto made = work->call({u"init"_s, u"--quiet"_s, u"--bare"_s, work->folder.filePath(u"git"_s)});
    auto found = andThen(andThen(made, &runner, [work](const QByteArray &) { return work->fetch(); }), &runner, [work](const QString &revision) {
        return work->call({u"rev-parse"_s, u"--verify"_s, u"--quiet"_s, QString(revision + u"^{commit}")});
    });
    return andThen(found, &runner, [work](const QByteArray &output) -> Future<GitSource> {
        const QString commit = QString::fromLatin1(output).trimmed();
        // One commit may have several tags. The name does not come first: uv would take what follows for the version.
        const QString version = work->version().isEmpty() ? QString() : u'-' + work->version();
        const QString place = work->address.folder.isEmpty() ? QString() : u'-' + QString(work->address.folder).replace(u'/', u'.');
        const QString path = work->archives + u"/git-"_s + commit + u'-' + work->name + version + place + u".tar.gz"_s;
        if (QFileInfo::exists(path))
            return readyFuture<GitSource>(sourceIn(path, commit, work->address));
        const Result<QStringList> versionFile = work->versionFile();
        if (!versionFile)
            return readyFuture<GitSource>(tl::unexpected<Error>(versionFile.error()));
        const QString written = work->folder.filePath(u"archive.tar.gz"_s);
        const auto archived = work->call(QStringList{u"archive"_s, u"--format=tar.gz"_s, u"--prefix=%1/"_s.arg(work->name), u"--output"_s, written} + *versionFile
                                          // The project at the top: uv looks nowhere else in an archive on disk.
                                          + QStringList{work->address.folder.isEmpty() ? commit : QString(commit + u':' + work->address.folder)});
        return andThen(archived, &work->runner, [work, path, written, commit](const QByteArray &) -> Result<GitSource> {
            if (QFileInfo(written).size() > largestArchive)
                return failure(u"git-too-large"_s, Text::tr("The repository of %1 holds more than 50 MB. Build a wheel of it, and name that instead.").arg(work->name));
            // Never half an archive under the name of a whole one.
            if (!QFile::copy(written, path + u".new"_s) || !QFile::rename(path + u".new"_s, path))
                return failure(u"folder-not-writable"_s, Text::tr("%1 cannot be written. Free some space, then try again.").arg(path));
            return sourceIn(path, commit, work->address);
        });
    });
}

} // namespace drydock
