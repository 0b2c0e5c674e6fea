// SPDX-License-Identifier: Apache-2.0
#include "core/image/image.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QUuid>
#include <QtConcurrentRun>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace drydock {

namespace {

/// Above the probe's own limit, which ends it in time to say so.
constexpr auto probeTime = 60s;
constexpr qint64 answerLimit = 48 * 1024 * 1024;
constexpr qsizetype textLimit = 500;
constexpr qsizetype moduleLimit = 400'000; ///< Of a whole image.
constexpr qsizetype distributionLimit = 10'000; ///< Of an interpreter.
constexpr qsizetype interpreterLimit = 20;

// The statuses of `docker run` and `podman run` that are not the program's own.
constexpr int engineFailed = 125;
constexpr int cannotExecute = 126;
constexpr int notFound = 127;

/// Executes what comes on standard input and lets it know its own text.
const QString bootstrap = u"import sys; s = sys.stdin.read(); exec(compile(s, 'probe', 'exec'), {'__name__': '__main__', 'SOURCE': s})"_s;

/// Finds a Python with nothing but a shell, and becomes it. $2 is the word that marks our answer.
const QString findPython = uR"sh(for p in "$(command -v python)" "$(command -v python3)" /usr/local/bin/python[23]* /usr/bin/python[23]* \
/opt/*/bin/python /opt/*/bin/python3 /opt/*/*/bin/python /*/bin/python /*/.venv/bin/python /*/venv/bin/python /home/*/.venv/bin/python; do
case "$p" in ""|*config*|*.py) continue ;; esac
[ -f "$p" ] && [ -x "$p" ] && exec "$p" -c "$@"
done
echo "$2{}")sh"_s;

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

/// A text without control characters, not longer than it may be: an image can say anything.
QString clean(const QString &text)
{
    QString cleaned = text.left(textLimit);
    cleaned.removeIf([](QChar c) { return c.category() == QChar::Other_Control || c.isSurrogate(); });
    return cleaned;
}

bool isModule(const QString &text)
{
    return !text.isEmpty() && text.size() <= textLimit
        && std::all_of(text.begin(), text.end(), [](QChar c) { return c.isLetterOrNumber() || c == u'_' || c == u'.'; });
}

Interpreter cleanInterpreter(Interpreter interpreter, qsizetype &modulesLeft)
{
    interpreter.path = clean(interpreter.path);
    interpreter.version = clean(interpreter.version);
    interpreter.prefect = clean(interpreter.prefect);
    interpreter.standardLibrary.removeIf([](const QString &name) { return !isModule(name); });
    interpreter.distributions = interpreter.distributions.mid(0, distributionLimit);
    for (Distribution &distribution : interpreter.distributions) {
        distribution.name = clean(distribution.name);
        distribution.version = clean(distribution.version);
        distribution.source = clean(distribution.source);
        distribution.modules.removeIf([](const QString &name) { return !isModule(name); });
        distribution.modules = distribution.modules.mid(0, modulesLeft);
        modulesLeft -= distribution.modules.size();
        for (QString &requirement : distribution.requires_)
            requirement = clean(requirement);
    }
    return interpreter;
}

ImageContents contentsFrom(const QByteArray &answer, const Image &image)
{
    const QJsonDocument document = QJsonDocument::fromJson(answer);
    if (!document.isObject())
        return without(u"image-unreadable"_s, tr("Python in %1 gave no usable answer.").arg(image.reference));
    ImageContents contents = imageContentsFromJson(document.object());
    if (contents.interpreters.isEmpty())
        return withoutPython(image);
    contents.error.reset(); // The probe sets none; an image that does is not believed.
    contents.uv = clean(contents.uv);
    contents.interpreters = contents.interpreters.mid(0, interpreterLimit);
    qsizetype modulesLeft = moduleLimit;
    for (Interpreter &interpreter : contents.interpreters)
        interpreter = cleanInterpreter(interpreter, modulesLeft);
    const Distribution *pip = contents.defaultInterpreter()->distribution(u"pip"_s);
    contents.pip = pip ? pip->version : QString();
    return contents;
}

Future<ImageContents> run(CommandRunner &runner, const Engine &engine, const Image &image, bool withShell)
{
    const QString mark = QUuid::createUuid().toString(QUuid::Id128);
    QStringList arguments{bootstrap, mark, u"all"_s};
    arguments += image.entrypoint;
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

        const qsizetype at = end->standardOutput.lastIndexOf(QByteArray('\n' + mark.toLatin1()));
        if (at >= 0) {
            const QByteArray answer = end->standardOutput.mid(at + 1 + mark.size());
            // Parsing megabytes is no work for the thread that draws the window.
            return QtConcurrent::run([answer, image]() -> Result<ImageContents> { return contentsFrom(answer, image); });
        }
        if (end->standardOutput.startsWith(mark.toLatin1()))
            return readyFuture<ImageContents>(withoutPython(image));

        const QString words = QString::fromUtf8(end->standardError.right(4000)).trimmed();
        const bool wrongFormat = words.contains("exec format error"_L1, Qt::CaseInsensitive);
        if (wrongFormat || (image.platform != engine.platform && words.contains("platform"_L1) && end->exitStatus != 0)) {
            return readyFuture<ImageContents>(without(
                u"image-other-platform"_s,
                tr("%1 is made for %2, and this engine runs %3 only.").arg(image.reference, image.platform, engine.platform), words));
        }
        const bool nothingThere = end->exitStatus == notFound || words.contains("no such file or directory"_L1)
            || words.contains("executable file"_L1);
        if (nothingThere && end->exitStatus >= engineFailed)
            return withShell ? run(runner, engine, image, false) : readyFuture<ImageContents>(withoutPython(image));
        if (words.contains("no such image"_L1, Qt::CaseInsensitive) || words.contains("image not known"_L1)) {
            return readyFuture<ImageContents>(
                failure(u"image-not-found"_s, tr("%1 is gone: the engine has it no more.").arg(image.reference), words));
        }
        if (end->exitStatus == engineFailed) {
            return readyFuture<ImageContents>(
                failure(u"engine-not-ready"_s, tr("%1 could not start %2.").arg(engine.title(), image.reference), words));
        }
        if (end->exitStatus == cannotExecute && withShell)
            return run(runner, engine, image, false);
        return readyFuture<ImageContents>(
            without(u"image-unreadable"_s, tr("Python in %1 gave no usable answer.").arg(image.reference), words));
    });
}

} // namespace

Future<ImageContents> probeImage(CommandRunner &runner, const Engine &engine, const Image &image)
{
    if (!engine.isReady())
        return readyFuture<ImageContents>(failure(u"engine-not-ready"_s, engine.detail, engine.words));
    return run(runner, engine, image, true);
}

} // namespace drydock
