// SPDX-License-Identifier: Apache-2.0
#include "core/script/projectfiles.h"

#include "core/formats/ini.h"
#include "core/formats/toml.h"
#include "core/formats/yaml.h"
#include "core/python/requirement.h"
#include "core/script/condaspec.h"
#include "core/script/dependencytable.h"
#include "core/script/problems.h"
#include "core/script/sourcefile.h"
#include "core/script/values.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// Groups of requirements for working on a project, not for running it.
bool isForDevelopment(const QString &group)
{
    static const QRegularExpression pattern(u"dev|test|lint|doc|typing|type|format|ci$|build|release|bench"_s,
                                            QRegularExpression::CaseInsensitiveOption);
    return pattern.match(group).hasMatch();
}

std::optional<QByteArray> bytesOf(const QString &path, Declarations &into)
{
    auto bytes = readRegularFile(path, largestDeclaration);
    if (bytes)
        return *bytes;
    into.complain(path, 0, bytes.error().sentence);
    return {};
}

std::optional<Document> tomlOf(const QString &path, Declarations &into)
{
    const auto bytes = bytesOf(path, into);
    if (!bytes)
        return {};
    auto document = readTomlDocument(*bytes);
    if (document)
        return *document;
    into.complain(path, 0, document.error().sentence + u' ' + document.error().details);
    return {};
}

/// One pyproject.toml, or the TOML of PEP 723, which shares its words.
class TomlReader
{
public:
    /// @param firstLine what line 1 of the document is in the file
    TomlReader(const QString &path, const Document &document, int firstLine, Declarations &into)
        : m_path(path), m_document(document), m_firstLine(firstLine), m_into(into),
          m_sources(document.value[u"tool"][u"uv"][u"sources"].toObject())
    { }

    /// An array of PEP 508 texts.
    void list(const QJsonValue &value, const QString &pointer)
    {
        const QJsonArray array = value.toArray();
        for (qsizetype i = 0; i < array.size(); ++i) {
            if (array[i].isString())
                requirement(array[i].toString(), lineOf(u"%1/%2"_s.arg(pointer).arg(i)));
        }
    }

    void pyproject()
    {
        const QJsonValue root = m_document.value;
        const QJsonObject project = root[u"project"].toObject();
        m_into.project = normalizedName(project[u"name"].toString());
        list(project[u"dependencies"], u"/project/dependencies"_s);
        if (m_into.requiresPython.isEmpty())
            m_into.requiresPython = project[u"requires-python"].toString();
        const QJsonObject extras = project[u"optional-dependencies"].toObject();
        for (auto it = extras.begin(); it != extras.end(); ++it) {
            if (!isForDevelopment(it.key()))
                list(*it, u"/project/optional-dependencies/"_s + it.key());
        }
        const QJsonObject groups = root[u"dependency-groups"].toObject();
        for (auto it = groups.begin(); it != groups.end(); ++it) {
            if (!isForDevelopment(it.key()))
                group(it.key(), 0);
        }
        const QJsonValue dynamic = root[u"tool"][u"setuptools"][u"dynamic"][u"dependencies"][u"file"];
        QJsonArray files = dynamic.toArray();
        if (dynamic.isString())
            files.append(dynamic);
        for (const QJsonValue &file : std::as_const(files))
            readRequirementsFile(QDir::cleanPath(QFileInfo(m_path).dir().absoluteFilePath(file.toString())), m_into);
        tool(root[u"tool"][u"poetry"], u"/tool/poetry"_s, u"group"_s, false);
        tool(root[u"tool"][u"pixi"], u"/tool/pixi"_s, u"feature"_s, true);
    }

    /// The tables of Poetry and of pixi: dependencies, and groups that hold the same.
    void tool(const QJsonValue &tables, const QString &pointer, const QString &groupKey, bool isPixi)
    {
        for (const QString &key : {u"dependencies"_s, u"pypi-dependencies"_s})
            declareTable(tables[key].toObject(), pointer + u'/' + key, m_document, m_path,
                         isPixi && key == u"dependencies", m_into);
        const QJsonObject groups = tables[groupKey].toObject();
        for (auto it = groups.begin(); it != groups.end(); ++it) {
            if (!isForDevelopment(it.key()))
                tool(*it, pointer + u'/' + groupKey + u'/' + it.key(), {}, isPixi);
        }
    }

private:
    int lineOf(const QString &pointer) const
    {
        const int line = m_document.line(pointer);
        return line > 0 ? line + m_firstLine - 1 : 0;
    }

    /// A dependency group with those that it includes (PEP 735).
    void group(const QString &name, int depth)
    {
        constexpr int deepestInclude = 8;
        const QString pointer = u"/dependency-groups/"_s + name;
        const QJsonValue value = m_document.value[u"dependency-groups"][name];
        list(value, pointer);
        const QJsonArray members = value.toArray();
        for (const QJsonValue &member : members) {
            const QString included = member[u"include-group"].toString();
            if (!included.isEmpty() && depth < deepestInclude)
                group(included, depth + 1);
        }
    }

    /// PEP 508 text, led elsewhere when uv's sources say so.
    void requirement(const QString &text, int line)
    {
        auto parsed = m_sources.isEmpty() ? tl::unexpected(Error()) : Requirement::parse(text);
        if (!parsed) {
            m_into.declare(text, m_path, line);
            return;
        }
        const QJsonValue source = m_sources[parsed->name];
        const QJsonObject details = source.isArray() ? source.toArray().first().toObject() : source.toObject();
        if (isOwnProject(details))
            return;
        if (const QString address = addressOf(details); !address.isEmpty()) {
            parsed->specifiers = {};
            parsed->url = address;
            m_into.declare(parsed->text(), m_path, line);
            return;
        }
        m_into.declare(text, m_path, line);
    }

    const QString m_path;
    const Document &m_document;
    const int m_firstLine;
    Declarations &m_into;
    const QJsonObject m_sources;
};

/// "file: a.txt, b.txt" of setuptools.
void readFiles(const QString &value, const QString &path, Declarations &into)
{
    for (const QString &name : value.mid(value.indexOf(u':') + 1).split(u',', Qt::SkipEmptyParts))
        readRequirementsFile(QDir::cleanPath(QFileInfo(path).dir().absoluteFilePath(name.trimmed())), into);
}

} // namespace

void readPyproject(const QString &path, Declarations &into)
{
    if (const auto document = tomlOf(path, into))
        TomlReader(path, *document, 1, into).pyproject();
}

void readPixi(const QString &path, Declarations &into)
{
    if (const auto document = tomlOf(path, into))
        TomlReader(path, *document, 1, into).tool(document->value, {}, u"feature"_s, true);
}

void readSetupCfg(const QString &path, Declarations &into)
{
    const auto bytes = bytesOf(path, into);
    if (!bytes)
        return;
    const Ini ini = readIni(*bytes);
    for (const int line : ini.invalidLines.mid(0, 1))
        into.complain(path, line,
                      QCoreApplication::translate("Declarations", "This is neither a section nor an entry."));
    for (const IniEntry &entry : ini.entries) {
        const bool isExtra = entry.section == u"options.extras_require" && !isForDevelopment(entry.key);
        if (entry.section != u"options" && !isExtra)
            continue;
        if (entry.key == u"python_requires" && into.requiresPython.isEmpty() && !entry.lines.isEmpty())
            into.requiresPython = entry.lines.front().text;
        if (entry.key != u"install_requires" && !isExtra)
            continue;
        for (const IniEntry::Line &line : entry.lines) {
            if (line.text.startsWith(u"file:"))
                readFiles(line.text, path, into);
            else
                into.declare(line.text.section(u" #"_s, 0, 0).trimmed(), path, line.line);
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
    // A computed list keeps no place of its elements: each stands where its text does.
    const auto list = [&](const QJsonValue &value, int line) {
        const QJsonArray array = value.toArray();
        for (const QJsonValue &element : array) {
            const int place = lineOfText(file->text.utf8, element.toString());
            if (element.isString())
                into.declare(element.toString(), path, place > 0 ? place : line);
        }
    };
    for (int node = 0; node < file->tree.size(); ++node) {
        const int function = file->tree.kind(node) == Syntax::Call ? file->tree.child(node, Field::Function) : -1;
        if (function < 0 || !(file->tree.bytes(function) == "setup" || file->tree.bytes(function).endsWith(".setup")))
            continue;
        const Arguments arguments = argumentsOf(file->tree, node);
        list(values.value(arguments.find(u"install_requires"_s)).value, file->tree[node].line);
        const auto extras = values.dictionary(arguments.find(u"extras_require"_s));
        for (auto it = extras.begin(); it != extras.end(); ++it) {
            if (!isForDevelopment(it.key()))
                list(it->value, file->tree[node].line);
        }
        if (into.requiresPython.isEmpty())
            into.requiresPython = values.text(arguments.find(u"python_requires"_s));
    }
}

void readPipfile(const QString &path, Declarations &into)
{
    const auto document = tomlOf(path, into);
    if (!document)
        return;
    declareTable(document->value[u"packages"].toObject(), u"/packages"_s, *document, path, false, into);
    const QString python = document->value[u"requires"][u"python_version"].toString();
    if (into.requiresPython.isEmpty() && !python.isEmpty())
        into.requiresPython = u"==%1.*"_s.arg(python);
}

void readCondaEnvironment(const QString &path, Declarations &into)
{
    const auto bytes = bytesOf(path, into);
    if (!bytes)
        return;
    const auto document = readYamlDocument(*bytes);
    if (!document) {
        into.complain(path, 0, document.error().sentence + u' ' + document.error().details);
        return;
    }
    QStringList others;
    const QJsonArray dependencies = document->value[u"dependencies"].toArray();
    for (qsizetype i = 0; i < dependencies.size(); ++i) {
        const QString pointer = u"/dependencies/%1"_s.arg(i);
        const QJsonArray byPip = dependencies[i][u"pip"].toArray();
        for (qsizetype k = 0; k < byPip.size(); ++k) {
            const QString text = byPip[k].toString();
            const int line = document->line(u"%1/pip/%2"_s.arg(pointer).arg(k));
            if (text.startsWith(u"-r"))
                readFiles(text.mid(2).trimmed(), path, into);
            else if (!text.startsWith(u'-') && !text.startsWith(u'.'))
                into.declare(text, path, line);
        }
        const CondaSpec spec = parseCondaSpec(dependencies[i].toString());
        if (spec.name == u"python" && into.requiresPython.isEmpty())
            into.requiresPython = pythonOfConda(dependencies[i].toString());
        else if (!spec.requirement.isEmpty())
            into.declare(spec.requirement, path, document->line(pointer));
        else if (!spec.name.isEmpty() && !spec.isBuild && spec.name != u"python" && spec.name != u"pip")
            others.append(spec.name);
    }
    if (!others.isEmpty()) {
        into.problems.append(problem(
            u"conda-only"_s, 0,
            QCoreApplication::translate(
                "Declarations",
                "%1 asks conda for %2, which pip does not install: an image needs them as packages of its system.")
                .arg(path, others.join(u", "_s))));
    }
}

void readInlineMetadata(const QString &path, const QString &source, Declarations &into)
{
    static const QRegularExpression pattern(uR"(^# /// script[ \t]*\r?\n((?:#(?: .*)?\r?\n)+?)# ///[ \t]*\r?$)"_s,
                                            QRegularExpression::MultilineOption);
    if (!source.contains(u"# /// script"))
        return;
    const auto match = pattern.match(source);
    if (!match.hasMatch())
        return;
    QByteArray toml;
    for (const QString &line : match.captured(1).split(u'\n'))
        toml += line.mid(line.startsWith(u"# ") ? 2 : 1).toUtf8() + '\n';
    const int firstLine = 2 + int(source.left(match.capturedStart()).count(u'\n'));
    const auto document = readTomlDocument(toml);
    if (!document) {
        into.complain(path, firstLine, document.error().sentence + u' ' + document.error().details);
        return;
    }
    TomlReader(path, *document, firstLine, into).list(document->value[u"dependencies"], u"/dependencies"_s);
    if (const QString python = document->value[u"requires-python"].toString(); !python.isEmpty())
        into.requiresPython = python;
}

} // namespace drydock
