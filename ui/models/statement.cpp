// SPDX-License-Identifier: Apache-2.0
#include "ui/models/statement.h"

#include <QCoreApplication>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Statement)
};

} // namespace

CellLook lookOf(const Cell &cell)
{
    switch (cell.status) {
    case CellStatus::Provided:
        switch (cell.evidence) {
        case EvidenceLevel::Imported: return {Icon::CircleCheckFilled, Tone::Green, Tone::Text};
        case EvidenceLevel::Found: return {Icon::CircleCheck, Tone::Green, Tone::Text};
        case EvidenceLevel::Expected: return {Icon::CircleDashed, Tone::Muted, Tone::Muted};
        }
        break;
    case CellStatus::Missing:
        return cell.cause == Cause::ImportFails ? CellLook{Icon::TriangleAlert, Tone::Red, Tone::Red} : CellLook{Icon::X, Tone::Red, Tone::Red};
    case CellStatus::Version: return {Icon::TriangleAlert, Tone::Amber, Tone::Amber};
    case CellStatus::Removed: return {Icon::Ban, Tone::Red, Tone::Red};
    case CellStatus::NotShipped: return {Icon::X, Tone::Red, Tone::Red};
    case CellStatus::OptionalMissing:
    case CellStatus::Conditional: return {Icon::Minus, Tone::Muted, Tone::Muted};
    case CellStatus::Unknown: break;
    }
    return {Icon::CircleHelp, Tone::Muted, Tone::Muted};
}

Icon kindIcon(ImportKind kind)
{
    switch (kind) {
    case ImportKind::StandardLibrary: return Icon::Library;
    case ImportKind::Prefect: return Icon::Workflow;
    case ImportKind::Local: return Icon::House;
    case ImportKind::ThirdParty:
    case ImportKind::Unknown: break;
    }
    return Icon::Package;
}

QString placeText(const Need &need, bool withFile)
{
    if (need.line <= 0)
        return need.necessity == Necessity::Implied ? Text::tr("implied") : QString();
    const bool elsewhere = withFile || need.file != need.script;
    const QString file = QFileInfo(need.file).fileName();
    switch (need.necessity) {
    case Necessity::Implied:
        return elsewhere ? Text::tr("%1 line %2, implied").arg(file).arg(need.line) : Text::tr("line %1, implied").arg(need.line);
    case Necessity::Optional:
        return elsewhere ? Text::tr("%1 line %2, optional").arg(file).arg(need.line) : Text::tr("line %1, optional").arg(need.line);
    case Necessity::Conditional:
        return elsewhere ? Text::tr("%1 line %2, conditional").arg(file).arg(need.line)
                         : Text::tr("line %1, conditional").arg(need.line);
    case Necessity::Typing:
        return elsewhere ? Text::tr("%1 line %2, for types").arg(file).arg(need.line) : Text::tr("line %1, for types").arg(need.line);
    case Necessity::Required: break;
    }
    return elsewhere ? Text::tr("%1 line %2").arg(file).arg(need.line) : Text::tr("line %1").arg(need.line);
}

QString sourceText(const Need &need)
{
    if (need.kind == ImportKind::Local)
        return need.shipped ? Text::tr("local, travels with the flow") : Text::tr("local module");
    if (need.kind == ImportKind::Prefect)
        return need.extra.isEmpty() ? QString() : QString(u"prefect[" % need.extra % u']');
    const QString distribution = need.distributions.value(0);
    return distribution == need.module ? QString() : distribution;
}

QString cellSentence(const Need &need, const Cell &cell, const QString &reference)
{
    const QString name = cell.version.isEmpty() ? need.module : QString(need.module % u' ' % cell.version);
    switch (cell.status) {
    case CellStatus::Provided:
        if (need.kind == ImportKind::Local && cell.version.isEmpty() && need.shipped)
            return Text::tr("%1 travels with the flow").arg(need.module);
        switch (cell.evidence) {
        case EvidenceLevel::Imported: return Text::tr("%1 was imported in this image").arg(name);
        case EvidenceLevel::Found: return Text::tr("%1 was found in this image, not imported yet").arg(name);
        case EvidenceLevel::Expected: return Text::tr("%1 is expected in this image").arg(name);
        }
        break;
    case CellStatus::Missing:
        if (cell.cause == Cause::ImportFails)
            return Text::tr("%1 is in this image, but importing it fails").arg(name);
        return Text::tr("%1 is missing from %2").arg(need.module, reference);
    case CellStatus::Version:
        return cell.cause == Cause::OtherGeneration ? Text::tr("%1 is in this image, and the script is written for another Prefect").arg(name)
                                                    : Text::tr("%1 is in this image, which is not the version the project asks for").arg(name);
    case CellStatus::Removed: return Text::tr("%1 is not part of this image’s Python").arg(need.module);
    case CellStatus::NotShipped: return Text::tr("%1 is not in %2").arg(need.module, reference);
    case CellStatus::OptionalMissing: return Text::tr("%1 is optional, and not in this image").arg(need.module);
    case CellStatus::Conditional: return Text::tr("%1 is needed under a condition only, and not in this image").arg(need.module);
    case CellStatus::Unknown: break;
    }
    return Text::tr("It is not known whether %1 is in %2").arg(need.module, reference);
}

QString copiedSentence(const Need &need, const Cell &cell, const Image &image)
{
    QString text = cellSentence(need, cell, image.reference);
    if (!text.contains(image.reference))
        text += u" ("_s % image.reference % u')';
    text += u'.';
    if (const QString reason = cellReason(need, cell, image); !reason.isEmpty())
        text += u' ' + reason;
    if (need.line > 0)
        text += u' ' + Text::tr("Needed by %1 line %2.").arg(QFileInfo(need.file).fileName()).arg(need.line);
    return text;
}

QString spokenCell(const QString &module, const QString &word, const QString &reference)
{
    //: A module, how it stands, an image: "xgboost, missing, prefecthq/prefect:1.4.1"
    return Text::tr("%1, %2, %3").arg(module, word.toLower(), reference);
}

} // namespace drydock
