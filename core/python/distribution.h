// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

namespace drydock {

/// An installed distribution, as its metadata says (core metadata, PEP 376, PEP 627).
struct Distribution {
    QString name; ///< As written in METADATA; compare with normalizedName() (PEP 503).
    QString version; ///< PEP 440 text.
    QStringList modules; ///< Importable names it provides, dotted, packages before their submodules.
    QStringList requires_; ///< Requires-Dist lines (PEP 508), markers kept.
    /// How the modules are known: "record", "top-level", "egg", "editable", "conda", "metadata"; "files" is a module that lies
    /// on the path and belongs to no distribution: its name is the module's, its version empty.
    QString source;
};

/// One Python of an image or environment and what is installed for it.
struct Interpreter {
    QString path; ///< "/usr/local/bin/python3.11".
    QString version; ///< "3.11.7".
    bool isDefault = false; ///< What `python` means there, or `python3` where there is no `python`.
    bool runsPrefect = false; ///< The one that the command `prefect` starts.
    QString prefect; ///< Version of Prefect, or empty.
    QStringList prefectExtras; ///< Extras of Prefect whose requirements are all installed.
    QStringList standardLibrary; ///< The standard library's modules that this interpreter really finds, dotted.
    QList<Distribution> distributions;
    QStringList problems; ///< One sentence for each distribution that could not be read and was left out.

    const Distribution *distribution(const QString &name) const; ///< Null when not installed. Compares by PEP 503.
    /// The distributions that provide a dotted module, best (longest match) first.
    QList<const Distribution *> providersOf(const QString &module) const;
    int minor() const; ///< 11 for 3.11.7; -1 when unknown or not Python 3.
};

/// Answers for many modules which distributions provide them; they stay where they are.
class ModuleIndex
{
public:
    ModuleIndex() = default;
    explicit ModuleIndex(const QList<Distribution> &distributions);
    /// Indexes into the list, longest match first, as Interpreter::providersOf().
    QList<qsizetype> providersOf(const QString &module) const;
    bool provides(const QString &module) const { return m_providers.contains(module); } ///< Exactly this module.

private:
    QHash<QString, QList<qsizetype>> m_providers;
};

QJsonObject toJson(const Interpreter &interpreter);
Interpreter interpreterFromJson(const QJsonObject &object);

} // namespace drydock
