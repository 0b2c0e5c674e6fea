// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/models/importrow.h"

#include <QDialog>

class QComboBox;
class QPushButton;

namespace drydock {

class FieldNote;

/// Asks which distribution provides an import. What is typed is checked as it is typed.
class ProvidedByDialog : public QDialog
{
    Q_OBJECT
public:
    ProvidedByDialog(const ImportRow &row, QWidget *parent);

    QString name() const { return m_name; } ///< The import name that is said something about.
    QString distribution() const; ///< As typed; empty when what was said is to be forgotten.

private:
    void check();

    const QString m_name;
    QComboBox *m_field;
    FieldNote *m_note;
    QPushButton *m_accept = nullptr;
    bool m_forget = false;
};

} // namespace drydock
