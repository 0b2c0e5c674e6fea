// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/coverage/trial.h"
#include "core/engine/enginewatcher.h"
#include "core/store/store.h"

#include <QObject>
#include <QSet>

#include <array>
#include <optional>

namespace drydock {

/// The engine and the images at hand: lists them, looks inside and tries imports, and remembers both by image id.
class ImageShelf : public QObject
{
    Q_OBJECT
public:
    /// @param follows whether changes of the engine and its images are followed without being asked
    ImageShelf(CommandRunner &runner, Store &store, bool follows, QObject *parent = nullptr);

    void setMirror(const QString &mirror) { m_mirror = mirror; } ///< See core/engine/mirror.h.
    void findEngine(const EngineChoice &choice);
    void refresh(); ///< Lists the images again.
    void lookInside(const QStringList &references);
    void stopLookingInside();
    /// @param triable as triableOf() lists it
    /// @param again also what an earlier trial left without an answer
    void tryImports(const QStringList &references, const QStringList &triable, bool again = false);
    /// One image with its contents, looking inside if needed; it joins the list. Error "image-not-found" and others.
    Future<Image> read(const QString &reference);
    /// The same when it is at hand; else one of which no more than the name is known.
    Future<Image> readOrName(const QString &reference);
    /// The same for a reference that may mean another image than before.
    Future<Image> readAgain(const QString &reference);

    const QList<Engine> &engines() const { return m_engines; }
    const Engine &engine() const { return m_engine; }
    bool isEngineKnown() const { return m_engineKnown; }
    const QList<Image> &images() const { return m_images; }
    const QMap<QString, ImportTrial> &trials() const { return m_trials; }
    const std::optional<Error> &error() const { return m_error; }
    const Image *find(const QString &reference) const; ///< However it is written, on the mirror too. Null when not here.
    const Image *findId(const QString &id) const;
    /// What was not tried in an image, but for what a trial there gave no answer to.
    QStringList untried(const Image &image, const QStringList &triable) const;

    bool isFindingEngine() const { return m_finding.isRunning() && !m_findsQuietly; }
    bool isListing() const { return m_listing.isRunning(); }
    bool isLookingInside() const { return m_progress < m_progressOf; }
    bool isTrying() const { return m_trying.isRunning(); }
    QStringList beingRead() const; ///< Ids.
    int progress() const { return m_progress; }
    int progressOf() const { return m_progressOf; }

Q_SIGNALS:
    void changed();

private:
    struct Trial
    {
        Image image;
        QStringList triable;
    };

    void find();
    void list();
    void take(const QList<Image> &listed);
    Future<QList<Image>> withCaches(const QList<Image> &images);
    void put(const Image &image);
    QString cacheKey(const Image &image) const;
    void probeNext();
    void tryNext();

    CommandRunner &m_runner;
    Store &m_store;
    QString m_mirror;
    QList<Engine> m_engines;
    Engine m_engine;
    bool m_engineKnown = false;
    const bool m_follows;
    bool m_findsQuietly = false; ///< Nobody asked: it is looked at again by itself.
    EngineWatcher m_watcher;
    EngineChoice m_choice;
    QList<Image> m_images;
    QMap<QString, ImportTrial> m_trials; ///< By image id.
    QHash<QString, QSet<QString>> m_unanswered; ///< By image id: what a trial was asked and did not answer.
    std::optional<Error> m_error;

    Job<QList<Engine>> m_finding;
    Job<QList<Image>> m_listing;
    QList<Image> m_toProbe;
    struct Probe
    {
        QString id;
        Job<ImageContents> job;
    };
    std::array<Probe, 2> m_probes; ///< Two at once keep an engine busy without flooding it.
    int m_progress = 0;
    int m_progressOf = 0;
    QList<Trial> m_toTry;
    Job<ImportTrial> m_trying;
};

} // namespace drydock
