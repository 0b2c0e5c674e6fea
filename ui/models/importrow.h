// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/flowscript.h"
#include "ui/theme/icons.h"

#include <optional>

namespace drydock {

/// Where a row of the imports stands, in the order of the window.
enum class ImportGroup { ThirdParty, Local, Prefect, Implied, StandardLibrary, DeclaredOnly };
QString groupName(ImportGroup group);
QString groupMeaning(ImportGroup group); ///< One sentence for tooltips.
Icon groupIcon(ImportGroup group);

/// Import name → distribution, as the person said for one script.
using ProvidedBy = QMap<QString, QString>;

/// One module of a script, however often it is imported, or a distribution that is declared and never imported.
struct ImportRow
{
    QString script; ///< Absolute path.
    ImportGroup group = ImportGroup::ThirdParty;
    QString name; ///< The module, or the distribution where nothing imports it.
    QList<Import>
        imports; ///< What imports it, the strongest reason first, then by line; empty when it is only declared.
    std::optional<DeclaredRequirement> declared; ///< What the project declares for its distribution.
    QString saidFor; ///< The import name that the person said a distribution for, or empty.

    const Import *import() const { return imports.isEmpty() ? nullptr : &imports.first(); }
    /// Where it is imported or declared, the first place first.
    QList<SourcePlace> places() const;
    SourcePlace place() const { return places().value(0); }
    /// The person may say what provides it.
    bool canBeSaid() const
    {
        return import() && group == ImportGroup::ThirdParty && import()->kind == ImportKind::ThirdParty;
    }
};

/// In the order of the groups, in each by line.
QList<ImportRow> importRows(const FlowScript &script, const ProvidedBy &said = {});

/// The name under which the person's word is kept: the longest that the table knows, else the top-level package.
QString nameToSay(const QString &module);

QString distributionText(const ImportRow &row); ///< Behind the name: its distribution where that is called differently.
QString whereText(const ImportRow &row); ///< At the end: "line 6, optional".
/// "sklearn comes from scikit-learn: installed in .venv, 1.5.2"
QString originSentence(const ImportRow &row);
/// Why it counts and where: "Imported by etl.py line 6, only if the import succeeds. Declared as scikit-learn>=1.2."
QString reasonSentence(const ImportRow &row);
/// Everything that is known about it, as names and values.
QList<std::pair<QString, QString>> factsOf(const ImportRow &row);
/// The whole of it for the clipboard.
QString copiedSentence(const ImportRow &row);

} // namespace drydock
