// SPDX-License-Identifier: Apache-2.0
#include "core/image/image.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

QJsonValue orNull(const std::optional<bool> &value)
{
    return value ? QJsonValue(*value) : QJsonValue();
}

QJsonValue orNull(const std::optional<Error> &error)
{
    if (!error)
        return {};
    return QJsonObject{{u"code"_s, error->code}, {u"sentence"_s, error->sentence}, {u"details"_s, error->details}};
}

QJsonArray toJson(const QList<Interpreter> &interpreters)
{
    QJsonArray array;
    for (const Interpreter &interpreter : interpreters)
        array.append(drydock::toJson(interpreter));
    return array;
}

} // namespace

const Interpreter *ImageContents::defaultInterpreter() const
{
    if (interpreters.isEmpty())
        return nullptr;
    const auto found = std::find_if(interpreters.begin(), interpreters.end(), [](const Interpreter &i) { return i.isDefault; });
    return found == interpreters.end() ? &interpreters.first() : &*found;
}

bool Image::builtHere() const
{
    return labels.contains(QLatin1StringView(builtHereLabel));
}

const Interpreter *Image::python() const
{
    return contents && !contents->error ? contents->defaultInterpreter() : nullptr;
}

QString Image::prefect() const
{
    const Interpreter *inside = python();
    return inside ? inside->prefect : QString();
}

QJsonObject toJson(const ImageContents &contents)
{
    return {
        {u"interpreters"_s, toJson(contents.interpreters)},
        {u"honours_extra_pip_packages"_s, orNull(contents.honoursExtraPipPackages)},
        {u"has_git"_s, contents.hasGit},
        {u"has_compiler"_s, contents.hasCompiler},
        {u"uv"_s, contents.uv},
        {u"pip"_s, contents.pip},
        {u"error"_s, orNull(contents.error)},
    };
}

ImageContents imageContentsFromJson(const QJsonObject &object)
{
    ImageContents contents;
    const QJsonArray interpreters = object[u"interpreters"_s].toArray();
    for (const QJsonValue &value : interpreters)
        contents.interpreters.append(interpreterFromJson(value.toObject()));
    if (const QJsonValue honours = object[u"honours_extra_pip_packages"_s]; honours.isBool())
        contents.honoursExtraPipPackages = honours.toBool();
    contents.hasGit = object[u"has_git"_s].toBool();
    contents.hasCompiler = object[u"has_compiler"_s].toBool();
    contents.uv = object[u"uv"_s].toString();
    contents.pip = object[u"pip"_s].toString();
    if (const QJsonObject error = object[u"error"_s].toObject(); !error.isEmpty())
        contents.error = Error{error[u"code"_s].toString(), error[u"sentence"_s].toString(), error[u"details"_s].toString()};
    return contents;
}

QJsonObject toJson(const Image &image)
{
    const ImageContents contents = image.contents.value_or(ImageContents{});
    QJsonObject environment;
    for (auto variable = image.environment.begin(); variable != image.environment.end(); ++variable)
        environment.insert(variable.key(), *variable);
    return {
        {u"reference"_s, image.reference},
        {u"id"_s, image.id},
        {u"digest"_s, image.digest},
        {u"platform"_s, image.platform},
        {u"size"_s, image.size},
        {u"created"_s, image.created.toString(Qt::ISODate)},
        {u"source"_s, image.source},
        {u"entrypoint"_s, QJsonArray::fromStringList(image.entrypoint)},
        {u"command"_s, QJsonArray::fromStringList(image.command)},
        {u"user"_s, image.user},
        {u"environment"_s, environment},
        {u"working_directory"_s, image.workingDirectory},
        {u"built_here"_s, image.builtHere()},
        {u"looked_inside"_s, image.contents.has_value()},
        {u"honours_extra_pip_packages"_s, orNull(contents.honoursExtraPipPackages)},
        {u"error"_s, orNull(contents.error)},
        {u"has_git"_s, contents.hasGit},
        {u"has_compiler"_s, contents.hasCompiler},
        {u"uv"_s, contents.uv},
        {u"pip"_s, contents.pip},
        {u"interpreters"_s, toJson(contents.interpreters)},
    };
}

} // namespace drydock
