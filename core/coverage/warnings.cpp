// SPDX-License-Identifier: Apache-2.0
#include "core/coverage/warnings.h"

#include "core/python/requirement.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Coverage)
};

/// The month after which a Python gets no more security fixes (PEPs 494 to 745): minor, year, month.
struct EndOfLife {
    int minor;
    int year;
    int month;
};
constexpr EndOfLife endsOfLife[]{{6, 2021, 12}, {7, 2023, 6},   {8, 2024, 10},  {9, 2025, 10}, {10, 2026, 10},
                                 {11, 2027, 10}, {12, 2028, 10}, {13, 2029, 10}, {14, 2030, 10}};

/// Where a part could not be read, nobody knows what it imports.
void addUnread(const FlowScript &script, qsizetype index, QList<ImageWarning> &warnings)
{
    if (!script.unread.isEmpty()) {
        //: %1 is a file, %2 a sentence that says why
        warnings.append(
            {u"script-unread"_s,
             Text::tr("Not all that %1 needs is known. %2").arg(QFileInfo(script.path).fileName(), script.unread),
             false, index});
    }
}

/// A pickle holds byte code, which another minor of Python does not read.
void addPickles(const FlowScript &script, qsizetype index, const Interpreter &python, QList<ImageWarning> &warnings)
{
    const bool isPickled = std::any_of(script.flows.begin(), script.flows.end(),
                                       [](const Flow &flow) { return flow.storage && flow.storage->ships == Ships::Pickle; });
    const QString own = script.environment ? script.environment->python.section(u'.', 0, 1) : QString();
    const QString there = python.version.section(u'.', 0, 1);
    if (!isPickled || own.isEmpty() || own == there)
        return;
    warnings.append(
        {u"python-mismatch-pickle"_s,
         Text::tr("%1 is stored as a pickle made with Python %2; this image runs Python %3, which does not read it.")
             .arg(QFileInfo(script.path).fileName(), own, there),
         true, index});
}

void addNotAllowed(const FlowScript &script, qsizetype index, const Interpreter &python, QList<ImageWarning> &warnings)
{
    if (script.requiresPython.isEmpty())
        return;
    const Result<VersionSpecifiers> allowed = VersionSpecifiers::parse(script.requiresPython);
    if (!allowed || allowed->containsInstalled(Version(python.version)))
        return;
    warnings.append({u"python-not-allowed"_s,
                     Text::tr("The project of %1 asks for Python %2; this image runs Python %3.")
                         .arg(QFileInfo(script.path).fileName(), script.requiresPython, python.version),
                     false, index});
}

} // namespace

QList<ImageWarning> warningsAbout(const QList<FlowScript> &scripts, const Image &image, const QDate &today)
{
    QList<ImageWarning> warnings;
    const Interpreter *python = image.python();
    if (!python)
        return warnings;
    for (qsizetype i = 0; i < scripts.size(); ++i) {
        addUnread(scripts.at(i), i, warnings);
        addPickles(scripts.at(i), i, *python, warnings);
        addNotAllowed(scripts.at(i), i, *python, warnings);
    }
    const auto end = std::find_if(std::begin(endsOfLife), std::end(endsOfLife), [python](const EndOfLife &each) { return each.minor == python->minor(); });
    const bool isOlder = python->minor() >= 0 && python->minor() < std::begin(endsOfLife)->minor;
    if (isOlder || (end != std::end(endsOfLife) && today > QDate(end->year, end->month, 1).addMonths(1).addDays(-1))) {
        warnings.append({u"end-of-life-base"_s,
                         Text::tr("Python %1 gets no more security fixes.").arg(python->version.section(u'.', 0, 1)), false});
    }
    return warnings;
}

} // namespace drydock
