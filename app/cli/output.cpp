// SPDX-License-Identifier: Apache-2.0
#include "app/cli/output.h"

#include "core/log/escapes.h"

#include <QJsonDocument>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace drydock {

Output::Output(bool asJson) : m_asJson(asJson), m_out(stdout), m_err(stderr) { }

void Output::answer(const QJsonObject &document, const QString &text)
{
    if (m_asJson)
        m_out << QString::fromUtf8(QJsonDocument(document).toJson());
    else
        m_out << printable(text);
    m_out.flush();
}

void Output::progress(const QString &line)
{
    m_err << printable(line) << Qt::endl;
}

int Output::fail(const Error &error, int status)
{
    if (m_asJson) {
        m_out << QString::fromUtf8(QJsonDocument(QJsonObject{{u"error"_s, toJson(error)}}).toJson());
        m_out.flush();
        return status;
    }
    m_err << printable(error.sentence) << '\n';
    const QStringList details = error.details.split(u'\n', Qt::SkipEmptyParts);
    for (const QString &line : details)
        m_err << "    " << printable(line) << '\n';
    m_err.flush();
    return status;
}

QJsonObject toJson(const Error &error)
{
    return {{u"code"_s, error.code}, {u"sentence"_s, error.sentence}, {u"details"_s, error.details}};
}

QString printable(const QString &text)
{
    QStringList lines = text.split(u'\n');
    for (QString &line : lines)
        line = plainText(line);
    return lines.join(u'\n');
}

} // namespace drydock
