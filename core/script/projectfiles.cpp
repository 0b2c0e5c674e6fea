// SPDX-License-Identifier: Apache-2.0
#include "core/script/projectfiles.h"

#include "core/formats/ini.h"
#include "core/formats/toml.h"
#include "core/formats/yaml.h"
#include "core/python/requirement.h"
#include "core/script/sourcefile.h"
#include "core/script/values.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// Groups of requirements for working on a project, not for running it.
bool isForDevelopment(const QString &group)
{
    static const QRegularExpression pattern(u"dev|test|lint|doc|typing|type|format|ci$|build|release|bench"_s, QRegularExpression::CaseInsensitiveOption);
    return pattern.match(group).hasMatch();
}

void append(const QString &requirement, const QString &path, const QByteArray &file, Declarations &into)
{
    const int line = lineOfText(file, requirement);
    if (const auto parsed = Requirement::parse(requirement); !parsed)
        into.complain(path, line, parsed.error().sentence);
    else
        into.requirements.append({requirement, path, line});
}

void appendAll(const QJsonValue &list, const QString &path, const QByteArray &file, Declarations &into)
{
    const QJsonArray array = list.toArray();
    for (const QJsonValue &element : array) {
        if (element.isString())
            append(element.toString(), path, file, into);
    }
}

/// Poetry's "^1.2" and "~1.2" in PEP 440's words.
QString fromPoetry(const QString &constraint)
{
    QStringList parts;
    for (const QString &raw : constraint.split(u',')) {
        const QString part = raw.trimmed();
        const QChar sign = part.isEmpty() ? QChar() : part.front();
        QStringList numbers = part.mid(1).trimmed().split(u'.');
        if (part == u"*" || part.isEmpty()) {
            continue;
        } else if (sign == u'^' || (sign == u'~' && !part.startsWith(u"~="))) {
            // ^ may change what stands right of the first number that is not zero, ~ what stands right of the second.
            qsizetype keep = 0;
            if (sign == u'^') {
                while (keep + 1 < numbers.size() && numbers[keep] == u"0")
                    ++keep;
            } else {
                keep = std::min<qsizetype>(1, numbers.size() - 1);
            }
            QStringList upper = numbers.mid(0, keep + 1);
            upper.last() = QString::number(upper.last().toInt() + 1);
            parts.append(u">=%1"_s.arg(part.mid(1).trimmed()));
            parts.append(u"<%1"_s.arg(upper.join(u'.')));
        } else if (sign.isDigit()) {
            parts.append(u"==%1"_s.arg(part));
        } else {
            parts.append(part);
        }
    }
    return parts.join(u',');
}

/// The table form that Poetry, pixi and Pipenv share: name = "constraint" or name = {version, extras, git, markers}.
void appendTable(const QJsonObject &table, const QString &path, const QByteArray &file, Declarations &into)
{
    for (auto it = table.begin(); it != table.end(); ++it) {
        const QJsonObject details = it->toObject();
        const QString constraint = fromPoetry(it->isString() ? it->toString() : details[u"version"].toString());
        if (it.key().compare(u"python", Qt::CaseInsensitive) == 0) {
            if (into.requiresPython.isEmpty())
                into.requiresPython = constraint;
            continue;
        }
        if (details.contains(u"path"))
            continue; // a folder of the person's own
        QStringList extras;
        const QJsonArray listed = details[u"extras"].toArray();
        for (const QJsonValue &extra : listed)
            extras.append(extra.toString());
        QString text = it.key();
        if (!extras.isEmpty())
            text += u'[' + extras.join(u',') + u']';
        if (const QString git = details[u"git"].toString(); !git.isEmpty()) {
            const QString revision = details[u"rev"].toString(details[u"tag"].toString(details[u"branch"].toString()));
            text += u" @ git+"_s + git + (revision.isEmpty() ? QString() : u'@' + revision);
        } else {
            text += constraint;
        }
        if (const QString markers = details[u"markers"].toString(); !markers.isEmpty())
            text += u" ; "_s + markers;
        const int line = lineOfText(file, it.key());
        if (const auto parsed = Requirement::parse(text); !parsed)
            into.complain(path, line, parsed.error().sentence);
        else
            into.requirements.append({text, path, line});
    }
}

std::optional<QByteArray> bytesOf(const QString &path, Declarations &into)
{
    auto bytes = readRegularFile(path, largestDeclaration);
    if (bytes)
        return *bytes;
    into.complain(path, 0, bytes.error().sentence);
    return {};
}

std::optional<QJsonObject> tomlOf(const QString &path, const QByteArray &bytes, Declarations &into)
{
    auto document = readToml(bytes);
    if (document)
        return *document;
    into.complain(path, 0, document.error().sentence + u' ' + document.error().details);
    return {};
}

} // namespace

void readPyproject(const QString &path, Declarations &into)
{
    const auto bytes = bytesOf(path, into);
    const auto document = bytes ? tomlOf(path, *bytes, into) : std::nullopt;
    if (!document)
        return;
    const QJsonObject project = (*document)[u"project"].toObject();
    appendAll(project[u"dependencies"], path, *bytes, into);
    if (into.requiresPython.isEmpty())
        into.requiresPython = project[u"requires-python"].toString();
    for (const QJsonObject &groups : {project[u"optional-dependencies"].toObject(), (*document)[u"dependency-groups"].toObject()}) {
        for (auto it = groups.begin(); it != groups.end(); ++it) {
            if (!isForDevelopment(it.key()))
                appendAll(*it, path, *bytes, into);
        }
    }
    const QJsonObject tool = (*document)[u"tool"].toObject();
    const QJsonObject poetry = tool[u"poetry"].toObject();
    appendTable(poetry[u"dependencies"].toObject(), path, *bytes, into);
    const QJsonObject groups = poetry[u"group"].toObject();
    for (auto it = groups.begin(); it != groups.end(); ++it) {
        if (!isForDevelopment(it.key()))
            appendTable((*it)[u"dependencies"].toObject(), path, *bytes, into);
    }
    const QJsonObject pixi = tool[u"pixi"].toObject();
    appendTable(pixi[u"dependencies"].toObject(), path, *bytes, into);
    appendTable(pixi[u"pypi-dependencies"].toObject(), path, *bytes, into);
}

void readSetupCfg(const QString &path, Declarations &into)
{
    const auto bytes = bytesOf(path, into);
    if (!bytes)
        return;
    const QList<IniEntry> entries = readIni(*bytes);
    for (const IniEntry &entry : entries) {
        if (entry.section != u"options")
            continue;
        if (entry.key == u"python_requires" && into.requiresPython.isEmpty() && !entry.lines.isEmpty())
            into.requiresPython = entry.lines.front().text;
        if (entry.key != u"install_requires")
            continue;
        for (const IniEntry::Line &line : entry.lines) {
            if (const auto parsed = Requirement::parse(line.text); !parsed)
                into.complain(path, line.line, parsed.error().sentence);
            else
                into.requirements.append({line.text, path, line.line});
        }
    }
}

void readSetupPy(const QString &path, Declarations &into)
{
    const auto file = readSourceFile(path);
    if (!file) {
        into.complain(path, 0, file.error().sentence);
        return;
    }
    SurroundingsReader surroundings(file->tree);
    const Names names(file->tree, collectImports(file->tree, surroundings));
    const Values values(file->tree, names);
    for (int node = 0; node < file->tree.size(); ++node) {
        const int function = file->tree.kind(node) == Syntax::Call ? file->tree.child(node, Field::Function) : -1;
        if (function < 0 || !(file->tree.bytes(function) == "setup" || file->tree.bytes(function).endsWith(".setup")))
            continue;
        const Arguments arguments = argumentsOf(file->tree, node);
        appendAll(values.value(arguments.find(u"install_requires"_s)).value, path, file->text.utf8, into);
        if (into.requiresPython.isEmpty())
            into.requiresPython = values.text(arguments.find(u"python_requires"_s));
    }
}

void readPipfile(const QString &path, Declarations &into)
{
    const auto bytes = bytesOf(path, into);
    const auto document = bytes ? tomlOf(path, *bytes, into) : std::nullopt;
    if (!document)
        return;
    appendTable((*document)[u"packages"].toObject(), path, *bytes, into);
    const QString python = (*document)[u"requires"][u"python_version"].toString();
    if (into.requiresPython.isEmpty() && !python.isEmpty())
        into.requiresPython = u"==%1.*"_s.arg(python);
}

void readCondaEnvironment(const QString &path, Declarations &into)
{
    const auto bytes = bytesOf(path, into);
    if (!bytes)
        return;
    const auto document = readYaml(*bytes);
    if (!document) {
        into.complain(path, 0, document.error().sentence + u' ' + document.error().details);
        return;
    }
    const QJsonArray dependencies = (*document)[u"dependencies"].toArray();
    for (const QJsonValue &dependency : dependencies) {
        if (dependency.isObject()) {
            appendAll(dependency[u"pip"], path, *bytes, into);
            continue;
        }
        const QString requirement = requirementFromConda(dependency.toString());
        const auto parsed = Requirement::parse(requirement);
        if (!parsed)
            continue;
        if (parsed->name == u"python") {
            if (into.requiresPython.isEmpty())
                into.requiresPython = parsed->specifiers.text();
        } else if (parsed->name != u"pip") {
            into.requirements.append({requirement, path, lineOfText(*bytes, dependency.toString())});
        }
    }
}

void readInlineMetadata(const QString &path, const QString &source, Declarations &into)
{
    static const QRegularExpression pattern(uR"(^# /// script[ \t]*\r?\n((?:#(?: .*)?\r?\n)+?)# ///[ \t]*\r?$)"_s, QRegularExpression::MultilineOption);
    if (!source.contains(u"# /// script"))
        return;
    const auto match = pattern.match(source);
    if (!match.hasMatch())
        return;
    QByteArray toml;
    for (const QString &line : match.captured(1).split(u'\n'))
        toml += line.mid(line.startsWith(u"# ") ? 2 : 1).toUtf8() + '\n';
    const auto document = tomlOf(path, toml, into);
    if (!document)
        return;
    appendAll((*document)[u"dependencies"], path, source.toUtf8(), into);
    if (const QString python = (*document)[u"requires-python"].toString(); !python.isEmpty())
        into.requiresPython = python;
}

} // namespace drydock
