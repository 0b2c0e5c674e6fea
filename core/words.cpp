// SPDX-License-Identifier: Apache-2.0
#include "core/words.h"

#include <QCoreApplication>
#include <QDir>
#include <QLocale>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Words)
};

} // namespace

QString folderText(const QString &path)
{
    const QString home = QDir::homePath();
    if (path == home)
        return u"~"_s;
    if (home != u"/"_s && path.startsWith(home + u'/'))
        return u'~' + path.mid(home.size());
    return QDir::toNativeSeparators(path);
}

QString sizeText(qint64 bytes)
{
    if (bytes < 0)
        return Text::tr("not checked");
    // Two digits are enough to compare by.
    const bool fraction = bytes >= 1'000'000'000 || (bytes >= 1'000'000 && bytes < 10'000'000);
    return QLocale().formattedDataSize(bytes, fraction ? 1 : 0, QLocale::DataSizeSIFormat);
}

QString durationText(double seconds)
{
    if (seconds < 10)
        return Text::tr("%1 s").arg(QLocale().toString(seconds, 'f', 1));
    const int whole = qRound(seconds);
    return whole < 60 ? Text::tr("%1 s").arg(whole) : Text::tr("%1 min %2 s").arg(whole / 60).arg(whole % 60);
}

QString aboutText(double seconds)
{
    if (seconds < 10)
        return Text::tr("about %1 s").arg(std::max(1, qRound(seconds)));
    if (seconds < 58)
        return Text::tr("about %1 s").arg(qRound(seconds / 5) * 5);
    return Text::tr("about %1 min").arg(qRound(seconds / 60));
}

QString whenText(const QDateTime &time, const QDateTime &now)
{
    const QDateTime local = time.toLocalTime();
    const QString clock = QLocale().toString(local.time(), QLocale::ShortFormat);
    const qint64 days = local.date().daysTo(now.toLocalTime().date());
    //: %1 is a time of day
    if (days == 0)
        return Text::tr("today at %1").arg(clock);
    if (days == 1)
        return Text::tr("yesterday at %1").arg(clock);
    //: %1 is a date
    return Text::tr("on %1").arg(QLocale().toString(local.date(), QLocale::LongFormat));
}

ReferenceParts referenceParts(const QString &reference)
{
    if (reference.startsWith(u"sha256:"))
        return {Text::tr("without a name"), reference.mid(7, 12)};
    const QString name = reference.section(u'@', 0, 0);
    const auto slash = name.lastIndexOf(u'/');
    const auto colon = name.lastIndexOf(u':');
    if (colon > slash)
        return {name.left(colon), name.mid(colon + 1)};
    const QString digest = reference.section(u'@', 1);
    return {name, digest.isEmpty() ? u"latest"_s : digest.section(u':', 1).left(12)};
}

QString shortReference(const QString &reference)
{
    const ReferenceParts parts = referenceParts(reference);
    return parts.repository.section(u'/', -1) + u':' + parts.tag;
}

} // namespace drydock
