// SPDX-License-Identifier: Apache-2.0
#include "core/script/dependencytable.h"

#include "core/script/condaspec.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// Conditions of a table in the words of PEP 508: Poetry's `python` and `platform`, and Pipenv's markers as keys.
QString markersOf(const QJsonObject &details)
{
    QStringList conditions;
    if (const QString text = details[u"markers"].toString(); !text.isEmpty())
        conditions.append(text.contains(u" or ") ? u'(' + text + u')' : text);
    for (const QString &part : fromPoetry(details[u"python"].toString()).split(u',', Qt::SkipEmptyParts)) {
        static const QRegularExpression pattern(u"^([<>=!~]+)(.*)$"_s);
        const auto match = pattern.match(part);
        conditions.append(
            u"%1 %2 \"%3\""_s.arg(match.captured(2).count(u'.') > 1 ? u"python_full_version"_s : u"python_version"_s,
                                  match.captured(1), match.captured(2)));
    }
    if (const QString platform = details[u"platform"].toString(); !platform.isEmpty())
        conditions.append(u"sys_platform == \"%1\""_s.arg(platform));
    for (const QString &variable : {u"sys_platform"_s, u"platform_system"_s, u"platform_machine"_s, u"os_name"_s,
                                    u"python_version"_s, u"python_full_version"_s}) {
        if (const QString condition = details[variable].toString(); !condition.isEmpty())
            conditions.append(variable + u' ' + condition);
    }
    return conditions.join(u" and "_s);
}

} // namespace

QString fromPoetry(const QString &constraint)
{
    // Alternatives have no counterpart; any version is the honest answer.
    if (constraint.contains(u'|'))
        return {};
    static const QRegularExpression pattern(uR"((\^|~=|~|===|==|!=|<=|>=|<|>|=)?\s*(\*|[0-9A-Za-z][^,\s]*))"_s);
    QStringList parts;
    for (const QRegularExpressionMatch &match : pattern.globalMatch(constraint)) {
        const QString sign = match.captured(1);
        const QString version = match.captured(2);
        if (version == u"*")
            continue;
        if (sign != u"^" && sign != u"~") {
            parts.append((sign.isEmpty() || sign == u"=" ? u"=="_s : sign) + version);
            continue;
        }
        // ^ may change what stands right of the first number that is not zero, ~ what stands right of the second.
        const QStringList numbers = version.split(u'.');
        qsizetype keep = sign == u"~" ? std::min<qsizetype>(1, numbers.size() - 1) : 0;
        while (sign == u"^" && keep + 1 < numbers.size() && numbers[keep] == u"0")
            ++keep;
        QStringList upper = numbers.mid(0, keep + 1);
        upper.last() = QString::number(upper.last().toInt() + 1);
        parts.append(u">=%1"_s.arg(version));
        parts.append(u"<%1"_s.arg(upper.join(u'.')));
    }
    return parts.join(u',');
}

QString addressOf(const QJsonObject &details)
{
    QString address = details[u"url"].toString();
    if (const QString git = details[u"git"].toString(); !git.isEmpty()) {
        const QString revision =
            details[u"rev"].toString(details[u"tag"].toString(details[u"branch"].toString(details[u"ref"].toString())));
        address =
            (git.startsWith(u"git+") ? git : u"git+"_s + git) + (revision.isEmpty() ? QString() : u'@' + revision);
    }
    if (const QString below = details[u"subdirectory"].toString(); !address.isEmpty() && !below.isEmpty())
        address += u"#subdirectory="_s + below;
    return address;
}

bool isOwnProject(const QJsonObject &details)
{
    return details.contains(u"path") || details.contains(u"file") || details[u"workspace"].toBool();
}

void declareTable(const QJsonObject &table, const QString &pointer, const Document &document, const QString &path,
                  bool conda, Declarations &into)
{
    for (auto it = table.begin(); it != table.end(); ++it) {
        const QString key = pointer + u'/' + it.key();
        if (it.key().compare(u"python", Qt::CaseInsensitive) == 0) {
            if (into.requiresPython.isEmpty())
                into.requiresPython = fromPoetry(it->isString() ? it->toString() : (*it)[u"version"].toString());
            continue;
        }
        const QString name = conda ? distributionOfConda(it.key()) : it.key();
        QJsonArray alternatives = it->toArray();
        if (!it->isArray())
            alternatives.append(*it);
        for (const QJsonValue &alternative : std::as_const(alternatives)) {
            const QJsonObject details = alternative.toObject();
            if (name.isEmpty() || isOwnProject(details))
                continue;
            QString text = name;
            QStringList extras;
            const QJsonArray listed = details[u"extras"].toArray();
            for (const QJsonValue &extra : listed)
                extras.append(extra.toString());
            if (!extras.isEmpty())
                text += u'[' + extras.join(u',') + u']';
            const QString address = addressOf(details);
            text += address.isEmpty()
                ? fromPoetry(alternative.isString() ? alternative.toString() : details[u"version"].toString())
                : u" @ "_s + address;
            if (const QString markers = markersOf(details); !markers.isEmpty())
                text += u" ; "_s + markers;
            into.declare(text, path, document.line(key));
        }
    }
}

} // namespace drydock
