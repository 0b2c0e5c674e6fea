// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tl/expected.hpp>

#include <QString>

namespace drydock {

/// Why something could not be done.
struct Error {
    QString code; ///< Stable, kebab-case, for programs: "file-not-found", "cancelled".
    QString sentence; ///< One sentence for a person: what is wrong and what to do.
    QString details; ///< What the tool below said, or empty.
    QString subject = {}; ///< What it is about, for programs, where the code says so; or empty.

    friend bool operator==(const Error &, const Error &) = default;
};

/// A value, or the reason why there is none.
template <typename T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> failure(const QString &code, const QString &sentence, const QString &details = {})
{
    return tl::unexpected<Error>(Error{code, sentence, details});
}

} // namespace drydock
