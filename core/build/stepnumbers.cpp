// SPDX-License-Identifier: Apache-2.0
#include "core/build/stepnumbers.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace drydock {

StepNumbers::Stage StepNumbers::stage(const QString &name, int steps)
{
    auto known = m_stages.constFind(name);
    if (known == m_stages.cend()) {
        if (m_stages.size() >= mostVertices)
            return {0, m_steps};
        known = m_stages.insert(name, m_steps);
        m_steps += steps;
    }
    return {known.value(), m_steps};
}

std::optional<StepNumbers::Step> StepNumbers::step(const QString &name)
{
    static const QRegularExpression header(u"\\A\\[(?:(.+) )?(\\d{1,4})/(\\d{1,4})\\] (.*)\\z"_s,
                                           QRegularExpression::DotMatchesEverythingOption);
    const auto match = header.match(name);
    if (!match.hasMatch())
        return std::nullopt;
    const auto [offset, of] = stage(match.captured(1).left(longestName), match.captured(3).toInt());
    return Step{offset + match.captured(2).toInt(), of, match.captured(4)};
}

} // namespace drydock
