// SPDX-License-Identifier: Apache-2.0
#include "app/cli/housekeeping.h"

#include "core/build/builtimages.h"
#include "core/engine/imagereference.h"
#include "core/words.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Housekeeping)
};

using Status = std::optional<int>;
constexpr Status goOn{};
/// Of a log on a terminal or in a document.
constexpr qint64 longestLog = 64 * 1024 * 1024;

QJsonObject toJson(const QList<Image> &images, const QList<Result<Image>> &removed)
{
    QJsonArray list;
    qint64 bytes = 0;
    for (const Image &image : images) {
        bytes += image.size;
        list.append(QJsonObject{{u"reference"_s, image.reference}, {u"id"_s, image.id}, {u"size"_s, image.size}, {u"created"_s, image.created.toString(Qt::ISODate)}});
    }
    QJsonArray gone;
    QJsonArray kept;
    for (const Result<Image> &end : removed) {
        if (end)
            gone.append(end->reference);
        else
            kept.append(drydock::toJson(end.error()));
    }
    return {{u"images"_s, list}, {u"size"_s, bytes}, {u"removed"_s, gone}, {u"errors"_s, kept}};
}

QString imagesText(const QList<Image> &images)
{
    if (images.isEmpty())
        return Text::tr("There are no images that Drydock built.") + u'\n';
    QString text;
    for (const Image &image : images)
        text += image.reference.leftJustified(48) + u' ' + sizeText(image.size).rightJustified(8) + u"  "_s + whenText(image.created, QDateTime::currentDateTime()) + u'\n';
    return text + Text::tr("Name those to remove, or give --all. The sizes count what images share.") + u'\n';
}

void remove(const Program &p, const QList<Image> &images)
{
    QList<Future<Image>> removals;
    for (const Image &image : images)
        removals.append(removeImage(*p.session.context().runner, p.session.snapshot().engine, image));
    p.sequence.await<QList<Result<Image>>>(allOf<Image>(removals, &p.sequence), [p, images](const Result<QList<Result<Image>>> &ends) -> Status {
        if (!ends)
            return p.output.fail(ends.error());
        QString text;
        bool isWhole = true;
        for (const Result<Image> &end : *ends) {
            isWhole = isWhole && end;
            text += (end ? Text::tr("Removed %1").arg(end->reference) : end.error().sentence) + u'\n';
        }
        p.output.answer(toJson(images, *ends), text);
        return isWhole ? 0 : 1;
    });
}

QString shortOutcome(const HistoryEntry &entry)
{
    static const QHash<QString, const char *> words{
        {u"succeeded"_s, QT_TRANSLATE_NOOP("Housekeeping", "built")}, {u"failed"_s, QT_TRANSLATE_NOOP("Housekeeping", "failed")},
        {u"cancelled"_s, QT_TRANSLATE_NOOP("Housekeeping", "stopped")}, {u"passed"_s, QT_TRANSLATE_NOOP("Housekeeping", "passed")},
        {u"not-passed"_s, QT_TRANSLATE_NOOP("Housekeeping", "not passed")}};
    return Text::tr(words.value(entry.outcome, "?"));
}

QJsonObject toJson(const HistoryEntry &entry)
{
    return {{u"number"_s, entry.id},       {u"kind"_s, entry.kind},         {u"script"_s, entry.script}, {u"started"_s, entry.started.toString(Qt::ISODate)},
            {u"seconds"_s, entry.seconds}, {u"outcome"_s, entry.outcome},   {u"sentence"_s, entry.sentence}, {u"image"_s, entry.image},
            {u"image_id"_s, entry.imageId}, {u"log"_s, entry.spool}};
}

Status showLog(const Program &p, const QList<HistoryEntry> &entries)
{
    const auto found = std::find_if(entries.begin(), entries.end(), [&p](const HistoryEntry &entry) { return entry.id == p.arguments.entry; });
    if (found == entries.end())
        return p.output.fail({u"entry-not-found"_s, Text::tr("There is no entry %1; “drydock-cli history” lists them.").arg(p.arguments.entry), {}});
    QFile log(found->spool);
    if (found->spool.isEmpty() || !log.open(QIODevice::ReadOnly))
        return p.output.fail({u"log-not-found"_s, Text::tr("The log of entry %1 is gone.").arg(p.arguments.entry), found->spool});
    const QString text = QString::fromUtf8(log.read(longestLog));
    QJsonObject document = toJson(*found);
    document.insert(u"text"_s, text);
    p.output.answer(document, text);
    return 0;
}

} // namespace

void addClean(const Program &p)
{
    p.sequence.then([p]() -> Status {
        p.session.findEngine(p.arguments.engine);
        return goOn;
    });
    p.sequence.then([p]() -> Status {
        const Snapshot &snapshot = p.session.snapshot();
        if (!snapshot.engine.isReady())
            return p.output.fail({u"engine-not-ready"_s, snapshot.engine.detail, snapshot.engine.words});
        p.sequence.await<QList<Image>>(builtImages(*p.session.context().runner, snapshot.engine), [p](const Result<QList<Image>> &images) -> Status {
            if (!images)
                return p.output.fail(images.error());
            const QStringList named = p.arguments.operands;
            if (named.isEmpty() && !p.arguments.all) {
                p.output.answer(toJson(*images, {}), imagesText(*images));
                return 0;
            }
            QList<Image> chosen = p.arguments.all ? *images : QList<Image>();
            for (const QString &name : named) {
                // Only what Drydock built: another image is not removed by mistake.
                const auto found = std::find_if(images->begin(), images->end(), [&name](const Image &image) {
                    return image.reference == name || image.id == name || (name.size() >= 12 && image.id.section(u':', -1).startsWith(name));
                });
                if (found == images->end())
                    return p.output.fail({u"image-not-found"_s, Text::tr("%1 is no image that Drydock built; “drydock-cli clean” lists them.").arg(name), {}});
                chosen.append(*found);
            }
            remove(p, chosen);
            return goOn;
        });
        return goOn;
    });
}

void addHistory(const Program &p)
{
    p.sequence.then([p]() -> Status {
        const QString script = p.arguments.operands.isEmpty() ? QString() : QFileInfo(p.arguments.operands.first()).absoluteFilePath();
        p.sequence.await<QList<HistoryEntry>>(p.session.context().store->history(script), [p](const Result<QList<HistoryEntry>> &entries) -> Status {
            if (!entries)
                return p.output.fail(entries.error());
            if (p.arguments.entry > 0)
                return showLog(p, *entries);
            QJsonArray list;
            QString text;
            for (const HistoryEntry &entry : *entries) {
                list.append(toJson(entry));
                text += QString::number(entry.id).rightJustified(5) + u"  "_s + whenText(entry.started, QDateTime::currentDateTime()).leftJustified(24) + u' '
                    + shortOutcome(entry).leftJustified(12) + durationText(entry.seconds).leftJustified(12) + entry.image + u'\n';
            }
            p.output.answer({{u"entries"_s, list}}, text.isEmpty() ? Text::tr("Nothing was built or checked yet.") + u'\n' : text);
            return 0;
        });
        return goOn;
    });
}

} // namespace drydock
