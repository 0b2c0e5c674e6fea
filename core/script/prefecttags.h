// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <optional>

namespace drydock {

/// Why a tag of prefecthq/prefect is not one to rely on.
struct TagTrouble
{
    QString why;
    QString instead;
};

/// By the tags that the release workflows of 0.14 to 3.x publish; a tag of a form that they never had gets no verdict.
/// @param tag as written, or empty
std::optional<TagTrouble> tagTrouble(const QString &tag);

/// The Python minor of an official image by its tag: 7 for "1.4.1" and "latest"; -1 when the tag does not say or is
/// unknown.
int pythonMinorOfTag(const QString &tag);

} // namespace drydock
