// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/image/image.h"
#include "core/script/flowscript.h"

#include <QHash>

namespace drydock {

/// One row: a distinct module that a script imports or that its flow implies.
struct Need {
    QString script; ///< Absolute path.
    QString module; ///< Dotted, as it must be importable.
    QStringList names; ///< The names taken from it.
    ImportKind kind = ImportKind::ThirdParty;
    QStringList distributions; ///< Candidates without an image, likeliest first.
    Confidence confidence = Confidence::Guessed;
    QString evidence; ///< In words.
    Necessity necessity = Necessity::Required;
    QString condition; ///< The guard's source text when conditional.
    QString file; ///< Of the first import.
    int line = 0;
    QString requirement; ///< A declared or locked version of its distribution (PEP 508), or empty.
    QString extra; ///< For a Prefect module: the extras whose requirements must be there, comma-separated, or empty.
    int generation = 0; ///< For a Prefect module: the script's Prefect, or 0 when nothing says it.
    bool generationAssumed = false; ///< 3, though Prefect 2 will do as well.
    QString since; ///< First Python minor whose standard library has it ("3.11"), or empty.
    QString until; ///< Last one, or empty.
    bool shipped = false; ///< A local module that travels with the flow's storage.
};

enum class CellStatus { Provided, Missing, Version, Removed, OptionalMissing, Conditional, NotShipped, Unknown };
enum class EvidenceLevel { Found, Imported, Expected };

/// How one need stands in one image.
struct Cell {
    CellStatus status = CellStatus::Unknown;
    EvidenceLevel evidence = EvidenceLevel::Found;
    QString distribution;
    QString version;
    QString word; ///< What the matrix shows: "1.5.3 found", "Missing", "Extra missing", "Removed in 3.12".
    QString reason; ///< One sentence.
};

/// Whether each module could really be imported in an image; keyed by module, the value is empty or the exception's last line.
using ImportTrial = QMap<QString, QString>;

struct ImageCoverage {
    Image image;
    bool satisfied = false; ///< Every required need is provided. Never true of an image that was not looked inside.
    int covers = 0; ///< Distinct required modules that are provided …
    int of = 0; ///< … of this many.
    QList<Cell> cells; ///< One for each need, in their order.
};

/// Needs × images.
struct Coverage {
    QList<Need> needs; ///< Required first, then optional; the standard library is left out unless it is a problem.
    QStringList standardLibrary; ///< Standard-library modules the scripts import.
    QList<ImageCoverage> images; ///< Those that cover everything, then best coverage; built here first among equals.

    const ImageCoverage *best() const; ///< The first that was looked inside, or null.
    const ImageCoverage *find(const QString &reference) const;
};

/// What a script's lock files say of each distribution ("pandas==1.5.2"), by normalised name. A name that is locked to several
/// versions, for several systems, is left out.
QHash<QString, QString> lockedBy(const FlowScript &script);

/// Imports that only type checkers see, and the standard library but for modules that come and go, are left out.
QList<Need> needsOf(const QList<FlowScript> &scripts);
/// @param trials by image id
Coverage compare(const QList<FlowScript> &scripts, const QList<Image> &images, const QMap<QString, ImportTrial> &trials = {});

/// The Prefect that runs a script in an image: the script's own generation, or 2 where the image has it and the script will do with it.
int generationIn(const FlowScript &script, const Image &image);

/// The answer of `drydock-cli compare --json`.
QJsonObject toJson(const Coverage &coverage);

/// What the matrix and the command line call a status ("missing").
QString statusName(CellStatus status);
QString evidenceName(EvidenceLevel level);

} // namespace drydock
