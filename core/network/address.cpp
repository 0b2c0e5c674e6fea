// SPDX-License-Identifier: Apache-2.0
#include "core/network/address.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace drydock {

QString Address::whole() const
{
    const qsizetype scheme = place.indexOf("://"_L1);
    if (login.isEmpty() || scheme < 0)
        return place;
    return QString(place).insert(scheme + 3, QString(login + u'@'));
}

QString Address::user() const
{
    const qsizetype colon = login.indexOf(u':');
    return colon < 0 ? QString() : login.left(colon);
}

Address addressOf(const QString &text)
{
    const qsizetype scheme = text.indexOf("://"_L1);
    if (scheme < 0)
        return {text, {}};
    const qsizetype start = scheme + 3;
    qsizetype end = start;
    while (end < text.size() && text.at(end) != u'/' && text.at(end) != u'?' && text.at(end) != u'#')
        ++end;
    const qsizetype at = text.lastIndexOf(u'@', end - 1);
    if (at < start)
        return {text, {}};
    return {text.left(start) + text.mid(at + 1), text.mid(start, at - start)};
}

bool hasLogin(const QString &address)
{
    const QString login = addressOf(address).login;
    return address.section(u"://"_s, 0, 0).endsWith(u"ssh") ? login.contains(u':') : !login.isEmpty() && login != u"git";
}

QString withoutLogins(QString text)
{
    static const QRegularExpression login(u"(?<=\\bhttp://|\\bhttps://)[^/?#\\s]+@"_s);
    static const QRegularExpression password(u"(?<=\\bssh://)([^/?#@:\\s]*):[^/?#\\s]*@"_s); // ssh's user is no secret
    return text.remove(login).replace(password, u"\\1@"_s);
}

} // namespace drydock
