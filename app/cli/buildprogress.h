// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/output.h"
#include "core/build/buildevent.h"

#include <QObject>

namespace drydock {

/// Tells on standard error how a build goes on, line by line; what a step prints is indented below it.
class BuildProgress : public QObject
{
    Q_OBJECT
public:
    /// @param output outlives this
    BuildProgress(Output &output, QObject *parent) : QObject(parent), m_output(output) { }
    void tell(const QList<BuildEvent> &events);

private:
    Output &m_output;
};

} // namespace drydock
