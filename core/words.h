// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDateTime>
#include <QString>

// How amounts, times and places are said to a person, the same in the window and on the command line.
namespace drydock {

/// "~/work/flows" for a folder below the home folder.
QString folderText(const QString &path);
/// "1.6 GB"; "not checked" below zero.
QString sizeText(qint64 bytes);
/// "0.4 s", "32 s", "1 min 12 s".
QString durationText(double seconds);
/// "about 8 s", "about 20 s", "about 3 min": no more exact than an estimate is.
QString aboutText(double seconds);
/// "today at 14:02", "yesterday at 9:15", "on 23 August 2026".
QString whenText(const QDateTime &time, const QDateTime &now);
/// What an image is called in a narrow place: its last path component and tag, "base:py39".
QString shortReference(const QString &reference);
/// A reference in two parts, "registry.acme.io/ds/base" and "py39-2026.06"; the tag of an image without one is its short id.
struct ReferenceParts {
    QString repository;
    QString tag;
};
ReferenceParts referenceParts(const QString &reference);

} // namespace drydock
