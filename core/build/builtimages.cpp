// SPDX-License-Identifier: Apache-2.0
#include "core/build/builtimages.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace drydock {

namespace {

constexpr auto answerTime = 120s;

QString tr(const char *text)
{
    return QCoreApplication::translate("BuiltImages", text);
}

} // namespace

Future<QList<Image>> builtImages(CommandRunner &runner, const Engine &engine)
{
    Command list = engine.call({u"image"_s, u"ls"_s, u"--filter"_s, u"label="_s + QLatin1StringView(builtHereLabel), u"--quiet"_s, u"--no-trunc"_s});
    list.timeout = answerTime;
    auto *context = &runner;
    return andThen(runner.run(list), context, [context, engine](const CommandOutput &output) -> Future<QList<Image>> {
        if (output.exitStatus != 0)
            return readyFuture<QList<Image>>(failure(u"engine-not-ready"_s, tr("%1 did not list its images.").arg(engine.title()), QString::fromUtf8(output.standardError)));
        QStringList ids = QString::fromLatin1(output.standardOutput).split(u'\n', Qt::SkipEmptyParts);
        ids.removeDuplicates();
        QList<Future<Image>> found;
        for (const QString &id : std::as_const(ids))
            found.append(findImage(*context, engine, id.trimmed()));
        return andThen(allOf<Image>(found, context), context, [](const QList<Result<Image>> &ends) -> Result<QList<Image>> {
            QList<Image> images;
            for (const Result<Image> &end : ends) {
                if (end) // Another program may have removed it meanwhile.
                    images.append(*end);
            }
            std::stable_sort(images.begin(), images.end(), [](const Image &a, const Image &b) { return a.created > b.created; });
            return images;
        });
    });
}

Future<Image> removeImage(CommandRunner &runner, const Engine &engine, const Image &image)
{
    Command removal = engine.call({u"image"_s, u"rm"_s, image.reference.isEmpty() ? image.id : image.reference});
    removal.timeout = answerTime;
    return andThen(runner.run(removal), &runner, [image](const CommandOutput &output) -> Result<Image> {
        if (output.exitStatus == 0)
            return image;
        const QString words = QString::fromUtf8(output.standardError).trimmed();
        if (words.contains("is using"_L1) || words.contains("in use"_L1) || words.contains("dependent child"_L1))
            return failure(u"image-in-use"_s, tr("%1 is in use by a container or another image. Remove that first.").arg(image.reference), words);
        return failure(u"image-not-removed"_s, tr("%1 could not be removed.").arg(image.reference), words);
    });
}

} // namespace drydock
