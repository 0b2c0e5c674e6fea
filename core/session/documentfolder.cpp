// SPDX-License-Identifier: Apache-2.0
#include "core/session/documentfolder.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace drydock {

QString folderName(const QStringList &paths)
{
    static const QRegularExpression odd(u"[^A-Za-z0-9_-]+"_s);
    const QByteArray digest = QCryptographicHash::hash(paths.join(u'\n').toUtf8(), QCryptographicHash::Sha256).toHex().left(8);
    return QFileInfo(paths.value(0)).completeBaseName().left(40).replace(odd, u"-"_s) + u'-' + QString::fromLatin1(digest);
}

} // namespace drydock
