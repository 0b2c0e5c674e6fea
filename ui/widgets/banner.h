// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/theme/icons.h"

#include <QFrame>

class QHBoxLayout;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace drydock {

class IconView;
class Label;

/// A band that states an outcome or asks for a decision: bar and tint of its tone, icon, what, why, up to two buttons.
class Banner : public QFrame
{
    Q_OBJECT
public:
    explicit Banner(QWidget *parent = nullptr);

    void setMessage(Tone tone, Icon icon, const QString &what, const QString &sentence);
    /// Buttons show in the order they were added, each small and outlined.
    QPushButton *addButton(const QString &objectName, const QString &text);
    void setClosable(bool closable);
    /// A bar before the buttons; of 0 hides it.
    void setProgress(int value, int of, const QString &note = {});

Q_SIGNALS:
    void closed(); ///< The person closed it; it is hidden already.

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Tone m_tone = Tone::Accent;
    IconView *m_icon;
    Label *m_what;
    Label *m_sentence;
    QProgressBar *m_progress;
    Label *m_note;
    QHBoxLayout *m_buttons;
    QToolButton *m_close;
};

} // namespace drydock
