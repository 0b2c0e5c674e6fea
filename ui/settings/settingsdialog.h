// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/network/network.h"
#include "core/store/settings.h"

#include <QDialog>

class QComboBox;
class QDialogButtonBox;
class QGridLayout;
class QLineEdit;

namespace drydock {

class FieldNote;

/// Everything that is remembered between starts, on one page.
class SettingsDialog : public QDialog
{
    Q_OBJECT
public:
    /// @param found what is in use where the settings say nothing
    explicit SettingsDialog(const Settings &settings, const Network &found, QWidget *parent = nullptr);

    Settings settings() const; ///< As the fields say; valid once accepted.

private:
    QComboBox *addChoice(QGridLayout *grid, const QString &objectName, const QString &label, const QStringList &choices, const QString &note);
    QLineEdit *addField(QGridLayout *grid, const QString &objectName, const QString &label, const QString &value, const QString &placeholder,
                        FieldNote *note);
    void chooseFile(QLineEdit *field, const QString &title);
    void validate();

    Settings m_settings;
    const Network m_found;
    QComboBox *m_appearance;
    QComboBox *m_engine;
    QLineEdit *m_program;
    FieldNote *m_programNote;
    QComboBox *m_lookInside;
    QComboBox *m_askIndex;
    QLineEdit *m_index;
    FieldNote *m_indexNote;
    QLineEdit *m_certificates;
    FieldNote *m_certificatesNote;
    QLineEdit *m_proxy;
    FieldNote *m_proxyNote;
    QLineEdit *m_mirror;
    FieldNote *m_mirrorNote;
    QDialogButtonBox *m_buttons;
};

} // namespace drydock
