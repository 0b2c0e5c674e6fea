// SPDX-License-Identifier: Apache-2.0
#include "core/coverage/cell.h"

#include "core/python/requirement.h"
#include "core/python/standardlibrary.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Coverage)
};

/// ">=1.5,<2" → "≥ 1.5, < 2".
QString pretty(const QString &specifiers)
{
    QStringList parts;
    const QStringList written = specifiers.split(u',');
    for (QString part : written) {
        part = part.trimmed();
        const auto digits = std::find_if(part.begin(), part.end(), [](QChar c) { return !u"<>=!~"_s.contains(c); });
        QString op = part.left(digits - part.begin());
        const QString version = part.mid(op.size()).trimmed();
        op.replace(u">="_s, u"≥"_s).replace(u"<="_s, u"≤"_s).replace(u"!="_s, u"≠"_s);
        parts.append(op == u"==" || op == u"===" ? version : QString(op + u' ' + version));
    }
    return parts.join(u", "_s);
}

/// "3.12": the first Python that no longer has the module.
QString goneIn(const Need &need)
{
    return isOfPython2Alone(need.until) ? u"3.0"_s : u"3.%1"_s.arg(need.until.section(u'.', 1, 1).toInt() + 1);
}

QString pythonOf(const Image &image)
{
    const Interpreter *python = image.python();
    return python ? python->version.section(u'.', 0, 1) : QString();
}

QString installedWord(const Cell &cell)
{
    const bool hasVersion = !cell.version.isEmpty();
    switch (cell.evidence) {
    case EvidenceLevel::Imported: return hasVersion ? Text::tr("%1 imported").arg(cell.version) : Text::tr("Imported");
    case EvidenceLevel::Expected: return hasVersion ? Text::tr("%1 expected").arg(cell.version) : Text::tr("Expected");
    case EvidenceLevel::Found: break;
    }
    return hasVersion ? Text::tr("%1 found").arg(cell.version) : Text::tr("Found");
}

QString installedReason(const Need &need, const Cell &cell)
{
    const QString what = QString(cell.distribution + u' ' + cell.version).trimmed();
    switch (cell.evidence) {
    case EvidenceLevel::Imported: return Text::tr("%1 was imported in this image.").arg(need.module);
    case EvidenceLevel::Expected: return Text::tr("%1 is expected in this image and provides %2.").arg(what, need.module);
    case EvidenceLevel::Found: break;
    }
    return Text::tr("%1 in the image provides %2.").arg(what, need.module);
}

QString missingReason(const Need &need)
{
    const QString distribution = need.distributions.value(0);
    return distribution.isEmpty()                   ? Text::tr("Nothing in the image provides %1.").arg(need.module)
        : normalizedName(distribution) == need.module ? Text::tr("%1 is not installed in the image.").arg(need.module)
                                                      : Text::tr("Nothing in the image provides %1; %2 would.").arg(need.module, distribution);
}

} // namespace

QString cellWord(const Need &need, const Cell &cell, const Image &image)
{
    switch (cell.cause) {
    case Cause::NotLookedInside:
    case Cause::Unreadable: return Text::tr("Unknown");
    case Cause::Installed: return installedWord(cell);
    case Cause::InPython: return Text::tr("In Python %1").arg(pythonOf(image));
    case Cause::Travels: return Text::tr("Travels along");
    case Cause::NotInstalled:
    case Cause::NoPrefect:
    case Cause::NoAlternative: return Text::tr("Missing");
    case Cause::OtherGeneration: return Text::tr("%1, needs %2.x").arg(cell.version).arg(need.generation);
    case Cause::NotInRelease: return Text::tr("Not in %1").arg(cell.version);
    case Cause::ExtraLacks: return Text::tr("Extra missing");
    case Cause::OtherThanDeclared: return Text::tr("%1, needs %2").arg(cell.version, pretty(cell.detail));
    case Cause::OtherThanLocked: return Text::tr("%1, locked %2").arg(cell.version, cell.detail);
    case Cause::ImportFails: return cell.version.isEmpty() ? Text::tr("Import fails") : Text::tr("Found, import fails");
    case Cause::RemovedFromPython: return Text::tr("Removed in %1").arg(goneIn(need));
    case Cause::NotYetInPython: return Text::tr("New in %1").arg(need.since);
    case Cause::NotInThisPython: return Text::tr("Not in its Python");
    case Cause::NotShipped:
    case Cause::PerhapsNotShipped: return Text::tr("Not in image");
    case Cause::OptionalAbsent: return cell.detail.isEmpty() ? Text::tr("Optional, absent") : Text::tr("Optional, fails");
    case Cause::NotNeededHere: return Text::tr("Not needed");
    case Cause::PerhapsNeeded: return Text::tr("Perhaps needed");
    }
    return {};
}

QString cellReason(const Need &need, const Cell &cell, const Image &image)
{
    switch (cell.cause) {
    case Cause::NotLookedInside: return Text::tr("This image was not looked inside yet.");
    case Cause::Unreadable:
        return image.contents && image.contents->error ? image.contents->error->sentence : Text::tr("There is no Python in this image.");
    case Cause::Installed: return installedReason(need, cell);
    case Cause::InPython: return Text::tr("%1 is part of Python %2.").arg(need.module, pythonOf(image));
    case Cause::Travels: return Text::tr("%1 is in the repository that the flow's storage brings along.").arg(need.module);
    case Cause::NotInstalled: return missingReason(need);
    case Cause::NoPrefect: return Text::tr("There is no Prefect in this image.");
    case Cause::OtherGeneration:
        return Text::tr("The script is written for Prefect %1, the image has Prefect %2.").arg(need.generation).arg(cell.version);
    case Cause::NotInRelease: return Text::tr("Prefect %1 has no module %2; another release has it.").arg(cell.version, need.module);
    case Cause::ExtraLacks:
        return Text::tr("The flow needs prefect[%1], and the image lacks %2.")
            .arg(cell.detail.section(u": "_s, 0, 0), cell.detail.section(u": "_s, 1));
    case Cause::OtherThanDeclared:
        return Text::tr("The image has %1 %2, but the project declares %1 %3.").arg(cell.distribution, cell.version, pretty(cell.detail));
    case Cause::OtherThanLocked:
        return Text::tr("The image has %1 %2, but the project's lock file says %3.").arg(cell.distribution, cell.version, cell.detail);
    case Cause::ImportFails: return Text::tr("Importing %1 in the image fails: %2").arg(need.module, cell.detail);
    case Cause::RemovedFromPython:
        if (isOfPython2Alone(need.until))
            return Text::tr("Python %1 in this image has no %2, which is %3.").arg(pythonOf(image), need.module, need.evidence);
        return Text::tr("Python %1 removed %2; this image runs Python %3. Choose an image with Python %4 or older.")
            .arg(goneIn(need), need.module, pythonOf(image), need.until);
    case Cause::NotYetInPython:
        return Text::tr("%1 came with Python %2; this image runs Python %3. Choose an image with a newer Python.")
            .arg(need.module, need.since, pythonOf(image));
    case Cause::NotInThisPython:
        return Text::tr("%1 belongs to the standard library, but Python %2 in this image does not bring it: another release does, or the system packages it apart.")
            .arg(need.module, pythonOf(image));
    case Cause::NotShipped:
        return Text::tr("%1 is your own module; the flow's storage does not bring it along and the image does not hold it.").arg(need.module);
    case Cause::PerhapsNotShipped:
        return Text::tr("%1 is your own module; the image does not hold it, and whether the flow's storage brings it along could not be read.").arg(need.module);
    case Cause::NoAlternative:
        return Text::tr("The script needs %1 or one of its alternatives, and the image has none of them.").arg(need.module);
    case Cause::OptionalAbsent:
        return cell.detail.isEmpty() ? Text::tr("The script goes on without %1.").arg(need.module)
                                     : Text::tr("The script goes on without %1. Importing it fails: %2").arg(need.module, cell.detail);
    case Cause::NotNeededHere:
        return Text::tr("The script imports %1 only if %2, which is not so in this image.").arg(need.module, need.condition);
    case Cause::PerhapsNeeded:
        return Text::tr("The script imports %1 only if %2; the image does not have it.").arg(need.module, need.condition);
    }
    return {};
}

bool isProblem(CellStatus status)
{
    return status == CellStatus::Missing || status == CellStatus::Version || status == CellStatus::Removed || status == CellStatus::NotShipped;
}

QString statusName(CellStatus status)
{
    switch (status) {
    case CellStatus::Provided: return u"provided"_s;
    case CellStatus::Missing: return u"missing"_s;
    case CellStatus::Version: return u"version"_s;
    case CellStatus::Removed: return u"removed"_s;
    case CellStatus::OptionalMissing: return u"optional-missing"_s;
    case CellStatus::Conditional: return u"conditional"_s;
    case CellStatus::NotShipped: return u"not-shipped"_s;
    case CellStatus::Unknown: break;
    }
    return u"unknown"_s;
}

QString evidenceName(EvidenceLevel level)
{
    switch (level) {
    case EvidenceLevel::Imported: return u"imported"_s;
    case EvidenceLevel::Expected: return u"expected"_s;
    case EvidenceLevel::Found: break;
    }
    return u"found"_s;
}

} // namespace drydock
