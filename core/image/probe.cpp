// SPDX-License-Identifier: Apache-2.0
#include "core/image/image.h"

#include "core/image/probeanswer.h"

#include <QCoreApplication>
#include <QFile>
#include <QUuid>
#include <QtConcurrentRun>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace drydock {

namespace {

/// Above the probe's own limit, which ends it in time to say so.
constexpr auto probeTime = 60s;
constexpr qint64 answerLimit = 48 * 1024 * 1024;

// The statuses of `docker run` and `podman run` that are not the program's own.
constexpr int engineFailed = 125;
constexpr int cannotExecute = 126;
constexpr int notFound = 127;
constexpr int killed = 137;
/// The probe's own, when its time is over.
constexpr int tooSlow = 3;

// Whatever starts inside the image says so first: without that word the engine has failed, not the image.

/// Executes what comes on standard input.
const QString bootstrap = u"import sys; sys.stdout.write(sys.argv[1] + '?\\n'); sys.stdout.flush(); "
                          "exec(compile(sys.stdin.read(), 'probe', 'exec'), {'__name__': '__main__'})"_s;

/// Finds a Python with nothing but a shell, and becomes it. $2 is the word that marks our answer. Any will do: it asks the
/// others; the newer ones come first, for they can read everything.
const QString findPython = uR"sh(echo "$2?"
for p in "$(command -v python3)" "$(command -v python)" /usr/local/bin/python[23]* /usr/bin/python[23]* \
/opt/*/bin/python3 /opt/*/bin/python /opt/*/*/bin/python /*/bin/python /*/.venv/bin/python /*/venv/bin/python /home/*/.venv/bin/python \
/root/.local/share/uv/python/*/bin/python3; do
case "$p" in ""|*config*|*.py) continue ;; esac
[ -f "$p" ] && [ -x "$p" ] && exec "$p" -c "$@"
done
echo "$2!")sh"_s;

QString tr(const char *text)
{
    return QCoreApplication::translate("Images", text);
}

ImageContents without(const QString &code, const QString &sentence, const QString &details = {})
{
    ImageContents contents;
    contents.error = Error{code, sentence, details};
    return contents;
}

ImageContents withoutPython(const Image &image)
{
    return without(u"image-without-python"_s, tr("There is no Python in %1.").arg(image.reference));
}

/// Something in the image began to answer and did not finish.
QString whyNoAnswer(const Image &image, int exitStatus)
{
    if (exitStatus == killed)
        return tr("Python in %1 was killed while it was read, probably for want of memory.").arg(image.reference);
    if (exitStatus == tooSlow)
        return tr("%1 holds too much to be read in time.").arg(image.reference);
    return tr("Python in %1 gave no usable answer: it ended with status %2.").arg(image.reference).arg(exitStatus);
}

Future<ImageContents> run(CommandRunner &runner, const Engine &engine, const Image &image, bool withShell);

/// Nothing in the image said a word: it holds no shell, or the engine could not start it.
Future<ImageContents> notStarted(CommandRunner &runner, const Engine &engine, const Image &image, int exitStatus, const QString &words,
                                 bool withShell)
{
    const bool wrongFormat = words.contains("exec format error"_L1, Qt::CaseInsensitive);
    if (wrongFormat || (image.platform != engine.platform && words.contains("platform"_L1) && exitStatus != 0)) {
        return readyFuture<ImageContents>(without(
            u"image-other-platform"_s,
            tr("%1 is made for %2, and this engine runs %3 only.").arg(image.reference, image.platform, engine.platform), words));
    }
    const Error why = notStartedError(engine, image, words);
    if (why.code == "image-not-found"_L1)
        return readyFuture<ImageContents>(tl::unexpected(why));
    const bool nothingThere = exitStatus == notFound || words.contains("executable file"_L1)
        || (words.contains("no such file or directory"_L1) && words.contains("exec"_L1));
    if (nothingThere && exitStatus >= engineFailed)
        return withShell ? run(runner, engine, image, false) : readyFuture<ImageContents>(withoutPython(image));
    if (exitStatus == cannotExecute && withShell)
        return run(runner, engine, image, false);
    if (exitStatus == engineFailed || exitStatus == cannotExecute)
        return readyFuture<ImageContents>(tl::unexpected(why));
    return readyFuture<ImageContents>(
        without(u"image-unreadable"_s, tr("The shell in %1 ended with status %2 before it could look for Python.").arg(image.reference).arg(exitStatus),
                words));
}

Future<ImageContents> run(CommandRunner &runner, const Engine &engine, const Image &image, bool withShell)
{
    const QString mark = QUuid::createUuid().toString(QUuid::Id128);
    const QStringList arguments = QStringList{bootstrap, mark} + image.entrypoint;
    Command call = withShell ? confinedRun(engine, image.id, u"/bin/sh"_s, QStringList{u"-c"_s, findPython, u"sh"_s} + arguments)
                             : confinedRun(engine, image.id, u"python3"_s, QStringList{u"-c"_s} + arguments);
    QFile probe(u":/drydock/probe/probe.py"_s);
    if (probe.open(QIODevice::ReadOnly))
        call.input = probe.readAll();
    call.timeout = probeTime;
    call.outputLimit = answerLimit;

    const Future<QList<Result<CommandOutput>>> ended = allOf<CommandOutput>({runner.run(call)}, &runner);
    return andThen(ended, &runner, [&runner, engine, image, mark, withShell](const QList<Result<CommandOutput>> &ends) {
        const auto &end = ends.first();
        if (!end && end.error().code == "output-too-large"_L1) {
            return readyFuture<ImageContents>(
                without(u"image-unreadable"_s, tr("%1 says more than an image can hold.").arg(image.reference), end.error().details));
        }
        if (!end && end.error().code == "program-timed-out"_L1) {
            return readyFuture<ImageContents>(failure(u"image-timed-out"_s, tr("%1 did not answer within a minute.").arg(image.reference),
                                                      end.error().details));
        }
        if (!end)
            return readyFuture<ImageContents>(tl::unexpected<Error>(end.error()));

        const QByteArray &output = end->standardOutput;
        const QByteArray begun = mark.toLatin1() + "?";
        const QByteArray nowhere = "\n" + mark.toLatin1() + "!";
        const QByteArray found = "\n" + mark.toLatin1() + "{";
        if (const qsizetype at = output.indexOf(found); at >= 0) {
            const QByteArray answer = output.mid(at + found.size() - 1);
            // Reading megabytes is no work for the thread that draws the window.
            return QtConcurrent::run([answer, image]() -> Result<ImageContents> { return readProbeAnswer(answer, image); });
        }
        const QString words = QString::fromUtf8(end->standardError.right(4000)).trimmed();
        if (output.startsWith(begun)) {
            if (output.contains(nowhere))
                return readyFuture<ImageContents>(withoutPython(image));
            return readyFuture<ImageContents>(without(u"image-unreadable"_s, whyNoAnswer(image, end->exitStatus), words));
        }
        return notStarted(runner, engine, image, end->exitStatus, words, withShell);
    });
}

} // namespace

Error notStartedError(const Engine &engine, const Image &image, const QString &words)
{
    if (words.contains("no such image"_L1, Qt::CaseInsensitive) || words.contains("image not known"_L1))
        return {u"image-not-found"_s, tr("%1 is gone: the engine has it no more.").arg(image.reference), words};
    return {u"engine-failed"_s, tr("%1 could not start a container of %2. See what it says.").arg(engine.title(), image.reference), words};
}

Future<ImageContents> probeImage(CommandRunner &runner, const Engine &engine, const Image &image)
{
    if (!engine.isReady())
        return readyFuture<ImageContents>(failure(u"engine-not-ready"_s, engine.detail, engine.words));
    return run(runner, engine, image, true);
}

} // namespace drydock
