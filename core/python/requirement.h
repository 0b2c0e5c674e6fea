// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <QList>
#include <QMap>
#include <QStringList>

#include <optional>

namespace drydock {

/// A distribution's name as indexes compare it (PEP 503): lower case, runs of -_. become one '-'.
QString normalizedName(const QString &name);

/// Whether a text names a distribution: as a word, which "pandas" is not in "geopandas" or "pandas-stubs".
bool mentions(const QString &text, const QString &distribution);

/// A version by PEP 440, comparable. Invalid text sorts below every valid version.
class Version
{
public:
    explicit Version(const QString &text = {});
    bool isValid() const { return m_valid; }
    QString text() const { return m_text; }
    QString normalized() const; ///< PEP 440's one spelling: "1.0rc1" for "1.0-RC.1".
    bool isPrerelease() const { return !m_pre.isEmpty() || m_dev.has_value(); }
    bool isPostrelease() const { return m_post.has_value(); }
    int compare(const Version &other) const; ///< <0, 0, >0

    friend bool operator==(const Version &a, const Version &b) { return a.compare(b) == 0; }
    friend bool operator<(const Version &a, const Version &b) { return a.compare(b) < 0; }

private:
    friend class VersionSpecifiers;
    Version base() const; ///< Epoch and release alone.
    Version publicPart() const; ///< Without the local segment.

    // Numbers are decimal texts without leading zeros: dates and hashes in real versions exceed every integer type.
    QString m_text;
    bool m_valid = false;
    QString m_epoch;
    QStringList m_release;
    QString m_pre; ///< "a", "b", "rc" or empty.
    QString m_preNumber;
    std::optional<QString> m_post;
    std::optional<QString> m_dev;
    QStringList m_local;
};

/// A comma-separated set of version specifiers (PEP 440): ">=1.5,<2".
class VersionSpecifiers
{
public:
    /// Error "requirement-invalid".
    static Result<VersionSpecifiers> parse(const QString &text);
    /// Pre-releases count only when a specifier names one; an empty set contains everything.
    bool contains(const Version &version) const;
    /// The same for something that is installed already, where a pre-release is as good as its number.
    bool containsInstalled(const Version &version) const;
    bool isEmpty() const { return m_parts.isEmpty(); }
    QString text() const;
    /// The version that the set pins with "==" (without wildcard) or "===", or empty.
    QString pinned() const;

private:
    struct Part {
        QString op;
        QString version; ///< As written, ".*" included.
        Version bound; ///< Without it.
    };
    static bool matches(const Part &part, const Version &version);
    QList<Part> m_parts;
};

/// A requirement by PEP 508.
struct Requirement {
    QString name; ///< As written.
    QStringList extras;
    VersionSpecifiers specifiers;
    QString url; ///< Direct reference (`name @ url`), or empty.
    QString marker; ///< Source text of the environment marker, or empty.

    /// Error "requirement-invalid" with what is wrong at which column.
    static Result<Requirement> parse(const QString &text);
    QString text() const; ///< PEP 508 text with single spaces.
    /// @param environment marker variables ("python_version", "sys_platform", "extra", …); an unknown one compares as ""
    bool appliesTo(const QMap<QString, QString> &environment) const;
};

} // namespace drydock
