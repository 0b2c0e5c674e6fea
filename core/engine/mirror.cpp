// SPDX-License-Identifier: Apache-2.0
#include "core/engine/mirror.h"

#include "core/engine/imagereference.h"

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

const QString hub = u"docker.io/"_s;
const QString hubLibrary = u"docker.io/library/"_s;

/// With one slash at its end; empty when there is no mirror.
QString prefixOf(const QString &mirror)
{
    QString prefix = mirror.trimmed();
    while (prefix.endsWith(u'/'))
        prefix.chop(1);
    return prefix.isEmpty() ? prefix : prefix + u'/';
}

} // namespace

QString withoutMirror(const QString &reference, const QString &mirror)
{
    const auto parsed = ImageReference::parse(reference);
    if (!parsed)
        return reference;
    const QString full = parsed->full();
    const QString prefix = prefixOf(mirror);
    if (prefix.isEmpty() || !full.startsWith(prefix))
        return full;
    const QString path = full.mid(prefix.size());
    return (path.contains(u'/') ? hub : hubLibrary) + path;
}

QString onMirror(const QString &reference, const QString &mirror)
{
    const auto parsed = ImageReference::parse(reference);
    const QString prefix = prefixOf(mirror);
    if (!parsed || prefix.isEmpty() || !parsed->full().startsWith(hub))
        return reference;
    return prefix + parsed->full().mid(hub.size());
}

bool isSameImage(const QString &one, const QString &other, const QString &mirror)
{
    return !one.isEmpty() && withoutMirror(one, mirror) == withoutMirror(other, mirror);
}

bool isMirrorPrefix(const QString &text)
{
    const QString prefix = prefixOf(text);
    const auto parsed = ImageReference::parse(prefix + u"a/b:c"_s);
    // A registry has a dot or a port in its name, so that it is not taken for a folder of Docker Hub.
    return !prefix.isEmpty() && parsed && parsed->full() == QString(prefix + u"a/b:c"_s);
}

} // namespace drydock
