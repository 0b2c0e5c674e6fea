// SPDX-License-Identifier: Apache-2.0
#include "core/script/likelyneeds.h"

#include "core/python/candidates.h"
#include "core/python/requirement.h"
#include "core/script/prefecttables.h"
#include "core/script/problems.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// Methods that load another distribution when they are called.
QString methodDistribution(const QString &method)
{
    static const QHash<QString, QString> table{
        {u"read_parquet"_s, u"pyarrow"_s}, {u"to_parquet"_s, u"pyarrow"_s}, {u"read_feather"_s, u"pyarrow"_s},
        {u"to_feather"_s, u"pyarrow"_s},   {u"read_orc"_s, u"pyarrow"_s},   {u"read_excel"_s, u"openpyxl"_s},
        {u"to_excel"_s, u"openpyxl"_s},    {u"read_hdf"_s, u"tables"_s},    {u"to_hdf"_s, u"tables"_s},
        {u"read_sql"_s, u"sqlalchemy"_s},  {u"read_sql_query"_s, u"sqlalchemy"_s}, {u"read_sql_table"_s, u"sqlalchemy"_s},
        {u"to_sql"_s, u"sqlalchemy"_s},    {u"read_html"_s, u"lxml"_s},     {u"read_gbq"_s, u"pandas-gbq"_s},
        {u"to_gbq"_s, u"pandas-gbq"_s},    {u"to_markdown"_s, u"tabulate"_s}};
    return table.value(method);
}

class LikelyNeeds
{
public:
    LikelyNeeds(const SourceView &source, const FlowScript &script)
        : m_source(source)
        , m_tree(source.tree)
        , m_folder(QFileInfo(script.path).dir())
    {
        for (const Import &import : script.imports) {
            for (const QString &distribution : import.distributions)
                m_known.insert(normalizedName(distribution));
        }
        for (const DeclaredRequirement &declared : script.declared) {
            if (const auto requirement = Requirement::parse(declared.requirement))
                m_known.insert(normalizedName(requirement->name));
        }
        // Two distributions for one purpose: having the other is enough.
        if (m_known.contains(u"fastparquet"_s))
            m_known.insert(u"pyarrow"_s);
        if (m_known.contains(u"prefect-sqlalchemy"_s) || m_known.contains(u"sqlmodel"_s))
            m_known.insert(u"sqlalchemy"_s); // they bring it along
        for (const QString &driver : {u"psycopg2"_s, u"psycopg"_s, u"psycopg2-binary"_s}) {
            if (m_known.contains(driver))
                m_known.insert(u"psycopg2-binary"_s);
        }
    }

    QList<Problem> collect()
    {
        for (int node = 0; node < m_tree.size(); ++node) {
            if (m_tree.kind(node) == Syntax::Call)
                call(node);
            else if (m_tree.kind(node) == Syntax::String)
                address(node);
        }
        return m_notes;
    }

private:
    void call(int node)
    {
        const int function = m_tree.child(node, Field::Function);
        const Arguments arguments = argumentsOf(m_tree, node);
        // @flow(result_storage="s3-bucket/results")
        const QString results = m_source.values.text(arguments.find(u"result_storage"_s));
        if (const QString distribution = blockDistribution(results.section(u'/', 0, 0)); results.contains(u'/') && !distribution.isEmpty())
            suggest(m_tree[node].line, distribution, results);
        if (m_tree.kind(function) == Syntax::Attribute) {
            const QString method = m_tree.text(m_tree.child(function, Field::Attribute));
            if (const QString distribution = methodDistribution(method); !distribution.isEmpty() && !readsItself(function))
                suggest(m_tree[node].line, distribution, method);
            if (method == u"load" && isPrefectName(m_source.names.origin(function))) {
                const QString block = m_source.values.text(arguments.find(u"name"_s, 0));
                if (const QString distribution = blockDistribution(block.section(u'/', 0, 0)); block.contains(u'/') && !distribution.isEmpty())
                    suggest(m_tree[node].line, distribution, block);
            }
            if (method.startsWith(u"read_"))
                opens(m_tree[node].line, m_source.values.text(arguments.find(u"filepath_or_buffer"_s, 0)));
        } else if (m_tree.bytes(function) == "open") {
            const QString mode = m_source.values.text(arguments.find(u"mode"_s, 1));
            if (!mode.contains(u'w') && !mode.contains(u'a') && !mode.contains(u'x'))
                opens(m_tree[node].line, m_source.values.text(arguments.find(u"file"_s, 0)));
        }
    }

    /// Functions of distributions that read files and addresses without help.
    bool readsItself(int function) const
    {
        const QString top = m_source.names.origin(function).section(u'.', 0, 0);
        return top == u"polars" || top == u"duckdb";
    }

    void address(int node)
    {
        // Long texts and documentation are not addresses.
        if (m_tree.bytes(node).size() > 300 || !m_tree.bytes(node).contains("://") || m_tree.kind(m_tree[node].parent) == Syntax::ExpressionStatement)
            return;
        // Prefect's agent reads these itself, with the cloud's own client.
        const int argument = m_tree[node].parent;
        const QByteArrayView keyword = m_tree.kind(argument) == Syntax::KeywordArgument
            ? m_tree.bytes(m_tree.child(argument, Field::Name))
            : QByteArrayView();
        const int list = m_tree[keyword.isEmpty() ? node : argument].parent;
        if (m_tree.kind(list) == Syntax::ArgumentList && readsItself(m_tree.child(m_tree[list].parent, Field::Function)))
            return;
        if (keyword == "task_definition_path" || keyword == "job_template_path")
            return;
        static const QRegularExpression pattern(uR"(^[a-z]?["']{1,3}([a-z0-9]+(?:\+[a-z0-9_]+)?)://[^"'])"_s, QRegularExpression::CaseInsensitiveOption);
        const auto match = pattern.match(m_tree.text(node));
        if (!match.hasMatch())
            return;
        const QString scheme = match.captured(1).toLower();
        const QString storage = schemeDistribution(scheme);
        suggest(m_tree[node].line, storage.isEmpty() ? driverDistribution(scheme) : storage, QString(scheme + u"://"));
    }

    void suggest(int line, const QString &distribution, const QString &because)
    {
        const QString name = normalizedName(distribution);
        if (name.isEmpty() || m_known.contains(name))
            return;
        m_known.insert(name);
        m_notes.append(problem(u"likely-need"_s, line,
                               QCoreApplication::translate("likelyNeeds", "“%1” probably needs %2, which no import names.").arg(because, distribution),
                               QCoreApplication::translate("likelyNeeds", "Add %1.").arg(distribution)));
    }

    void opens(int line, const QString &name)
    {
        if (name.isEmpty() || name.contains(u"://") || QDir::isAbsolutePath(name) || m_opened.contains(name) || !QFileInfo(m_folder, name).isFile())
            return;
        m_opened.insert(name);
        m_notes.append(problem(u"opens-file"_s, line,
                               QCoreApplication::translate("likelyNeeds", "The script opens %1, a file beside it, which must be in the image too.").arg(name)));
    }

    const SourceView &m_source;
    const SyntaxTree &m_tree;
    const QDir m_folder;
    QSet<QString> m_known;
    QSet<QString> m_opened;
    QList<Problem> m_notes;
};

} // namespace

QList<Problem> likelyNeeds(const SourceView &source, const FlowScript &script)
{
    return LikelyNeeds(source, script).collect();
}

} // namespace drydock
