// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/result.h"

#include <QJsonObject>
#include <QTextStream>

namespace drydock {

/// Answers go to standard output, as text or as one JSON document; progress and what went wrong go to standard error.
class Output
{
public:
    explicit Output(bool asJson);

    bool isJson() const { return m_asJson; }
    /// The one answer.
    void answer(const QJsonObject &document, const QString &text);
    void progress(const QString &line);
    /// One sentence; with --json the document that says so. @return status, for the caller to end with
    int fail(const Error &error, int status = 2);

private:
    const bool m_asJson;
    QTextStream m_out;
    QTextStream m_err;
};

QJsonObject toJson(const Error &error);

/// What a terminal would obey, taken out: names and output come from anywhere.
QString printable(const QString &text);

} // namespace drydock
