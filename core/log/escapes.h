// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>

namespace drydock {

/// A stretch of text in one look (SGR, ECMA-48): colour 0–7 or -1 for the default one.
struct TextSpan {
    QString text;
    int colour = -1;
    bool bold = false;
    bool faint = false;
    friend bool operator==(const TextSpan &, const TextSpan &) = default;
};

/// One log line as a terminal would leave it: SGR becomes spans, carriage returns rewrite in place, backspaces step back,
/// every other control sequence is removed.
QList<TextSpan> spansOf(const QString &line);
QString plainText(const QString &line);

} // namespace drydock
