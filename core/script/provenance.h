// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/python/distribution.h"
#include "core/script/inspect.h"

#include <QHash>

namespace drydock {

/// Says which distribution provides an import and how that is known, best evidence first: the person's word, the person's own
/// environment, what the project declares, the table, the name itself.
class Provenance
{
public:
    Provenance(const InspectOptions &options, const QList<DeclaredRequirement> &declared, const Interpreter *environment);

    /// Fills distributions, confidence, evidence and, for the standard library, since and until.
    void explain(Import &import) const;

private:
    const InspectOptions &m_options;
    QHash<QString, DeclaredRequirement> m_declared; ///< Normalised name → declaration.
    const Interpreter *m_environment;
};

} // namespace drydock
