// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/python/requirement.h"
#include "core/resolve/gitsource.h"
#include "core/resolve/resolve.h"

namespace drydock {

/// What this computer's git fetched, by normalised name.
using GitSources = QMap<QString, GitSource>;

/// Asks pip inside a container of the base: confined as a look inside is, but with the network, for it asks the index. Only with
/// ResolveRequest::allowSource the code of source archives runs, and only there.
/// Errors as resolve(), and "image-without-pip".
Future<Resolution> resolveWithPip(const Resolver &resolver, const ResolveRequest &request, const QList<Requirement> &requirements);

/// What pip says when it finds no answer, as one sentence; its own words are the details.
Error pipError(const QString &said, const ResolveRequest &request);

/// The distributions of what resources/probe/resolve.py prints.
Result<Resolution> resolutionOfReport(const QByteArray &output, const QString &mark, const ResolveRequest &request, const QList<Requirement> &requirements,
                                      const GitSources &sources = {});

} // namespace drydock
