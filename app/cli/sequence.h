// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/session/flowsession.h"

#include <QQueue>

#include <functional>
#include <optional>

namespace drydock {

/// The steps of a command, one after another: each starts work of the session, and the next one comes when nothing runs any
/// more. Ends exactly once.
class Sequence : public QObject
{
    Q_OBJECT
public:
    /// An exit status ends the sequence.
    using Step = std::function<std::optional<int>()>;

    explicit Sequence(FlowSession &session, QObject *parent = nullptr);

    void then(Step step) { m_steps.enqueue(std::move(step)); }
    /// Called by a step: the next one waits for the future too, and for what is made of its end.
    template <typename T>
    void await(const Future<T> &future, std::function<std::optional<int>(Result<T>)> use)
    {
        ++m_awaited;
        whenEnded<T>(future, this, [this, use = std::move(use)](Result<T> end) {
            --m_awaited;
            if (const auto status = use(std::move(end)))
                finish(*status);
            goOn();
        });
    }

    void start() { goOn(); }
    /// Stops what runs, and ends with 130 once it has ended.
    void interrupt();

Q_SIGNALS:
    void ended(int status);

private:
    void goOn();
    void finish(int status);

    FlowSession &m_session;
    QQueue<Step> m_steps;
    int m_awaited = 0;
    bool m_isEnded = false;
    bool m_isInterrupted = false;
    QTimer m_next;
};

} // namespace drydock
