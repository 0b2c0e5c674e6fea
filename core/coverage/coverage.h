// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/coverage/cell.h"
#include "core/coverage/interpreterindex.h"

#include <QDate>

namespace drydock {

/// How imports ended in an image, keyed by module, and by "module:name" for a name taken from it; the value is empty or the
/// exception's last line.
using ImportTrial = QMap<QString, QString>;

/// Something about an image that no single import shows.
struct ImageWarning {
    QString code; ///< Stable: "script-unread", "python-mismatch-pickle", "python-not-allowed", "end-of-life-base".
    QString message;
    bool blocks = false; ///< The flow cannot run in it.
    qsizetype script = -1; ///< The index of the script that it is about, as of all that blocks; -1 for all.
};

/// How many distinct required modules an image provides. The standard library and guards that do not hold are not counted.
struct CoverageCount {
    int covers = 0;
    int of = 0;
    int uncounted = 0; ///< Required modules of the standard library that its Python lacks.
    bool coversKnown = false; ///< Every required need that is known is provided, and nothing else stands against it.
                              ///< Never true of an image not looked inside.
    bool satisfied = false; ///< As coversKnown, and every need is known: the scripts could be read whole.
};

struct ImageCoverage : CoverageCount {
    Image image;
    QList<Cell> cells; ///< One for each need, in their order.
    QList<CoverageCount> scripts; ///< One for each script when there are several.
    QList<ImageWarning> warnings;
    int failed = 0; ///< Imports that were tried in it and failed.

    const Interpreter *python() const { return image.python(); }
};

/// Needs × images.
struct Coverage {
    QStringList scripts; ///< Absolute paths.
    QList<QStringList> flows; ///< The names of each script's flows.
    QList<Need> needs; ///< Required first, then optional; the standard library is left out unless it is a problem.
    QStringList standardLibrary; ///< Standard-library modules the scripts import.
    QList<ImageCoverage> images; ///< Those that cover everything, then best coverage; what was imported before what was found.

    const ImageCoverage *best() const; ///< The first that was looked inside, or null.
    const ImageCoverage *find(const QString &reference) const;
};

/// @param trials by image id
/// @param indexes remembers between calls what was prepared for each image; may be null
/// @param today decides which releases are past their end of life
Coverage compare(const QList<FlowScript> &scripts, const QList<Image> &images, const QMap<QString, ImportTrial> &trials = {},
                 InterpreterIndexes *indexes = nullptr, const QDate &today = QDate::currentDate());

/// The Prefect that runs a script in an image: the script's own generation, or 2 where the image has it and the script will do with it.
int generationIn(const FlowScript &script, const Image &image);

/// The answer of `drydock-cli compare --json`.
QJsonObject toJson(const Coverage &coverage);

} // namespace drydock
