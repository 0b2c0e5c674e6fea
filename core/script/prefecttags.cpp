// SPDX-License-Identifier: Apache-2.0
#include "core/script/prefecttags.h"

#include "core/python/requirement.h"

#include <QCoreApplication>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("prefectTags", text);
}

/// The Pythons of the official images since a release of Prefect. 2.x and 3.x follow each other in one list.
struct Pythons
{
    const char *since;
    int first;
    int last;
};
constexpr Pythons pythons[]{{"0.14.0", 6, 8}, {"0.15.5", 6, 9}, {"1.0.0", 7, 9},    {"1.2.2", 7, 10},
                            {"2.0.0", 7, 10}, {"2.6.0", 7, 11}, {"2.10.20", 8, 11}, {"2.14.14", 8, 12},
                            {"3.0.0", 9, 12}, {"3.3.1", 9, 13}, {"3.4.25", 9, 14},  {"3.5.0", 10, 14}};

const Pythons *pythonsOf(const Version &version)
{
    const Pythons *found = nullptr;
    for (const Pythons &each : pythons) {
        if (!(version < Version(QLatin1StringView(each.since))))
            found = &each;
    }
    return found;
}

const QRegularExpression &releaseTag()
{
    static const QRegularExpression pattern(uR"(^(\d+)(\.\d+)?(\.\d+)?(?:-python3\.(\d+))?(-conda|-kubernetes)?$)"_s);
    return pattern;
}

TagTrouble withoutPython(const QString &tag)
{
    return {
        say(QT_TRANSLATE_NOOP("prefectTags", "Prefect publishes no tag “%1”: its tags name the Python too.")).arg(tag),
        say(QT_TRANSLATE_NOOP("prefectTags", "Write %1-python3.11, say.")).arg(tag)};
}

std::optional<TagTrouble> releaseTrouble(const QString &tag, const QRegularExpressionMatch &match)
{
    const int major = match.captured(1).toInt();
    const bool whole = !match.captured(3).isEmpty();
    const QString flavour = match.captured(5);
    const bool hasPython = !match.captured(4).isEmpty();
    const Version version(match.captured(1) + match.captured(2) + match.captured(3));
    const auto absent = [&tag](const QString &instead) {
        return TagTrouble{say(QT_TRANSLATE_NOOP("prefectTags", "Prefect publishes no tag “%1”.")).arg(tag), instead};
    };
    if (major < 2) {
        if (!flavour.isEmpty() || !whole || Version(u"1.4.1"_s) < version)
            return absent(say(
                QT_TRANSLATE_NOOP("prefectTags", "The last release of Prefect 1 is 1.4.1: write 1.4.1-python3.9.")));
    } else if (!hasPython) {
        return withoutPython(tag);
    }
    if (flavour == u"-kubernetes" && version < Version(u"2.9.0"_s) && whole)
        return absent(say(QT_TRANSLATE_NOOP("prefectTags", "Images with Kubernetes exist from 2.9.0 on.")));
    const Pythons *range = whole ? pythonsOf(version) : nullptr;
    const int minor = match.captured(4).toInt();
    if (!range || !hasPython || (minor >= range->first && minor <= range->last))
        return {};
    return TagTrouble{
        say(QT_TRANSLATE_NOOP("prefectTags",
                              "Prefect %1 has no official image with Python 3.%2; there are 3.%3 to 3.%4."))
            .arg(version.text())
            .arg(minor)
            .arg(range->first)
            .arg(range->last),
        say(QT_TRANSLATE_NOOP("prefectTags", "Choose one of these, or build from a Python image."))};
}

} // namespace

std::optional<TagTrouble> tagTrouble(const QString &tag)
{
    const QString named = say(QT_TRANSLATE_NOOP("prefectTags", "Name a version and a Python, like 1.4.1-python3.9."));
    if (tag.isEmpty() || tag == u"latest")
        return TagTrouble{say(QT_TRANSLATE_NOOP("prefectTags",
                                                "prefecthq/prefect without a version is Prefect 1.4.1 on Python 3.7.")),
                          named};
    if (tag == u"master" || tag == u"main")
        return TagTrouble{say(QT_TRANSLATE_NOOP("prefectTags", "Prefect no longer publishes the tag “%1”.")).arg(tag),
                          named};
    if (tag == u"core")
        return TagTrouble{
            say(QT_TRANSLATE_NOOP("prefectTags",
                                  "The tag “core” is of no certain version and Python, and holds no extra.")),
            named};
    static const QRegularExpression withV(uR"(^v\d)"_s);
    if (withV.match(tag).hasMatch())
        return TagTrouble{
            say(QT_TRANSLATE_NOOP("prefectTags", "Prefect's tags have no “v” before the version: “%1”.")).arg(tag),
            say(QT_TRANSLATE_NOOP("prefectTags", "Write %1.")).arg(tag.mid(1))};
    static const QRegularExpression placeholder(uR"(^\d+\.(X\b|\d+\.Y\b)|^sha--python|\bX\.Y\b)"_s);
    if (placeholder.match(tag).hasMatch())
        return TagTrouble{say(QT_TRANSLATE_NOOP("prefectTags", "“%1” is the pattern of a tag, not a tag.")).arg(tag),
                          named};
    const auto release = releaseTag().match(tag);
    return release.hasMatch() ? releaseTrouble(tag, release) : std::nullopt;
}

int pythonMinorOfTag(const QString &tag)
{
    if (tag.isEmpty() || tag == u"latest")
        return 7;
    const auto release = releaseTag().match(tag);
    if (!release.hasMatch())
        return -1;
    if (!release.captured(4).isEmpty())
        return release.captured(4).toInt();
    return release.captured(1).toInt() < 2 && !release.captured(3).isEmpty() ? 7 : -1;
}

} // namespace drydock
