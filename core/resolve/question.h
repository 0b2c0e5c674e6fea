// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/resolve/resolve.h"

#include <algorithm>
#include <optional>

namespace drydock {

/// What is asked of the package index: what requirements need on a base.
struct Question {
    QString base; ///< Reference.
    QStringList requirements; ///< PEP 508.
    bool allowSource = false; ///< Source archives may be tried, inside the base.

    friend bool operator==(const Question &, const Question &) = default;
};

/// A question with its one end.
struct Answer {
    Question question;
    std::optional<Resolution> resolution;
    std::optional<Error> error; ///< Why there is no resolution.
};

/// The answers of one document, each question once, the newest last.
using Answers = QList<Answer>;

/// Null while it was not answered.
inline const Answer *answerTo(const Question &question, const Answers &answers)
{
    const auto found = std::find_if(answers.begin(), answers.end(), [&question](const Answer &each) { return each.question == question; });
    return found == answers.end() ? nullptr : &*found;
}

} // namespace drydock
