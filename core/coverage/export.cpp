// SPDX-License-Identifier: Apache-2.0
#include "core/coverage/export.h"

#include "core/words.h"

#include <QCoreApplication>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Coverage)
};

QString oneLine(QString text)
{
    text.removeIf([](QChar c) { return c.category() == QChar::Other_Control && c != u'\n' && c != u'\r' && c != u'\t'; });
    return text.simplified();
}

QString csvField(const QString &text)
{
    QString field = oneLine(text);
    // A spreadsheet computes what begins so (and skips spaces before it); an apostrophe says that it is text.
    static const QString starts = u"=+-@|%"_s;
    if (!field.isEmpty() && starts.contains(field.front()))
        field.prepend(u'\'');
    if (field.contains(u'"') || field.contains(u',') || field.contains(u';'))
        field = u'"' + field.replace(u'"', u"\"\""_s) + u'"';
    return field;
}

QString markdownField(const QString &text)
{
    QString field = oneLine(text);
    field.replace(u'&', u"&amp;"_s).replace(u'<', u"&lt;"_s);
    for (const QChar special : {u'\\', u'|', u'`', u'*', u'_', u'[', u']'})
        field.replace(special, QString(u"\\"_s + special));
    return field;
}

QString csvRow(const QStringList &cells)
{
    QStringList fields;
    for (const QString &cell : cells)
        fields.append(csvField(cell));
    return fields.join(u',') + u"\r\n"_s;
}

QString markdownRow(const QStringList &cells)
{
    QStringList fields;
    for (const QString &cell : cells)
        fields.append(markdownField(cell));
    return u"| "_s + fields.join(u" | "_s) + u" |\n"_s;
}

QString necessityText(Necessity necessity)
{
    switch (necessity) {
    case Necessity::Required: return Text::tr("required");
    case Necessity::Optional: return Text::tr("optional");
    case Necessity::Typing: return Text::tr("for types");
    case Necessity::Conditional: return Text::tr("conditional");
    case Necessity::Implied: return Text::tr("implied");
    }
    return {};
}

/// Imports down, images across.
QList<QStringList> table(const Coverage &coverage)
{
    QStringList head{Text::tr("Import"), Text::tr("Distribution"), Text::tr("Needed"), Text::tr("Script"), Text::tr("Line")};
    QStringList counts{Text::tr("Covered"), {}, {}, {}, {}};
    QStringList sizes{Text::tr("Size"), {}, {}, {}, {}};
    QStringList platforms{Text::tr("Platform"), {}, {}, {}, {}};
    for (const ImageCoverage &image : coverage.images) {
        head.append(image.image.reference);
        counts.append(!image.python() ? Text::tr("unknown") : Text::tr("%1 of %2").arg(image.covers).arg(image.of));
        sizes.append(sizeText(image.image.size));
        platforms.append(image.image.platform);
    }
    QList<QStringList> rows{head, counts, sizes, platforms};
    for (qsizetype i = 0; i < coverage.needs.size(); ++i) {
        const Need &need = coverage.needs.at(i);
        QStringList row{need.module, need.distributions.value(0), necessityText(need.necessity), need.script,
                        need.line > 0 ? QString::number(need.line) : QString()};
        for (const ImageCoverage &image : coverage.images)
            row.append(cellWord(need, image.cells.at(i), image.image));
        rows.append(row);
    }
    return rows;
}

} // namespace

ExportFormat exportFormatOf(const QString &fileName)
{
    const QString extension = fileName.section(u'.', -1).toLower();
    return extension == u"json" ? ExportFormat::Json : extension == u"md" || extension == u"markdown" ? ExportFormat::Markdown : ExportFormat::Csv;
}

QByteArray exported(const Coverage &coverage, ExportFormat format)
{
    if (format == ExportFormat::Json)
        return QJsonDocument(toJson(coverage)).toJson();
    const QList<QStringList> rows = table(coverage);
    QString text;
    for (qsizetype i = 0; i < rows.size(); ++i) {
        text += format == ExportFormat::Csv ? csvRow(rows.at(i)) : markdownRow(rows.at(i));
        if (i == 0 && format == ExportFormat::Markdown)
            text += u'|' + u" --- |"_s.repeated(rows.first().size()) + u'\n';
    }
    return text.toUtf8();
}

} // namespace drydock
