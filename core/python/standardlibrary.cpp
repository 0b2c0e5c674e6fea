// SPDX-License-Identifier: Apache-2.0
#include "core/python/standardlibrary.h"

#include "core/python/metadata.h"
#include "core/python/table.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

bool StandardLibraryModule::isInAll() const
{
    return firstMinor <= oldestKnownMinor && lastMinor >= newestKnownMinor;
}

std::optional<StandardLibraryModule> standardLibraryModule(const QString &module)
{
    static const Table table = readTable(u"stdlib-modules.tsv"_s);
    const auto row = table.constFind(topLevelOf(module));
    if (row == table.constEnd() || row->size() < 2)
        return {};
    // A Python that is newer than the table keeps what the newest known one has.
    const int last = row->at(1).toInt();
    return StandardLibraryModule{row->at(0).toInt(), last >= newestKnownMinor ? 99 : last};
}

bool isExtendedModule(const QString &module)
{
    return std::any_of(std::begin(extendedModules), std::end(extendedModules), [&module](const ExtendedModule &each) { return module == each.module; });
}

std::optional<QString> successorOfPython2Module(const QString &module)
{
    static const Table table = readTable(u"python2-modules.tsv"_s);
    const auto row = table.constFind(topLevelOf(module));
    return row == table.constEnd() ? std::nullopt : std::optional(row->value(0));
}

} // namespace drydock
