// SPDX-License-Identifier: Apache-2.0
#include "core/coverage/trial.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace drydock {

namespace {

constexpr qsizetype moduleLimit = 500;
constexpr qsizetype textLimit = 1000;
constexpr qint64 answerLimit = 4 * 1024 * 1024;
/// The trial stops by itself at this age; the container is given a little longer.
constexpr auto trialTime = 300s;
constexpr auto startTime = 30s;

QString tr(const char *text)
{
    return QCoreApplication::translate("Trial", text);
}

bool isModule(const QString &text)
{
    static const QRegularExpression pattern(u"\\A[^\\W\\d]\\w*(\\.[^\\W\\d]\\w*)*\\z"_s,
                                            QRegularExpression::UseUnicodePropertiesOption);
    return text.size() <= 500 && pattern.match(text).hasMatch();
}

/// What an image says is shown to people: one line, no control characters.
QString clean(const QString &text)
{
    QString cleaned = text.left(textLimit);
    cleaned.removeIf([](QChar c) { return c.category() == QChar::Other_Control || c.isSurrogate(); });
    return cleaned;
}

} // namespace

Future<ImportTrial> tryImports(CommandRunner &runner, const Engine &engine, const Image &image, const QStringList &modules)
{
    QStringList wanted = modules;
    wanted.removeIf([](const QString &module) { return !isModule(module); });
    wanted.removeDuplicates();
    wanted = wanted.mid(0, moduleLimit);
    if (wanted.isEmpty())
        return readyFuture<ImportTrial>(ImportTrial{});
    if (!engine.isReady())
        return readyFuture<ImportTrial>(failure(u"engine-not-ready"_s, engine.detail, engine.words));

    const Interpreter *python = image.contents ? image.contents->defaultInterpreter() : nullptr;
    const QString program = python && !python->path.isEmpty() ? python->path : u"python"_s;
    const QString mark = QUuid::createUuid().toString(QUuid::Id128);
    const QStringList arguments
        = QStringList{u"-c"_s, u"import sys; exec(compile(sys.stdin.read(), 'trial', 'exec'), {'__name__': '__main__'})"_s, mark,
                      QString::number(trialTime.count())}
        + wanted;
    // The root is read-only: what libraries write when they are imported goes to the temporary folder.
    QStringList options;
    for (const char *variable : {"PREFECT_HOME", "XDG_CACHE_HOME", "MPLCONFIGDIR", "NUMBA_CACHE_DIR"})
        options += {u"--env"_s, QLatin1StringView(variable) + u"=/tmp"_s};
    Command call = confinedRun(engine, image.id, program, arguments, options);
    QFile script(u":/drydock/probe/trial.py"_s);
    if (script.open(QIODevice::ReadOnly))
        call.input = script.readAll();
    call.timeout = trialTime + startTime;
    call.outputLimit = answerLimit;

    return andThen(runner.run(call), &runner, [wanted, mark, image](const CommandOutput &output) -> Result<ImportTrial> {
        const qsizetype at = output.standardOutput.lastIndexOf(QByteArray('\n' + mark.toLatin1()));
        const QJsonDocument document = QJsonDocument::fromJson(at < 0 ? QByteArray() : output.standardOutput.mid(at + 1 + mark.size()));
        if (!document.isObject()) {
            return failure(u"trial-failed"_s, tr("Importing in %1 gave no usable answer.").arg(image.reference),
                           QString::fromUtf8(output.standardError.right(4000)).trimmed());
        }
        ImportTrial trial;
        const QJsonObject object = document.object();
        for (const QString &module : wanted) {
            if (const QJsonValue end = object[module]; end.isString())
                trial.insert(module, clean(end.toString()));
        }
        return trial;
    });
}

} // namespace drydock
