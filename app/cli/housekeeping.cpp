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

/// An image that lost its name is called by the beginning of its id, as engines do.
QString shortName(const Image &image)
{
    return image.reference.startsWith(u"sha256:") ? image.reference.mid(7, 12) : image.reference;
}

QString imagesText(const QList<Image> &images)
{
    if (images.isEmpty())
        return Text::tr("There are no images that Drydock built.") + u'\n';
    QString text;
    for (const Image &image : images)
        text += shortName(image).leftJustified(48) + u' ' + sizeText(image.size).rightJustified(8) + u"  "_s + whenText(image.created, QDateTime::currentDateTime()) + u'\n';
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

Status showLog(const Program &p, const HistoryEntry &entry)
{
    QFile log(entry.spool);
    if (entry.spool.isEmpty() || !log.open(QIODevice::ReadOnly))
        return p.output.fail({u"log-not-found"_s, Text::tr("The log of entry %1 is gone.").arg(entry.id), entry.spool});
    const QString text = QString::fromUtf8(log.read(longestLog));
    QJsonObject document = toJson(entry);
    document.insert(u"text"_s, text);
    p.output.answer(document, text);
    return 0;
}

/// What an entry says, one value a name: of a build what is in the image, of checks how each ended.
QMap<QString, QString> factsOf(const HistoryEntry &entry)
{
    const QJsonObject document = QJsonDocument::fromJson(entry.document).object();
    QMap<QString, QString> facts{{u"outcome"_s, entry.outcome}, {u"image"_s, entry.image}, {u"image-id"_s, entry.imageId}};
    for (const QString &name : {u"strategy"_s, u"base"_s, u"platform"_s, u"runs_on"_s}) {
        if (const QString value = document[name].toString(); !value.isEmpty())
            facts.insert(name, value);
    }
    const QJsonArray requirements = document[u"requirements"_s].toArray();
    for (const QJsonValue &each : requirements)
        facts.insert(u"distribution "_s + each[u"name"_s].toString(), each[u"version"_s].toString());
    const QJsonArray packages = document[u"system_packages"_s].toArray();
    for (const QJsonValue &each : packages)
        facts.insert(u"system package "_s + each.toString(), Text::tr("installed"));
    const QJsonArray checks = document[u"checks"_s].toArray();
    for (const QJsonValue &each : checks)
        facts.insert(u"check "_s + each[u"id"_s].toString(), each[u"status"_s].toString());
    return facts;
}

Status compareEntries(const Program &p, const HistoryEntry &one, const HistoryEntry &other)
{
    const QMap<QString, QString> before = factsOf(one);
    const QMap<QString, QString> after = factsOf(other);
    QStringList names = before.keys() + after.keys();
    names.removeDuplicates();
    names.sort();
    QJsonArray differences;
    QString text;
    for (const QString &name : std::as_const(names)) {
        const QString from = before.value(name);
        const QString to = after.value(name);
        if (from == to)
            continue;
        differences.append(QJsonObject{{u"what"_s, name}, {u"before"_s, from.isEmpty() ? QJsonValue() : from}, {u"after"_s, to.isEmpty() ? QJsonValue() : to}});
        text += name + u": "_s + (from.isEmpty() ? Text::tr("none") : from) + u" → "_s + (to.isEmpty() ? Text::tr("none") : to) + u'\n';
    }
    text += Text::tr("Time: %1 → %2").arg(durationText(one.seconds), durationText(other.seconds)) + u'\n';
    p.output.answer({{u"before"_s, toJson(one)}, {u"after"_s, toJson(other)}, {u"differences"_s, differences}}, text);
    return 0;
}

Status deleteEntry(const Program &p, const HistoryEntry &entry)
{
    p.sequence.await<qint64>(p.session.context().store->forget(entry.id), [p, entry](const Result<qint64> &end) -> Status {
        if (!end)
            return p.output.fail(end.error());
        if (!entry.spool.isEmpty())
            QFile::remove(entry.spool);
        p.output.answer({{u"deleted"_s, toJson(entry)}}, Text::tr("Removed entry %1 and its log.").arg(entry.id) + u'\n');
        return 0;
    });
    return goOn;
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

void withEntry(const Program &p, qint64 number, const std::function<std::optional<int>(const HistoryEntry &)> &then)
{
    p.sequence.await<QList<HistoryEntry>>(p.session.context().store->history({}, INT_MAX), [p, number, then](const Result<QList<HistoryEntry>> &entries) -> Status {
        if (!entries)
            return p.output.fail(entries.error());
        const auto found = std::find_if(entries->begin(), entries->end(), [number](const HistoryEntry &entry) { return entry.id == number; });
        if (found == entries->end())
            return p.output.fail({u"entry-not-found"_s, Text::tr("There is no entry %1; “drydock-cli history” lists them.").arg(number), {}});
        return then(*found);
    });
}

void addHistory(const Program &p)
{
    using Action = CommandLine::EntryAction;
    p.sequence.then([p]() -> Status {
        if (p.arguments.entryAction != Action::List) {
            withEntry(p, p.arguments.entry, [p](const HistoryEntry &entry) -> Status {
                if (p.arguments.entryAction == Action::Log)
                    return showLog(p, entry);
                if (p.arguments.entryAction == Action::Delete)
                    return deleteEntry(p, entry);
                withEntry(p, p.arguments.otherEntry, [p, entry](const HistoryEntry &other) { return compareEntries(p, entry, other); });
                return goOn;
            });
            return goOn;
        }
        const QString script = p.arguments.operands.isEmpty() ? QString() : QFileInfo(p.arguments.operands.first()).absoluteFilePath();
        p.sequence.await<QList<HistoryEntry>>(p.session.context().store->history(script), [p](const Result<QList<HistoryEntry>> &entries) -> Status {
            if (!entries)
                return p.output.fail(entries.error());
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
