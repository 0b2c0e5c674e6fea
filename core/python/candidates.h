// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringList>

namespace drydock {

/// What the table says about an import name.
struct Candidates {
    QStringList distributions; ///< Likeliest first.
    QString matched; ///< The dotted prefix that the table lists, or empty.
    bool known = false; ///< From the table; else `distributions` holds the name itself, a guess.
    bool suspicious = false; ///< A guess that is not among the names in use: a typing error or an invented name.
};

/// The longest dotted prefix of a module that the table lists; empty where its distribution can only be guessed.
QString knownPrefix(const QString &module);

/// The distributions that provide a dotted module, by resources/tables. For a name that several projects share (google, azure)
/// the list is empty until the dotted path decides.
Candidates candidatesFor(const QString &module);

/// Whether a distribution of that name is among the widely used ones.
bool isKnownDistribution(const QString &name);

} // namespace drydock
