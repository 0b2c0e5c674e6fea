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
    /// Adds the rules of a folder's own .gitignore, which outrank those above it.
    void addFile(const QString &folder);
    bool ignores(const QString &path, bool isFolder) const;

private:
    struct Rule {
        QRegularExpression pattern; ///< For the absolute path.
        bool foldersOnly = false;
        bool negated = false;
    };
    QList<Rule> m_rules;
};

} // namespace drydock
