// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/build/buildevent.h"
#include "core/engine/engine.h"

#include <QList>

#include <memory>

namespace drydock {

/// Turns a builder's output into events, incrementally: the events are the same at every split of the input.
class BuildLogParser
{
public:
    explicit BuildLogParser(Builder builder);
    ~BuildLogParser();
    QList<BuildEvent> feed(const QByteArray &bytes);
    QList<BuildEvent> finish(); ///< What an unfinished last line still says.

    /// Whether what the builder writes is for programs, so that the log for people has to be written from transcript().
    static bool hasTranscript(Builder builder);
    QByteArray takeTranscript(); ///< Lines of the log since the last call.

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace drydock
