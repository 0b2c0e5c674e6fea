// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QRegularExpression>
#include <QString>

namespace drydock {

/// What the .gitignore files on the way to a folder leave out (gitignore(5)).
class IgnoreRules
{
public:
    /// The rules of the folders above one, from its repository's root on; none outside a repository.
    static IgnoreRules above(const QString &folder);
    /// Adds the rules of a folder's own .gitignore, which outrank those above it.
    void addFile(const QString &folder);
    /// @param path absolute, below the folders whose rules were added
    bool ignores(const QString &path, bool isFolder) const;

private:
    struct Rule
    {
        QString name; ///< A plain file name, the commonest pattern; else empty …
        QString suffix; ///< … and so for "*.ext" …
        QRegularExpression pattern; ///< … else this one, for the absolute path.
        bool foldersOnly = false;
        bool negated = false;
    };
    bool matches(const Rule &rule, const QString &path) const;

    QList<Rule> m_rules;
};

} // namespace drydock
