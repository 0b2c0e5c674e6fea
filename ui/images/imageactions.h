// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/session/flowsession.h"

#include <QObject>

class QAction;
class QMenu;

namespace drydock {

class CoverageView;

/// What can be done with the image of the current cell, and with the whole comparison.
class ImageActions : public QObject
{
    Q_OBJECT
public:
    /// All outlive the actions; dialogs open above the window.
    ImageActions(FlowSession &session, CoverageView &view, QWidget *window);

    QList<QAction *> ofImage() const { return {m_details, m_differences, m_copy, m_hide}; }
    QAction *exportAction() const { return m_export; }
    void update(); ///< Enables what can be done now.

Q_SIGNALS:
    void failed(const drydock::Error &error);

private:
    QAction *add(const QString &name, const QString &text, const QKeySequence &keys, void (ImageActions::*slot)());
    QString reference() const; ///< Of the current image, or empty.
    void showDetails();
    void showDifferences();
    void copyReference();
    void hideImage();
    void chooseExport();
    void save(const QString &file);

    FlowSession &m_session;
    CoverageView &m_view;
    QWidget *m_window;
    QAction *m_details;
    QAction *m_differences;
    QAction *m_copy;
    QAction *m_hide;
    QAction *m_export;
};

} // namespace drydock
