// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/terminal.h"
#include "core/result.h"

#include <QJsonObject>
#include <QTextStream>

namespace drydock {

/// Answers go to standard output, as text or as one JSON document; progress and what went wrong go to standard error.
class Output
{
public:
    explicit Output(bool asJson);
    ~Output();
    Q_DISABLE_COPY_MOVE(Output)

    bool isJson() const { return m_asJson; }
    /// The one answer.
    void answer(const QJsonObject &document, const QString &text);
    /// It could not be written, as to a file on a full disk.
    bool hasLostAnswer() const { return m_hasLostAnswer; }
    void progress(const QString &line);
    /// What standard error was when the program started.
    bool hasTerminal() const { return m_hasTerminal; }
    /// Only for a terminal.
    /// @param stay go above what goes on
    /// @param live what goes on, in place of what was shown of it before; the answer takes it away
    void show(const QList<TerminalLine> &stay, const QList<TerminalLine> &live);
    /// One sentence; with --json the document that says so. @return status, for the caller to end with
    int fail(const Error &error, int status = 2);

private:
    QString takenAway() const; ///< What makes a terminal forget the lines that go on.
    void drawLive(const Terminal &terminal);
    void end();

    const bool m_asJson;
    const bool m_hasTerminal;
    bool m_hasEnded = false;
    bool m_hasLostAnswer = false;
    QList<TerminalLine> m_live;
    qsizetype m_drawn = 0; ///< Rows below which the cursor is.
    QTextStream m_out;
    QTextStream m_err;
};

QJsonObject toJson(const Error &error);

/// What a terminal would obey, taken out: names and output come from anywhere.
QString printable(const QString &text);

} // namespace drydock
