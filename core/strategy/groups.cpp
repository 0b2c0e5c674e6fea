// SPDX-License-Identifier: Apache-2.0
#include "core/strategy/groups.h"

#include "core/python/requirement.h"
#include "core/strategy/additions.h"
#include "core/strategy/bases.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QHash>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Advice)
};

/// What one script asks of an image that it shares.
struct Wish {
    FlowScript script;
    QString runsOn;
    QHash<QString, Requirement> requirements; ///< By normalised name.
};

/// Whether some version can meet both: tried with the versions that either names, and those just beside them.
bool fitTogether(const Requirement &one, const Requirement &other)
{
    if (one.url != other.url && !one.url.isEmpty() && !other.url.isEmpty())
        return false;
    if (one.specifiers.isEmpty() || other.specifiers.isEmpty())
        return true;
    static const QRegularExpression number(u"\\d[\\w.!+]*"_s);
    QStringList candidates{u"0"_s, u"9999"_s};
    for (const QString &text : {one.specifiers.text(), other.specifiers.text()}) {
        auto matches = number.globalMatch(text);
        while (matches.hasNext()) {
            const QString version = matches.next().captured().remove(u".*"_s);
            candidates += QStringList{version, version + u".0.1"_s, version + u".9999"_s};
            // Just below: the largest of the release before it.
            QStringList parts = version.split(u'.');
            while (!parts.isEmpty() && parts.last().toInt() == 0)
                parts.removeLast();
            if (!parts.isEmpty()) {
                parts.last() = QString::number(parts.last().toInt() - 1);
                candidates.append(parts.join(u'.') + u".9999"_s);
            }
        }
    }
    return std::any_of(candidates.begin(), candidates.end(), [&](const QString &candidate) {
        const Version version(candidate);
        return one.specifiers.contains(version) && other.specifiers.contains(version);
    });
}

QString fileName(const FlowScript &script)
{
    return QFileInfo(script.path).fileName();
}

/// Requirements that the index knows no answer to on this base, one or several together.
struct Conflict {
    QList<Requirement> requirements;
    QString sentence; ///< Who wants what.
};

/// Of each refused group, the requirements that the refusal names; all where it names none.
QList<Conflict> conflictsIn(const Answers &answers)
{
    QList<Conflict> conflicts;
    for (const Answer &answer : answers) {
        if (!answer.error || (answer.error->code != u"resolution-conflict" && !isRefusal(*answer.error)))
            continue;
        Conflict named{{}, answer.error->sentence};
        Conflict whole = named;
        const QString said = answer.error->sentence + u' ' + answer.error->details;
        for (const QString &text : answer.question.requirements) {
            const Result<Requirement> requirement = Requirement::parse(text);
            if (!requirement)
                continue;
            whole.requirements.append(*requirement);
            if (mentions(said, requirement->name))
                named.requirements.append(*requirement);
        }
        conflicts.append(named.requirements.isEmpty() ? whole : named);
    }
    return conflicts;
}

/// Whether all that a conflict is made of is asked for by these scripts together.
bool isIn(const Conflict &conflict, const QList<Wish> &group)
{
    return std::all_of(conflict.requirements.begin(), conflict.requirements.end(), [&group](const Requirement &part) {
        bool isAsked = false;
        QStringList specifiers; // What several scripts ask of one distribution is one requirement in the group.
        for (const Wish &wish : group) {
            const auto own = wish.requirements.constFind(normalizedName(part.name));
            if (own == wish.requirements.cend())
                continue;
            isAsked = true;
            specifiers += own->specifiers.text().split(u',');
        }
        const QStringList parts = part.specifiers.text().split(u',');
        return isAsked && std::all_of(parts.begin(), parts.end(), [&specifiers](const QString &each) { return each.isEmpty() || specifiers.contains(each); });
    });
}

/// Why a script cannot share the image of the others, or empty.
QString apartBecause(const Wish &wish, const QList<Wish> &group, const QList<Conflict> &conflicts)
{
    const Wish &first = group.first();
    if (wish.script.generation != first.script.generation && wish.script.generation != 0 && first.script.generation != 0) {
        return Text::tr("Prefect %1 and Prefect %2 cannot be in one image.").arg(first.script.generation).arg(wish.script.generation);
    }
    if ((wish.runsOn == u"managed") != (first.runsOn == u"managed"))
        return Text::tr("A managed work pool runs Prefect's own image only.");
    for (const Wish &other : group) {
        for (auto it = wish.requirements.cbegin(); it != wish.requirements.cend(); ++it) {
            const auto same = other.requirements.constFind(it.key());
            if (same != other.requirements.cend() && !fitTogether(*same, *it)) {
                return Text::tr("%1 asks for %2 and %3 for %4, which one image cannot hold.")
                    .arg(fileName(other.script), same->text(), fileName(wish.script), it->text());
            }
        }
    }
    for (const Conflict &conflict : conflicts) {
        // What either asks for alone is refused together as it is apart.
        if (isIn(conflict, group + QList<Wish>{wish}) && !(isIn(conflict, group) && isIn(conflict, {wish})))
            return Text::tr("%1 cannot share an image with the scripts before. %2").arg(fileName(wish.script), conflict.sentence);
    }
    QList<FlowScript> all{wish.script};
    for (const Wish &other : group)
        all.append(other.script);
    if (officialPrefectImage(all).isEmpty() && !officialPrefectImage({wish.script}).isEmpty()) {
        return Text::tr("No Python suits %1 and %2.").arg(fileName(first.script), fileName(wish.script))
            + (wish.script.requiresPython.isEmpty() ? QString() : u' ' + Text::tr("%1 requires Python %2.").arg(fileName(wish.script), wish.script.requiresPython));
    }
    return {};
}

Situation situationOf(const Situation &whole, const QList<FlowScript> &scripts, const QList<Image> &images, const QMap<QString, ImportTrial> &trials, InterpreterIndexes *indexes)
{
    Situation part = whole;
    part.scripts = scripts;
    part.coverage = compare(scripts, images, trials, indexes);
    part.resolution.reset(); // It was asked for all of them.
    part.resolutionError.reset();
    return part;
}

FlowGroup groupOf(const Situation &situation, const Answers &answers)
{
    FlowGroup group;
    for (const FlowScript &script : situation.scripts)
        group.scripts.append(script.path);
    group.advice = advise(situation, answers);
    return group;
}

/// What the scripts of a group have in common.
QString togetherBecause(const QList<Wish> &group, bool isResolved, const QString &apart)
{
    QStringList sentences;
    if (group.size() > 1) {
        QHash<QString, int> users;
        for (const Wish &wish : group) {
            for (auto it = wish.requirements.cbegin(); it != wish.requirements.cend(); ++it)
                ++users[it.key()];
        }
        QString shared;
        for (auto it = users.cbegin(); it != users.cend(); ++it) {
            if (it.value() > 1 && (shared.isEmpty() || it.value() > users.value(shared) || (it.value() == users.value(shared) && it.key() < shared)))
                shared = it.key();
        }
        sentences.append(isResolved ? Text::tr("%1 scripts fit into one image: what they ask for was resolved together.").arg(group.size())
                                    : Text::tr("%1 scripts fit into one image: nothing that they ask for excludes each other.").arg(group.size()));
        if (!shared.isEmpty())
            sentences.append(Text::tr("%1 of them need %2.").arg(users.value(shared)).arg(shared));
    } else {
        sentences.append(Text::tr("The script's own image."));
    }
    if (!apart.isEmpty())
        sentences.append(apart);
    return sentences.join(u' ');
}

/// Scripts that images at hand cover already, the image that covers most of them first.
QList<FlowGroup> coveredGroups(const Situation &situation, const QList<Image> &images, const Answers &answers, const QMap<QString, ImportTrial> &trials,
                               InterpreterIndexes *indexes, QList<FlowScript> &rest)
{
    QMap<QString, QList<qsizetype>> coveredBy;
    for (qsizetype i = 0; i < rest.size(); ++i) {
        const Situation alone = situationOf(situation, {rest[i]}, images, trials, indexes);
        const Advice advice = advise(alone);
        if (advice.recommended != Strategy::DefaultImage)
            continue;
        for (const ImageCoverage &image : alone.coverage.images) {
            if (image.coversKnown && (rest[i].generation == 0 || !image.image.prefect().isEmpty())
                && image.image.source == u"engine")
                coveredBy[image.image.reference].append(i);
        }
        if (advice.of(Strategy::DefaultImage).rules.contains(u"prefects-own"))
            coveredBy[advice.coveringImage].append(i);
    }
    QList<FlowGroup> groups;
    QList<qsizetype> done;
    while (!coveredBy.isEmpty()) {
        const auto most = std::max_element(coveredBy.cbegin(), coveredBy.cend(), [](const auto &a, const auto &b) { return a.size() < b.size(); });
        QList<FlowScript> scripts;
        for (const qsizetype i : *most)
            scripts.append(rest[i]);
        const QList<qsizetype> taken = *most;
        FlowGroup group = groupOf(situationOf(situation, scripts, images, trials, indexes), answers);
        group.reason = Text::tr("%1 has everything that they need; nothing has to be built.").arg(group.advice.standsOn());
        groups.append(group);
        done += taken;
        for (auto it = coveredBy.begin(); it != coveredBy.end();) {
            it->removeIf([&taken](qsizetype i) { return taken.contains(i); });
            it = it->isEmpty() ? coveredBy.erase(it) : std::next(it);
        }
    }
    std::sort(done.begin(), done.end());
    for (qsizetype i = done.size() - 1; i >= 0; --i)
        rest.removeAt(done[i]);
    return groups;
}

} // namespace

FlowGroup soleGroup(const Situation &situation, const Advice &advice)
{
    FlowGroup group;
    for (const FlowScript &script : situation.scripts)
        group.scripts.append(script.path);
    group.advice = advice;
    group.reason = Text::tr("The script's own image.");
    return group;
}

QList<FlowScript> scriptsOf(const FlowGroup &group, const QList<FlowScript> &scripts)
{
    QList<FlowScript> own;
    std::copy_if(scripts.begin(), scripts.end(), std::back_inserter(own), [&group](const FlowScript &script) { return group.scripts.contains(script.path); });
    return own;
}

QList<FlowGroup> groupsOf(const Situation &situation, const Answers &answers, const QMap<QString, ImportTrial> &trials, InterpreterIndexes *indexes)
{
    QList<Image> images;
    for (const ImageCoverage &each : situation.coverage.images)
        images.append(each.image);
    if (situation.scripts.size() == 1)
        return {soleGroup(situation, advise(situation, answers))};

    QList<FlowScript> rest = situation.scripts;
    QList<FlowGroup> groups = coveredGroups(situation, images, answers, trials, indexes, rest);

    const QList<Conflict> conflicts = conflictsIn(answers);
    struct Open {
        QList<Wish> wishes;
        QString apart;
    };
    QList<Open> open;
    for (const FlowScript &script : std::as_const(rest)) {
        Wish wish{script, situation.runsOn.isEmpty() ? runsOnOf(script) : situation.runsOn, {}};
        Coverage needed;
        needed.needs = needsOf({script});
        const QStringList requirements = additionsFor(needed, {script}, nullptr).requirements;
        for (const QString &text : requirements) {
            if (const Result<Requirement> requirement = Requirement::parse(text))
                wish.requirements.insert(normalizedName(requirement->name), *requirement);
        }
        QString apart;
        bool placed = false;
        for (Open &group : open) {
            const QString why = apartBecause(wish, group.wishes, conflicts);
            if (why.isEmpty()) {
                group.wishes.append(wish);
                placed = true;
                break;
            }
            if (apart.isEmpty())
                apart = why;
        }
        if (!placed)
            open.append({{wish}, apart});
    }
    for (const Open &each : std::as_const(open)) {
        QList<FlowScript> scripts;
        for (const Wish &wish : each.wishes)
            scripts.append(wish.script);
        FlowGroup group = groupOf(situationOf(situation, scripts, images, trials, indexes), answers);
        const Answer *answer = answerTo({group.advice.base, group.advice.requirements}, answers);
        group.reason = togetherBecause(each.wishes, answer && answer->resolution, each.apart);
        groups.append(group);
    }
    return groups;
}

} // namespace drydock
