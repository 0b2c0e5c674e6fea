// SPDX-License-Identifier: Apache-2.0
#include "core/resolve/indexpage.h"

#include "core/python/requirement.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr int oldestMinor = 6;
constexpr int newestMinor = 15;
/// The C library of the oldest image that is still built upon; wheels for a newer one do not load there.
constexpr int libcMinor = 28;

/// The version in a file's name (PEP 427, PEP 625 and what came before it); empty when it is neither wheel nor archive.
QString versionIn(const QString &fileName, const QString &name, bool &isWheel)
{
    isWheel = fileName.endsWith(u".whl");
    if (isWheel)
        return fileName.section(u'-', 1, 1);
    static const QRegularExpression suffix(u"\\.(?:tar\\.gz|tar\\.bz2|tar\\.xz|tgz|zip)$"_s);
    QString stem = fileName;
    stem.remove(suffix);
    if (stem == fileName)
        return {};
    for (qsizetype dash = stem.indexOf(u'-'); dash > 0; dash = stem.indexOf(u'-', dash + 1)) {
        if (normalizedName(stem.left(dash)) == name && Version(stem.mid(dash + 1)).isValid())
            return stem.mid(dash + 1);
    }
    return {};
}

bool pythonTagFits(const QString &tag, const QString &abi, int minor)
{
    static const QRegularExpression pattern(u"^(py|cp)3(\\d*)$"_s);
    const auto match = pattern.match(tag);
    if (!match.hasMatch())
        return false;
    const QString digits = match.captured(2);
    if (digits.isEmpty())
        return true;
    const int wanted = digits.toInt();
    return match.captured(1) == u"py" || abi == u"abi3" ? wanted <= minor : wanted == minor && (abi == u"none" || abi.startsWith(tag));
}

bool platformTagFits(const QString &tag, const QString &machine)
{
    if (tag == u"any")
        return true;
    if (!tag.endsWith(QString(u'_' + machine)))
        return false;
    static const QRegularExpression glibc(u"^manylinux_2_(\\d+)_"_s);
    const auto match = glibc.match(tag);
    return match.hasMatch() ? match.captured(1).toInt() <= libcMinor : tag.startsWith(u"manylinux") || tag.startsWith(u"linux_");
}

void append(IndexPage &page, IndexFile file)
{
    file.version = versionIn(file.name, page.name, file.isWheel);
    if (Version(file.version).isValid())
        page.files.append(file);
}

bool readJson(IndexPage &page, const QByteArray &body)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    if (!document.isObject() || !document[u"files"].isArray())
        return false;
    const QJsonArray files = document[u"files"].toArray();
    for (const QJsonValue &each : files) {
        IndexFile file;
        file.name = each[u"filename"].toString();
        file.requiresPython = each[u"requires-python"].toString();
        const QJsonValue yanked = each[u"yanked"]; // true, or the reason
        file.isYanked = yanked.toBool() || yanked.isString();
        file.size = each[u"size"].toInteger(-1);
        append(page, file);
    }
    return true;
}

bool readHtml(IndexPage &page, const QByteArray &body)
{
    static const QRegularExpression anchor(u"<a\\s([^>]*)>([^<]*)</a>"_s, QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression requiredPython(u"data-requires-python=[\"']([^\"']*)[\"']"_s);
    const QString text = QString::fromUtf8(body);
    if (!text.contains(u"<html"_s, Qt::CaseInsensitive) && !text.contains(u"<a "_s, Qt::CaseInsensitive))
        return false;
    auto matches = anchor.globalMatch(text);
    while (matches.hasNext()) {
        const auto match = matches.next();
        IndexFile file;
        file.name = match.captured(2).trimmed();
        file.requiresPython = requiredPython.match(match.captured(1)).captured(1).replace(u"&gt;"_s, u">"_s).replace(u"&lt;"_s, u"<"_s);
        file.isYanked = match.captured(1).contains(u"data-yanked");
        append(page, file);
    }
    return true;
}

} // namespace

bool IndexFile::fits(int pythonMinor, const QString &machine) const
{
    const Result<VersionSpecifiers> required = VersionSpecifiers::parse(requiresPython);
    // Of a minor's micro releases a late one counts, as images have it.
    if (!requiresPython.isEmpty() && required && !required->contains(Version(u"3.%1.99"_s.arg(pythonMinor))))
        return false;
    if (!isWheel)
        return true;
    const QStringList parts = name.chopped(4).split(u'-');
    if (parts.size() < 5)
        return false;
    const QStringList pythons = parts[parts.size() - 3].split(u'.');
    const QStringList abis = parts[parts.size() - 2].split(u'.');
    const QStringList platforms = parts.last().split(u'.');
    const bool pythonFits = std::any_of(pythons.begin(), pythons.end(), [&](const QString &tag) {
        return std::any_of(abis.begin(), abis.end(), [&](const QString &abi) { return pythonTagFits(tag, abi, pythonMinor); });
    });
    return pythonFits && std::any_of(platforms.begin(), platforms.end(), [&](const QString &tag) { return platformTagFits(tag, machine); });
}

QList<int> IndexPage::pythonsOf(const QString &version, const QString &machine) const
{
    const Version wanted(version);
    QList<int> minors;
    for (int minor = oldestMinor; minor <= newestMinor; ++minor) {
        const bool any = std::any_of(files.begin(), files.end(), [&](const IndexFile &file) {
            return file.isWheel && Version(file.version) == wanted && file.fits(minor, machine);
        });
        if (any)
            minors.append(minor);
    }
    return minors;
}

bool IndexPage::has(const QString &version) const
{
    return std::any_of(files.begin(), files.end(), [wanted = Version(version)](const IndexFile &file) { return Version(file.version) == wanted; });
}

bool IndexPage::isYanked(const QString &version) const
{
    return has(version) && std::all_of(files.begin(), files.end(), [wanted = Version(version)](const IndexFile &file) {
        return file.isYanked || !(Version(file.version) == wanted);
    });
}

Result<IndexPage> readIndexPage(const QString &name, const QByteArray &body, const QString &contentType)
{
    IndexPage page;
    page.name = normalizedName(name);
    const bool isJson = contentType.contains(u"json");
    const bool isHtml = contentType.startsWith(u"text/html") || contentType.contains(u"simple.v1+html");
    if ((isJson && readJson(page, body)) || (isHtml && readHtml(page, body)))
        return page;
    return failure(u"index-unreadable"_s,
                   QCoreApplication::translate("Resolve", "The package index answered something that is no list of files. Check the index address."),
                   QString::fromUtf8(body.left(500)));
}

} // namespace drydock
