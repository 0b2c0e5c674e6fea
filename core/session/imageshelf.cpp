// SPDX-License-Identifier: Apache-2.0
#include "core/session/imageshelf.h"

#include "core/engine/mirror.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

// The number is the version of the format: another one makes the old entries unseen.
static QString contentsSpace() { return u"contents-2"_s; }
static QString trialsSpace() { return u"trials-2"_s; }

/// Contents never change, but what kept them from being read may: an engine that could not start a container, say.
static bool isLasting(const ImageContents &contents)
{
    return !contents.error || contents.error->code == u"image-without-python";
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

ImageShelf::ImageShelf(CommandRunner &runner, Store &store, QObject *parent) : QObject(parent), m_runner(runner), m_store(store) { }

void ImageShelf::findEngine(const EngineChoice &choice)
{
    m_finding.start(findEngines(m_runner, choice), [this](Result<QList<Engine>> end) {
        m_engineKnown = true;
        m_error.reset();
        if (end)
            m_engines = *end;
        else
            m_error = end.error();
        m_engine = m_engines.value(0);
        m_images.clear();
        if (m_engine.isReady())
            list();
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
    auto listed = listImages(m_runner, m_engine);
    auto withCaches = andThen(listed, this, [this](QList<Image> images) {
        return andThen(m_store.cachedAll(contentsSpace()), this, [this, images](QMap<QString, QByteArray> contents) {
            return andThen(m_store.cachedAll(trialsSpace()), this,
                           [this, images, contents](QMap<QString, QByteArray> trials) -> Result<QList<Image>> {
                               QList<Image> known = images;
                               for (Image &image : known) {
                                   const QString key = cacheKey(image);
                                   if (const QByteArray bytes = contents.value(key); !bytes.isEmpty())
                                       image.contents = imageContentsFromJson(QJsonDocument::fromJson(bytes).object());
                                   if (const QByteArray bytes = trials.value(key); !bytes.isEmpty())
                                       m_trials.insert(image.id, readTrial(bytes));
                               }
                               return known;
                           });
        });
    });
    m_listing.start(withCaches, [this](Result<QList<Image>> end) {
        m_error.reset();
        if (end)
            m_images = std::move(*end);
        else
            m_error = end.error();
        Q_EMIT changed();
    });
    Q_EMIT changed();
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
        const auto isQueued = [&](const Image &each) { return each.id == image->id; };
        if (!image || image->contents || std::any_of(m_toProbe.begin(), m_toProbe.end(), isQueued))
            continue;
        if (!isLookingInside())
            m_progress = m_progressOf = 0;
        m_toProbe.append(*image);
        ++m_progressOf;
    }
    probeNext();
    Q_EMIT changed();
}

void ImageShelf::probeNext()
{
    for (auto &probe : m_probes) {
        if (probe.isRunning() || m_toProbe.isEmpty())
            continue;
        const Image image = m_toProbe.takeFirst();
        probe.start(probeImage(m_runner, m_engine, image), [this, image](Result<ImageContents> end) {
            ++m_progress;
            if (end && isLasting(*end))
                m_store.cache(contentsSpace(), cacheKey(image), QJsonDocument(toJson(*end)).toJson(QJsonDocument::Compact));
            if (!end)
                m_error = end.error();
            for (Image &each : m_images) {
                if (each.id != image.id)
                    continue;
                if (end) {
                    each.contents = *end;
                } else {
                    // Not asked again before the next listing, but not remembered either.
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

void ImageShelf::tryImports(const QStringList &references, const QStringList &triable)
{
    for (const QString &reference : references) {
        const Image *image = find(reference);
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
        return andThen(m_store.cached(contentsSpace(), cacheKey(image)), this, [this, image](std::optional<QByteArray> bytes) {
            const auto contents = bytes ? readyFuture<ImageContents>(imageContentsFromJson(QJsonDocument::fromJson(*bytes).object()))
                                        : probeImage(m_runner, m_engine, image);
            return andThen(contents, this, [this, image](ImageContents inside) -> Result<Image> {
                Image whole = image;
                whole.contents = inside;
                if (isLasting(inside))
                    m_store.cache(contentsSpace(), cacheKey(image), QJsonDocument(toJson(inside)).toJson(QJsonDocument::Compact));
                put(whole);
                Q_EMIT changed();
                return whole;
            });
        });
    });
}

} // namespace drydock
