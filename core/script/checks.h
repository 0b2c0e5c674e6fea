// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/generation.h"
#include "core/script/sourcefile.h"

namespace drydock {

/// What is wrong with the text itself: encoding, syntax.
QList<Problem> sourceProblems(const SourceFile &file);

/// What is wrong with what the flow says.
QList<Problem> flowProblems(const FlowScript &script, const FlowFacts &facts, const Generation &generation, const DeclaredPrefect &declared);

/// What is wrong with the images and environments that the flow names.
QList<Problem> imageProblems(const FlowScript &script);

} // namespace drydock
