// SPDX-License-Identifier: Apache-2.0
#include "core/python/requirement.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// A decimal text without leading zeros; "0" for nothing, as PEP 440 reads an absent number.
QString number(QStringView digits)
{
    qsizetype zeros = 0;
    while (zeros + 1 < digits.size() && digits[zeros] == u'0')
        ++zeros;
    return digits.isEmpty() ? u"0"_s : digits.mid(zeros).toString();
}

int compareNumbers(const QString &a, const QString &b)
{
    if (a.size() != b.size())
        return a.size() < b.size() ? -1 : 1;
    return a.compare(b);
}

int compareReleases(const QStringList &a, const QStringList &b)
{
    static const QString zero = u"0"_s;
    for (qsizetype i = 0; i < std::max(a.size(), b.size()); ++i) {
        if (const int order = compareNumbers(a.value(i, zero), b.value(i, zero)))
            return order;
    }
    return 0;
}

bool isNumber(const QString &segment)
{
    return std::all_of(segment.begin(), segment.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

int compareLocals(const QStringList &a, const QStringList &b)
{
    for (qsizetype i = 0; i < std::min(a.size(), b.size()); ++i) {
        const bool aNumber = isNumber(a[i]);
        if (aNumber != isNumber(b[i]))
            return aNumber ? 1 : -1; // numbers sort after words
        if (const int order = aNumber ? compareNumbers(a[i], b[i]) : a[i].compare(b[i]))
            return order;
    }
    return a.size() < b.size() ? -1 : a.size() > b.size();
}

const QRegularExpression &versionPattern()
{
    static const QRegularExpression pattern(
        uR"(\A\s*v?(?:([0-9]+)!)?([0-9]+(?:\.[0-9]+)*))" // epoch, release
        uR"((?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?([0-9]*))?)"
        uR"((?:-([0-9]+)|[-_.]?(post|rev|r)[-_.]?([0-9]*))?)"
        uR"((?:[-_.]?(dev)[-_.]?([0-9]*))?)"
        uR"((?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?\s*\z)"_s,
        QRegularExpression::CaseInsensitiveOption);
    return pattern;
}

Error invalid(const QString &part)
{
    return {u"requirement-invalid"_s,
            QCoreApplication::translate("Requirement",
                                        "“%1” is not a version condition. Write it like >=1.5 or ==2.0.*, separated by commas.")
                .arg(part),
            {}};
}

} // namespace

Version::Version(const QString &text)
    : m_text(text.trimmed())
{
    // A hostile text must not make the pattern wander; no real version is longer.
    if (text.size() > 500)
        return;
    const auto match = versionPattern().match(text);
    if (!match.hasMatch())
        return;
    m_valid = true;
    m_epoch = number(match.capturedView(1));
    for (const QStringView segment : match.capturedView(2).split(u'.'))
        m_release.append(number(segment));
    const QString pre = match.captured(3).toLower();
    if (!pre.isEmpty()) {
        m_pre = pre.startsWith(u'a') ? u"a"_s : pre.startsWith(u'b') ? u"b"_s : u"rc"_s;
        m_preNumber = number(match.capturedView(4));
    }
    if (match.hasCaptured(5))
        m_post = number(match.capturedView(5));
    else if (match.hasCaptured(6))
        m_post = number(match.capturedView(7));
    if (match.hasCaptured(8))
        m_dev = number(match.capturedView(9));
    static const QRegularExpression separators(u"[-_.]"_s);
    if (match.hasCaptured(10)) {
        const QStringList segments = match.captured(10).toLower().split(separators);
        for (const QString &segment : segments)
            m_local.append(isNumber(segment) ? number(segment) : segment);
    }
}

int Version::compare(const Version &other) const
{
    if (!m_valid || !other.m_valid)
        return m_valid != other.m_valid ? (m_valid ? 1 : -1) : m_text.compare(other.m_text);
    if (const int order = compareNumbers(m_epoch, other.m_epoch))
        return order;
    if (const int order = compareReleases(m_release, other.m_release))
        return order;
    // 1.0.dev1 < 1.0a1 < 1.0b1 < 1.0rc1 < 1.0 < 1.0.post1
    const auto phase = [](const Version &v) {
        if (v.m_pre.isEmpty())
            return v.m_dev && !v.m_post ? -1 : 3;
        return v.m_pre == u"a" ? 0 : v.m_pre == u"b" ? 1 : 2;
    };
    if (const int order = phase(*this) - phase(other))
        return order;
    if (const int order = compareNumbers(m_preNumber, other.m_preNumber))
        return order;
    if (m_post.has_value() != other.m_post.has_value())
        return m_post ? 1 : -1;
    if (const int order = compareNumbers(m_post.value_or(QString()), other.m_post.value_or(QString())))
        return order;
    if (m_dev.has_value() != other.m_dev.has_value())
        return m_dev ? -1 : 1;
    if (const int order = compareNumbers(m_dev.value_or(QString()), other.m_dev.value_or(QString())))
        return order;
    return compareLocals(m_local, other.m_local);
}

QString Version::normalized() const
{
    if (!m_valid)
        return m_text;
    QString text = m_epoch == u"0" ? QString() : m_epoch + u'!';
    text += m_release.join(u'.');
    if (!m_pre.isEmpty())
        text += m_pre + m_preNumber;
    if (m_post)
        text += u".post"_s + *m_post;
    if (m_dev)
        text += u".dev"_s + *m_dev;
    if (!m_local.isEmpty())
        text += u'+' + m_local.join(u'.');
    return text;
}

Version Version::base() const
{
    Version version = publicPart();
    version.m_pre.clear();
    version.m_preNumber.clear();
    version.m_post.reset();
    version.m_dev.reset();
    return version;
}

Version Version::publicPart() const
{
    Version version = *this;
    version.m_local.clear();
    return version;
}

Result<VersionSpecifiers> VersionSpecifiers::parse(const QString &text)
{
    static const QRegularExpression pattern(uR"(\A\s*(===|~=|==|!=|<=|>=|<|>)\s*(\S+)\s*\z)"_s);
    VersionSpecifiers specifiers;
    const QStringList parts = text.split(u',');
    for (const QString &part : parts) {
        if (part.trimmed().isEmpty())
            continue; // a trailing comma is common and harmless
        const auto match = pattern.match(part);
        if (!match.hasMatch())
            return tl::unexpected(invalid(part.trimmed()));
        const QString written = match.captured(2);
        const bool wildcard = written.endsWith(u".*");
        const Part found{match.captured(1), written, Version(wildcard ? written.chopped(2) : written)};
        const Version &version = found.bound;
        const bool equality = found.op == u"==" || found.op == u"!=";
        const bool plain = version.base() == version && version.m_local.isEmpty() && !version.m_post;
        if (found.op != u"==="
            && (!version.isValid() || (wildcard && !(equality && plain)) || (!equality && !version.m_local.isEmpty())
                || (found.op == u"~=" && version.m_release.size() < 2)))
            return tl::unexpected(invalid(part.trimmed()));
        specifiers.m_parts.append(found);
    }
    return specifiers;
}

bool VersionSpecifiers::matches(const Part &part, const Version &version)
{
    if (part.op == u"===")
        return version.normalized().compare(part.version, Qt::CaseInsensitive) == 0;
    if (!version.isValid())
        return false;
    const bool wildcard = part.version.endsWith(u".*");
    const Version &wanted = part.bound;
    const auto hasPrefix = [&version, &wanted](qsizetype length) {
        if (version.m_epoch != wanted.m_epoch)
            return false;
        for (qsizetype i = 0; i < length; ++i) {
            if (version.m_release.value(i, u"0"_s) != wanted.m_release[i])
                return false;
        }
        return true;
    };
    if (part.op == u"==" || part.op == u"!=") {
        const bool equal = wildcard ? hasPrefix(wanted.m_release.size())
                                    : (wanted.m_local.isEmpty() ? version.publicPart() : version) == wanted;
        return equal == (part.op == u"==");
    }
    const Version candidate = version.publicPart();
    if (part.op == u"~=")
        return candidate.compare(wanted) >= 0 && hasPrefix(wanted.m_release.size() - 1);
    if (part.op == u"<=")
        return candidate.compare(wanted) <= 0;
    if (part.op == u">=")
        return candidate.compare(wanted) >= 0;
    if (part.op == u"<") {
        // A version's pre-releases are not below it, unless it is one itself.
        Version bound = wanted;
        if (!wanted.isPrerelease())
            bound.m_dev = u"0"_s;
        return version < bound;
    }
    // Nor are its post-releases and local versions above it; those of another pre-release are.
    if (wanted.m_dev || wanted.m_post)
        return wanted < candidate;
    const bool isVariant = version.base() == wanted.base() && version.m_pre == wanted.m_pre && version.m_preNumber == wanted.m_preNumber;
    return wanted < version && !isVariant;
}

bool VersionSpecifiers::containsInstalled(const Version &version) const
{
    return std::all_of(m_parts.begin(), m_parts.end(), [&version](const Part &part) { return matches(part, version); });
}

bool VersionSpecifiers::contains(const Version &version) const
{
    const auto namesPrerelease = [](const Part &part) { return part.op != u"!=" && Version(part.version).isPrerelease(); };
    if (!m_parts.isEmpty() && version.isPrerelease() && std::none_of(m_parts.begin(), m_parts.end(), namesPrerelease))
        return false;
    return containsInstalled(version);
}

QString VersionSpecifiers::text() const
{
    QStringList parts;
    for (const Part &part : m_parts)
        parts.append(part.op + part.version);
    return parts.join(u',');
}

QString VersionSpecifiers::pinned() const
{
    for (const Part &part : m_parts) {
        if (part.op == u"===" || (part.op == u"==" && !part.version.endsWith(u".*")))
            return part.version;
    }
    return {};
}

} // namespace drydock
