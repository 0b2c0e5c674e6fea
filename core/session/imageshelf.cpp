// SPDX-License-Identifier: Apache-2.0
#include "core/session/imageshelf.h"

#include "core/engine/imagereference.h"
#include "core/engine/mirror.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QtConcurrentRun>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

// The number is the version of the format: another one makes the old entries unseen.
static QString contentsSpace()
{
    return u"contents-3"_s;
}
static QString trialsSpace()
{
    return u"trials-2"_s;
}

/// Contents never change, but what kept them from being read may: an engine that could not start a container, say.
static bool isLasting(const ImageContents &contents)
{
    return !contents.error || contents.error->code == u"image-without-python"
        || contents.error->code == u"image-python-too-old";
}

static QByteArray written(const ImportTrial &trial)
{
    QJsonObject object;
    for (auto it = trial.begin(); it != trial.end(); ++it)
        object.insert(it.key(), it.value());
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

static ImportTrial readTrial(const QByteArray &bytes)
{
    ImportTrial trial;
    const QJsonObject object = QJsonDocument::fromJson(bytes).object();
    for (auto it = object.begin(); it != object.end(); ++it)
        trial.insert(it.key(), it.value().toString());
    return trial;
}

ImageShelf::ImageShelf(CommandRunner &runner, Store &store, bool follows, QObject *parent)
    : QObject(parent), m_runner(runner), m_store(store), m_follows(follows), m_watcher(runner)
{
    connect(&m_watcher, &EngineWatcher::imagesMayHaveChanged, this, &ImageShelf::refresh);
    connect(&m_watcher, &EngineWatcher::stateMayHaveChanged, this, [this] {
        if (m_finding.isRunning())
            return;
        m_findsQuietly = true;
        find();
    });
}

void ImageShelf::findEngine(const EngineChoice &choice)
{
    m_choice = choice;
    m_findsQuietly = false;
    find();
}

void ImageShelf::find()
{
    m_finding.start(findEngines(m_runner, m_choice), [this](Result<QList<Engine>> end) {
        m_engineKnown = true;
        m_error.reset();
        if (end)
            m_engines = *end;
        else
            m_error = end.error();
        const Engine before = std::exchange(m_engine, m_engines.value(0));
        if (!m_engine.isReady() || m_engine.command != before.command || m_engine.endpoint != before.endpoint) {
            stopLookingInside();
            m_toTry.clear();
            m_trying.cancel();
            m_images.clear();
        }
        if (m_engine.isReady())
            list();
        if (m_follows)
            m_watcher.watch(m_engine);
        Q_EMIT changed();
    });
    Q_EMIT changed();
}

void ImageShelf::refresh()
{
    if (m_engine.isReady())
        list();
    else
        Q_EMIT changed();
}

void ImageShelf::list()
{
    auto listed = andThen(listImages(m_runner, m_engine), this,
                          [this](const QList<Image> &images) { return withCaches(images); });
    m_listing.start(listed, [this](Result<QList<Image>> end) {
        m_error.reset();
        if (end)
            take(*end);
        else
            m_error = end.error();
        Q_EMIT changed();
    });
    Q_EMIT changed();
}

/// What is remembered of images that were not looked inside since the start.
Future<QList<Image>> ImageShelf::withCaches(const QList<Image> &images)
{
    QStringList keys;
    for (const Image &image : images) {
        const Image *known = findId(image.id);
        if ((!known || !known->contents) && !keys.contains(cacheKey(image)))
            keys.append(cacheKey(image));
    }
    return andThen(
        m_store.cached(contentsSpace(), keys), this, [this, images, keys](const QMap<QString, QByteArray> &contents) {
            return andThen(m_store.cached(trialsSpace(), keys), this,
                           [this, images, contents](const QMap<QString, QByteArray> &trials) {
                               QList<QPair<QString, QByteArray>> byId;
                               for (const Image &image : images) {
                                   byId.append({image.id, contents.value(cacheKey(image))});
                                   if (const QByteArray bytes = trials.value(cacheKey(image)); !bytes.isEmpty())
                                       m_trials.insert(image.id, readTrial(bytes));
                               }
                               // Hundreds of images are megabytes: no work for the thread that draws the window.
                               return QtConcurrent::run([images = QList<Image>(images), byId]() mutable -> Result<QList<Image>> {
                                   for (qsizetype i = 0; i < images.size(); ++i) {
                                       if (!byId[i].second.isEmpty())
                                           images[i].contents = imageContentsFromBytes(byId[i].second);
                                   }
                                   return images;
                               });
                           });
        });
}

void ImageShelf::take(const QList<Image> &listed)
{
    QList<Image> images = listed;
    for (Image &image : images) {
        const Image *known = findId(image.id);
        if (known && known->contents)
            image.contents = known->contents;
    }
    m_images = std::move(images);
    // What has gone is no longer waited for.
    m_progressOf -= int(m_toProbe.removeIf([this](const Image &image) { return !findId(image.id); }));
    m_toTry.removeIf([this](const Trial &trial) { return !findId(trial.image.id); });
}

const Image *ImageShelf::findId(const QString &id) const
{
    const auto it =
        std::find_if(m_images.begin(), m_images.end(), [&id](const Image &image) { return image.id == id; });
    return it == m_images.end() ? nullptr : &*it;
}

QString ImageShelf::cacheKey(const Image &image) const
{
    return m_engine.name + u'|' + image.id;
}

const Image *ImageShelf::find(const QString &reference) const
{
    auto it = std::find_if(m_images.begin(), m_images.end(),
                           [&](const Image &image) { return image.reference == reference || image.id == reference; });
    if (it == m_images.end())
        it = std::find_if(m_images.begin(), m_images.end(), [&](const Image &image) { return isSameImage(image.reference, reference, m_mirror); });
    // Engines take the beginning of an id for an image where no name is like it.
    if (it == m_images.end() && isImageId(reference)) {
        it = std::find_if(m_images.begin(), m_images.end(),
                          [hex = reference.section(u':', -1)](const Image &image) { return image.id.section(u':', -1).startsWith(hex); });
    }
    return it == m_images.end() ? nullptr : &*it;
}

void ImageShelf::put(const Image &image)
{
    const auto it = std::find_if(m_images.begin(), m_images.end(),
                                 [&](const Image &each) { return each.reference == image.reference; });
    if (it == m_images.end())
        m_images.prepend(image);
    else
        *it = image;
}

void ImageShelf::lookInside(const QStringList &references)
{
    for (const QString &reference : references) {
        const Image *image = find(reference);
        if (!image || image->contents || beingRead().contains(image->id)
            || std::any_of(m_toProbe.begin(), m_toProbe.end(), [&](const Image &each) { return each.id == image->id; }))
            continue;
        if (!isLookingInside())
            m_progress = m_progressOf = 0;
        m_toProbe.append(*image);
        ++m_progressOf;
    }
    probeNext();
    Q_EMIT changed();
}

void ImageShelf::stopLookingInside()
{
    m_progressOf -= int(m_toProbe.size());
    m_toProbe.clear();
    for (Probe &probe : m_probes)
        probe.job.cancel();
}

QStringList ImageShelf::beingRead() const
{
    QStringList ids;
    for (const Probe &probe : m_probes)
        if (probe.job.isRunning())
            ids.append(probe.id);
    return ids;
}

void ImageShelf::probeNext()
{
    for (Probe &probe : m_probes) {
        if (probe.job.isRunning() || m_toProbe.isEmpty())
            continue;
        const Image image = m_toProbe.takeFirst();
        probe.id = image.id;
        probe.job.start(probeImage(m_runner, m_engine, image),
                        [this, image, key = cacheKey(image)](Result<ImageContents> end) {
                            ++m_progress;
                            const bool isStopped = !end && end.error().code == cancelledError().code;
                            const bool isGone = !end && end.error().code == "image-not-found"_L1;
                            if (end && isLasting(*end))
                                m_store.cache(contentsSpace(), key, toBytes(*end));
                            if (!end && !isStopped && !isGone)
                                m_error = end.error();
                            for (Image &each : m_images) {
                                if (each.id != image.id || isStopped)
                                    continue;
                                if (end) {
                                    each.contents = *end;
                                } else {
                                    // Not asked again by itself, but not remembered either.
                                    each.contents.emplace();
                                    each.contents->error = end.error();
                                }
                            }
                            probeNext();
                            Q_EMIT changed();
                        });
    }
}

QStringList ImageShelf::untried(const Image &image, const QStringList &triable) const
{
    if (!image.contents || image.contents->error)
        return {};
    const ImportTrial known = m_trials.value(image.id);
    const QSet<QString> unanswered = m_unanswered.value(image.id);
    QStringList rest;
    for (const QString &each : triable)
        if (!known.contains(each) && !unanswered.contains(each))
            rest.append(each);
    return rest;
}

void ImageShelf::tryImports(const QStringList &references, const QStringList &triable, bool again)
{
    for (const QString &reference : references) {
        const Image *image = find(reference);
        if (image && again)
            m_unanswered.remove(image->id);
        const QStringList rest = image ? untried(*image, triable) : QStringList();
        if (!rest.isEmpty())
            m_toTry.append({*image, rest});
    }
    tryNext();
    Q_EMIT changed();
}

void ImageShelf::tryNext()
{
    if (m_trying.isRunning() || m_toTry.isEmpty())
        return;
    const Trial trial = m_toTry.takeFirst();
    m_trying.start(drydock::tryImports(m_runner, m_engine, trial.image, trial.triable), [this, trial](Result<ImportTrial> end) {
        const QString id = trial.image.id;
        if (end) {
            ImportTrial &known = m_trials[id];
            known.insert(*end);
            m_store.cache(trialsSpace(), cacheKey(trial.image), written(known));
        } else {
            m_error = end.error();
        }
        // What was asked in vain is not asked again and again.
        const ImportTrial answered = m_trials.value(id);
        for (const QString &each : trial.triable)
            if (!answered.contains(each))
                m_unanswered[id].insert(each);
        tryNext();
        Q_EMIT changed();
    });
}

Future<Image> ImageShelf::readOrName(const QString &reference)
{
    if (!reference.isEmpty() && m_engine.isReady() && find(reference))
        return read(reference);
    Image image;
    image.reference = reference;
    return readyFuture<Image>(image);
}

Future<Image> ImageShelf::read(const QString &reference)
{
    const Image *known = find(reference);
    if (known && known->contents && !known->contents->error)
        return readyFuture<Image>(*known);
    return readAgain(known ? known->reference : reference);
}

Future<Image> ImageShelf::readAgain(const QString &reference)
{
    if (!m_engine.isReady())
        return readyFuture<Image>(failure(u"engine-not-ready"_s, m_engine.detail));
    return andThen(findImage(m_runner, m_engine, reference), this, [this](Image image) {
        return andThen(m_store.cached(contentsSpace(), cacheKey(image)), this,
                       [this, image](std::optional<QByteArray> bytes) {
                           const auto known = bytes ? imageContentsFromBytes(*bytes) : std::nullopt;
                           const auto contents =
                               known ? readyFuture<ImageContents>(*known) : probeImage(m_runner, m_engine, image);
                           return andThen(contents, this, [this, image](ImageContents inside) -> Result<Image> {
                               Image whole = image;
                               whole.contents = inside;
                               if (isLasting(inside))
                                   m_store.cache(contentsSpace(), cacheKey(image), toBytes(inside));
                               put(whole);
                               Q_EMIT changed();
                               return whole;
                           });
                       });
    });
}

} // namespace drydock
