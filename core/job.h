// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <QFuture>
#include <QFutureWatcher>
#include <QList>
#include <QObject>
#include <QPromise>

#include <functional>
#include <memory>
#include <type_traits>

namespace drydock {

/// What every piece of asynchronous work in core returns. It ends exactly once: with a value, with an Error, or, after
/// QFuture::cancel(), without a result, which consumers see as the error "cancelled".
template <typename T>
using Future = QFuture<Result<T>>;

inline Error cancelledError()
{
    return Error{QStringLiteral("cancelled"), QObject::tr("Stopped."), {}};
}

/// The one end of a finished future.
template <typename T>
Result<T> endOf(const Future<T> &future)
{
    if (future.resultCount() == 0)
        return tl::unexpected<Error>(cancelledError());
    return future.result();
}

/// A future that has already ended.
template <typename T>
Future<T> readyFuture(Result<T> result)
{
    QPromise<Result<T>> promise;
    promise.start();
    promise.addResult(std::move(result));
    promise.finish();
    return promise.future();
}

/// Calls ended(Result<T>) once on the thread of context when future ends; never when context is gone first.
template <typename T, typename Ended>
void whenEnded(const Future<T> &future, QObject *context, Ended ended)
{
    auto *watcher = new QFutureWatcher<Result<T>>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, ended = std::move(ended)]() mutable {
        watcher->deleteLater();
        ended(endOf(watcher->future()));
    });
    watcher->setFuture(future);
}

namespace detail {
template <typename R>
struct Unwrapped;
template <typename U>
struct Unwrapped<Result<U>> {
    using Value = U;
};
template <typename U>
struct Unwrapped<QFuture<Result<U>>> {
    using Value = U;
};
} // namespace detail

/// Goes on with next(T) when first ended with a value; an error is handed on. Next returns Result<U> or Future<U>.
/// Cancelling the returned future cancels whichever part runs. When context goes, the rest does not run and the future
/// ends as cancelled.
template <typename T, typename Next>
auto andThen(Future<T> first, QObject *context, Next next)
{
    using Returned = std::invoke_result_t<Next, T>;
    using U = typename detail::Unwrapped<Returned>::Value;
    auto promise = std::make_shared<QPromise<Result<U>>>();
    promise->start();

    // Cancelling the whole cancels the running part; this watcher lives until the whole has ended.
    auto *whole = new QFutureWatcher<Result<U>>(context);
    auto cancelPart = std::make_shared<std::function<void()>>([first]() mutable { first.cancel(); });
    QObject::connect(whole, &QFutureWatcherBase::canceled, context, [cancelPart] { (*cancelPart)(); });
    QObject::connect(whole, &QFutureWatcherBase::finished, whole, &QObject::deleteLater);
    whole->setFuture(promise->future());

    whenEnded<T>(first, context, [promise, cancelPart, context, next = std::move(next)](Result<T> result) mutable {
        Q_UNUSED(context) // Only where another part follows is it asked for.
        if (promise->isCanceled()) {
            promise->finish();
            return;
        }
        if (!result) {
            promise->addResult(tl::unexpected<Error>(result.error()));
            promise->finish();
            return;
        }
        if constexpr (std::is_same_v<Returned, Result<U>>) {
            promise->addResult(next(std::move(*result)));
            promise->finish();
        } else {
            Future<U> second = next(std::move(*result));
            *cancelPart = [second]() mutable { second.cancel(); };
            whenEnded<U>(second, context, [promise](Result<U> end) {
                if (!promise->isCanceled())
                    promise->addResult(std::move(end));
                promise->finish();
            });
        }
    });
    return promise->future();
}

/// Ends with the ends of all parts, in their order, once the last one has ended. Cancelling the returned future cancels all
/// parts; when context goes, it ends as cancelled.
template <typename T>
Future<QList<Result<T>>> allOf(const QList<Future<T>> &parts, QObject *context)
{
    auto promise = std::make_shared<QPromise<Result<QList<Result<T>>>>>();
    promise->start();

    auto *whole = new QFutureWatcher<Result<QList<Result<T>>>>(context);
    QObject::connect(whole, &QFutureWatcherBase::canceled, context, [parts] {
        for (Future<T> part : parts)
            part.cancel();
    });
    QObject::connect(whole, &QFutureWatcherBase::finished, whole, &QObject::deleteLater);
    whole->setFuture(promise->future());

    auto left = std::make_shared<qsizetype>(parts.size());
    const auto finish = [promise, parts] {
        QList<Result<T>> ends;
        for (const Future<T> &part : parts)
            ends.append(endOf(part));
        if (!promise->isCanceled())
            promise->addResult(std::move(ends));
        promise->finish();
    };
    if (parts.isEmpty())
        finish();
    for (const Future<T> &part : parts) {
        whenEnded<T>(part, context, [left, finish](const Result<T> &) {
            if (--*left == 0)
                finish();
        });
    }
    return promise->future();
}

/// The one running piece of work of its kind. Starting another one, or destroying the Job, cancels what ran before and
/// drops its end, so a stale result never arrives.
template <typename T>
class Job
{
public:
    Job() = default;
    Job(const Job &) = delete;
    Job &operator=(const Job &) = delete;
    ~Job() { drop(); }

    /// Calls ended(Result<T>) exactly once on the caller's thread, unless the job is superseded or destroyed.
    template <typename Ended>
    void start(Future<T> future, Ended ended)
    {
        drop();
        m_watcher = std::make_unique<QFutureWatcher<Result<T>>>();
        QObject::connect(m_watcher.get(), &QFutureWatcherBase::finished, m_watcher.get(),
                         [this, ended = std::move(ended)]() mutable {
                             // The callee may start the next job, so the watcher leaves first.
                             auto *watcher = m_watcher.release();
                             watcher->deleteLater();
                             auto call = std::move(ended);
                             call(endOf(watcher->future()));
                         });
        m_watcher->setFuture(std::move(future));
    }

    /// Asks the work to stop; its end then arrives as "cancelled".
    void cancel()
    {
        if (m_watcher)
            m_watcher->cancel();
    }

    bool isRunning() const { return m_watcher != nullptr; }

private:
    void drop()
    {
        if (!m_watcher)
            return;
        m_watcher->disconnect();
        m_watcher->cancel();
        m_watcher.reset();
    }

    std::unique_ptr<QFutureWatcher<Result<T>>> m_watcher;
};

} // namespace drydock
