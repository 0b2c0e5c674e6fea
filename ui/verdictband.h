// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/verdict.h"

#include <QWidget>

class QAction;
class QMenu;
class QPushButton;
class QToolButton;

namespace drydock {

class Fact;
class IconView;
class Label;

/// What is true now, which images are compared, and the one next step.
class VerdictBand : public QWidget
{
    Q_OBJECT
public:
    explicit VerdictBand(QWidget *parent = nullptr);

    void setVerdict(const Verdict &verdict);
    void setActivity(const QString &text); ///< What works besides; empty hides it.
    void setImages(const QString &text); ///< Empty hides the choice of images.
    void setBackAction(QAction *action); ///< Shown while the action is visible.
    void setScriptAction(QAction *action); ///< Its text and icon say how the script is.
    QMenu *imagesMenu() const { return m_menu; } ///< Filled when it is about to show.

Q_SIGNALS:
    void nextRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QToolButton *m_back;
    IconView *m_icon;
    Label *m_sentence;
    Label *m_detail;
    Fact *m_activity;
    QToolButton *m_script;
    QToolButton *m_images;
    QMenu *m_menu;
    QPushButton *m_next;
};

} // namespace drydock
