// SPDX-License-Identifier: Apache-2.0
#include "app/cli/output.h"

#include <QJsonDocument>

#include <algorithm>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace drydock {

Output::Output(bool asJson) : m_asJson(asJson), m_hasTerminal(terminalOfErrors().isThere), m_out(stdout), m_err(stderr) { }

Output::~Output()
{
    end();
}

QString Output::takenAway() const
{
    return m_drawn > 0 ? u"\x1b[%1A\r\x1b[J"_s.arg(m_drawn) : QString();
}

void Output::drawLive(const Terminal &terminal)
{
    // More rows than the terminal has could not be taken away again.
    m_drawn = std::clamp<qsizetype>(m_live.size(), 0, std::max(terminal.rows - 1, 0));
    for (TerminalLine line : m_live.first(m_drawn)) {
        line.isWhole = false;
        m_err << rendered(line, terminal) << '\n';
    }
    m_err.flush();
}

void Output::end()
{
    m_err << takenAway();
    m_err.flush();
    m_drawn = 0;
    m_hasEnded = true;
}

void Output::show(const QList<TerminalLine> &stay, const QList<TerminalLine> &live)
{
    if (!m_hasTerminal || m_hasEnded)
        return;
    const Terminal terminal = terminalOfErrors();
    m_live = live;
    m_err << takenAway();
    for (const TerminalLine &line : stay)
        m_err << rendered(line, terminal) << '\n';
    drawLive(terminal);
}

void Output::answer(const QJsonObject &document, const QString &text)
{
    end();
    if (m_asJson)
        m_out << QString::fromUtf8(QJsonDocument(document).toJson());
    else
        m_out << printable(text);
    m_out.flush();
    m_hasLostAnswer = m_out.status() != QTextStream::Ok || std::fflush(stdout) != 0 || std::ferror(stdout) != 0;
}

void Output::progress(const QString &line)
{
    m_err << takenAway() << printable(line) << Qt::endl;
    if (m_drawn > 0)
        drawLive(terminalOfErrors());
}

int Output::fail(const Error &error, int status)
{
    end();
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
