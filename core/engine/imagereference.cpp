// SPDX-License-Identifier: Apache-2.0
#include "core/engine/imagereference.h"

#include <QCoreApplication>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ImageReference", text);
}

tl::unexpected<Error> invalid(const QString &sentence)
{
    return failure(u"image-reference-invalid"_s, sentence);
}

bool matches(const QString &text, const QString &pattern)
{
    return QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(text).hasMatch();
}

/// The first component is a registry when it cannot be a folder of Docker Hub.
bool isRegistry(const QString &component)
{
    return component.contains(u'.') || component.contains(u':') || component == "localhost"_L1
        || component != component.toLower();
}

constexpr qsizetype longestName = 255;

} // namespace

Result<ImageReference> ImageReference::parse(const QString &text)
{
    if (text.isEmpty())
        return invalid(tr("The image has no name yet: write one such as my-flow:1.0."));
    if (text.contains("://"_L1))
        return invalid(tr("An image name has no https:// in front: begin with the registry or the name."));
    if (text.size() > 1024 || matches(text, u".*[\\s[:cntrl:]].*"_s))
        return invalid(tr("An image name holds no spaces: write it as repository:tag."));

    ImageReference reference;
    QString rest = text;
    if (const qsizetype at = rest.indexOf(u'@'); at >= 0) {
        reference.digest = rest.mid(at + 1);
        rest.truncate(at);
        if (!matches(reference.digest, u"sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128}"_s))
            return invalid(tr("After the @ comes a digest: sha256: and 64 digits of 0-9 and a-f."));
    }
    if (const qsizetype colon = rest.indexOf(u':', rest.lastIndexOf(u'/') + 1); colon >= 0) {
        reference.tag = rest.mid(colon + 1);
        rest.truncate(colon);
        if (!matches(reference.tag, u"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}"_s)) {
            return invalid(tr("The tag after the colon may hold letters, digits, '_', '.' and '-', does not begin with '.' or "
                              "'-', and has at most 128 characters."));
        }
    }

    QString registry = u"docker.io"_s;
    QString path = rest;
    if (const qsizetype slash = rest.indexOf(u'/'); slash >= 0 && isRegistry(rest.left(slash))) {
        registry = rest.left(slash);
        path = rest.mid(slash + 1);
        const QString label = u"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"_s;
        const QString host = label + u"(?:\\."_s + label + u")*|\\[[0-9a-fA-F:]+\\]"_s;
        const QString pattern = u"(?:"_s + host + u")(?::[0-9]{1,5})?"_s;
        if (!matches(registry, pattern))
            return invalid(tr("%1 is not the name of a registry.").arg(registry));
    }
    if (registry == "index.docker.io"_L1)
        registry = u"docker.io"_s;
    if (path.isEmpty())
        return invalid(tr("The image has no name before the tag: write it as repository:tag."));
    if (path != path.toLower())
        return invalid(tr("Image names are in lower case: write %1.").arg(path.toLower()));
    const QString component = u"[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*"_s;
    const QString components = component + u"(?:/"_s + component + u")*"_s;
    if (!matches(path, components)) {
        return invalid(tr("%1 is not an image name: use lower-case letters, digits, and single '.', '_' or '-' between them.")
                           .arg(path));
    }
    if (!rest.contains(u'/') && matches(path, u"[a-f0-9]{64}"_s))
        return invalid(tr("64 digits of 0-9 and a-f are the id of an image: choose a name."));
    if (registry == "docker.io"_L1 && !path.contains(u'/'))
        path.prepend("library/"_L1);
    reference.repository = registry + u'/' + path;
    if (reference.repository.size() > longestName)
        return invalid(tr("The image name is too long: at most 255 characters before the tag."));
    if (reference.tag.isEmpty() && reference.digest.isEmpty())
        reference.tag = u"latest"_s;
    return reference;
}

QString ImageReference::full() const
{
    QString text = repository;
    if (!tag.isEmpty())
        text += u':' + tag;
    if (!digest.isEmpty())
        text += u'@' + digest;
    return text;
}

bool isImageId(const QString &text)
{
    return matches(text, u"(sha256:)?[a-f0-9]{4,64}"_s);
}

QString ImageReference::familiar() const
{
    QString text = full();
    for (const QLatin1StringView prefix : {"docker.io/library/"_L1, "docker.io/"_L1}) {
        if (text.startsWith(prefix))
            return text.mid(prefix.size());
    }
    return text;
}

} // namespace drydock
