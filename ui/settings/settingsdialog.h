// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/session/flowsession.h"

#include <QDialog>

class QComboBox;
class QDialogButtonBox;
class QLineEdit;
class QTabWidget;

namespace drydock {

class FieldNote;
class Keychain;
class NetworkPage;

/// Everything that is remembered between starts, on two pages.
class SettingsDialog : public QDialog
{
    Q_OBJECT
public:
    SettingsDialog(FlowSession &session, const Settings &settings, const Keychain &keychain, QWidget *parent = nullptr);

    void showNetwork(); ///< Begins on that page.
    Settings settings() const; ///< As the fields say; valid once accepted.
    QMap<QString, QString> logins() const; ///< By place, those that the person entered.

private:
    QWidget *makeGeneralPage();
    void validate();

    Settings m_settings;
    QComboBox *m_appearance = nullptr;
    QComboBox *m_engine = nullptr;
    QLineEdit *m_program = nullptr;
    FieldNote *m_programNote = nullptr;
    QComboBox *m_lookInside = nullptr;
    NetworkPage *m_network;
    QTabWidget *m_pages;
    QDialogButtonBox *m_buttons = nullptr;
};

} // namespace drydock
