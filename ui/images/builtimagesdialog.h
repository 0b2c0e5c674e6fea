// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/session/flowsession.h"

#include <QDialog>

class QPushButton;

namespace drydock {

class FieldNote;
class TextTable;

/// What Drydock built on the engine, with the space it takes; what is selected can be removed.
class BuiltImagesDialog : public QDialog
{
    Q_OBJECT
public:
    explicit BuiltImagesDialog(FlowSession &session, QWidget *parent = nullptr);

private:
    void list(const QString &said = {});
    void show(const QList<Image> &images);
    void remove();
    void updateButtons();
    QList<Image> selected() const;

    FlowSession &m_session;
    QList<Image> m_images;
    TextTable *m_table;
    FieldNote *m_note;
    QPushButton *m_remove;
    Job<QList<Image>> m_listing;
    Job<QList<Result<Image>>> m_removing;
};

} // namespace drydock
