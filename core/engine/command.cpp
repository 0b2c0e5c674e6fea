// SPDX-License-Identifier: Apache-2.0
#include "core/engine/command.h"

#include "core/engine/processgroup.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QLocale>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTimer>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace drydock {

namespace {

/// How often what a child leaves behind is removed under its feet until it ends.
constexpr auto cleaningInterval = 300ms;
/// How long a child may take to clear up after what it lost, before it is asked.
constexpr auto escapedTime = 700ms;
/// How often it is looked at whether all that the child started has ended as well.
constexpr auto lingerInterval = 20ms;
/// How often the size of a spool is looked at.
constexpr auto spoolInterval = 500ms;
/// How much of standard error an Error keeps.
constexpr qsizetype tailLength = 4000;

QString quoted(const QString &word)
{
    static const QRegularExpression plain(u"\\A[A-Za-z0-9_@%+=:,./-]+\\z"_s);
    if (plain.match(word).hasMatch())
        return word;
    QString inner = word;
    inner.replace(u"'"_s, u"'\\''"_s);
    return u"'"_s + inner + u"'"_s;
}

/// A name is searched on the child's own PATH, not on ours.
QString findProgram(const QString &program, const QProcessEnvironment &environment)
{
    if (QDir::fromNativeSeparators(program).contains(u'/'))
        return program;
    return QStandardPaths::findExecutable(program, environment.value(u"PATH"_s).split(QDir::listSeparator(), Qt::SkipEmptyParts));
}

} // namespace

QString Command::text() const
{
    QStringList words;
    for (auto variable = environment.cbegin(); variable != environment.cend(); ++variable) {
        // PATH is extended for the child's sake; a person's own shell has the right one.
        if (variable.key() != "PATH"_L1)
            words.append(variable.key() + u'=' + quoted(variable.value()));
    }
    words.append(quoted(program));
    for (const QString &argument : arguments)
        words.append(quoted(argument));
    return words.join(u' ');
}

/// One running child. Deletes itself once its process has ended and its future is finished.
class CommandRunner::Child : public QObject
{
public:
    Child(const Command &command, CommandRunner *runner);
    ~Child() override;

    Future<CommandOutput> start();
    bool hasEnded() const { return m_finished; }
    /// Terminates now and kills after the grace time; the first reason counts.
    void endBecause(const Error &error);
    /// The blocking end for the runner's destructor.
    void collect(QDeadlineTimer asked, QDeadlineTimer killed);

private:
    void read();
    void clean();
    void finish(); ///< The process has ended.
    void endWith(const Result<CommandOutput> &end);
    Result<CommandOutput> result() const;
    QString name() const { return QFileInfo(m_command.program).fileName(); }
    QString details() const;

    CommandRunner *m_runner;
    const Command m_command;
    QProcess m_process;
    ProcessGroup m_group;
    QPromise<Result<CommandOutput>> m_promise;
    QFutureWatcher<Result<CommandOutput>> m_owner;
    QTimer m_timeout;
    QTimer m_asking;
    QTimer m_cleaning;
    QTimer m_grace;
    QTimer m_lingering;
    QTimer m_spoolCheck;
    QElapsedTimer m_clock;
    CommandOutput m_output;
    std::optional<Error> m_endedBecause; ///< Why we ended the child, when we did.
    bool m_finished = false;
};

CommandRunner::Child::Child(const Command &command, CommandRunner *runner)
    : m_runner(runner)
    , m_command(command)
{
    m_runner->m_children.append(this);
    m_promise.start();
    m_timeout.setSingleShot(true);
    m_grace.setSingleShot(true);
    m_asking.setSingleShot(true);
    m_grace.setInterval(m_command.grace);
    connect(&m_owner, &QFutureWatcherBase::canceled, this, [this] { endBecause(cancelledError()); });
    m_owner.setFuture(m_promise.future());
    connect(&m_lingering, &QTimer::timeout, this, &Child::finish);
    connect(&m_asking, &QTimer::timeout, this, [this] { m_group.terminate(); });
    connect(&m_cleaning, &QTimer::timeout, this, &Child::clean);
    connect(&m_grace, &QTimer::timeout, this, [this] { m_group.kill(); });
    connect(&m_timeout, &QTimer::timeout, this, [this] {
        endBecause({u"program-timed-out"_s,
                    tr("%1 did not finish within %2 seconds and was stopped.")
                        .arg(name(), QString::number(m_command.timeout.count() / 1000.0)),
                    {}});
    });
}

CommandRunner::Child::~Child()
{
    m_runner->m_children.removeOne(this);
}

Future<CommandOutput> CommandRunner::Child::start()
{
    const Future<CommandOutput> future = m_promise.future();
    m_clock.start();

    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (auto variable = m_command.environment.cbegin(); variable != m_command.environment.cend(); ++variable)
        environment.insert(variable.key(), variable.value());
    m_process.setProcessEnvironment(environment);
    m_process.setWorkingDirectory(m_command.workingDirectory);

    const QString program = findProgram(m_command.program, environment);
    if (program.isEmpty()) {
        endWith(failure(u"program-not-found"_s, tr("The program %1 was not found.").arg(m_command.program), details()));
        return future;
    }
    m_process.setProgram(program);
    m_process.setArguments(m_command.arguments);

    if (!m_command.spool.isEmpty()) {
        QFile spool(m_command.spool);
        if (!spool.open(QIODevice::Append)) {
            endWith(failure(u"spool-not-writable"_s,
                            tr("The log %1 cannot be written: %2").arg(m_command.spool, spool.errorString()), details()));
            return future;
        }
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.setStandardOutputFile(m_command.spool, QIODevice::Append);
        connect(&m_spoolCheck, &QTimer::timeout, this, &Child::read);
        m_spoolCheck.start(spoolInterval);
    }

    m_group.prepare(m_process);
    connect(&m_process, &QProcess::started, this, [this] {
        m_group.adopt(m_process);
        if (m_command.timeout > 0ms)
            m_timeout.start(m_command.timeout);
        if (m_endedBecause && !m_command.endsByItself && m_command.cleanup.isEmpty())
            m_group.terminate();
    });
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &Child::read);
    connect(&m_process, &QProcess::readyReadStandardError, this, &Child::read);
    connect(&m_process, &QProcess::finished, this, &Child::finish);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        // The other errors come with finished(), or mean that the child closed its input early, which is its right.
        if (error != QProcess::FailedToStart)
            return;
        endWith(failure(u"program-not-found"_s,
                        tr("%1 could not be started: %2").arg(m_command.program, m_process.errorString()), details()));
    });
    m_process.start();
    // Kept in memory by QProcess and written as the child takes it.
    if (!m_finished && !m_command.input.isEmpty())
        m_process.write(m_command.input);
    m_process.closeWriteChannel();
    return future;
}

void CommandRunner::Child::read()
{
    qint64 size = 0;
    if (m_command.spool.isEmpty()) {
        const QByteArray standardOutput = m_process.readAllStandardOutput();
        const QByteArray standardError = m_process.readAllStandardError();
        // What a child still shouts while it is being ended is not kept.
        if (m_endedBecause)
            return;
        if (!m_command.onOutput)
            m_output.standardOutput += standardOutput;
        else if (!standardOutput.isEmpty())
            m_command.onOutput(standardOutput);
        m_output.standardError += standardError;
        size = m_output.standardOutput.size() + m_output.standardError.size();
    } else {
        size = QFileInfo(m_command.spool).size();
    }
    if (size > m_command.outputLimit) {
        endBecause({u"output-too-large"_s,
                    tr("%1 wrote more than %2 and was stopped.")
                        .arg(name(), QLocale().formattedDataSize(m_command.outputLimit)),
                    {}});
    }
}

void CommandRunner::Child::endBecause(const Error &error)
{
    if (m_endedBecause || m_finished)
        return;
    m_endedBecause = error;
    m_grace.start();
    if (m_command.endsByItself)
        return;
    // An engine's client ends when its container is gone. Ended while the engine still makes the container, it would leave it behind,
    // made after the removal; and Python as a container's first process hears no request to end, for which the client would wait.
    if (!m_command.cleanup.isEmpty()) {
        clean();
        m_cleaning.start(cleaningInterval);
        return;
    }
    if (m_group.killEscaped())
        m_asking.start(escapedTime);
    else
        m_group.terminate();
}

void CommandRunner::Child::clean()
{
    QProcess cleanup;
    cleanup.setProcessEnvironment(m_process.processEnvironment());
    cleanup.setProgram(m_process.program());
    cleanup.setArguments(m_command.cleanup);
    cleanup.setStandardInputFile(QProcess::nullDevice());
    cleanup.setStandardOutputFile(QProcess::nullDevice());
    cleanup.setStandardErrorFile(QProcess::nullDevice());
    cleanup.startDetached();
}

void CommandRunner::Child::finish()
{
    read();
    if (m_endedBecause) {
        // The leader has gone; what it started may still be ending what that started, as Podman's builder does.
        if (m_grace.isActive() && m_group.isAlive()) {
            m_lingering.start(lingerInterval);
            return;
        }
        m_group.kill();
        // Once more, if it was done early: the engine may have made the container only then.
        if (!m_command.cleanup.isEmpty())
            clean();
    }
    m_output.exitStatus = m_process.exitCode();
    m_output.elapsed = std::chrono::milliseconds(m_clock.elapsed());
    endWith(result());
}

void CommandRunner::Child::endWith(const Result<CommandOutput> &end)
{
    if (m_finished)
        return;
    m_finished = true;
    m_timeout.stop();
    m_asking.stop();
    m_cleaning.stop();
    m_grace.stop();
    m_lingering.stop();
    m_spoolCheck.stop();
    if (!m_promise.isCanceled())
        m_promise.addResult(end);
    m_promise.finish();
    deleteLater();
}

Result<CommandOutput> CommandRunner::Child::result() const
{
    if (m_endedBecause)
        return failure(m_endedBecause->code, m_endedBecause->sentence, details());
    if (m_process.exitStatus() == QProcess::CrashExit)
        return failure(u"program-crashed"_s, tr("%1 crashed.").arg(name()), details());
    return m_output;
}

QString CommandRunner::Child::details() const
{
    const QString tail = QString::fromUtf8(m_output.standardError.right(tailLength)).trimmed();
    return tail.isEmpty() ? m_command.text() : m_command.text() + u'\n' + tail;
}

void CommandRunner::Child::collect(QDeadlineTimer asked, QDeadlineTimer killed)
{
    if (m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(int(asked.remainingTime()))) {
        m_group.kill();
        m_process.waitForFinished(int(killed.remainingTime()));
    }
    // Nobody waits for the rest of the group any more.
    m_grace.stop();
    if (m_lingering.isActive())
        finish();
}

CommandRunner::CommandRunner(QObject *parent)
    : QObject(parent)
{
}

CommandRunner::~CommandRunner()
{
    // Every child is asked before any is waited for, so the waiting is bounded as a whole.
    const QList<Child *> children = m_children;
    for (Child *child : children)
        child->endBecause(cancelledError());
    const QDeadlineTimer asked(1s);
    const QDeadlineTimer killed(3s);
    for (Child *child : children)
        child->collect(asked, killed);
    qDeleteAll(children);
}

Future<CommandOutput> CommandRunner::run(const Command &command)
{
    auto *child = new Child(command, this);
    return child->start();
}

int CommandRunner::runningCount() const
{
    return int(std::count_if(m_children.begin(), m_children.end(), [](const Child *child) { return !child->hasEnded(); }));
}

} // namespace drydock

#include "moc_command.cpp"
