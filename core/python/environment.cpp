// SPDX-License-Identifier: Apache-2.0
#include "core/python/environment.h"

#include "core/python/installed.h"
#include "core/python/requirement.h"

#include <QCoreApplication>
#include <QDir>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// pyvenv.cfg (PEP 405): `key = value` lines.
QMap<QString, QString> readConfiguration(const QByteArray &bytes)
{
    QMap<QString, QString> values;
    for (const QString &line : QString::fromUtf8(bytes).split(u'\n')) {
        const qsizetype sign = line.indexOf(u'=');
        if (sign > 0)
            values.insert(line.left(sign).trimmed().toLower(), line.mid(sign + 1).trimmed());
    }
    return values;
}

/// "3.11.7" out of "3.11.7.final.0", "3.11.7" or a conda file's name; empty when there is none.
QString versionIn(const QString &text)
{
    static const QRegularExpression pattern(u"[0-9]+\\.[0-9]+(?:\\.[0-9]+)?"_s);
    return pattern.match(text).captured();
}

struct Layout
{
    QStringList path; ///< Folders of distributions.
    QString version; ///< "3.11", from a folder's name, or empty.
};

/// The folders in which a prefix keeps its distributions.
/// @param version of the Python when it is known: a prefix may hold several
Layout layoutOf(const FileTree &tree, const QString &prefix, const QString &version)
{
    Layout layout;
    const auto add = [&tree, &layout](const QString &folder) {
        if (tree.isFolder(folder) && !layout.path.contains(folder))
            layout.path.append(folder);
    };
    static const QRegularExpression python(u"^(?:python|pypy)([0-9]+\\.[0-9]+)t?$"_s);
    const QString minor = version.section(u'.', 0, 1);
    QList<QPair<int, QString>> found;
    const auto tops = tree.entries(prefix);
    const bool linked = std::any_of(
        tops.begin(), tops.end(), [](const FileTree::Entry &entry) { return entry.name == u"lib64" && entry.isLink; });
    for (const QString &lib : {u"/local/lib"_s, u"/lib"_s, u"/lib64"_s}) {
        if (linked && lib == u"/lib64")
            continue; // another name of lib
        for (const FileTree::Entry &entry : tree.entries(prefix + lib)) {
            const auto match = python.match(entry.name);
            const QString its = match.captured(1);
            if (match.hasMatch() && entry.isFolder && (minor.isEmpty() || its == minor)) {
                found.append({its.section(u'.', 1).toInt(), prefix + lib + u'/' + entry.name});
                if (layout.version.isEmpty() || its.section(u'.', 1).toInt() > layout.version.section(u'.', 1).toInt())
                    layout.version = its;
            }
        }
    }
    found.removeIf([&layout](const auto &each) { return each.first != layout.version.section(u'.', 1).toInt(); });
    for (const auto &each : std::as_const(found))
        add(each.second + u"/site-packages"_s);
    // Debian keeps what its own packages and what pip installs apart.
    for (const auto &each : std::as_const(found))
        add(each.second + u"/dist-packages"_s);
    if (!found.isEmpty())
        add(prefix + u"/lib/python3/dist-packages"_s);
    add(prefix + u"/Lib/site-packages"_s);
    return layout;
}

bool isEnvironment(const FileTree &tree, const QString &prefix)
{
    return tree.isFolder(prefix) && (tree.read(prefix + u"/pyvenv.cfg"_s) || tree.isFolder(prefix + u"/conda-meta"_s));
}

} // namespace

QString findEnvironment(const FileTree &tree, const QStringList &folders, const EnvironmentVariables &variables)
{
    for (const QString &folder : folders) {
        for (const QString &name : {u"/.venv"_s, u"/venv"_s, u"/.pixi/envs/default"_s}) {
            if (isEnvironment(tree, folder + name))
                return folder + name;
        }
    }
    for (const QString &variable : {u"VIRTUAL_ENV"_s, u"CONDA_PREFIX"_s}) {
        const QString prefix = QDir::cleanPath(QDir::fromNativeSeparators(variables.value(variable)));
        if (!variables.value(variable).isEmpty() && isEnvironment(tree, prefix))
            return prefix;
    }
    return {};
}

Result<PythonEnvironment> readEnvironment(const FileTree &tree, const QString &prefix)
{
    const auto configuration = readConfiguration(tree.read(prefix + u"/pyvenv.cfg"_s).value_or(QByteArray()));
    // venv writes `version`, virtualenv and uv `version_info`.
    QString version = versionIn(configuration.value(u"version_info"_s, configuration.value(u"version"_s)));
    const bool isConda = tree.isFolder(prefix + u"/conda-meta"_s);
    if (isConda) {
        static const QRegularExpression python(u"^python-[0-9].*\\.json$"_s);
        for (const FileTree::Entry &entry : tree.entries(prefix + u"/conda-meta"_s)) {
            if (python.match(entry.name).hasMatch())
                version = versionIn(entry.name);
        }
    }
    Layout layout = layoutOf(tree, prefix, version);
    if (configuration.value(u"include-system-site-packages"_s).compare(u"true", Qt::CaseInsensitive) == 0) {
        const QString home = QDir::cleanPath(QDir::fromNativeSeparators(configuration.value(u"home"_s)));
        // The Python that it stands on lies in bin/ on Unix and beside its Lib on Windows.
        const QString base = home.endsWith(u"/bin") ? home.chopped(4) : home;
        layout.path += layoutOf(tree, base, version).path;
    }
    if (layout.path.isEmpty()) {
        return failure(
            u"not-an-environment"_s,
            QCoreApplication::translate(
                "Environment", "There is no Python environment in %1. Choose the folder that holds lib or Lib.")
                .arg(QDir::toNativeSeparators(prefix)));
    }
    InstalledDistributions installed = readInstalled(tree, layout.path, isConda ? prefix : QString());
    PythonEnvironment environment;
    environment.prefix = prefix;
    environment.problems = installed.problems;
    environment.interpreter.path = prefix
        + (tree.isFolder(prefix + u"/Scripts"_s) && !tree.isFolder(prefix + u"/bin"_s) ? u"/Scripts/python.exe"_s
                                                                                       : u"/bin/python"_s);
    environment.interpreter.version = version.isEmpty() ? layout.version : version;
    environment.interpreter.isDefault = true;
    environment.interpreter.distributions = installed.distributions;
    if (const Distribution *prefect = environment.interpreter.distribution(u"prefect"_s))
        environment.interpreter.prefect = prefect->version;
    for (const Distribution &distribution : std::as_const(environment.interpreter.distributions))
        environment.versions.insert(normalizedName(distribution.name), distribution.version);
    environment.modules = ModuleIndex(environment.interpreter.distributions);
    return environment;
}

} // namespace drydock
