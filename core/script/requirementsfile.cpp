// SPDX-License-Identifier: Apache-2.0
#include "core/script/requirementsfile.h"

#include "core/python/requirement.h"
#include "core/python/sourcetext.h"
#include "core/script/problems.h"
#include "core/script/sourcefile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr int deepestInclude = 8;

class RequirementsReader
{
public:
    explicit RequirementsReader(Declarations &into)
        : m_into(into)
    {
    }

    void read(const QString &path, bool constraints, int depth)
    {
        if (m_seen.contains(path) || depth > deepestInclude)
            return;
        m_seen.insert(path);
        const auto bytes = readRegularFile(path, largestDeclaration);
        if (!bytes) {
            m_into.complain(path, 0, bytes.error().sentence);
            return;
        }
        const QStringList lines = decodeSource(*bytes).text().split(u'\n');
        QString logical;
        int start = 0;
        for (qsizetype i = 0; i < lines.size(); ++i) {
            QString line = lines[i];
            if (line.endsWith(u'\r'))
                line.chop(1);
            if (logical.isEmpty())
                start = int(i) + 1;
            if (line.endsWith(u'\\') && i + 1 < lines.size()) {
                logical += line.chopped(1) + u' ';
                continue;
            }
            logical += line;
            statement(logical, path, start, constraints, depth);
            logical.clear();
        }
    }

    /// A constraint says which version of something that is required anyway.
    void applyConstraints()
    {
        for (DeclaredRequirement &declared : m_into.requirements) {
            auto requirement = Requirement::parse(declared.requirement);
            if (!requirement || !requirement->specifiers.isEmpty() || !requirement->url.isEmpty())
                continue;
            if (const auto found = m_constraints.constFind(normalizedName(requirement->name)); found != m_constraints.constEnd()) {
                requirement->specifiers = *found;
                declared.requirement = requirement->text();
            }
        }
    }

private:
    void statement(const QString &raw, const QString &path, int line, bool constraints, int depth)
    {
        static const QRegularExpression comment(u"(^|\\s)#.*$"_s);
        static const QRegularExpression include(uR"(^(-r|--requirement|-c|--constraint)[\s=]*(\S.*)$)"_s);
        static const QRegularExpression editable(uR"(^(-e|--editable)[\s=]*)"_s);
        static const QRegularExpression options(uR"(\s--(hash|global-option|config-settings|install-option)\b.*$)"_s);
        // The egg's name stands in a comment-like fragment: it must be read before comments are cut.
        QString text = raw.trimmed();
        if (!text.contains(u"://"))
            text.remove(comment);
        else
            text.remove(QRegularExpression(u"\\s#.*$"_s));
        text = text.remove(options).trimmed();
        if (text.isEmpty() || text.startsWith(u'#'))
            return;
        if (const auto match = include.match(text); match.hasMatch()) {
            const QString target = QDir::cleanPath(QFileInfo(path).dir().absoluteFilePath(match.captured(2)));
            if (!match.captured(2).contains(u"://"))
                read(target, constraints || match.captured(1).contains(u'c'), depth + 1);
            return;
        }
        text.remove(editable);
        if (text.startsWith(u'-') || text.startsWith(u'.') || text.startsWith(u'/'))
            return; // options, and paths: folders of the person's own are local modules
        if (const qsizetype scheme = text.indexOf(u"://"); scheme >= 0 && !text.left(scheme).contains(u'@')) {
            static const QRegularExpression egg(u"#egg=([A-Za-z0-9._-]+)"_s);
            if (const auto match = egg.match(text); match.hasMatch())
                append(u"%1 @ %2"_s.arg(match.captured(1), text.section(u'#', 0, 0)), path, line, constraints);
            return;
        }
        append(text, path, line, constraints);
    }

    void append(QString text, const QString &path, int line, bool constraints)
    {
        auto requirement = Requirement::parse(text);
        if (!requirement) {
            // `conda list --export` and `conda env export` end up under this name too.
            if (const QString conda = requirementFromConda(text); conda.contains(u"==")) {
                text = conda;
                requirement = Requirement::parse(conda);
            }
        }
        if (!requirement) {
            m_into.complain(path, line, requirement.error().sentence);
            return;
        }
        if (requirement->url.startsWith(u"file:"))
            text = requirement->name; // a wheel on the person's own disk
        if (constraints)
            m_constraints.insert(normalizedName(requirement->name), requirement->specifiers);
        else
            m_into.requirements.append({text, path, line});
    }

    Declarations &m_into;
    QSet<QString> m_seen;
    QHash<QString, VersionSpecifiers> m_constraints;
};

} // namespace

void Declarations::complain(const QString &path, int line, const QString &why)
{
    problems.append(problem(u"declared-file-invalid"_s, 0,
                            line > 0 ? QCoreApplication::translate("Declarations", "%1, line %2: %3").arg(path).arg(line).arg(why)
                                     : QCoreApplication::translate("Declarations", "%1: %2").arg(path, why)));
}

void readRequirementsFile(const QString &path, Declarations &into)
{
    RequirementsReader reader(into);
    reader.read(path, false, 0);
    reader.applyConstraints();
}

QString requirementFromConda(const QString &spec)
{
    static const QRegularExpression pattern(uR"(^(?:[\w./-]+::)?([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:=([0-9][^=\s]*)(?:=\S+)?|\s*([<>=!~].*))?$)"_s);
    const auto match = pattern.match(spec.trimmed());
    if (!match.hasMatch())
        return {};
    if (!match.captured(2).isEmpty()) {
        const QString version = match.captured(2);
        const bool exact = spec.count(u'=') > 1 || version.endsWith(u'*');
        // conda's single "=" matches every version that starts so.
        return u"%1==%2%3"_s.arg(match.captured(1), version, exact || version.count(u'.') >= 2 ? u""_s : u".*"_s);
    }
    const QString text = match.captured(1) + match.captured(3).trimmed();
    return Requirement::parse(text) ? text : match.captured(1);
}

int lineOfText(const QByteArray &file, const QString &text)
{
    const qsizetype found = text.isEmpty() ? -1 : file.indexOf(text.toUtf8());
    return found < 0 ? 0 : 1 + int(std::count(file.begin(), file.begin() + found, '\n'));
}

} // namespace drydock
