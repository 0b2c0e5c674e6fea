// SPDX-License-Identifier: Apache-2.0
#include "core/python/requirement.h"

#include "core/python/marker.h"

#include <QCoreApplication>

#include <utility>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

bool isWordCharacter(QChar c)
{
    return c.unicode() < 128 && c.isLetterOrNumber();
}

bool isNameCharacter(QChar c)
{
    return isWordCharacter(c) || c == u'-' || c == u'_' || c == u'.';
}

/// Reads a requirement from left to right.
class RequirementReader
{
public:
    explicit RequirementReader(const QString &text)
        : m_text(text)
    {
    }

    bool atEnd()
    {
        skipSpace();
        return m_at >= m_text.size();
    }

    bool at(QChar c) { return !atEnd() && m_text[m_at] == c; }

    bool take(QChar c)
    {
        if (!at(c))
            return false;
        ++m_at;
        return true;
    }

    QString name()
    {
        skipSpace();
        const qsizetype start = m_at;
        while (m_at < m_text.size() && isNameCharacter(m_text[m_at]))
            ++m_at;
        const QString found = m_text.mid(start, m_at - start);
        if (found.isEmpty() || !isWordCharacter(found.front()) || !isWordCharacter(found.back())) {
            m_at = start;
            return {};
        }
        return found;
    }

    /// Up to one of the characters, or the end.
    QString until(QStringView stops)
    {
        skipSpace();
        const qsizetype start = m_at;
        while (m_at < m_text.size() && !stops.contains(m_text[m_at]))
            ++m_at;
        return m_text.mid(start, m_at - start).trimmed();
    }

    QString rest() { return m_text.mid(std::exchange(m_at, m_text.size())).trimmed(); }

    tl::unexpected<Error> invalid(const QString &why) const
    {
        return failure(u"requirement-invalid"_s,
                       QCoreApplication::translate("Requirement", "“%1” is not a requirement: %2 (column %3).")
                           .arg(m_text.left(200), why)
                           .arg(m_at + 1));
    }

private:
    void skipSpace()
    {
        while (m_at < m_text.size() && m_text[m_at].isSpace())
            ++m_at;
    }

    const QString m_text;
    qsizetype m_at = 0;
};

} // namespace

bool mentions(const QString &text, const QString &distribution)
{
    const QRegularExpression word(u"(?<![\\w.-])%1(?![\\w-])"_s.arg(QRegularExpression::escape(distribution)), QRegularExpression::CaseInsensitiveOption);
    return word.match(text).hasMatch();
}

QString normalizedName(const QString &name)
{
    QString normal;
    normal.reserve(name.size());
    bool separator = false;
    for (const QChar c : name) {
        if (c == u'-' || c == u'_' || c == u'.') {
            separator = true;
            continue;
        }
        if (separator)
            normal.append(u'-');
        separator = false;
        normal.append(c.toLower());
    }
    if (separator)
        normal.append(u'-');
    return normal;
}

Result<Requirement> Requirement::parse(const QString &text)
{
    const auto say = [](const char *why) { return QCoreApplication::translate("Requirement", why); };
    RequirementReader reader(text);
    Requirement requirement;
    requirement.name = reader.name();
    if (requirement.name.isEmpty())
        return reader.invalid(say(QT_TRANSLATE_NOOP("Requirement", "it does not start with a name")));
    if (reader.take(u'[')) {
        bool more = !reader.take(u']');
        while (more) {
            const QString extra = reader.name();
            more = reader.take(u',');
            if (extra.isEmpty() || (!more && !reader.take(u']')))
                return reader.invalid(say(QT_TRANSLATE_NOOP("Requirement", "the extras in brackets are not complete")));
            requirement.extras.append(extra);
        }
    }
    if (reader.take(u'@')) {
        // A URL may hold a semicolon; the one that starts a marker stands after a space (PEP 508).
        const QString rest = reader.rest();
        const qsizetype marker = rest.indexOf(u" ;"_s);
        requirement.url = rest.left(marker).trimmed();
        requirement.marker = marker < 0 ? QString() : rest.mid(marker + 2).trimmed();
        if (requirement.url.isEmpty() || requirement.url.contains(u' '))
            return reader.invalid(say(QT_TRANSLATE_NOOP("Requirement", "there is no address after the @")));
    } else {
        const bool parenthesised = reader.take(u'(');
        auto specifiers = VersionSpecifiers::parse(reader.until(parenthesised ? u");" : u";"));
        if (!specifiers)
            return tl::unexpected(specifiers.error());
        if (parenthesised && !reader.take(u')'))
            return reader.invalid(say(QT_TRANSLATE_NOOP("Requirement", "a closing parenthesis is missing")));
        requirement.specifiers = *specifiers;
        if (reader.take(u';')) {
            requirement.marker = reader.rest();
            if (requirement.marker.isEmpty())
                return reader.invalid(say(QT_TRANSLATE_NOOP("Requirement", "there is no condition after the semicolon")));
        } else if (!reader.atEnd()) {
            return reader.invalid(say(QT_TRANSLATE_NOOP("Requirement", "there is more text after its end")));
        }
    }
    if (!requirement.marker.isEmpty()) {
        if (const auto marker = evaluateMarker(requirement.marker, {}); !marker)
            return tl::unexpected(marker.error());
    }
    return requirement;
}

QString Requirement::text() const
{
    QString text = name;
    if (!extras.isEmpty())
        text += u'[' + extras.join(u',') + u']';
    text += url.isEmpty() ? specifiers.text() : u" @ "_s + url;
    if (!marker.isEmpty())
        text += (url.isEmpty() ? u"; "_s : u" ; "_s) + marker;
    return text;
}

bool Requirement::appliesTo(const QMap<QString, QString> &environment) const
{
    return marker.isEmpty() || evaluateMarker(marker, environment).value_or(true);
}

} // namespace drydock
