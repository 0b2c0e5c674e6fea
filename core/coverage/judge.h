// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/coverage/coverage.h"
#include "core/python/requirement.h"

#include <optional>

namespace drydock {

/// A version that a project declares or locks for a distribution.
struct Demand {
    Requirement requirement;
    bool isLocked = false;
};

/// By normalised name of the distribution.
using Demands = QHash<QString, QList<Demand>>;
Demands demandsOf(const FlowScript &script);

/// Says how one need stands in one interpreter after another; remembers what many images have in common.
class Judge
{
public:
    /// Need and demands outlive the judge.
    /// @param names hold already whatever the interpreters hold that are judged
    Judge(const Need &need, const Demands &demands, const SharedNames &names);

    Cell cellOf(const InterpreterIndex &index, const Image &image, const ImportTrial *trial);
    /// Whether the image has to have it: false for what is optional, or guarded by a condition that does not hold or is unknown.
    bool isRequiredIn(const QString &python);

private:
    Cell standardLibraryCell(const InterpreterIndex &index) const;
    Cell prefectCell(const InterpreterIndex &index);
    Cell localCell(const InterpreterIndex &index);
    Cell thirdPartyCell(const InterpreterIndex &index);
    Cell provided(const InterpreterIndex &index, const Release &release);
    const Demand *broken(const InterpreterIndex &index, const Release &release) const;
    std::optional<bool> guard(const QString &python);

    struct Guard {
        QString python;
        std::optional<bool> holds;
    };
    const Need &m_need;
    const Demands &m_demands;
    QList<int> m_module; ///< As the indexes know it.
    QStringList m_candidates; ///< Normalised.
    QStringList m_extras;
    bool m_loadsLate; ///< A Prefect module that loads what its extra brings only when the flow runs.
    QHash<std::pair<const Release *, int>, Cell> m_provided; ///< By the release and the version of Python.
    QList<Guard> m_guards;
};

} // namespace drydock
