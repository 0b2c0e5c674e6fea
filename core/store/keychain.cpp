// SPDX-License-Identifier: Apache-2.0
#include "core/store/keychain.h"

#include <qt6keychain/keychain.h>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// What the system's own keychain program shows as the owner.
QString service()
{
    return u"page.drydock.Drydock"_s;
}

Error errorOf(const QKeychain::Job &job, const QString &place)
{
    switch (job.error()) {
    case QKeychain::EntryNotFound:
        return {u"login-not-found"_s, Keychain::tr("This system's keychain has no password for %1. Enter the address with it again in the settings.").arg(place), {}};
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied:
        return {u"no-keychain"_s, Keychain::tr("This system's keychain was not opened, so the password for %1 is kept until Drydock ends.").arg(place), job.errorString()};
    default:
        return {u"no-keychain"_s, Keychain::tr("This system has no keychain that answers, so the password for %1 is kept until Drydock ends.").arg(place), job.errorString()};
    }
}

/// Starts a job of the library, which deletes itself, and ends with what is made of it.
Future<QString> run(QKeychain::Job *job, const QString &place, std::function<Result<QString>()> end)
{
    auto promise = std::make_shared<QPromise<Result<QString>>>();
    promise->start();
    job->setKey(place);
    // Its other store would be a file.
    job->setInsecureFallback(false);
    QObject::connect(job, &QKeychain::Job::finished, job, [promise, place, end](const QKeychain::Job *ended) {
        if (ended->error() == QKeychain::NoError)
            promise->addResult(end());
        else
            promise->addResult(tl::unexpected<Error>(errorOf(*ended, place)));
        promise->finish();
    });
    job->start();
    return promise->future();
}

} // namespace

Keychain::Keychain(QObject *parent) : QObject(parent) { }

Future<QString> Keychain::find(const QString &place)
{
    auto *job = new QKeychain::ReadPasswordJob(service(), this);
    return run(job, place, [this, job, place]() -> Result<QString> {
        m_kept.insert(place);
        // What was entered meanwhile is newer.
        if (!m_logins.contains(place))
            m_logins.insert(place, job->textData());
        return m_logins.value(place);
    });
}

Future<QString> Keychain::keep(const QString &place, const QString &login)
{
    m_logins.insert(place, login);
    m_kept.remove(place);
    auto *job = new QKeychain::WritePasswordJob(service(), this);
    job->setTextData(login);
    return run(job, place, [this, place, login]() -> Result<QString> {
        m_kept.insert(place);
        return login;
    });
}

void Keychain::forget(const QString &place)
{
    m_logins.remove(place);
    m_kept.remove(place);
    // Where there is no keychain, there is nothing to delete.
    run(new QKeychain::DeletePasswordJob(service(), this), place, []() -> Result<QString> { return QString(); });
}

} // namespace drydock
