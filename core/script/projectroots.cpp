// SPDX-License-Identifier: Apache-2.0
#include "core/script/projectroots.h"

#include "core/formats/ini.h"
#include "core/formats/toml.h"
#include "core/script/sourcefile.h"
#include "core/script/values.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr qint64 largestProjectFile = 1024 * 1024;
constexpr qsizetype mostMembers = 100; ///< Projects of one workspace.

QJsonValue at(QJsonValue value, std::initializer_list<QLatin1StringView> path)
{
    for (const QLatin1StringView key : path)
        value = value.toObject().value(key);
    return value;
}

/// A text, or the texts of a list.
QStringList texts(const QJsonValue &value)
{
    if (value.isString())
        return {value.toString()};
    QStringList found;
    const QJsonArray list = value.toArray();
    for (const QJsonValue &element : list) {
        if (element.isString())
            found.append(element.toString());
    }
    return found;
}

/// The members that a pattern such as "libs/*" names: each installs its own folder or the `src` in it.
QStringList members(const QString &folder, const QString &pattern)
{
    const QString above = pattern.contains(u'/') ? pattern.section(u'/', 0, -2) : u"."_s;
    const QStringList names = QDir(folder + u'/' + above).entryList({pattern.section(u'/', -1)}, QDir::Dirs | QDir::NoDotAndDotDot);
    QStringList found;
    for (const QString &name : names.mid(0, mostMembers)) {
        found.append(above + u'/' + name + u"/src"_s);
        found.append(above + u'/' + name);
    }
    return found;
}

QStringList rootsOfPyproject(const QString &folder)
{
    const auto bytes = readRegularFile(folder + u"/pyproject.toml"_s, largestProjectFile);
    const auto document = bytes ? readToml(*bytes) : tl::unexpected(bytes.error());
    if (!document)
        return {};
    const QJsonValue tool = document->value("tool"_L1);
    QStringList roots = texts(at(tool, {"setuptools"_L1, "package-dir"_L1, ""_L1}));
    roots += texts(at(tool, {"setuptools"_L1, "packages"_L1, "find"_L1, "where"_L1}));
    roots += texts(at(tool, {"pdm"_L1, "build"_L1, "package-dir"_L1}));
    roots += texts(at(tool, {"maturin"_L1, "python-source"_L1}));
    const QJsonArray packages = at(tool, {"poetry"_L1, "packages"_L1}).toArray();
    for (const QJsonValue &package : packages)
        roots += texts(at(package, {"from"_L1}));
    const QJsonValue hatch = at(tool, {"hatch"_L1, "build"_L1});
    for (const QJsonValue &build : {hatch, at(hatch, {"targets"_L1, "wheel"_L1})}) {
        roots += texts(at(build, {"sources"_L1}));
        roots += texts(at(build, {"dev-mode-dirs"_L1}));
        const QStringList shipped = texts(at(build, {"packages"_L1}));
        for (const QString &package : shipped)
            roots.append(package.contains(u'/') ? package.section(u'/', 0, -2) : u"."_s);
    }
    roots += texts(at(tool, {"pytest"_L1, "ini_options"_L1, "pythonpath"_L1}));
    const QStringList workspace = texts(at(tool, {"uv"_L1, "workspace"_L1, "members"_L1}));
    for (const QString &pattern : workspace)
        roots += members(folder, pattern);
    for (const QJsonValue &sources : {at(tool, {"uv"_L1, "sources"_L1}), at(tool, {"poetry"_L1, "dependencies"_L1})}) {
        const QJsonObject named = sources.toObject();
        for (const QJsonValue &source : named) {
            for (const QString &path : texts(at(source, {"path"_L1})))
                roots += {path + u"/src"_s, path};
        }
    }
    return roots;
}

QStringList rootsOfSetupCfg(const QString &folder)
{
    const auto bytes = readRegularFile(folder + u"/setup.cfg"_s, largestProjectFile);
    QStringList roots;
    const QList<IniEntry> entries = bytes ? readIni(*bytes).entries : QList<IniEntry>();
    for (const IniEntry &entry : entries) {
        for (const IniEntry::Line &line : entry.lines) {
            if (entry.section == u"options" && entry.key == u"package_dir" && line.text.startsWith(u'='))
                roots.append(line.text.mid(1).trimmed());
            else if (entry.section == u"options.packages.find" && entry.key == u"where")
                roots.append(line.text);
        }
    }
    return roots;
}

/// Read, never run.
QStringList rootsOfSetupPy(const QString &folder)
{
    const auto file = readSourceFile(folder + u"/setup.py"_s);
    if (!file || file->bytes.size() > largestProjectFile)
        return {};
    SurroundingsReader surroundings(file->tree);
    const Names names(file->tree, collectImports(file->tree, surroundings));
    const Values values(file->tree, names);
    QStringList roots;
    for (int node = 0; node < file->tree.size(); ++node) {
        const QByteArrayView function =
            file->tree.kind(node) == Syntax::Call ? file->tree.bytes(file->tree.child(node, Field::Function)) : QByteArrayView();
        const auto isCalled = [&function](const char *name) {
            return function == name || (function.endsWith(name) && function.chopped(qstrlen(name)).endsWith('.'));
        };
        if (isCalled("setup"))
            roots.append(values.dictionary(argumentsOf(file->tree, node).find(u"package_dir"_s)).value(QString()).value.toString());
        else if (isCalled("find_packages") || isCalled("find_namespace_packages"))
            roots.append(values.text(argumentsOf(file->tree, node).find(u"where"_s, 0)));
    }
    return roots;
}

} // namespace

bool isProject(const QString &folder)
{
    for (const QString &name : {u"pyproject.toml"_s, u"setup.py"_s, u"setup.cfg"_s}) {
        if (QFileInfo(folder + u'/' + name).isFile())
            return true;
    }
    return false;
}

QString projectName(const QString &folder)
{
    const auto bytes = readRegularFile(folder + u"/pyproject.toml"_s, largestProjectFile);
    if (const auto document = bytes ? readToml(*bytes) : tl::unexpected(bytes.error())) {
        for (const QJsonValue &named : {at(*document, {"project"_L1, "name"_L1}), at(*document, {"tool"_L1, "poetry"_L1, "name"_L1})}) {
            if (named.isString())
                return named.toString();
        }
    }
    const auto settings = readRegularFile(folder + u"/setup.cfg"_s, largestProjectFile);
    const QList<IniEntry> entries = settings ? readIni(*settings).entries : QList<IniEntry>();
    for (const IniEntry &entry : entries) {
        if (entry.section == u"metadata" && entry.key == u"name" && !entry.lines.isEmpty())
            return entry.lines.front().text.trimmed();
    }
    const auto file = readSourceFile(folder + u"/setup.py"_s);
    if (!file || file->bytes.size() > largestProjectFile)
        return {};
    SurroundingsReader surroundings(file->tree);
    const Names names(file->tree, collectImports(file->tree, surroundings));
    const Values values(file->tree, names);
    for (int node = 0; node < file->tree.size(); ++node) {
        const QByteArrayView function =
            file->tree.kind(node) == Syntax::Call ? file->tree.bytes(file->tree.child(node, Field::Function)) : QByteArrayView();
        if (function == "setup" || function.endsWith(".setup"))
            return values.text(argumentsOf(file->tree, node).find(u"name"_s));
    }
    return {};
}

QStringList projectRoots(const QString &folder)
{
    QStringList roots;
    QStringList named = rootsOfPyproject(folder) + rootsOfSetupCfg(folder) + rootsOfSetupPy(folder);
    named += members(folder, u"packages/*"_s);
    for (const QString &root : std::as_const(named)) {
        if (!root.isEmpty() && QDir::isRelativePath(root))
            roots.append(QDir::cleanPath(folder + u'/' + root));
    }
    return roots;
}

} // namespace drydock
