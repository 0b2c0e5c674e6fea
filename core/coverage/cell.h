// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/coverage/need.h"
#include "core/image/image.h"

namespace drydock {

enum class CellStatus : quint8 { Provided, Missing, Version, Removed, OptionalMissing, Conditional, NotShipped, Unknown };
enum class EvidenceLevel : quint8 { Found, Imported, Expected };

/// Why a cell has its status; words are made of it when somebody looks.
enum class Cause : quint8 {
    NotLookedInside,
    Unreadable, ///< Also an image without Python.
    Installed, ///< A distribution provides it.
    InPython, ///< The standard library has it.
    Travels, ///< A local module that the flow's storage brings.
    NotInstalled,
    NoPrefect,
    OtherGeneration, ///< Of Prefect.
    NotInRelease, ///< This Prefect has no such module.
    ExtraLacks, ///< detail: "snowflake: snowflake-connector-python, …"
    OtherThanDeclared, ///< detail: the specifiers.
    OtherThanLocked, ///< detail: the locked version.
    ImportFails, ///< detail: the exception's last line.
    RemovedFromPython,
    NotYetInPython,
    NotInThisPython, ///< Another release brings it, or the system leaves it out.
    NotShipped,
    PerhapsNotShipped, ///< The flow's storage could not be read.
    NoAlternative, ///< None of those of which one would do.
    OptionalAbsent, ///< detail: the exception's last line, when it was tried.
    NotNeededHere, ///< The guard does not hold in this image.
    PerhapsNeeded, ///< Only running the script could tell.
};

/// How one need stands in one image.
struct Cell {
    CellStatus status = CellStatus::Unknown;
    EvidenceLevel evidence = EvidenceLevel::Found;
    Cause cause = Cause::NotLookedInside;
    QString distribution;
    QString version;
    QString detail; ///< What the cause says of it.
};

/// What the matrix shows: "1.5.3 found", "Missing", "Extra missing", "Removed in 3.12".
QString cellWord(const Need &need, const Cell &cell, const Image &image);
/// Why, in one sentence or two.
QString cellReason(const Need &need, const Cell &cell, const Image &image);

/// Keeps an image from running the flow.
bool isProblem(CellStatus status);
/// What the matrix and the command line call a status ("missing").
QString statusName(CellStatus status);
QString evidenceName(EvidenceLevel level);

} // namespace drydock
