// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/session/flowsession.h"

#include "ui/theme/icons.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

class QPlainTextEdit;
class QPushButton;
class QToolButton;

namespace drydock {

class IconView;
class Label;

/// Tries an install in a container and says how it went: in one sentence, with pip's words on request.
class InstallPanel : public QWidget
{
    Q_OBJECT
public:
    /// @param network as it is to be tried
    InstallPanel(FlowSession &session, std::function<Network()> network, QWidget *parent = nullptr);

    void setReady(bool ready); ///< Whether there is something to try.

private:
    void start();
    void end(const Result<InstallTrial> &end);
    void say(Icon icon, Tone tone, const QString &sentence);
    void updateButtons();
    void showProgress();

    FlowSession &m_session;
    const std::function<Network()> m_network;
    QPushButton *m_try;
    QPushButton *m_cancel;
    IconView *m_icon;
    Label *m_sentence;
    QToolButton *m_logButton;
    QPlainTextEdit *m_log;
    Job<InstallTrial> m_trial;
    QElapsedTimer m_clock;
    QTimer m_ticking;
    QString m_lastLine;
    bool m_isReady = true;
};

} // namespace drydock
