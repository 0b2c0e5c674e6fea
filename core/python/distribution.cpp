// SPDX-License-Identifier: Apache-2.0
#include "core/python/distribution.h"

#include "core/python/requirement.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

const Distribution *Interpreter::distribution(const QString &name) const
{
    const QString wanted = normalizedName(name);
    const auto found = std::find_if(distributions.begin(), distributions.end(),
                                    [&wanted](const Distribution &d) { return normalizedName(d.name) == wanted; });
    return found == distributions.end() ? nullptr : &*found;
}

QList<const Distribution *> Interpreter::providersOf(const QString &module) const
{
    QList<QPair<qsizetype, const Distribution *>> matches;
    for (const Distribution &candidate : distributions) {
        qsizetype best = -1;
        for (const QString &provided : candidate.modules) {
            const bool covers = module.startsWith(provided)
                && (module.size() == provided.size() || module[provided.size()] == u'.');
            if (covers)
                best = std::max(best, provided.size());
        }
        if (best > 0)
            matches.append({best, &candidate});
    }
    std::stable_sort(matches.begin(), matches.end(), [](const auto &a, const auto &b) { return a.first > b.first; });
    QList<const Distribution *> providers;
    for (const auto &match : matches)
        providers.append(match.second);
    return providers;
}

ModuleIndex::ModuleIndex(const QList<Distribution> &distributions)
{
    for (qsizetype i = 0; i < distributions.size(); ++i) {
        for (const QString &module : distributions[i].modules)
            m_providers[module].append(i);
    }
}

QList<qsizetype> ModuleIndex::providersOf(const QString &module) const
{
    QList<qsizetype> providers;
    for (QString prefix = module; !prefix.isEmpty(); prefix.truncate(std::max<qsizetype>(prefix.lastIndexOf(u'.'), 0))) {
        for (const qsizetype provider : m_providers.value(prefix)) {
            if (!providers.contains(provider))
                providers.append(provider);
        }
    }
    return providers;
}

int Interpreter::minor() const
{
    const QStringList parts = version.split(u'.');
    bool ok = false;
    const int minor = parts.size() > 1 && parts.front() == u"3" ? parts[1].toInt(&ok) : -1;
    return ok ? minor : -1;
}

QJsonObject toJson(const Interpreter &interpreter)
{
    QJsonArray distributions;
    for (const Distribution &d : interpreter.distributions) {
        distributions.append(QJsonObject{{u"name"_s, d.name},
                                         {u"version"_s, d.version},
                                         {u"modules"_s, QJsonArray::fromStringList(d.modules)},
                                         {u"requires"_s, QJsonArray::fromStringList(d.requires_)},
                                         {u"source"_s, d.source}});
    }
    return {{u"path"_s, interpreter.path},
            {u"version"_s, interpreter.version},
            {u"default"_s, interpreter.isDefault},
            {u"runs_prefect"_s, interpreter.runsPrefect},
            {u"prefect"_s, interpreter.prefect.isEmpty() ? QJsonValue() : QJsonValue(interpreter.prefect)},
            {u"prefect_extras"_s, QJsonArray::fromStringList(interpreter.prefectExtras)},
            {u"standard_library"_s, QJsonArray::fromStringList(interpreter.standardLibrary)},
            {u"distributions"_s, distributions},
            {u"problems"_s, QJsonArray::fromStringList(interpreter.problems)}};
}

namespace {

QStringList texts(const QJsonValue &value)
{
    QStringList list;
    const QJsonArray array = value.toArray();
    for (const QJsonValue &element : array)
        list.append(element.toString());
    return list;
}

} // namespace

Interpreter interpreterFromJson(const QJsonObject &object)
{
    Interpreter interpreter;
    interpreter.path = object[u"path"].toString();
    interpreter.version = object[u"version"].toString();
    interpreter.isDefault = object[u"default"].toBool();
    interpreter.runsPrefect = object[u"runs_prefect"].toBool();
    interpreter.prefect = object[u"prefect"].toString();
    interpreter.prefectExtras = texts(object[u"prefect_extras"]);
    interpreter.standardLibrary = texts(object[u"standard_library"]);
    interpreter.problems = texts(object[u"problems"]);
    const QJsonArray distributions = object[u"distributions"].toArray();
    for (const QJsonValue &value : distributions) {
        interpreter.distributions.append({value[u"name"].toString(), value[u"version"].toString(), texts(value[u"modules"]),
                                          texts(value[u"requires"]), value[u"source"].toString()});
    }
    return interpreter;
}

} // namespace drydock
