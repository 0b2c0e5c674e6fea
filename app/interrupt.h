// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>

namespace drydock {

/// Ctrl+C and a request to terminate, as a signal in the event loop. One at a time exists; while it does, the process no
/// longer ends by itself. A second request ends it at once.
class Interrupt : public QObject
{
    Q_OBJECT
public:
    explicit Interrupt(QObject *parent = nullptr);
    ~Interrupt() override;

Q_SIGNALS:
    void requested();
};

} // namespace drydock
