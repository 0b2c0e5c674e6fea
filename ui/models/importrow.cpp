// SPDX-License-Identifier: Apache-2.0
#include "ui/models/importrow.h"

#include "core/python/candidates.h"
#include "core/python/requirement.h"
#include "core/words.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QHash>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ImportRow)
};

ImportGroup groupOf(const Import &import)
{
    if (import.necessity == Necessity::Implied)
        return ImportGroup::Implied;
    switch (import.kind) {
    case ImportKind::StandardLibrary:
        return ImportGroup::StandardLibrary;
    case ImportKind::Prefect:
        return ImportGroup::Prefect;
    case ImportKind::Local:
        return ImportGroup::Local;
    case ImportKind::ThirdParty:
    case ImportKind::Unknown:
        break;
    }
    return ImportGroup::ThirdParty;
}

/// The name is only known when the script runs.
bool isOpen(const Import &import)
{
    return import.target.isEmpty() && import.module.isEmpty();
}

QString nameOf(const Import &import)
{
    return isOpen(import)         ? Text::tr("a name that is made when the script runs")
        : import.target.isEmpty() ? import.module
                                  : import.target;
}

/// The strongest reason speaks for a module that is imported more than once.
int weakness(Necessity necessity)
{
    switch (necessity) {
    case Necessity::Required:
    case Necessity::Implied:
        return 0;
    case Necessity::Conditional:
        return 1;
    case Necessity::Optional:
        return 2;
    case Necessity::Typing:
        break;
    }
    return 3;
}

QString placeWords(const SourcePlace &place)
{
    const QString file = QFileInfo(place.file).fileName();
    return place.line > 0 ? Text::tr("%1 line %2").arg(file).arg(place.line) : file;
}

/// A phrase of core as a sentence; it keeps its case, for it may begin with a name.
QString asSentence(const QString &phrase)
{
    return phrase.isEmpty() || phrase.endsWith(u'.') ? phrase : QString(phrase % u'.');
}

QString necessityWords(const Import &import)
{
    switch (import.necessity) {
    case Necessity::Required:
        return import.inFunction ? Text::tr("Needed when a function runs") : Text::tr("Needed");
    case Necessity::Implied:
        return Text::tr("Needed without being imported");
    case Necessity::Optional:
        return Text::tr("Optional, the script goes on without it");
    case Necessity::Typing:
        return Text::tr("For type checkers only");
    case Necessity::Conditional:
        return Text::tr("Needed only if %1").arg(import.condition);
    }
    return {};
}

const DeclaredRequirement *declarationOf(const QHash<QString, const DeclaredRequirement *> &declared,
                                         const QStringList &distributions)
{
    for (const QString &distribution : distributions)
        if (const DeclaredRequirement *found = declared.value(normalizedName(distribution)))
            return found;
    return nullptr;
}

} // namespace

QString groupName(ImportGroup group)
{
    switch (group) {
    case ImportGroup::ThirdParty:
        return Text::tr("Third-party");
    case ImportGroup::Local:
        return Text::tr("Local");
    case ImportGroup::Prefect:
        return Text::tr("Prefect");
    case ImportGroup::Implied:
        return Text::tr("Implied");
    case ImportGroup::StandardLibrary:
        return Text::tr("Standard library");
    case ImportGroup::DeclaredOnly:
        return Text::tr("Declared only");
    }
    return {};
}

QString groupMeaning(ImportGroup group)
{
    switch (group) {
    case ImportGroup::ThirdParty:
        return Text::tr("Modules of distributions that pip installs.");
    case ImportGroup::Local:
        return Text::tr("Your own modules, which must come with the flow or be in the image.");
    case ImportGroup::Prefect:
        return Text::tr("Modules of Prefect itself.");
    case ImportGroup::Implied:
        return Text::tr("Needed when the flow runs, although no import says so.");
    case ImportGroup::StandardLibrary:
        return Text::tr("Part of Python; nothing has to be installed.");
    case ImportGroup::DeclaredOnly:
        return Text::tr("Declared beside the script, and imported by nothing that it reaches.");
    }
    return {};
}

Icon groupIcon(ImportGroup group)
{
    switch (group) {
    case ImportGroup::ThirdParty:
        return Icon::Package;
    case ImportGroup::Local:
        return Icon::House;
    case ImportGroup::Prefect:
        return Icon::Workflow;
    case ImportGroup::Implied:
        return Icon::PackagePlus;
    case ImportGroup::StandardLibrary:
        return Icon::Library;
    case ImportGroup::DeclaredOnly:
        return Icon::FileText;
    }
    return Icon::Package;
}

QList<SourcePlace> ImportRow::places() const
{
    QList<SourcePlace> all;
    QSet<std::pair<QString, int>> seen;
    for (const Import &each : imports) {
        if (!seen.contains({each.file, each.line}))
            all.append({each.file, each.line});
        seen.insert({each.file, each.line});
    }
    if (all.isEmpty() && declared && !declared->source.isEmpty())
        all.append({declared->source, declared->line});
    return all;
}

QList<ImportRow> importRows(const FlowScript &script, const ProvidedBy &said)
{
    QHash<QString, const DeclaredRequirement *> declared;
    QList<std::pair<QString, const DeclaredRequirement *>> inOrder;
    for (const DeclaredRequirement &each : script.declared) {
        const auto requirement = Requirement::parse(each.requirement);
        if (!requirement || declared.contains(normalizedName(requirement->name)))
            continue;
        declared.insert(normalizedName(requirement->name), &each);
        inOrder.append({requirement->name, &each});
    }

    QList<ImportRow> rows;
    QHash<std::pair<int, QString>, qsizetype> known;
    QSet<QString> imported;
    for (const Import &import : script.imports) {
        for (const QString &distribution : import.distributions)
            imported.insert(normalizedName(distribution));
        const ImportGroup group = groupOf(import);
        const QString name = nameOf(import);
        const std::pair key{static_cast<int>(group), name};
        const auto row = known.constFind(key);
        if (row != known.constEnd()) {
            rows[*row].imports.append(import);
            continue;
        }
        ImportRow added;
        added.script = script.path;
        added.group = group;
        added.name = name;
        added.imports = {import};
        if (const DeclaredRequirement *found = declarationOf(declared, import.distributions))
            added.declared = *found;
        if (added.canBeSaid() && import.confidence == Confidence::Declared) {
            for (QString prefix = name; !prefix.isEmpty() && added.saidFor.isEmpty();
                 prefix = prefix.section(u'.', 0, -2))
                if (said.contains(prefix))
                    added.saidFor = prefix;
        }
        known.insert(key, rows.size());
        rows.append(added);
    }
    for (ImportRow &row : rows) {
        std::stable_sort(row.imports.begin(), row.imports.end(), [](const Import &a, const Import &b) {
            return weakness(a.necessity) < weakness(b.necessity);
        });
    }
    for (const auto &[name, requirement] : std::as_const(inOrder)) {
        if (imported.contains(normalizedName(name)))
            continue;
        ImportRow row;
        row.script = script.path;
        row.group = ImportGroup::DeclaredOnly;
        row.name = name;
        row.declared = *requirement;
        rows.append(row);
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const ImportRow &a, const ImportRow &b) { return a.group < b.group; });
    return rows;
}

QString nameToSay(const QString &module)
{
    const QString known = candidatesFor(module).matched;
    return known.isEmpty() ? module.section(u'.', 0, 0) : known;
}

QString distributionText(const ImportRow &row)
{
    const Import *import = row.import();
    if (!import)
        return row.declared ? row.declared->requirement.mid(row.name.size()).trimmed() : QString();
    if (row.group == ImportGroup::Local)
        return Text::tr("your own module");
    if (row.group == ImportGroup::StandardLibrary || row.group == ImportGroup::Prefect)
        return {};
    const QString distribution = import->distributions.value(0);
    return distribution == row.name ? QString() : distribution;
}

QString whereText(const ImportRow &row)
{
    const SourcePlace place = row.place();
    if (place.line <= 0)
        return QFileInfo(place.file).fileName();
    const QString where = place.file == row.script ? Text::tr("line %1").arg(place.line) : placeWords(place);
    const Import *import = row.import();
    switch (import ? import->necessity : Necessity::Required) {
    case Necessity::Optional:
        return Text::tr("%1, optional").arg(where);
    case Necessity::Conditional:
        return Text::tr("%1, conditional").arg(where);
    case Necessity::Typing:
        return Text::tr("%1, for types").arg(where);
    case Necessity::Required:
    case Necessity::Implied:
        break;
    }
    return where;
}

QString originSentence(const ImportRow &row)
{
    const Import *import = row.import();
    if (!import)
        return Text::tr("%1 is declared, and nothing imports it").arg(row.name);
    if (isOpen(*import))
        return Text::tr("What is imported here is known only when the script runs");
    const QString distribution = import->distributions.value(0);
    switch (row.group) {
    case ImportGroup::StandardLibrary:
        if (!import->since.isEmpty() && import->until.isEmpty())
            return Text::tr("%1 is part of Python, from %2 on").arg(row.name, import->since);
        if (!import->until.isEmpty())
            return Text::tr("%1 is part of Python, up to %2").arg(row.name, import->until);
        return Text::tr("%1 is part of Python itself").arg(row.name);
    case ImportGroup::Prefect:
        return Text::tr("%1 comes with Prefect").arg(row.name);
    case ImportGroup::Local:
        return Text::tr("%1 is your own module").arg(row.name);
    case ImportGroup::Implied:
        return Text::tr("%1 is needed when the flow runs").arg(distribution.isEmpty() ? row.name : distribution);
    case ImportGroup::ThirdParty:
    case ImportGroup::DeclaredOnly:
        break;
    }
    if (import->kind == ImportKind::Unknown)
        return Text::tr("It is not known what provides %1").arg(row.name);
    if (distribution.isEmpty())
        return Text::tr("%1 may come from several distributions").arg(row.name);
    if (!row.saidFor.isEmpty())
        return Text::tr("%1 comes from %2, as you said").arg(row.name, distribution);
    switch (import->confidence) {
    case Confidence::Guessed:
        return Text::tr("%1 probably comes from %2: %3").arg(row.name, distribution, import->evidence);
    case Confidence::Known:
        return distribution == row.name
            ? Text::tr("%1 is known to come from the distribution of that name").arg(row.name)
            : Text::tr("%1 is known to come from %2").arg(row.name, distribution);
    case Confidence::Environment:
    case Confidence::Declared:
        break;
    }
    return Text::tr("%1 comes from %2: %3").arg(row.name, distribution, import->evidence);
}

QString reasonSentence(const ImportRow &row)
{
    const Import *import = row.import();
    // What the statement says already is not said twice.
    const bool saysPlace = import && row.saidFor.isEmpty() && import->confidence == Confidence::Declared;
    const QString declared = row.declared && saysPlace ? Text::tr("Declared as %1.").arg(row.declared->requirement)
        : row.declared
        ? Text::tr("Declared as %1 in %2.")
              .arg(row.declared->requirement,
                   row.declared->source.isEmpty() ? Text::tr("your own words")
                                                  : placeWords({row.declared->source, row.declared->line}))
        : QString();
    if (!import)
        return QString(declared % u' ' % Text::tr("A plug-in or driver may be needed all the same."));
    QStringList sentences;
    // Elsewhere the statement above holds the evidence already.
    if (row.group == ImportGroup::Implied || row.group == ImportGroup::Local || import->distributions.isEmpty())
        if (row.group != ImportGroup::StandardLibrary)
            sentences.append(asSentence(import->evidence));
    const qsizetype others = row.places().size() - 1;
    const QString place = placeWords(row.place());
    if (row.group != ImportGroup::Implied)
        //: %1 is "Needed" or "Optional, …", %2 "etl.py line 6"
        sentences.append(
            (others == 0 ? Text::tr("%1; imported by %2.")
                 : others == 1
                 ? Text::tr("%1; imported by %2 and in one other place.")
                 : Text::tr("%1; imported by %2 and in %3 other places.").replace(u"%3"_s, QString::number(others)))
                .arg(necessityWords(*import), place));
    else
        sentences.append(Text::tr("Because of %1.").arg(place));
    sentences.append(declared);
    sentences.removeAll(QString());
    return sentences.join(u' ');
}

QList<std::pair<QString, QString>> factsOf(const ImportRow &row)
{
    QList<std::pair<QString, QString>> facts;
    const auto add = [&facts](const QString &name, const QString &value) {
        if (!value.isEmpty())
            facts.append({name, value});
    };
    if (const Import *import = row.import()) {
        add(Text::tr("Why it counts"), necessityWords(*import));
        if (!import->distributions.isEmpty())
            add(Text::tr("Distribution"), import->distributions.mid(0, 6).join(u", "_s));
        add(Text::tr("Known from"),
            row.saidFor.isEmpty() ? import->evidence : Text::tr("you said so for %1").arg(row.saidFor));
        add(Text::tr("Version you run"), import->version);
        QStringList names;
        for (const Import &each : row.imports)
            if (!each.name.isEmpty() && !names.contains(each.name))
                names.append(each.name);
        add(Text::tr("Names used"), names.mid(0, 20).join(u", "_s));
        if (!import->via.isEmpty()) {
            QStringList chain;
            for (const SourcePlace &place : import->via)
                chain.append(placeWords(place));
            chain.append(placeWords({import->file, import->line}));
            add(Text::tr("Reached by"), chain.join(u" → "_s));
        }
    }
    if (row.declared)
        add(Text::tr("Declared"),
            row.declared->source.isEmpty()
                ? row.declared->requirement
                : Text::tr("%1 in %2")
                      .arg(row.declared->requirement, placeWords({row.declared->source, row.declared->line})));
    QStringList places;
    const QList<SourcePlace> all = row.places();
    for (const SourcePlace &place : all.mid(0, 8))
        places.append(placeWords(place));
    if (all.size() > places.size())
        places.append(Text::tr("%1 more").arg(all.size() - places.size()));
    if (!row.imports.isEmpty())
        add(Text::tr("Imported in"), places.join(u", "_s));
    return facts;
}

QString copiedSentence(const ImportRow &row)
{
    return QString(originSentence(row) % u". "_s % reasonSentence(row));
}

} // namespace drydock
