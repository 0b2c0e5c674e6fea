// SPDX-License-Identifier: Apache-2.0
#include "core/formats/toml.h"
#include "core/formats/yaml.h"
#include "core/python/requirement.h"
#include "core/script/condaspec.h"
#include "core/script/projectfiles.h"
#include "core/script/sourcefile.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// Where a package of a lock comes from when that is no index, as a direct reference (PEP 508), or empty.
QString addressOf(const QJsonValue &package)
{
    const QJsonValue source = package[u"source"];
    if (const QString git = source[u"git"].toString(); !git.isEmpty()) { // uv: the commit stands in the fragment
        const QString commit = git.section(u'#', 1);
        return u"git+"_s + git.section(u'#', 0, 0).section(u'?', 0, 0) + (commit.isEmpty() ? QString() : u'@' + commit);
    }
    if (const QString url = source[u"url"].toString(); !url.isEmpty()) { // Poetry, and uv without a type
        const QString type = source[u"type"].toString();
        if (type == u"git")
            return u"git+%1@%2"_s.arg(url, source[u"resolved_reference"].toString());
        return type.isEmpty() || type == u"url" ? url : QString(); // the others are indexes
    }
    if (const QJsonValue vcs = package[u"vcs"]; vcs[u"type"].toString() == u"git") // pylock
        return u"git+%1@%2"_s.arg(vcs[u"url"].toString(), vcs[u"commit-id"].toString());
    return package[u"archive"][u"url"].toString();
}

void lock(const QString &name, const QString &version, const QString &path, int line, const QStringList &hashes,
          Declarations &into)
{
    // No name and no version is a folder of the person's own.
    const QString text = u"%1==%2"_s.arg(name, version);
    if (!name.isEmpty() && Version(version).isValid() && Requirement::parse(text))
        into.locked.append({text, path, std::max(line, 1), hashes});
}

/// "sha256:…" of every file that a package of a lock lists, in the words of each tool.
QStringList hashesOf(const QJsonValue &package)
{
    QStringList hashes;
    const auto add = [&hashes](const QJsonValue &file) {
        if (const QString text = file[u"hash"].toString(); !text.isEmpty()) // uv, Poetry
            hashes.append(text);
        if (const QString digest = file[u"hashes"][u"sha256"].toString(); !digest.isEmpty()) // pylock
            hashes.append(u"sha256:"_s + digest);
    };
    add(package[u"sdist"]);
    add(package[u"archive"]);
    for (const QString &key : {u"wheels"_s, u"files"_s}) {
        const QJsonArray files = package[key].toArray();
        for (const QJsonValue &file : files)
            add(file);
    }
    return hashes;
}

/// The line of a JSON object's key, however it is spaced.
int lineOfKey(const QByteArray &json, const QString &key)
{
    const QByteArray quoted = QByteArray(1, '"').append(key.toUtf8()).append('"');
    for (qsizetype at = json.indexOf(quoted); at >= 0; at = json.indexOf(quoted, at + 1)) {
        if (json.sliced(at + quoted.size(), std::min<qsizetype>(20, json.size() - at - quoted.size())).trimmed().startsWith(':'))
            return 1 + int(json.first(at).count('\n'));
    }
    return 0;
}

} // namespace

void readTomlLock(const QString &path, Declarations &into)
{
    const auto bytes = readRegularFile(path, largestDeclaration);
    const auto document = bytes ? readTomlDocument(*bytes) : tl::unexpected(bytes.error());
    if (!document) {
        into.complain(path, 0, document.error().sentence + u' ' + document.error().details);
        return;
    }
    for (const QString &key : {u"package"_s, u"packages"_s}) {
        const QJsonArray packages = document->value[key].toArray();
        for (qsizetype i = 0; i < packages.size(); ++i) {
            const QString name = packages[i][u"name"].toString();
            const QJsonObject source = packages[i][u"source"].toObject();
            if (source.contains(u"virtual") || source.contains(u"editable") || source.contains(u"directory")
                || packages[i][u"directory"].isObject()) {
                into.members.append(normalizedName(name));
                continue;
            }
            const int line = document->line(u"/%1/%2"_s.arg(key).arg(i));
            const QString direct = u"%1 @ %2"_s.arg(name, addressOf(packages[i]));
            if (!direct.endsWith(u"@ ") && Requirement::parse(direct))
                into.locked.append({direct, path, std::max(line, 1), {}});
            else
                lock(name, packages[i][u"version"].toString(), path, line, hashesOf(packages[i]), into);
        }
    }
}

void readPipfileLock(const QString &path, Declarations &into)
{
    const auto bytes = readRegularFile(path, largestDeclaration);
    QJsonParseError error;
    const QJsonDocument document = bytes ? QJsonDocument::fromJson(*bytes, &error) : QJsonDocument();
    if (!document.isObject()) {
        const int line = bytes ? 1 + int(bytes->left(error.offset).count('\n')) : 0;
        into.complain(path, line, bytes ? error.errorString() : bytes.error().sentence);
        return;
    }
    const QJsonObject packages = document[u"default"].toObject();
    for (auto it = packages.begin(); it != packages.end(); ++it) {
        QStringList hashes;
        const QJsonArray listed = (*it)[u"hashes"].toArray();
        for (const QJsonValue &hash : listed)
            hashes.append(hash.toString());
        lock(it.key(), (*it)[u"version"].toString().remove(u'='), path, lineOfKey(*bytes, it.key()), hashes, into);
    }
}

void readCondaLock(const QString &path, Declarations &into)
{
    const auto bytes = readRegularFile(path, largestDeclaration);
    const auto document = bytes ? readYamlDocument(*bytes) : tl::unexpected(bytes.error());
    if (!document) {
        into.complain(path, 0, document.error().sentence + u' ' + document.error().details);
        return;
    }
    const QJsonArray packages = document->value[u"package"].toArray();
    for (qsizetype i = 0; i < packages.size(); ++i) {
        // Images are Linux; what the laptop's system gets is another matter.
        const QString platform = packages[i][u"platform"].toString(u"linux-64"_s);
        const bool isConda = packages[i][u"manager"].toString() == u"conda";
        const QString name = packages[i][u"name"].toString();
        const QString sha256 = packages[i][u"hash"][u"sha256"].toString();
        // The hash of a file of conda's says nothing about the file on an index.
        if (platform.startsWith(u"linux"))
            lock(isConda ? distributionOfConda(name) : name, packages[i][u"version"].toString(), path,
                 document->line(u"/package/%1"_s.arg(i)),
                 isConda || sha256.isEmpty() ? QStringList() : QStringList{u"sha256:"_s + sha256}, into);
    }
}

} // namespace drydock
