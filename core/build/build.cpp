// SPDX-License-Identifier: Apache-2.0
#include "core/build/build.h"

#include "core/build/buildcommand.h"
#include "core/build/buildfailure.h"
#include "core/build/buildlogparser.h"
#include "core/build/diskspace.h"
#include "core/image/image.h"
#include "core/image/platform.h"
#include "core/log/escapes.h"
#include "core/log/logfile.h"

#include <QElapsedTimer>
#include <QFile>
#include <QHash>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace drydock {

namespace {

/// Ten batches a second.
constexpr auto readInterval = 100ms;
/// How long one round of reading may keep the thread, in milliseconds.
constexpr qint64 readBudget = 30;
/// Lines in which the cause of a failure is looked for.
constexpr int causeLines = 400;
/// A build that says more has run wild.
constexpr qint64 largestSpool = 2'000'000'000;

bool writeWhole(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.flush();
}

} // namespace

class Build::Private : public QObject
{
public:
    Private(Build *build, CommandRunner &runner, const Engine &engine, const Network &network, const BuildPlan &plan,
            const QString &folder, const QString &spool, const BuildOptions &options)
        : m_build(build)
        , m_runner(runner)
        , m_engine(engine)
        , m_network(network)
        , m_plan(plan)
        , m_folder(folder)
        , m_options(options)
        , m_log(spool)
        , m_parser(engine.builder)
    {
        if (BuildLogParser::hasTranscript(engine.builder))
            m_stream.emplace(spool + u".stream"_s);
        connect(&m_reading, &QTimer::timeout, this, &Private::read);
    }

    void start();
    void cancel()
    {
        m_looking.cancel();
        m_pulling.cancel();
        m_client.cancel();
    }
    bool isRunning() const { return m_isRunning; }

private:
    void begin();
    void pullBase();
    void startClient();
    bool say(const Command &command);
    void refuse(const QString &code, const QString &sentence, const QString &details = {});
    void read();
    void keepTranscript();
    LogFile &stream() { return m_stream ? *m_stream : m_log; }
    void collect(const QList<BuildEvent> &events);
    void finishReading();
    void confirm();
    void end(BuildEnd::Outcome outcome, const Error &error = {}, const Image &image = {});
    QStringList lastLines() const;

    Build *const m_build;
    CommandRunner &m_runner;
    const Engine m_engine;
    const Network m_network;
    const BuildPlan m_plan;
    const QString m_folder;
    const BuildOptions m_options;

    LogFile m_log; ///< What a person reads.
    std::optional<LogFile> m_stream; ///< What the client writes, where that is not for people.
    BuildLogParser m_parser;
    QTimer m_reading;
    QElapsedTimer m_clock;
    QTemporaryDir m_files;
    BuildFiles m_given;
    Job<qint64> m_looking;
    Job<CommandOutput> m_pulling;
    Job<CommandOutput> m_client;
    Job<Image> m_confirming;
    std::optional<Result<CommandOutput>> m_clientEnd;
    bool m_isRunning = false;

    struct Step {
        QString instruction;
        qint64 started = 0; ///< Milliseconds after the build's start.
    };
    QHash<int, Step> m_openSteps;
    FailedStep m_last; ///< The failed step, or the one that was open last.
    bool m_hasFailed = false;
};

/// Ends are always told later, so that the caller has returned from start().
void Build::Private::refuse(const QString &code, const QString &sentence, const QString &details)
{
    const Error error{code, sentence, details};
    QMetaObject::invokeMethod(this, [this, error] { end(BuildEnd::Outcome::Failed, error); }, Qt::QueuedConnection);
}

void Build::Private::start()
{
    m_isRunning = true;
    m_clock.start();
    if (!m_engine.isReady()) {
        refuse(u"engine-not-ready"_s, m_engine.detail.isEmpty() ? Build::tr("No container engine is ready. Start Docker or Podman, then build again.") : m_engine.detail);
        return;
    }
    if (m_plan.usesBuildKit && !hasMounts(m_engine.builder)) {
        refuse(u"builder-lacks-mounts"_s, Build::tr("The Dockerfile needs BuildKit, which this engine does not use here. Plan again, so that the Dockerfile fits the builder."));
        return;
    }
    if (!m_options.secrets.isEmpty() && !hasMounts(m_engine.builder)) {
        refuse(u"builder-lacks-mounts"_s, Build::tr("This engine builds without BuildKit, which alone can be given secrets. Install its buildx component, or use Podman."));
        return;
    }
    if (!m_options.builder.isEmpty() && m_engine.builder != Builder::Buildx) {
        refuse(u"builder-missing"_s, Build::tr("The builder %1 is one of buildx, which this engine does not have here. Install buildx, or leave the builder out.").arg(m_options.builder));
        return;
    }
    if (isEmulated(m_plan.platform, m_engine.platform) && canEmulate(m_engine, m_plan.platform, u"/proc/sys/fs/binfmt_misc"_s) == false) {
        refuse(u"platform-not-emulated"_s,
               Build::tr("This machine runs %1 and cannot run programs of %2. Install an emulation (on Debian and Ubuntu qemu-user-static), or build for %1.").arg(m_engine.platform, m_plan.platform));
        return;
    }
    m_looking.start(freeSpace(m_runner, m_engine), [this](const Result<qint64> &free) {
        if (!free)
            end(BuildEnd::Outcome::Cancelled, free.error());
        else if (const auto error = tooLittleSpace(m_engine, m_plan, *free))
            end(BuildEnd::Outcome::Failed, *error);
        else
            begin();
    });
}

void Build::Private::begin()
{
    m_given.imageId = m_files.filePath(u"image-id"_s);
    bool written = m_files.isValid();
    if (written && !m_network.indexUrl.isEmpty()) {
        m_given.index = m_files.filePath(u"index"_s);
        written = writeWhole(m_given.index, m_network.indexUrl.toUtf8());
    }
    if (!written) {
        refuse(u"folder-not-writable"_s, Build::tr("No temporary file can be written. Make room on the disk, then build again."), m_files.errorString());
        return;
    }

    if (!writeWhole(m_log.path(), {}) || !writeWhole(stream().path(), {})) {
        refuse(u"spool-not-writable"_s, Build::tr("The log %1 cannot be written. Check the folder and the disk, then build again.").arg(m_log.path()));
        return;
    }
    m_reading.start(readInterval);
    if (m_options.pull)
        pullBase();
    else
        startClient();
}

/// The log tells what was started. The environment stays out of it, for a proxy may carry a password.
bool Build::Private::say(const Command &command)
{
    Command shown = command;
    shown.environment.clear();
    QFile file(stream().path());
    return file.open(QIODevice::Append) && file.write("$ " + shown.text().toUtf8() + '\n') > 0 && file.flush();
}

/// A call of its own: with the builders' own --pull the name goes on meaning the old image in Docker, and the next build
/// would go back to it.
void Build::Private::pullBase()
{
    QStringList arguments{u"pull"_s};
    if (isEmulated(m_plan.platform, m_engine.platform))
        arguments += {u"--platform"_s, m_plan.platform};
    Command command = m_engine.call(arguments + QStringList{m_plan.base});
    command.spool = stream().path();
    command.outputLimit = largestSpool;
    say(command);
    m_pulling.start(m_runner.run(command), [this](Result<CommandOutput> result) {
        if (result && result->exitStatus == 0)
            return startClient();
        m_last.instruction = u"FROM "_s + m_plan.base;
        m_clientEnd = std::move(result);
        read();
    });
}

void Build::Private::startClient()
{
    Command command = buildCommand(m_engine, m_network, m_plan, m_folder, m_options, m_given);
    command.spool = stream().path();
    command.outputLimit = largestSpool;
    say(command);
    m_client.start(m_runner.run(command), [this](Result<CommandOutput> result) {
        m_clientEnd = std::move(result);
        read();
    });
    if (!hasMounts(m_engine.builder) && !(m_network.certificates.isEmpty() && m_network.indexUrl.isEmpty())) {
        const BuildWarning warning{Build::tr("This builder cannot be lent this machine's certificates and package index: the base's own are used. BuildKit and Podman can.")};
        QMetaObject::invokeMethod(this, [this, warning] { Q_EMIT m_build->happened({warning}); }, Qt::QueuedConnection);
    }
}

void Build::Private::read()
{
    QElapsedTimer budget;
    budget.start();
    QList<BuildEvent> events;
    bool isAtEnd = false;
    while (!isAtEnd && budget.elapsed() < readBudget) {
        const QByteArray bytes = stream().readNew();
        isAtEnd = bytes.isEmpty();
        events += m_parser.feed(bytes);
    }
    const bool isOver = m_clientEnd && isAtEnd;
    if (isOver) {
        m_reading.stop();
        events += m_parser.finish();
    }
    keepTranscript();
    collect(events);
    if (isOver)
        finishReading();
}

/// The log stands on the disk before anybody hears of its lines.
void Build::Private::keepTranscript()
{
    const QByteArray lines = m_parser.takeTranscript();
    if (lines.isEmpty())
        return;
    QFile log(m_log.path());
    if (log.open(QIODevice::Append))
        log.write(lines);
    log.close();
    while (!m_log.readNew().isEmpty()) { }
}

void Build::Private::collect(const QList<BuildEvent> &read)
{
    if (read.isEmpty())
        return;
    QList<BuildEvent> events = read;
    const qint64 now = m_clock.elapsed();
    for (BuildEvent &event : events) {
        if (const auto *started = std::get_if<StepStarted>(&event)) {
            m_openSteps.insert(started->step, {started->instruction, now});
            if (!m_hasFailed)
                m_last = {started->step, started->of, started->instruction, {}};
        } else if (const auto *cached = std::get_if<StepCached>(&event)) {
            m_openSteps.remove(cached->step);
        } else if (auto *finished = std::get_if<StepFinished>(&event)) {
            const Step step = m_openSteps.take(finished->step);
            if (finished->seconds < 0)
                finished->seconds = double(now - step.started) / 1000;
        } else if (const auto *failed = std::get_if<StepFailed>(&event); failed && !m_hasFailed) {
            m_hasFailed = true;
            m_last = {failed->step, m_last.of, m_openSteps.value(failed->step).instruction, failed->message};
        }
    }
    Q_EMIT m_build->happened(events);
}

void Build::Private::finishReading()
{
    const Result<CommandOutput> &result = *m_clientEnd;
    if (!result && result.error().code == "program-crashed"_L1) {
        // Somebody's kill, or the system's for want of memory.
        end(BuildEnd::Outcome::Failed, {u"client-ended"_s, Build::tr("%1, which was building, was ended from outside; the memory may have run out. Build again.").arg(m_engine.title()), result.error().details});
    } else if (!result) {
        const bool isCancelled = result.error().code == cancelledError().code;
        end(isCancelled ? BuildEnd::Outcome::Cancelled : BuildEnd::Outcome::Failed, result.error());
    } else if (result->exitStatus != 0) {
        if (!m_hasFailed && !m_openSteps.contains(m_last.step) && m_last.step > 0)
            m_last = {};
        end(BuildEnd::Outcome::Failed, buildFailure(m_engine, m_last, lastLines()));
    } else {
        confirm();
    }
}

void Build::Private::confirm()
{
    QFile file(m_given.imageId);
    const QString id = file.open(QIODevice::ReadOnly) ? QString::fromLatin1(file.read(256)).trimmed() : QString();
    const auto deny = [this](const QString &details) {
        end(BuildEnd::Outcome::Failed,
            {u"image-not-confirmed"_s,
             Build::tr("The builder said that it succeeded, but the engine does not have the image. Build again; the log may say more."),
             details});
    };
    if (id.isEmpty()) {
        deny(lastLines().join(u'\n'));
        return;
    }
    m_confirming.start(findImage(m_runner, m_engine, id), [this, deny](Result<Image> image) {
        if (image)
            end(BuildEnd::Outcome::Succeeded, {}, *image);
        else
            deny(image.error().sentence + u'\n' + image.error().details);
    });
}

void Build::Private::end(BuildEnd::Outcome outcome, const Error &error, const Image &image)
{
    m_isRunning = false;
    m_reading.stop();
    BuildEnd end;
    end.outcome = outcome;
    end.imageId = image.id;
    end.imageSize = image.size;
    end.seconds = double(m_clock.elapsed()) / 1000;
    end.spool = m_log.path();
    end.error = error;
    if (m_stream)
        QFile::remove(m_stream->path());
    // The log also holds what Drydock itself has to say, as when nothing could be started.
    if (outcome != BuildEnd::Outcome::Succeeded) {
        QFile spool(m_log.path());
        if (spool.open(QIODevice::Append))
            spool.write('\n' + error.sentence.toUtf8() + '\n');
    }
    Q_EMIT m_build->ended(end);
}

QStringList Build::Private::lastLines() const
{
    QStringList lines;
    for (int number = std::max(1, m_log.lineCount() - causeLines + 1); number <= m_log.lineCount(); ++number)
        lines.append(plainText(m_log.line(number)));
    return lines;
}

Build::Build(CommandRunner &runner, const Engine &engine, const Network &network, const BuildPlan &plan, const QString &folder,
             const QString &spool, const BuildOptions &options, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, runner, engine, network, plan, folder, spool, options))
{
}

Build::~Build() = default;

void Build::start()
{
    d->start();
}

void Build::cancel()
{
    d->cancel();
}

bool Build::isRunning() const
{
    return d->isRunning();
}

} // namespace drydock

#include "moc_build.cpp"
