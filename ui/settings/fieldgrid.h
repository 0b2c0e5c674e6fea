// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QComboBox;
class QGridLayout;
class QLineEdit;
class QPushButton;

namespace drydock {

class FieldNote;

/// Rows of a label, a field and a note below it.
class FieldGrid : public QWidget
{
    Q_OBJECT
public:
    explicit FieldGrid(QWidget *parent = nullptr);

    /// @param note what the choice means, or empty
    QComboBox *addChoice(const QString &objectName, const QString &label, const QStringList &choices, const QString &note = {});
    QLineEdit *addField(const QString &objectName, const QString &label, const QString &value, const QString &placeholder, FieldNote *note);
    /// With a button that chooses a file for it; the field emits editingFinished() then.
    QLineEdit *addFileField(const QString &objectName, const QString &label, const QString &value, const QString &placeholder, FieldNote *note,
                            const QString &title);

private:
    QLineEdit *add(const QString &objectName, const QString &label, const QString &value, const QString &placeholder, FieldNote *note, QPushButton *choose);

    QGridLayout *m_grid;
};

/// Shows an error, or what is so where there is none. Answers whether there is none.
bool sayOfField(QLineEdit *field, FieldNote *note, const QString &error, const QString &info = {});

} // namespace drydock
