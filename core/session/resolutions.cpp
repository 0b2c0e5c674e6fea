// SPDX-License-Identifier: Apache-2.0
#include "core/session/resolutions.h"

#include "core/network/address.h"
#include "core/python/requirement.h"
#include "core/resolve/gitsource.h"
#include "core/session/flowsession.h"
#include "core/session/imageshelf.h"

#include <QDate>
#include <QFileInfo>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

/// The number is the version of the format.
static QString resolutionSpace()
{
    return u"resolution-2"_s;
}

/// "3.11" for an interpreter's 3.11.7; of an image nobody looked inside, what its tag says: python:3.11-slim.
static QString pythonOf(const Image &image)
{
    static const QRegularExpression minor(u"(3\\.\\d+)"_s);
    const Interpreter *interpreter = image.python();
    const QString text = interpreter ? interpreter->version : image.reference.section(u':', -1);
    return minor.match(text).captured(1);
}

Resolutions::Resolutions(const SessionContext &context, ImageShelf &shelf, QObject *parent) : QObject(parent), m_context(context), m_shelf(shelf)
{
}

Resolutions::~Resolutions() = default;

void Resolutions::clear()
{
    m_asking.cancel();
    m_answers.clear();
}

void Resolutions::ask(const Question &question, const QStringList &bounds)
{
    m_answers.removeIf([&question](const Answer &each) { return each.question == question; });
    const auto onBase = andThen(m_shelf.readOrName(question.base), this, [this, question, bounds](const Image &image) {
        const QString platform = image.platform.isEmpty() ? m_shelf.engine().platform : image.platform;
        return on(image, question.requirements, question.allowSource, platform.isEmpty() ? u"linux/amd64"_s : platform, bounds);
    });
    m_asking.start(onBase, [this, question](Result<Resolution> end) {
        if (end)
            m_answers.append({question, std::move(*end), {}});
        else
            m_answers.append({question, {}, end.error()});
        Q_EMIT answered();
    });
    Q_EMIT changed();
}

Future<Resolution> Resolutions::on(const Image &base, const QStringList &requirements, bool allowSource, const QString &platform, const QStringList &bounds)
{
    if (requirements.isEmpty())
        return readyFuture<Resolution>(Resolution{});
    ResolveRequest request;
    request.requirements = requirements;
    request.pythonVersion = pythonOf(base);
    request.platform = platform;
    request.allowSource = allowSource;
    request.bounds = bounds;
    request.oldPip = base.contents && base.contents->uv.isEmpty() && Version(base.contents->pip) < Version(u"20.3"_s);
    if (const Interpreter *interpreter = base.python())
        request.constraints = constraintsOf(*interpreter);
    // What an index has changes from day to day; the answer of today is asked for once.
    const QString day = QDate::currentDate().toString(Qt::ISODate);
    // Who asks does not matter, and a password is not for the store.
    const QString index = QUrl(m_context.network.indexUrl).toString(QUrl::RemoveUserInfo);
    const QString key = day + u' ' + index + u' ' + keyOf(request);
    const bool isKept = std::none_of(requirements.begin(), requirements.end(), [](const QString &text) {
        const auto requirement = Requirement::parse(text);
        return requirement && (mayMove(*requirement) || hasLogin(requirement->url));
    });
    return andThen(m_context.store->cached(resolutionSpace(), isKept ? key : QString()), this, [this, request, base, key, isKept](const std::optional<QByteArray> &cached) {
        const QJsonObject object = QJsonDocument::fromJson(cached.value_or(QByteArray())).object();
        const Resolution known = resolutionFromJson(object);
        const bool isComplete = std::all_of(known.distributions.begin(), known.distributions.end(), [](const ResolvedDistribution &each) {
            return each.archive.isEmpty() || QFileInfo::exists(each.archive);
        });
        if (!object.isEmpty() && isComplete)
            return readyFuture<Resolution>(known);
        const Resolver resolver{*m_context.runner, m_context.uv, m_context.network, &m_index, m_shelf.engine(), base,
                                QStandardPaths::findExecutable(u"git"_s), m_context.dataFolder + u"/sources"_s};
        return andThen(drydock::resolve(resolver, request), this, [this, key, isKept](const Resolution &resolution) -> Result<Resolution> {
            if (isKept)
                m_context.store->cache(resolutionSpace(), key, QJsonDocument(toJson(resolution)).toJson(QJsonDocument::Compact));
            return resolution;
        });
    });
}

} // namespace drydock
