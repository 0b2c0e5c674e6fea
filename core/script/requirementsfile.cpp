// SPDX-License-Identifier: Apache-2.0
#include "core/script/requirementsfile.h"

#include "core/python/requirement.h"
#include "core/python/sourcetext.h"
#include "core/script/condaspec.h"
#include "core/script/problems.h"
#include "core/script/projectfiles.h"
#include "core/script/sourcefile.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr int deepestInclude = 8;
constexpr int mostLinked = 1000; ///< Wheels of one folder.

class RequirementsReader
{
public:
    explicit RequirementsReader(Declarations &into) : m_into(into) { }

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
        const QString text = decodeSource(*bytes).text();
        static const QRegularExpression condaEnvironment(u"^dependencies:[ \t]*\r?$"_s,
                                                         QRegularExpression::MultilineOption);
        if (condaEnvironment.match(text).hasMatch()) {
            readCondaEnvironment(path, m_into); // `conda env export` under another name
            return;
        }
        const QStringList lines = text.split(u'\n');
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
            if (const auto found = m_constraints.constFind(normalizedName(requirement->name));
                found != m_constraints.constEnd()) {
                requirement->specifiers = *found;
                declared.requirement = requirement->text();
            }
        }
    }

    /// Wheels in a folder that the file names (--find-links) stand for what they are required as, if no tag ties them to a platform.
    void applyFindLinks()
    {
        QHash<QString, QList<std::pair<Version, QString>>> wheels; // Normalised name → version and path.
        for (const QString &folder : std::as_const(m_findLinks)) {
            static const QRegularExpression file(u"\\A([A-Za-z0-9_.]+)-([^-]+)(?:-\\d[^-]*)?-[^-]+-none-any\\.whl\\z"_s);
            QDirIterator it(folder, {u"*-none-any.whl"_s}, QDir::Files);
            for (int count = 0; it.hasNext() && count < mostLinked; ++count) {
                const QString path = it.next();
                if (const auto match = file.match(it.fileName()); match.hasMatch() && Version(match.captured(2)).isValid())
                    wheels[normalizedName(match.captured(1))].append({Version(match.captured(2)), path});
            }
        }
        for (DeclaredRequirement &declared : m_into.requirements) {
            const auto requirement = m_seen.contains(declared.source) ? Requirement::parse(declared.requirement) : tl::unexpected(Error());
            if (!requirement || !requirement->url.isEmpty())
                continue;
            auto fitting = wheels.value(normalizedName(requirement->name));
            fitting.removeIf([&](const auto &wheel) { return !requirement->specifiers.contains(wheel.first); });
            const auto newest = std::max_element(fitting.begin(), fitting.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
            if (newest == fitting.end())
                continue;
            Requirement there = *requirement;
            there.specifiers = {};
            there.url = QUrl::fromLocalFile(newest->second).toString(QUrl::FullyEncoded);
            declared.requirement = there.text();
        }
    }

private:
    void statement(const QString &raw, const QString &path, int line, bool constraints, int depth)
    {
        static const QRegularExpression comment(u"(^|\\s)#.*$"_s);
        static const QRegularExpression include(uR"(^(-r|--requirement|-c|--constraint)[\s=]*(\S.*)$)"_s);
        static const QRegularExpression findLinks(uR"(^(?:-f|--find-links)[\s=]*(\S.*)$)"_s);
        static const QRegularExpression editable(uR"(^(-e|--editable)[\s=]*)"_s);
        static const QRegularExpression hash(uR"(--hash[\s=]+([a-z0-9]+:[0-9A-Fa-f]+))"_s);
        static const QRegularExpression options(uR"(\s--(hash|global-option|config-settings|install-option)\b.*$)"_s);
        static const QRegularExpression urlComment(u"\\s#.*$"_s);
        // The egg's name stands in a comment-like fragment: it must be read before comments are cut.
        QString text = raw.trimmed();
        text.remove(text.contains(u"://") ? urlComment : comment);
        QStringList hashes;
        for (const QRegularExpressionMatch &match : hash.globalMatch(text))
            hashes.append(match.captured(1).toLower());
        text = text.remove(options).trimmed();
        if (text.isEmpty() || text.startsWith(u'#'))
            return;
        if (const auto match = include.match(text); match.hasMatch()) {
            QString target = match.captured(2).trimmed();
            if (target.size() > 1 && (target.startsWith(u'"') || target.startsWith(u'\''))
                && target.endsWith(target.front()))
                target = target.mid(1, target.size() - 2);
            const bool isAddress = target.contains(u"://");
            target = QDir::cleanPath(QFileInfo(path).dir().absoluteFilePath(QDir::fromNativeSeparators(target)));
            if (!isAddress)
                read(target, constraints || match.captured(1).contains(u'c'), depth + 1);
            return;
        }
        if (const auto match = findLinks.match(text); match.hasMatch()) {
            const QString place = match.captured(1).remove(u'"').remove(u'\'');
            if (place.startsWith(u"file:") || !place.contains(u"://")) // a page of links is an index, which the settings name
                m_findLinks.append(QUrl(addressOf(place.startsWith(u"file:") ? place.mid(5) : place, path)).toLocalFile());
            return;
        }
        text.remove(editable);
        if (const QString wheel = wheelAt(text, path); !wheel.isEmpty()) {
            append(wheel, path, line, constraints, hashes);
            return;
        }
        if (text.startsWith(u'-') || text.startsWith(u'.') || text.startsWith(u'/'))
            return; // options, and paths: folders of the person's own are local modules
        if (const qsizetype scheme = text.indexOf(u"://"); scheme >= 0 && !text.left(scheme).contains(u'@')) {
            static const QRegularExpression egg(uR"(#(?:.*&)?egg=([A-Za-z0-9._-]+)(\[[^\]]*\])?)"_s);
            static const QRegularExpression conda(uR"(/([^/]+)-([^-/]+)-[^-/]+\.(?:tar\.bz2|conda)\b)"_s);
            static const QRegularExpression file(uR"(/([A-Za-z0-9_.]+)-([^-/]+)(?:-[^/]+\.whl|\.tar\.gz|\.zip)\b)"_s);
            if (const auto match = egg.match(text); match.hasMatch())
                append(u"%1%2 @ %3%4"_s.arg(match.captured(1), match.captured(2), text.section(u'#', 0, 0), folderOf(text)), path, line,
                       constraints, hashes);
            else if (const auto build = conda.match(text); build.hasMatch())
                append(u"%1=%2=0"_s.arg(build.captured(1), build.captured(2)), path, line, constraints, hashes);
            else if (const auto built = file.match(text); built.hasMatch())
                append(u"%1 @ %2"_s.arg(built.captured(1), text), path, line, constraints, hashes);
            return;
        }
        append(text, path, line, constraints, hashes);
    }

    /// The folder of a repository or archive in which the project lies, as the fragment of its address (pip's VCS support), or empty.
    static QString folderOf(const QString &address)
    {
        static const QRegularExpression subdirectory(uR"([#&](subdirectory=[^&\s]+))"_s);
        const auto match = subdirectory.match(address);
        return match.hasMatch() ? QString(u'#' + match.captured(1)) : QString();
    }

    /// A path as an address. Relative ones are meant from the file that names them.
    static QString addressOf(QString place, const QString &path)
    {
        if (place.startsWith(u"//"))
            place = QUrl(QString(u"file:" + place)).toLocalFile();
        return QUrl::fromLocalFile(QDir::cleanPath(QFileInfo(path).dir().absoluteFilePath(QDir::fromNativeSeparators(place)))).toString(QUrl::FullyEncoded);
    }

    /// The requirement for a wheel that is named by its path alone, or empty.
    static QString wheelAt(const QString &text, const QString &path)
    {
        static const QRegularExpression file(uR"(^(?!-)(?:[^@\s:;]*[/\\])?([A-Za-z0-9_.]+)-[^-/\\@\s:;]+(?:-[^-/\\@\s:;]+){3,4}\.whl$)"_s);
        const auto match = file.match(text);
        return match.hasMatch() ? u"%1 @ %2"_s.arg(match.captured(1), addressOf(text, path)) : QString();
    }

    void append(QString text, const QString &path, int line, bool constraints, const QStringList &hashes)
    {
        auto requirement = Requirement::parse(text);
        if (!requirement) {
            // `conda list`, with --export or without, and `pip list` end up under this name too.
            static const QRegularExpression columns(
                uR"(^([A-Za-z0-9_][\w.-]*)\s+([0-9]\S*)(?:\s+([\w.]+)(?:\s+\S+)?)?$)"_s);
            const auto match = columns.match(text);
            const bool isList = match.hasMatch() && !match.captured(3).isEmpty();
            const CondaSpec conda = parseCondaSpec(
                isList ? u"%1=%2=%3"_s.arg(match.captured(1), match.captured(2), match.captured(3)) : text);
            if (conda.isBuild && conda.requirement.isEmpty())
                return; // a library that no Python index has
            if (conda.requirement.contains(u"=="))
                text = conda.requirement;
            else if (match.hasMatch())
                text = u"%1==%2"_s.arg(match.captured(1), match.captured(2));
            requirement = Requirement::parse(text);
        }
        static const QRegularExpression heading(u"^(Package\\s+Version|-+\\s+-+|@EXPLICIT$)"_s);
        if (!requirement && heading.match(text).hasMatch())
            return;
        if (!requirement) {
            m_into.complain(path, line, requirement.error().sentence);
            return;
        }
        if (requirement->url.startsWith(u"file:")) // on the person's own disk
            text = requirement->url.endsWith(u".whl") ? u"%1 @ %2"_s.arg(requirement->name, addressOf(requirement->url.mid(5), path)) : requirement->name;
        if (constraints)
            m_constraints.insert(normalizedName(requirement->name), requirement->specifiers);
        else
            m_into.requirements.append({text, path, line, hashes});
    }

    Declarations &m_into;
    QSet<QString> m_seen; ///< Files.
    QStringList m_findLinks; ///< Folders.
    QHash<QString, VersionSpecifiers> m_constraints;
};

} // namespace

void Declarations::complain(const QString &path, int line, const QString &why)
{
    problems.append(
        problem(u"declared-file-invalid"_s, 0,
                line > 0 ? QCoreApplication::translate("Declarations", "%1, line %2: %3").arg(path).arg(line).arg(why)
                         : QCoreApplication::translate("Declarations", "%1: %2").arg(path, why)));
}

void Declarations::declare(const QString &requirement, const QString &path, int line, const QStringList &hashes)
{
    if (const auto parsed = Requirement::parse(requirement))
        requirements.append({requirement, path, line, hashes});
    else
        complain(path, line, parsed.error().sentence);
}

void readRequirementsFile(const QString &path, Declarations &into)
{
    RequirementsReader reader(into);
    reader.read(path, false, 0);
    reader.applyConstraints();
    reader.applyFindLinks();
}

int lineOfText(const QByteArray &file, const QString &text)
{
    const qsizetype found = text.isEmpty() ? -1 : file.indexOf(text.toUtf8());
    return found < 0 ? 0 : 1 + int(std::count(file.begin(), file.begin() + found, '\n'));
}

} // namespace drydock
