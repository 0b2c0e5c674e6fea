// SPDX-License-Identifier: Apache-2.0
#include "core/coverage/differences.h"

#include "core/python/requirement.h"
#include "core/words.h"

#include <QCoreApplication>
#include <QMap>
#include <QSet>

#include <tuple>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Differences)
};

/// Normalised name → version, and the name as it is written.
QMap<QString, std::pair<QString, QString>> installedIn(const ImageCoverage &image)
{
    QMap<QString, std::pair<QString, QString>> installed;
    if (const Interpreter *python = image.python()) {
        for (const Distribution &each : python->distributions)
            installed.insert(normalizedName(each.name), {each.name, each.version.isEmpty() ? Text::tr("installed") : each.version});
    }
    return installed;
}

} // namespace

QList<Difference> differencesBetween(const Coverage &coverage, const ImageCoverage &one, const ImageCoverage &other)
{
    using Kind = Difference::Kind;
    QList<Difference> differences;
    const auto add = [&differences](Kind kind, const QString &name, const QString &first, const QString &second) {
        if (first != second)
            differences.append({kind, name, first, second});
    };
    const auto python = [](const ImageCoverage &image) { return image.python() ? image.python()->version : QString(); };
    const auto covers = [](const ImageCoverage &image) { return image.python() ? Text::tr("%1 of %2").arg(image.covers).arg(image.of) : QString(); };
    add(Kind::Fact, Text::tr("Imports covered"), covers(one), covers(other));
    add(Kind::Fact, Text::tr("Python"), python(one), python(other));
    add(Kind::Fact, Text::tr("Prefect"), one.image.prefect(), other.image.prefect());
    add(Kind::Fact, Text::tr("Platform"), one.image.platform, other.image.platform);
    add(Kind::Fact, Text::tr("Size"), sizeText(one.image.size), sizeText(other.image.size));
    add(Kind::Fact, Text::tr("User"), one.image.user, other.image.user);
    add(Kind::Fact, Text::tr("Working directory"), one.image.workingDirectory, other.image.workingDirectory);
    add(Kind::Fact, Text::tr("Entrypoint"), one.image.entrypoint.join(u' '), other.image.entrypoint.join(u' '));
    // That one was tried already and the other was only found is no difference of the images.
    const auto standing = [](const Cell &cell) { return std::tuple(cell.status, cell.cause, cell.distribution, cell.version); };
    QSet<QString> named; // Several scripts may need the same.
    for (qsizetype i = 0; i < coverage.needs.size(); ++i) {
        const Need &need = coverage.needs.at(i);
        if (standing(one.cells.at(i)) == standing(other.cells.at(i)) || named.contains(need.module))
            continue;
        named.insert(need.module);
        add(Kind::Import, need.module, cellWord(need, one.cells.at(i), one.image), cellWord(need, other.cells.at(i), other.image));
    }

    const auto first = installedIn(one);
    const auto second = installedIn(other);
    QMap<QString, QString> names;
    for (const auto &installed : {first, second})
        for (auto it = installed.begin(); it != installed.end(); ++it)
            names.insert(it.key(), it.value().first);
    for (auto it = names.begin(); it != names.end(); ++it)
        add(Kind::Distribution, it.value(), first.value(it.key()).second, second.value(it.key()).second);

    QStringList variables = one.image.environment.keys() + other.image.environment.keys();
    variables.sort();
    variables.removeDuplicates();
    for (const QString &variable : std::as_const(variables))
        add(Kind::Variable, variable, one.image.environment.value(variable), other.image.environment.value(variable));
    return differences;
}

} // namespace drydock
