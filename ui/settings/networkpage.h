// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/session/flowsession.h"

#include <QWidget>

class QComboBox;
class QLineEdit;

namespace drydock {

class FieldNote;
class InstallPanel;
class Keychain;

/// How builds get through the company's network: what was found on this computer and where, what the person says instead,
/// and a test of it.
class NetworkPage : public QWidget
{
    Q_OBJECT
public:
    NetworkPage(FlowSession &session, const Settings &settings, const Keychain &keychain, QWidget *parent = nullptr);

    bool isValid() const { return m_isValid; }
    void fill(Settings &settings) const; ///< With the fields' values; logins are not among them.
    /// By place, those that the person entered.
    QMap<QString, QString> logins() const { return m_logins; }

Q_SIGNALS:
    void changed();

private:
    struct AddressField
    {
        QLineEdit *field;
        FieldNote *note;
        QString place; ///< Of the settings, with a login in the keychain.
        QString found; ///< What the system says.
        QString foundFrom;
        QString nothingFound; ///< What is so then.
    };
    void takeLogin(const AddressField &address);
    bool validate(const AddressField &address, const QString &error);
    void validateAll();
    QString loginOf(const AddressField &address, const QString &place) const;
    Network network() const; ///< As the fields say.

    FlowSession &m_session;
    const Keychain &m_keychain;
    const Settings m_settings;
    const Network m_found;
    QMap<QString, QString> m_logins;
    QComboBox *m_askIndex;
    AddressField m_index;
    AddressField m_proxy;
    QLineEdit *m_certificates;
    FieldNote *m_certificatesNote;
    QLineEdit *m_mirror;
    FieldNote *m_mirrorNote;
    InstallPanel *m_test;
    bool m_isValid = true;
};

} // namespace drydock
