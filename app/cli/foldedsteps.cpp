// SPDX-License-Identifier: Apache-2.0
#include "app/cli/foldedsteps.h"

#include "core/words.h"

#include <QCoreApplication>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(BuildProgress)
};

constexpr int red = 1;
constexpr int green = 2;
constexpr int yellow = 3;
constexpr int cyan = 6;
constexpr qsizetype tailWhileRunning = 4;
constexpr qsizetype tailOfFailed = 20;

/// The instruction without its mounts: those are the same in every plan, and in the log.
QString shortened(const QString &instruction)
{
    static const QRegularExpression options(u"\\A(RUN|COPY|ADD)((?: --\\S+)+)"_s);
    return instruction.simplified().replace(options, u"\\1"_s);
}

TerminalLine faint(const QString &text)
{
    return {.spans = {{.text = u"    "_s + text, .faint = true}}, .end = {}};
}

} // namespace

TerminalLine FoldedSteps::over(int step, const TextSpan &mark, const QString &end)
{
    return {.spans = {mark, {.text = u' ' + m_steps.take(step).head}}, .end = end};
}

QList<TerminalLine> FoldedSteps::take(const BuildEvent &event, double now)
{
    if (const auto *started = std::get_if<StepStarted>(&event)) {
        // What was said before it, as sending the plan's files, is over.
        m_steps.remove(0);
        Step &step = m_steps[started->step];
        if (step.head.isEmpty())
            step.started = now;
        const QString place = started->of > 0 ? Text::tr("[%1/%2]").arg(started->step).arg(started->of) : Text::tr("[%1]").arg(started->step);
        step.head = place + u' ' + shortened(started->instruction);
    } else if (const auto *cached = std::get_if<StepCached>(&event)) {
        if (m_steps.contains(cached->step))
            return {over(cached->step, {.text = u"="_s, .colour = cyan}, Text::tr("unchanged"))};
    } else if (const auto *finished = std::get_if<StepFinished>(&event)) {
        if (m_steps.contains(finished->step))
            return {over(finished->step, {.text = u"✓"_s, .colour = green}, finished->seconds < 0 ? QString() : durationText(finished->seconds))};
    } else if (const auto *output = std::get_if<StepOutput>(&event)) {
        // The command itself; everything else outside of the steps is about what goes on.
        if (output->step == 0 && output->text.startsWith(u"$ "))
            return {{.spans = {{.text = output->text, .faint = true}}, .end = {}, .isWhole = true}};
        Step &step = m_steps[output->step];
        if (step.head.isEmpty() && step.tail.isEmpty())
            step.started = now;
        if (!output->text.trimmed().isEmpty())
            step.tail.append(output->text);
        if (step.tail.size() > tailOfFailed)
            step.tail.removeFirst();
    } else if (const auto *progress = std::get_if<StepProgress>(&event)) {
        Step &step = m_steps[progress->step];
        const QString what = progress->what.endsWith(u':') ? progress->what.chopped(1) : progress->what;
        step.progress = progress->of > 0 ? Text::tr("%1: %2 of %3").arg(what, sizeText(progress->done), sizeText(progress->of))
                                         : Text::tr("%1: %2").arg(what, sizeText(progress->done));
    } else if (const auto *failed = std::get_if<StepFailed>(&event)) {
        const QStringList tail = m_steps.value(failed->step).tail;
        TerminalLine line = over(failed->step, {.text = u"✗"_s, .colour = red, .bold = true}, {});
        line.isWhole = true;
        QList<TerminalLine> lines{line};
        for (const QString &each : tail)
            lines.append({.spans = {{.text = u"    "_s + each}}, .end = {}, .isWhole = true});
        lines.append({.spans = {{.text = u"    "_s + failed->message.simplified(), .colour = red}}, .end = {}, .isWhole = true});
        return lines;
    } else if (const auto *warning = std::get_if<BuildWarning>(&event)) {
        return {{.spans = {{.text = Text::tr("Warning: %1").arg(warning->text), .colour = yellow}}, .end = {}, .isWhole = true}};
    }
    return {};
}

QList<TerminalLine> FoldedSteps::live(double now) const
{
    QList<TerminalLine> lines;
    for (auto step = m_steps.cbegin(); step != m_steps.cend(); ++step) {
        if (!step->head.isEmpty())
            lines.append({.spans = {{.text = u"▸"_s, .colour = cyan, .bold = true}, {.text = u' ' + step->head, .bold = true}}, .end = durationText(now - step->started)});
        const QStringList tail = step->tail.mid(std::max<qsizetype>(step->tail.size() - tailWhileRunning, 0));
        for (const QString &line : tail)
            lines.append(faint(line));
        if (!step->progress.isEmpty())
            lines.append(faint(step->progress));
    }
    return lines;
}

} // namespace drydock
