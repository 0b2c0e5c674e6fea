// SPDX-License-Identifier: Apache-2.0
#include "core/image/layers.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace drydock {

namespace {

constexpr auto answerTime = 30s;
constexpr qint64 answerLimit = 4 * 1024 * 1024;
constexpr qsizetype layerLimit = 1000;
constexpr qsizetype textLimit = 16 * 1024;
/// No instruction holds it, and line breaks within one do no harm.
const QByteArray mark = "\x1f\n";

/// "/bin/sh -c #(nop)  CMD ["bash"]" → "CMD ["bash"]", "/bin/sh -c pip install x" → "RUN pip install x".
QString instructionOf(const QString &createdBy)
{
    static const QString shell = u"/bin/sh -c "_s;
    static const QString nothing = u"#(nop)"_s;
    QString text = createdBy.simplified().left(textLimit);
    if (!text.startsWith(shell))
        return text;
    text = text.mid(shell.size());
    return text.startsWith(nothing) ? text.mid(nothing.size()).trimmed() : QString(u"RUN "_s + text);
}

} // namespace

Future<QList<ImageLayer>> layersOf(CommandRunner &runner, const Engine &engine, const Image &image)
{
    if (!engine.isReady())
        return readyFuture<QList<ImageLayer>>(failure(u"engine-not-ready"_s, engine.detail, engine.words));
    Command call = engine.call({u"image"_s, u"history"_s, u"--no-trunc"_s, u"--human=false"_s, u"--format"_s, u"{{.Size}} {{.CreatedBy}}\x1f"_s, image.id});
    call.timeout = answerTime;
    call.outputLimit = answerLimit;
    return andThen(runner.run(call), &runner, [reference = image.reference](const CommandOutput &output) -> Result<QList<ImageLayer>> {
        if (output.exitStatus != 0) {
            return failure(u"history-failed"_s, QCoreApplication::translate("Layers", "The layers of %1 could not be read.").arg(reference),
                           QString::fromUtf8(output.standardError.right(4000)).trimmed());
        }
        QList<ImageLayer> layers;
        qsizetype from = 0;
        while (layers.size() < layerLimit) {
            const qsizetype end = output.standardOutput.indexOf(mark, from);
            if (end < 0)
                break;
            const QString line = QString::fromUtf8(output.standardOutput.mid(from, end - from));
            from = end + mark.size();
            ImageLayer layer;
            layer.size = std::max<qint64>(0, line.section(u' ', 0, 0).toLongLong());
            layer.instruction = instructionOf(line.section(u' ', 1));
            layers.append(layer);
        }
        std::reverse(layers.begin(), layers.end());
        return layers;
    });
}

} // namespace drydock
