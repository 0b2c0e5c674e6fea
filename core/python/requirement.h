// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <QList>
#include <QMap>
#include <QStringList>

namespace drydock {

/// A distribution's name as indexes compare it (PEP 503): lower case, runs of -_. become one '-'.
QString normalizedName(const QString &name);

/// A version by PEP 440, comparable. Invalid text sorts below every valid version.
class Version
{
public:
    explicit Version(const QString &text = {});
    bool isValid() const { return m_valid; }
    QString text() const { return m_text; }
    bool isPrerelease() const;
    int compare(const Version &other) const; ///< <0, 0, >0

    friend bool operator==(const Version &a, const Version &b) { return a.compare(b) == 0; }
    friend bool operator<(const Version &a, const Version &b) { return a.compare(b) < 0; }

private:
    friend class VersionSpecifier;
    QString m_text;
    bool m_valid = false;
    int m_epoch = 0;
    QList<int> m_release;
    QList<QPair<int, QString>> m_key; ///< pre, post, dev and local segments in order of precedence
};

/// A comma-separated set of version specifiers (PEP 440): ">=1.5,<2".
class VersionSpecifiers
{
public:
    static Result<VersionSpecifiers> parse(const QString &text);
    bool contains(const Version &version) const; ///< Pre-releases count only when a specifier names one.
    bool isEmpty() const { return m_parts.isEmpty(); }
    QString text() const;

private:
    struct Part {
        QString op;
        QString version;
    };
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
    QString text() const;
    /// @param environment marker variables ("python_version", "sys_platform", "extra", …); an unknown one compares as ""
    bool appliesTo(const QMap<QString, QString> &environment) const;
};

} // namespace drydock
