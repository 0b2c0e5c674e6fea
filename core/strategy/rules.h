// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/strategy/facts.h"

#include <span>

namespace drydock {

/// What a rule that holds does to the strategies it is about.
enum class Effect {
    Excludes, ///< The strategy is not possible; the sentence says why not.
    Recommends, ///< The first such rule whose strategy is possible decides; the sentence is a reason.
    Supports, ///< A reason for it.
    Warns, ///< What the person should know before choosing it.
};

/// One line of the advisor's table.
struct Rule {
    const char *id; ///< Unique, kebab-case; the tests and `advise --json` name it.
    quint8 strategies; ///< Bits by strategyBit().
    Effect effect;
    bool (*holds)(const Facts &);
    QString (*says)(const Facts &); ///< One sentence for a person.
    const char *words; ///< What it rests on: the guide's words, or what Prefect does.

    bool isAbout(Strategy strategy) const;
};

constexpr quint8 strategyBit(Strategy strategy)
{
    return quint8(1U << unsigned(strategy));
}

/// Every rule, in the order in which they are said and decide.
std::span<const Rule> advisorRules();

} // namespace drydock
