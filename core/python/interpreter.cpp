// SPDX-License-Identifier: Apache-2.0
#include "core/python/interpreter.h"

#include "core/python/standardlibrary.h"

#include "core/python/installed.h"
#include "core/python/marker.h"
#include "core/python/metadata.h"
#include "core/python/modulefiles.h"
#include "core/python/requirement.h"

#include <QDir>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr qsizetype mostStandardModules = 10'000;

/// Whether an entry of sys.path belongs to the standard library: its folder, and lib-dynload (in old Pythons lib-tk)
/// below.
bool isStandard(const QString &entry, const QString &standard)
{
    return !standard.isEmpty() && (entry == standard || (entry.startsWith(QString(standard + u'/')) && !entry.contains(u"-packages")));
}

QStringList standardModules(const FileTree &tree, const QStringList &folders, const QStringList &builtin)
{
    QStringList files;
    for (const QString &folder : folders) {
        for (const QString &top : topModulesIn(tree, folder))
            files += filesOfModule(tree, folder, top);
    }
    QStringList modules = modulesOfPaths(files) + builtin;
    modules.sort();
    modules.removeDuplicates();
    const QSet<QString> there(modules.begin(), modules.end());
    for (const ExtendedModule &extended : extendedModules) {
        if (!there.contains(QString(extended.extension)))
            modules.removeIf([&](const QString &each) { return each == extended.module || each.startsWith(QString(extended.module + u'.')); });
    }
    return modules.mid(0, mostStandardModules);
}

} // namespace

QMap<QString, QString> markerEnvironment(const Interpreter &python, const QString &extra)
{
    return {{u"python_version"_s, python.version.section(u'.', 0, 1)},
            {u"python_full_version"_s, python.version},
            {u"sys_platform"_s, u"linux"_s},
            {u"platform_system"_s, u"Linux"_s},
            {u"os_name"_s, u"posix"_s},
            {u"platform_python_implementation"_s, u"CPython"_s},
            {u"implementation_name"_s, u"cpython"_s},
            {u"platform_machine"_s, u"x86_64"_s},
            {u"extra"_s, extra}};
}

Interpreter readInterpreter(const FileTree &tree, const InterpreterFacts &facts)
{
    const QString standard = QDir::cleanPath(facts.standardLibrary);
    QStringList standardFolders;
    QStringList path;
    for (const QString &entry : facts.sysPath) {
        const QString folder = QDir::cleanPath(entry);
        (isStandard(folder, standard) ? standardFolders : path).append(folder);
    }
    InstalledDistributions installed = readInstalled(tree, path, facts.prefix);
    Interpreter python;
    python.path = facts.path;
    python.version = facts.version;
    python.problems = installed.problems;
    python.standardLibrary = standardModules(tree, standardFolders, facts.builtinModules);
    python.distributions = installed.distributions;
    if (const Distribution *prefect = python.distribution(u"prefect"_s)) {
        python.prefect = prefect->version;
        const QMap<QString, QStringList> lacking = lackingByExtra(python, *prefect);
        for (auto extra = lacking.begin(); extra != lacking.end(); ++extra) {
            if (extra->isEmpty())
                python.prefectExtras.append(extra.key());
        }
    }
    python.distributions += readLooseModules(tree, path, installed.distributions);
    return python;
}

QMap<QString, QStringList> lackingByExtra(const Interpreter &python, const Distribution &distribution)
{
    static const QRegularExpression name(uR"(extra\s*==\s*['"]([^'"]+)['"])"_s);
    QHash<QString, QString> versions;
    for (const Distribution &each : python.distributions)
        versions.insert(normalizedName(each.name), each.version);
    QMap<QString, QStringList> lacking;
    for (const QString &line : distribution.requires_) {
        const Result<Requirement> requirement = line.contains("extra"_L1) ? Requirement::parse(line) : Requirement();
        if (!requirement)
            continue;
        const auto there = versions.constFind(normalizedName(requirement->name));
        const bool isThere = there != versions.constEnd() && requirement->specifiers.containsInstalled(Version(*there));
        auto extras = name.globalMatch(requirement->marker);
        while (extras.hasNext()) {
            const QString extra = extras.next().captured(1);
            QStringList &ofExtra = lacking[extra];
            if (!isThere && !ofExtra.contains(requirement->name) && requirement->appliesTo(markerEnvironment(python, extra)))
                ofExtra.append(requirement->name);
        }
    }
    return lacking;
}

} // namespace drydock
