// SPDX-License-Identifier: Apache-2.0
#include "core/formats/toml.h"
#include "core/formats/yaml.h"
#include "core/python/requirement.h"
#include "core/script/projectfiles.h"
#include "core/script/sourcefile.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

void lock(const QString &name, const QString &version, const QString &path, Declarations &into)
{
    const QString key = normalizedName(name);
    // The first lock file read is the best one.
    if (!name.isEmpty() && Version(version).isValid() && !into.locked.contains(key))
        into.locked.insert(key, {version, path, 0});
}

} // namespace

void readTomlLock(const QString &path, Declarations &into)
{
    const auto bytes = readRegularFile(path, largestDeclaration);
    const auto document = bytes ? readToml(*bytes) : tl::unexpected(bytes.error());
    if (!document) {
        into.complain(path, 0, document.error().sentence + u' ' + document.error().details);
        return;
    }
    for (const QString &key : {u"package"_s, u"packages"_s}) {
        const QJsonArray packages = (*document)[key].toArray();
        for (const QJsonValue &package : packages)
            lock(package[u"name"].toString(), package[u"version"].toString(), path, into);
    }
}

void readPipfileLock(const QString &path, Declarations &into)
{
    const auto bytes = readRegularFile(path, largestDeclaration);
    QJsonParseError error;
    const QJsonDocument document = bytes ? QJsonDocument::fromJson(*bytes, &error) : QJsonDocument();
    if (!document.isObject()) {
        into.complain(path, 0, bytes ? error.errorString() : bytes.error().sentence);
        return;
    }
    const QJsonObject packages = document[u"default"].toObject();
    for (auto it = packages.begin(); it != packages.end(); ++it)
        lock(it.key(), (*it)[u"version"].toString().remove(u'='), path, into);
}

void readCondaLock(const QString &path, Declarations &into)
{
    const auto bytes = readRegularFile(path, largestDeclaration);
    const auto document = bytes ? readYaml(*bytes) : tl::unexpected(bytes.error());
    if (!document) {
        into.complain(path, 0, document.error().sentence + u' ' + document.error().details);
        return;
    }
    const QJsonArray packages = (*document)[u"package"].toArray();
    for (const QJsonValue &package : packages)
        lock(package[u"name"].toString(), package[u"version"].toString(), path, into);
}

} // namespace drydock
