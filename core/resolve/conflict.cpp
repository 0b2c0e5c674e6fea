// SPDX-License-Identifier: Apache-2.0
#include "core/resolve/conflict.h"

#include "core/python/requirement.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Resolve)
};

/// One demand of a derivation.
struct Demand {
    enum class By { Distribution, Person, Base } by = By::Person;
    QString who; ///< As uv writes it, of a distribution.
    QString what; ///< A requirement.
    QString name; ///< Its normalised name.
};

QString nameIn(const QString &text)
{
    static const QRegularExpression name(u"^(?:all versions of )?([A-Za-z0-9][A-Za-z0-9._-]*)"_s);
    return normalizedName(name.match(text).captured(1));
}

bool isIn(const QStringList &requirements, const QString &text)
{
    return std::any_of(requirements.begin(), requirements.end(), [&text](const QString &each) { return QString(each).remove(u' ') == text; });
}

QList<Demand> demandsOf(const QString &said, const ResolveRequest &request)
{
    static const QRegularExpression requirement(u"^[A-Za-z0-9][A-Za-z0-9._-]*(?:\\[[^\\]]*\\])?(?:[<>=!~][^ ]*)?$"_s);
    QList<Demand> demands;
    const QStringList reasons = reasonsOf(said);
    for (const QString &reason : reasons) {
        for (QString part : reason.split(u" and "_s)) {
            Demand demand;
            if (const qsizetype needs = part.indexOf(u" depends on "_s); needs >= 0) {
                demand.by = Demand::By::Distribution;
                demand.who = part.left(needs);
                part = part.mid(needs + 12);
            }
            if (part.startsWith(u"you require "))
                part = part.mid(12);
            if (!requirement.match(part).hasMatch())
                continue;
            demand.what = part;
            demand.name = nameIn(part);
            if (demand.by == Demand::By::Person && isIn(request.constraints, part) && !isIn(request.requirements, part))
                demand.by = Demand::By::Base;
            const bool isKnown = std::any_of(demands.begin(), demands.end(), [&demand](const Demand &other) {
                return other.by == demand.by && other.who == demand.who && other.what == demand.what;
            });
            if (!isKnown)
                demands.append(demand);
        }
    }
    return demands;
}

QString textOf(const Demand &demand, const QList<Demand> &demands, const ResolveRequest &request)
{
    if (demand.by == Demand::By::Base)
        return Text::tr("the base image has %1").arg(demand.what);
    if (demand.by == Demand::By::Person)
        return Text::tr("you ask for %1").arg(demand.what);
    // Something nobody named came with something.
    const QString who = nameIn(demand.who);
    const bool isNamed = std::any_of(request.requirements.begin(), request.requirements.end(), [&who](const QString &each) { return nameIn(each) == who; });
    if (!isNamed) {
        for (const Demand &other : demands) {
            if (other.by == Demand::By::Distribution && other.name == who && nameIn(other.who) != who)
                return Text::tr("%1 needs %2, which needs %3").arg(other.who, who, demand.what);
        }
    }
    return Text::tr("%1 needs %2").arg(demand.who, demand.what);
}

} // namespace

QStringList reasonsOf(const QString &said)
{
    static const QRegularExpression because(u"(?:And because|Because) (.+?), we can conclude"_s);
    QStringList reasons;
    auto matches = because.globalMatch(said);
    while (matches.hasNext())
        reasons.append(matches.next().captured(1));
    return reasons;
}

QString whoWantsWhat(const QString &said, const ResolveRequest &request)
{
    const QList<Demand> demands = demandsOf(said, request);
    // The last one decided: what two want of it differs.
    for (auto last = demands.rbegin(); last != demands.rend(); ++last) {
        QStringList texts;
        for (auto each = demands.begin(); each != demands.end(); ++each) {
            // Of many releases of one distribution, the last that was tried.
            const bool isTriedAgain = std::any_of(std::next(each), demands.end(), [each](const Demand &later) {
                return later.by == Demand::By::Distribution && later.by == each->by && later.name == each->name && nameIn(later.who) == nameIn(each->who);
            });
            if (each->name == last->name && !isTriedAgain)
                texts.append(textOf(*each, demands, request));
        }
        if (texts.size() > 1) {
            //: Who wants what of one distribution: %1 "a needs c<2", %2 "you ask for c>=2"
            return Text::tr("%1, and %2").arg(texts.mid(0, texts.size() - 1).mid(0, 2).join(u", "_s), texts.last());
        }
    }
    const QStringList reasons = reasonsOf(said);
    return reasons.isEmpty() ? QString() : reasons.last();
}

} // namespace drydock
