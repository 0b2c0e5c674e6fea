// SPDX-License-Identifier: Apache-2.0
#include "core/resolve/traits.h"

#include "core/python/requirement.h"
#include "core/python/table.h"

using namespace Qt::StringLiterals;

namespace drydock {

static const Table &traits()
{
    static const Table table = readTable(u"distribution-traits.tsv"_s);
    return table;
}

QString firstWithTrait(const QString &trait, const QStringList &requirements)
{
    for (const QString &text : requirements) {
        const Result<Requirement> requirement = Requirement::parse(text);
        if (!requirement)
            continue;
        const QString name = normalizedName(requirement->name);
        if (traits().value(name).contains(trait))
            return requirement->name;
        for (const QString &extra : requirement->extras) {
            if (traits().value(u"%1[%2]"_s.arg(name, extra)).contains(trait))
                return u"%1[%2]"_s.arg(requirement->name, extra);
        }
    }
    return {};
}

SourceBuild sourceBuildOf(const QString &distribution)
{
    SourceBuild build;
    const QStringList known = traits().value(normalizedName(distribution));
    for (const QString &trait : known) {
        if (trait.startsWith(u"binary="))
            build.binary = trait.mid(7);
        else if (trait.startsWith(u"apt="))
            build.systemPackages.append(trait.mid(4));
    }
    return build;
}

} // namespace drydock
