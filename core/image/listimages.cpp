// SPDX-License-Identifier: Apache-2.0
#include "core/engine/imagereference.h"
#include "core/image/image.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace drydock {

namespace {

using Outputs = QList<Result<CommandOutput>>;

constexpr auto answerTime = 60s;
/// Ids per `image inspect`: a command line on Windows holds 32,767 characters.
constexpr qsizetype idsPerCall = 300;
constexpr qsizetype imageLimit = 5000;
/// Longest text of an image's configuration that is kept.
constexpr qsizetype textLimit = 16 * 1024;

QString tr(const char *text)
{
    return QCoreApplication::translate("Images", text);
}

QString short_(const QJsonValue &value)
{
    return value.toString().left(textLimit);
}

/// Engines write a list, a single text, or nothing.
QStringList words(const QJsonValue &value)
{
    QStringList list;
    if (value.isString())
        list.append(short_(value));
    const QJsonArray array = value.toArray();
    for (const QJsonValue &element : array)
        list.append(short_(element));
    return list;
}

/// Docker writes sha256: before an id, Podman does not.
QString fullId(const QString &id)
{
    return id.startsWith("sha256:"_L1) ? id : u"sha256:"_s + id;
}

QString platformOf(const QJsonObject &object)
{
    const QString architecture = short_(object[u"Architecture"_s]);
    QString platform = short_(object[u"Os"_s]) + u'/' + architecture;
    // Every arm64 is v8: images say it or not.
    if (const QString variant = short_(object[u"Variant"_s]); !variant.isEmpty() && architecture != "arm64"_L1)
        platform += u'/' + variant;
    return platform;
}

Image imageFrom(const QJsonObject &object)
{
    const QJsonObject configuration = object[u"Config"_s].toObject();
    Image image;
    image.id = fullId(short_(object[u"Id"_s]));
    image.reference = image.id;
    image.platform = platformOf(object);
    image.size = qMax(qint64(0), object[u"Size"_s].toInteger());
    image.created = QDateTime::fromString(short_(object[u"Created"_s]), Qt::ISODate).toUTC();
    image.entrypoint = words(configuration[u"Entrypoint"_s]);
    image.command = words(configuration[u"Cmd"_s]);
    image.user = short_(configuration[u"User"_s]);
    image.workingDirectory = short_(configuration[u"WorkingDir"_s]);
    const QStringList variables = words(configuration[u"Env"_s]);
    for (const QString &variable : variables)
        image.environment.insert(variable.section(u'=', 0, 0), variable.section(u'=', 1));
    const QJsonObject labels = configuration[u"Labels"_s].toObject();
    for (auto label = labels.begin(); label != labels.end(); ++label)
        image.labels.insert(label.key().left(textLimit), short_(label.value()));
    const QStringList digests = words(object[u"RepoDigests"_s]);
    image.digest = digests.isEmpty() ? QString() : digests.first().section(u'@', 1);
    return image;
}

/// One entry for each tag, as the engine writes it: on Podman that is the full name, and short ones would not do.
QList<Image> taggedImages(const QJsonArray &array)
{
    QList<Image> images;
    for (const QJsonValue &value : array) {
        Image image = imageFrom(value.toObject());
        if (!isImageId(image.id))
            continue;
        const QStringList digests = words(value[u"RepoDigests"_s]);
        const QStringList tags = words(value[u"RepoTags"_s]);
        for (const QString &tag : tags) {
            const auto reference = ImageReference::parse(tag);
            if (!reference)
                continue;
            image.reference = tag;
            for (const QString &digest : digests) {
                const auto digested = ImageReference::parse(digest);
                if (digested && digested->repository == reference->repository)
                    image.digest = digested->digest;
            }
            images.append(image);
        }
    }
    return images;
}

/// How likely an image holds Prefect, before anybody looked inside.
int likelihood(const Image &image)
{
    if (image.builtHere())
        return 4;
    if (image.reference.contains("prefect"_L1))
        return 3;
    for (auto label = image.labels.begin(); label != image.labels.end(); ++label) {
        if (label.key().contains("prefect"_L1) || label.value().contains("prefect"_L1))
            return 2;
    }
    const bool hasPython = image.environment.contains(u"PYTHON_VERSION"_s) || image.reference.contains("python"_L1);
    return hasPython ? 1 : 0;
}

Future<CommandOutput> ask(CommandRunner &runner, const Engine &engine, const QStringList &arguments)
{
    Command call = engine.call(arguments);
    call.timeout = answerTime;
    return runner.run(call);
}

tl::unexpected<Error> notReady(const Engine &engine, const QString &details)
{
    return failure(u"engine-not-ready"_s, tr("%1 does not answer. Start it and try again.").arg(engine.title()), details);
}

QString detailsOf(const CommandOutput &output)
{
    return QString::fromUtf8(output.standardError).trimmed().left(4000);
}

} // namespace

Future<QList<Image>> listImages(CommandRunner &runner, const Engine &engine)
{
    if (!engine.isReady())
        return readyFuture<QList<Image>>(failure(u"engine-not-ready"_s, engine.detail, engine.words));
    const QStringList list{u"image"_s, u"ls"_s, u"--quiet"_s, u"--no-trunc"_s, u"--filter"_s, u"dangling=false"_s};
    return andThen(ask(runner, engine, list), &runner, [&runner, engine](const CommandOutput &listed) {
        if (listed.exitStatus != 0)
            return readyFuture<QList<Image>>(notReady(engine, detailsOf(listed)));
        QStringList ids = QString::fromUtf8(listed.standardOutput).split(u'\n', Qt::SkipEmptyParts);
        ids.removeIf([](const QString &id) { return !isImageId(id); });
        ids.removeDuplicates();
        ids = ids.mid(0, imageLimit);

        QList<Future<CommandOutput>> answers;
        for (qsizetype from = 0; from < ids.size(); from += idsPerCall)
            answers.append(ask(runner, engine, QStringList{u"image"_s, u"inspect"_s} + ids.mid(from, idsPerCall)));
        return andThen(allOf(answers, &runner), &runner, [engine](const Outputs &outputs) -> Result<QList<Image>> {
            QList<Image> images;
            for (const auto &output : outputs) {
                if (!output)
                    return notReady(engine, output.error().details);
                // An image that went in between gives a status, and still the others' answer.
                images += taggedImages(QJsonDocument::fromJson(output->standardOutput).array());
            }
            std::stable_sort(images.begin(), images.end(), [](const Image &a, const Image &b) {
                const int likelihoodA = likelihood(a);
                const int likelihoodB = likelihood(b);
                return likelihoodA != likelihoodB ? likelihoodA > likelihoodB : a.created > b.created;
            });
            return images;
        });
    });
}

Future<Image> findImage(CommandRunner &runner, const Engine &engine, const QString &reference)
{
    if (!engine.isReady())
        return readyFuture<Image>(failure(u"engine-not-ready"_s, engine.detail, engine.words));
    const auto wanted = ImageReference::parse(reference);
    // Also keeps a text that begins with a dash from being an option.
    if (!wanted && !isImageId(reference))
        return readyFuture<Image>(tl::unexpected<Error>(wanted.error()));
    return andThen(ask(runner, engine, {u"image"_s, u"inspect"_s, reference}), &runner,
                   [engine, reference, wanted](const CommandOutput &output) -> Result<Image> {
        const QJsonArray array = QJsonDocument::fromJson(output.standardOutput).array();
        if (output.exitStatus != 0 || array.isEmpty()) {
            const QString details = detailsOf(output);
            static const QRegularExpression absent(u"no such image|image not known|not found|no such object"_s,
                                                   QRegularExpression::CaseInsensitiveOption);
            if (!absent.match(details).hasMatch())
                return notReady(engine, details);
            return failure(u"image-not-found"_s, tr("%1 has no image %2. Pull or build it first, or choose another.")
                                                     .arg(engine.title(), reference), details);
        }
        const QList<Image> tagged = taggedImages(array);
        const auto same = std::find_if(tagged.begin(), tagged.end(), [&](const Image &image) {
            const auto own = ImageReference::parse(image.reference);
            return wanted && own && own->repository == wanted->repository && own->tag == wanted->tag;
        });
        if (same != tagged.end())
            return *same;
        return tagged.isEmpty() ? imageFrom(array.first().toObject()) : tagged.first();
    });
}

} // namespace drydock
