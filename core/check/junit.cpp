// SPDX-License-Identifier: Apache-2.0
#include "core/check/check.h"

#include <QXmlStreamWriter>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// What XML 1.0 may hold: programs print anything.
QString allowed(QString text)
{
    text.removeIf(
        [](QChar c) { return (c < u' ' && c != u'\n' && c != u'\t') || c.unicode() >= 0xfffe || c.isSurrogate(); });
    return text;
}

} // namespace

QByteArray toJUnit(const CheckReport &report)
{
    QByteArray bytes;
    QXmlStreamWriter xml(&bytes);
    xml.setAutoFormatting(true);
    xml.writeStartDocument();
    xml.writeStartElement(u"testsuites"_s);
    xml.writeStartElement(u"testsuite"_s);
    double seconds = 0;
    for (const Check &check : report.checks)
        seconds += check.seconds;
    xml.writeAttribute(u"name"_s, allowed(report.image));
    xml.writeAttribute(u"tests"_s, QString::number(report.checks.size()));
    xml.writeAttribute(u"failures"_s, QString::number(report.count(CheckStatus::Failed)));
    xml.writeAttribute(u"errors"_s, u"0"_s);
    xml.writeAttribute(u"skipped"_s, QString::number(report.count(CheckStatus::Skipped)));
    xml.writeAttribute(u"time"_s, QString::number(seconds, 'f', 3));
    for (const Check &check : report.checks) {
        xml.writeStartElement(u"testcase"_s);
        xml.writeAttribute(u"classname"_s, allowed(report.image));
        xml.writeAttribute(u"name"_s, allowed(check.id));
        xml.writeAttribute(u"time"_s, QString::number(check.seconds, 'f', 3));
        if (check.status == CheckStatus::Failed) {
            xml.writeStartElement(u"failure"_s);
            xml.writeAttribute(u"message"_s, allowed(check.sentence));
            xml.writeCharacters(allowed(check.detail));
            xml.writeEndElement();
        } else if (check.status == CheckStatus::Skipped) {
            xml.writeStartElement(u"skipped"_s);
            xml.writeAttribute(u"message"_s, allowed(check.detail));
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }
    xml.writeTextElement(u"system-out"_s, allowed(report.log));
    xml.writeEndDocument();
    return bytes;
}

} // namespace drydock
