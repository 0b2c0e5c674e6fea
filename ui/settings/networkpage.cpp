// SPDX-License-Identifier: Apache-2.0
#include "ui/settings/networkpage.h"

#include "core/engine/mirror.h"
#include "core/network/address.h"
#include "core/store/keychain.h"
#include "ui/settings/fieldgrid.h"
#include "ui/settings/installpanel.h"
#include "ui/widgets/fieldnote.h"

#include <QComboBox>
#include <QFileInfo>
#include <QLineEdit>
#include <QUrl>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

enum AnswerIndex { Ask, Yes, No };

bool isAddress(const QString &text, const QStringList &schemes)
{
    const QUrl url(text, QUrl::StrictMode);
    return url.isValid() && schemes.contains(url.scheme()) && !url.host().isEmpty();
}

QString loginText(const QString &login, bool isNew, bool isKept)
{
    const QString user = Address{{}, login}.user();
    const QString who = user.isEmpty() ? NetworkPage::tr("Signs in with a token.") : NetworkPage::tr("Signs in as %1.").arg(user);
    return who % u' '
        % (isKept      ? NetworkPage::tr("The password is in this system’s keychain.")
               : isNew ? NetworkPage::tr("The password goes to this system’s keychain.")
                       : NetworkPage::tr("No keychain took the password: it is forgotten when Drydock ends."));
}

} // namespace

NetworkPage::NetworkPage(FlowSession &session, const Settings &settings, const Keychain &keychain, QWidget *parent)
    : QWidget(parent), m_session(session), m_keychain(keychain), m_settings(settings), m_found(findNetwork(session.context().inspectOptions.variables)),
      m_index{nullptr, new FieldNote, settings.indexHasLogin ? settings.indexUrl : QString(), m_found.indexUrl, m_found.indexUrlFrom,
              tr("Nothing was found on this computer, so PyPI itself is asked.")},
      m_proxy{nullptr, new FieldNote, settings.proxyHasLogin ? settings.proxy : QString(), m_found.proxy, m_found.proxyFrom,
              tr("Nothing was found on this computer, so no proxy is used.")},
      m_certificatesNote(new FieldNote), m_mirrorNote(new FieldNote)
{
    auto *grid = new FieldGrid;
    m_askIndex = grid->addChoice(u"askIndexChoice"_s, tr("Ask &package index"), {tr("Ask me"), tr("Yes"), tr("No")},
                                 tr("The names of distributions and images are sent. With No, versions and sizes stay unchecked."));
    m_askIndex->setCurrentIndex(!settings.askIndex ? Ask : *settings.askIndex ? Yes : No);
    m_index.field = grid->addField(u"indexField"_s, tr("Inde&x address"), settings.indexUrl, tr("As pip or uv is set up on this computer"), m_index.note);
    m_certificates = grid->addFileField(u"certificatesField"_s, tr("&Certificates"), settings.certificates, tr("As the system says"), m_certificatesNote,
                                        tr("Choose a file with certificates"));
    setFocusProxy(m_certificates); // What fails first behind a company's proxy.
    m_proxy.field = grid->addField(u"proxyField"_s, tr("Prox&y"), settings.proxy, tr("As the system says"), m_proxy.note);
    m_mirror = grid->addField(u"mirrorField"_s, tr("Registry &mirror"), settings.mirror, tr("None, or where Docker Hub’s images are kept: registry.corp/hub"),
                              m_mirrorNote);
    m_test = new InstallPanel(session, [this] { return network(); });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 12, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(grid);
    layout->addWidget(m_test, 1);

    for (const AddressField *address : {&m_index, &m_proxy}) {
        connect(address->field, &QLineEdit::editingFinished, this, [this, address] { takeLogin(*address); });
        connect(address->field, &QLineEdit::textChanged, this, &NetworkPage::validateAll);
        // An address with a login may have come from an older file.
        takeLogin(*address);
    }
    for (QLineEdit *field : {m_certificates, m_mirror})
        connect(field, &QLineEdit::textChanged, this, &NetworkPage::validateAll);
    validateAll();
}

/// A password does not stay where it can be read over a shoulder.
void NetworkPage::takeLogin(const AddressField &address)
{
    const Address entered = addressOf(address.field->text().trimmed());
    if (entered.login.isEmpty())
        return;
    m_logins.insert(entered.place, entered.login);
    address.field->setText(entered.place);
    validateAll();
}

QString NetworkPage::loginOf(const AddressField &address, const QString &place) const
{
    if (const QString entered = m_logins.value(place); !entered.isEmpty())
        return entered;
    return !place.isEmpty() && place == address.place ? m_keychain.login(place) : QString();
}

bool NetworkPage::validate(const AddressField &address, const QString &error)
{
    const Address entered = addressOf(address.field->text().trimmed());
    QStringList info;
    if (entered.place.isEmpty() && !address.found.isEmpty()) {
        const Address found = addressOf(address.found);
        info.append(tr("In use: %1, found in %2.").arg(found.place, address.foundFrom));
        if (!found.login.isEmpty())
            info.append(found.user().isEmpty() ? tr("Signs in with a token.") : tr("Signs in as %1.").arg(found.user()));
    } else if (entered.place.isEmpty()) {
        info.append(address.nothingFound);
    }
    const QString login = loginOf(address, entered.place);
    const bool isNew = m_logins.contains(entered.place);
    if (!login.isEmpty())
        info.append(loginText(login, isNew, !isNew && m_keychain.isKept(entered.place)));
    else if (!entered.place.isEmpty() && entered.place == address.place)
        info.append(tr("Its password is not known here. Enter it as https://name:password@host."));
    Network local;
    local.indexUrl = entered.place.isEmpty() ? address.found : entered.place;
    if (local.isOnThisMachine())
        info.append(tr("It is on this computer, so builds use this computer’s own network."));
    return sayOfField(address.field, address.note, error, info.join(u' '));
}

void NetworkPage::validateAll()
{
    const auto placeOf = [](const AddressField &address) { return addressOf(address.field->text().trimmed()).place; };
    const QString index = placeOf(m_index);
    m_isValid = validate(m_index, index.isEmpty() || isAddress(index, {u"https"_s, u"http"_s}) ? QString()
                                                                                               : tr("An index address begins with https:// and a host name."));
    const QString proxy = placeOf(m_proxy);
    m_isValid &= validate(m_proxy, proxy.isEmpty() || isAddress(proxy, {u"http"_s, u"https"_s, u"socks5"_s, u"socks5h"_s})
                                       ? QString()
                                       : tr("A proxy is an address such as http://proxy.example:3128."));
    const QString certificates = m_certificates->text().trimmed();
    const QString certificatesFound = m_found.certificates.isEmpty() ? tr("No certificates of a company were found. Images trust what they trust by themselves.")
                                                                     : tr("In use: %1, found in %2.").arg(m_found.certificates, m_found.certificatesFrom);
    m_isValid &= sayOfField(m_certificates, m_certificatesNote,
                            certificates.isEmpty() || QFileInfo(certificates).isFile() ? QString() : tr("There is no file at this place. Choose a PEM file."),
                            certificates.isEmpty() ? certificatesFound : QString());
    const QString mirror = m_mirror->text().trimmed();
    m_isValid &= sayOfField(m_mirror, m_mirrorNote,
                            mirror.isEmpty() || isMirrorPrefix(mirror) ? QString() : tr("A mirror is a registry and its folders, such as registry.corp/hub."),
                            mirror.isEmpty() ? tr("Mirrors that the engine itself is set up with are used by it.") : QString());
    m_test->setReady(m_isValid);
    Q_EMIT changed();
}

void NetworkPage::fill(Settings &settings) const
{
    settings.askIndex.reset();
    if (m_askIndex->currentIndex() != Ask)
        settings.askIndex = m_askIndex->currentIndex() == Yes;
    const auto take = [this](const AddressField &address, QString &place, bool &hasLogin) {
        place = addressOf(address.field->text().trimmed()).place;
        hasLogin = !place.isEmpty() && (m_logins.contains(place) || place == address.place);
    };
    take(m_index, settings.indexUrl, settings.indexHasLogin);
    take(m_proxy, settings.proxy, settings.proxyHasLogin);
    settings.certificates = m_certificates->text().trimmed();
    settings.mirror = m_mirror->text().trimmed();
}

Network NetworkPage::network() const
{
    const auto whole = [this](const AddressField &address) {
        const Address entered = addressOf(address.field->text().trimmed());
        return Address{entered.place, entered.login.isEmpty() ? loginOf(address, entered.place) : entered.login}.whole();
    };
    Network wanted;
    wanted.certificates = m_certificates->text().trimmed();
    wanted.indexUrl = whole(m_index);
    wanted.proxy = whole(m_proxy);
    return findNetwork(m_session.context().inspectOptions.variables, wanted);
}

} // namespace drydock
