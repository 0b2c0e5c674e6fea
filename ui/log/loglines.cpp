// SPDX-License-Identifier: Apache-2.0
#include "ui/log/logview.h"

using namespace Qt::StringLiterals;

namespace drydock {

QRegularExpression errorLines()
{
    static const QRegularExpression expression(
        u"(?:^|\\s)(?:ERROR:?|Error:|error:|E:|fatal:|FATAL:?|failed to |Traceback \\(most recent|[A-Za-z.]*(?:Error|Exception): )"_s);
    return expression;
}

LineKind kindOfLine(const QString &text)
{
    static const QRegularExpression warning(u"^\\s*(?:WARNING|DEPRECATION|Warning|W)[:!]| WARN(?:ING)?: "_s);
    static const QRegularExpression success(u"^\\s*Successfully (?:installed|built|tagged)"_s);
    const QString start = text.left(400);
    if (warning.match(start).hasMatch())
        return LineKind::Warning;
    if (errorLines().match(start).hasMatch())
        return LineKind::Error;
    return success.match(start).hasMatch() ? LineKind::Success : LineKind::Neutral;
}

QString withoutStepPrefix(const QString &line)
{
    static const QRegularExpression prefix(u"^#\\d+ (?:\\d+\\.\\d+ )?"_s);
    const QRegularExpressionMatch match = prefix.match(line);
    return match.hasMatch() ? line.mid(match.capturedEnd()) : line;
}

} // namespace drydock
