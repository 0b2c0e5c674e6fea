// SPDX-License-Identifier: Apache-2.0
#include "core/image/platform.h"

#include <QDir>
#include <QMap>

using namespace Qt::StringLiterals;

namespace drydock {

bool isEmulated(const QString &platform, const QString &native)
{
    const QString wanted = platform.section(u'/', 1, 1);
    const QString own = native.section(u'/', 1, 1);
    if (wanted.isEmpty() || own.isEmpty() || wanted == own)
        return false;
    return !(wanted == "386"_L1 && own == "amd64"_L1);
}

std::optional<bool> canEmulate(const Engine &engine, const QString &platform, const QString &handlers)
{
    static const QMap<QString, QString> names{{u"amd64"_s, u"x86_64"_s}, {u"arm64"_s, u"aarch64"_s}, {u"386"_s, u"i386"_s}};
    const bool isInMachine = engine.remote || engine.context.contains("desktop"_L1) || engine.endpoint.contains("/.docker/"_L1) || engine.endpoint.contains("colima"_L1);
    // The list is there only where this kernel is the engine's.
    if (isInMachine || !QFile::exists(handlers + u"/status"_s))
        return std::nullopt;
    const QString architecture = platform.section(u'/', 1, 1);
    return !QDir(handlers).entryList({u"qemu-"_s + names.value(architecture, architecture) + u'*'}, QDir::Files).isEmpty();
}

} // namespace drydock
