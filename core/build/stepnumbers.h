// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QHash>
#include <QString>

#include <optional>

namespace drydock {

/// BuildKit and Buildah number the steps of each stage for themselves; ours go on through all stages in the order they
/// are heard of.
class StepNumbers
{
public:
    struct Stage
    {
        int offset = 0; ///< Steps of the stages before it.
        int of = 0; ///< Steps of all stages known so far.
    };
    Stage stage(const QString &name, int steps);
    int count() const { return m_steps; }

    struct Step
    {
        int number = 0;
        int of = 0;
        QString instruction;
    };
    /// By BuildKit's name of a step, as "[builder 2/3] RUN make"; nothing for what is no instruction of the Dockerfile.
    std::optional<Step> step(const QString &name);

private:
    QHash<QString, int> m_stages;
    int m_steps = 0;
};

/// BuildKit numbers what it does; more than this is not a Dockerfile.
inline constexpr qsizetype mostVertices = 10'000;
/// How much of a vertex's or stage's name is remembered.
inline constexpr qsizetype longestName = 1024;
/// What exceeds this of one line is dropped, so a line without an end costs no memory.
inline constexpr qsizetype longestLine = 64 * 1024;

} // namespace drydock
