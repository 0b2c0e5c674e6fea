// SPDX-License-Identifier: Apache-2.0
#include "core/coverage/trial.h"

#include <QCoreApplication>
#include <QFile>
#include <QHash>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>
#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace drydock {

namespace {

constexpr qsizetype moduleLimit = 500;
constexpr qsizetype nameLimit = 100;
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

/// One argument for each module: "pandas", "prefect:flow,task".
QStringList argumentsFor(const QStringList &wanted)
{
    QStringList modules;
    QHash<QString, QStringList> names;
    for (const QString &each : wanted) {
        const QString module = each.section(u':', 0, 0);
        const QString name = each.section(u':', 1);
        if (!isModule(module) || (!name.isEmpty() && !isModule(name)))
            continue;
        if (!modules.contains(module) && modules.size() < moduleLimit)
            modules.append(module);
        if (!name.isEmpty() && names[module].size() < nameLimit)
            names[module].append(name);
    }
    for (QString &module : modules) {
        const QStringList taken = names.value(module);
        if (!taken.isEmpty())
            module += u':' + taken.join(u',');
    }
    return modules;
}

} // namespace

QStringList triableOf(const QList<Need> &needs)
{
    QStringList triable;
    QSet<QString> seen;
    const auto add = [&](const QString &each) {
        if (seen.contains(each))
            return;
        seen.insert(each);
        triable.append(each);
    };
    for (const Need &need : needs) {
        if (need.necessity == Necessity::Typing || need.shipped)
            continue;
        add(need.module);
        for (const QString &name : need.names) {
            // A submodule is its own last name; a kind of storage stands for what the flow uses without importing it.
            if (isModule(name) && !need.module.endsWith(QString(u'.' + name)) && need.necessity != Necessity::Implied)
                add(QString(need.module + u':' + name));
        }
    }
    return triable;
}

Future<ImportTrial> tryImports(CommandRunner &runner, const Engine &engine, const Image &image, const QStringList &wanted)
{
    const QStringList modules = argumentsFor(wanted);
    if (modules.isEmpty())
        return readyFuture<ImportTrial>(ImportTrial{});
    if (!engine.isReady())
        return readyFuture<ImportTrial>(failure(u"engine-not-ready"_s, engine.detail, engine.words));

    const Interpreter *python = image.python();
    const QString program = python && !python->path.isEmpty() ? python->path : u"python"_s;
    const QString mark = QUuid::createUuid().toString(QUuid::Id128);
    // Python says so when it begins: without that word the engine has failed, not the image.
    const QStringList arguments = QStringList{u"-c"_s,
                                              u"import sys; sys.stdout.write(sys.argv[1] + '?\\n'); sys.stdout.flush(); "
                                              "exec(compile(sys.stdin.read(), 'trial', 'exec'), {'__name__': '__main__'})"_s,
                                              mark, QString::number(trialTime.count())}
        + modules;
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

    return andThen(runner.run(call), &runner, [wanted, mark, engine, image](const CommandOutput &output) -> Result<ImportTrial> {
        const qsizetype at = output.standardOutput.lastIndexOf(QByteArray('\n' + mark.toLatin1()));
        const QJsonDocument document = QJsonDocument::fromJson(at < 0 ? QByteArray() : output.standardOutput.mid(at + 1 + mark.size()));
        if (!document.isObject()) {
            const QString words = QString::fromUtf8(output.standardError.right(4000)).trimmed();
            if (!output.standardOutput.startsWith(QByteArray(mark.toLatin1() + '?')))
                return tl::unexpected(notStartedError(engine, image, words));
            return failure(u"trial-failed"_s, tr("Importing in %1 gave no usable answer.").arg(image.reference), words);
        }
        ImportTrial trial;
        const QJsonObject object = document.object();
        for (const QString &each : wanted) {
            const QJsonValue end = object[each];
            if (end.isString())
                trial.insert(each, clean(end.toString()));
            // Where the module fails, its names were not tried: they fail with it.
            else if (const QString module = each.section(u':', 0, 0); module != each && !object[module].toString().isEmpty())
                trial.insert(each, clean(object[module].toString()));
        }
        return trial;
    });
}

} // namespace drydock
