// SPDX-License-Identifier: Apache-2.0
#include "core/check/checkcontainer.h"

#include <KTar>

#include <QBuffer>
#include <QCoreApplication>
#include <QFile>
#include <QUuid>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace drydock {

namespace {

/// How much longer than the checks the container may take to start and end.
constexpr auto startTime = 60s;
/// A bundle of certificates is never larger.
constexpr qint64 largestBundle = 16 * 1024 * 1024;

/// Unpacks $1, or standard input, to a folder that vanishes with the container and goes on with the program in it.
constexpr char bootstrap[] = "import os,sys,tarfile\n"
                             "os.makedirs('/tmp/drydock')\n"
                             "tarfile.open(fileobj=open(sys.argv[1],'rb') if sys.argv[1:] else "
                             "sys.stdin.buffer,mode='r|').extractall('/tmp/drydock')\n"
                             "sys.stdin.close()\n"
                             "os.execv(sys.executable,[sys.executable,'/tmp/drydock/check.py'])\n";
constexpr char lentTar[] = "/drydock/input.tar";

QStringList program(const QStringList &arguments = {})
{
    return QStringList{u"-c"_s, u"exec \"$(command -v python || command -v python3)\" -W ignore -c \"$0\" \"$@\""_s,
                       QString::fromLatin1(bootstrap)}
    + arguments;
}

void setOption(QStringList &arguments, const QString &option, const QString &value)
{
    arguments[arguments.indexOf(option) + 1] = value;
}

/// The engine's own network, or this machine's where the index or the proxy can be reached from nowhere else.
void openNetwork(QStringList &arguments, const Network &network)
{
    if (network.isOnThisMachine())
        setOption(arguments, u"--network"_s, u"host"_s);
    else
        arguments.remove(arguments.indexOf(u"--network"_s), 2);
}

/// Importing and running take more than looking.
void widen(QStringList &arguments)
{
    setOption(arguments, u"--memory"_s, u"4g"_s);
    setOption(arguments, u"--memory-swap"_s, u"4g"_s);
    setOption(arguments, u"--pids-limit"_s, u"2048"_s);
}

/// By name, so that no process list shows the value.
void lend(Command &command, QStringList &options, const QString &name, const QString &value)
{
    options += {u"--env"_s, name};
    command.environment.insert(name, value);
}

void lendProxy(Command &command, QStringList &options, const Network &network)
{
    if (network.proxy.isEmpty())
        return;
    for (const QString &name : {u"HTTP_PROXY"_s, u"HTTPS_PROXY"_s, u"http_proxy"_s, u"https_proxy"_s})
        lend(command, options, name, network.proxy);
}

Command confinedCheck(const Engine &engine, const Network &network, const CheckRequest &request, const QByteArray &tar)
{
    QStringList options{u"--pull"_s, u"never"_s};
    Command proxied;
    if (request.network)
        lendProxy(proxied, options, network);
    Command command = confinedRun(engine, request.image, u"sh"_s, program(), options);
    command.environment.insert(proxied.environment);
    QStringList &arguments = command.arguments;
    setOption(arguments, u"--tmpfs"_s, u"/tmp:rw,exec,nosuid,nodev,mode=1777,size=1g"_s);
    widen(arguments);
    // A flow may write to the folder that it starts in, as where it will run; what it wrote goes with the container.
    if (request.runFlow)
        arguments.removeOne(u"--read-only"_s);
    if (request.network)
        openNetwork(arguments, network);
    command.input = tar;
    command.timeout = request.timeout + startTime;
    return command;
}

/// The name of the index goes in a file, for it may hold a password and a container's settings can be listed.
QByteArray lentFiles(const Network &network, const QByteArray &tar)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    KTar files(&buffer);
    files.open(QIODevice::WriteOnly);
    files.writeDir(u"drydock"_s);
    files.writeFile(u"drydock/input.tar"_s, tar);
    QFile certificates(network.certificates);
    if (!network.certificates.isEmpty() && certificates.open(QIODevice::ReadOnly))
        files.writeFile(QString::fromUtf16(lentCertificates).mid(1), certificates.read(largestBundle));
    if (!network.indexUrl.isEmpty()) {
        files.writeFile(u"drydock/pip.conf"_s, QByteArray("[global]\nindex-url = " + network.indexUrl.toUtf8() + '\n'));
        files.writeFile(u"drydock/uv.toml"_s, QByteArray("[pip]\nindex-url = \"" + network.indexUrl.toUtf8() + "\"\n"));
    }
    files.close();
    return bytes;
}

/// The container of a run that installs at its start: by the image's own entrypoint, which has to write and to
/// download.
Command createCommand(const Engine &engine, const Network &network, const CheckRequest &request, const QString &name)
{
    Command command;
    QStringList options{u"create"_s};
    QStringList confined = confinement();
    confined.removeOne(u"--read-only"_s);
    confined.remove(confined.indexOf(u"--tmpfs"_s), 2);
    openNetwork(confined, network);
    widen(confined);
    options += confined;
    // What writing files of another user takes, as an image may have.
    options += {u"--cap-add"_s, u"CHOWN"_s, u"--cap-add"_s, u"DAC_OVERRIDE"_s, u"--cap-add"_s, u"FOWNER"_s};
    options += {u"--pull"_s, u"never"_s, u"--name"_s, name};
    lendProxy(command, options, network);
    if (!network.certificates.isEmpty()) {
        for (const QString &variable : {u"PIP_CERT"_s, u"SSL_CERT_FILE"_s})
            lend(command, options, variable, QString::fromUtf16(lentCertificates));
    }
    if (!network.indexUrl.isEmpty()) {
        lend(command, options, u"PIP_CONFIG_FILE"_s, u"/drydock/pip.conf"_s);
        lend(command, options, u"UV_CONFIG_FILE"_s, u"/drydock/uv.toml"_s);
    }
    for (auto variable = request.environment.cbegin(); variable != request.environment.cend(); ++variable)
        lend(command, options, variable.key(), variable.value());
    const Command create =
        engine.call(options + QStringList{request.image, u"sh"_s} + program({QString::fromLatin1(lentTar)}));
    command.program = create.program;
    command.arguments = create.arguments;
    command.environment.insert(create.environment);
    return command;
}

/// The end of one step, which has to succeed for the next one to make sense.
Result<CommandOutput> stepEnd(const Engine &engine, const CommandOutput &output)
{
    if (output.exitStatus == 0)
        return output;
    return failure(
        u"check-broke-off"_s,
        QCoreApplication::translate("Check", "%1 could not make a container of the image. The details say why.")
            .arg(engine.title()),
        QString::fromUtf8(output.standardError).trimmed());
}

Future<CommandOutput> runByEntrypoint(CommandRunner &runner, const Engine &engine, const Network &network,
                                      const CheckRequest &request, const QByteArray &tar)
{
    const QString name = u"drydock-"_s + QUuid::createUuid().toString(QUuid::Id128).left(16);
    const Command removal = engine.call({u"rm"_s, u"--force"_s, u"--volumes"_s, name});
    Command create = createCommand(engine, network, request, name);
    create.cleanup = removal.arguments;
    create.endsByItself = true;
    Command copy = engine.call({u"cp"_s, u"-"_s, name + u":/"_s});
    copy.input = lentFiles(network, tar);
    copy.cleanup = removal.arguments;
    Command start = engine.call({u"start"_s, u"--attach"_s, name});
    // Installing may take as long again as what is tried then.
    start.timeout = 2 * request.timeout + startTime;
    start.cleanup = removal.arguments;

    auto *context = &runner;
    const auto created =
        andThen(runner.run(create), context, [engine](const CommandOutput &output) { return stepEnd(engine, output); });
    const auto copied =
        andThen(created, context, [context, copy](const CommandOutput &) { return context->run(copy); });
    const auto filled =
        andThen(copied, context, [engine](const CommandOutput &output) { return stepEnd(engine, output); });
    const auto ended =
        andThen(filled, context, [context, start](const CommandOutput &) { return context->run(start); });
    // A container that ran removes itself; one that was made and never started does not.
    whenEnded(ended, context, [context, removal](const Result<CommandOutput> &end) {
        if (!end)
            context->run(removal);
    });
    return ended;
}

} // namespace

Future<CommandOutput> runCheckContainer(CommandRunner &runner, const Engine &engine, const Network &network,
                                        const CheckRequest &request, const QByteArray &tar)
{
    if (request.installsAtStart())
        return runByEntrypoint(runner, engine, network, request, tar);
    return runner.run(confinedCheck(engine, network, request, tar));
}

} // namespace drydock
