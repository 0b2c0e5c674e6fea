// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/python/requirement.h"
#include "core/resolve/resolve.h"

#include <functional>

namespace drydock {

struct IndexPage;

/// The newest release above one that has only a source archive for a Python and machine, and that specifiers allow; else empty.
QString newerOnlyAsSource(const IndexPage &page, const QString &version, const VersionSpecifiers &allowed, int pythonMinor, const QString &machine);

/// Binary-only answers go back to an old release where a newer one has only a source archive. Such an answer is refused with
/// "needs-source-archive", if the newer release would fit.
/// @param probe asks the resolver with one more requirement ("pendulum>0.4")
Future<Resolution> refuseOlderWheels(const Resolver &resolver, const ResolveRequest &request, const QList<Requirement> &requirements,
                                     const Resolution &resolution, const std::function<Future<CommandOutput>(const QString &)> &probe);

/// An error with what the index says about it: the Python that a pin is for, a yanked or missing release, another distribution
/// with wheels. Without an index to ask it stays as it is.
Future<Resolution> explained(const Resolver &resolver, const ResolveRequest &request, const QList<Requirement> &requirements, const Error &error);

} // namespace drydock
