// SPDX-License-Identifier: Apache-2.0
#include "app/cli/steps.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Commands)
};

using Status = std::optional<int>;
constexpr Status goOn{};

} // namespace

void readScripts(const Program &p)
{
    p.sequence.then([p]() -> Status {
        p.session.open(p.arguments.operands);
        return goOn;
    });
    p.sequence.then([p]() -> Status {
        const Snapshot &snapshot = p.session.snapshot();
        return snapshot.scriptError ? Status(p.output.fail(*snapshot.scriptError)) : goOn;
    });
}

void needScripts(const Program &p)
{
    readScripts(p);
    p.sequence.then([p]() -> Status {
        const Snapshot &snapshot = p.session.snapshot();
        if (snapshot.script())
            return goOn;
        QStringList leftOut;
        for (const ScriptSearch::Skipped &each : snapshot.skipped)
            leftOut.append(each.path + u": "_s + each.why);
        return p.output.fail(
            {u"no-script"_s,
             Text::tr("There is no flow script in %1. Name the script itself, or the folder that holds it.")
                 .arg(snapshot.paths.join(u", "_s)),
             leftOut.join(u'\n')});
    });
}

Error engineError(const Snapshot &snapshot)
{
    const bool isNowhere = std::all_of(snapshot.engines.begin(), snapshot.engines.end(), [](const Engine &each) { return each.state == EngineState::Absent; });
    if (isNowhere && snapshot.engines.size() > 1) {
        return {u"engine-not-ready"_s, Text::tr("Neither Docker nor Podman was found. Install one of them, or name its program with --engine."),
                Text::tr("Looked in: %1").arg(snapshot.engine.lookedIn.join(u", "_s))};
    }
    return {u"engine-not-ready"_s, snapshot.engine.detail, snapshot.engine.words};
}

void findEngine(const Program &p)
{
    p.sequence.then([p]() -> Status {
        p.session.findEngine(p.arguments.engine);
        return goOn;
    });
    p.sequence.then([p]() -> Status {
        if (const QString notice = p.session.snapshot().engineNotice; !notice.isEmpty())
            p.output.progress(notice);
        return goOn;
    });
}

void needEngine(const Program &p)
{
    findEngine(p);
    p.sequence.then([p]() -> Status {
        const Snapshot &snapshot = p.session.snapshot();
        if (!snapshot.engine.isReady())
            return p.output.fail(engineError(snapshot));
        if (snapshot.imageError)
            return p.output.fail(*snapshot.imageError);
        return goOn;
    });
}

void lookInside(const Program &p, const QStringList &references)
{
    p.sequence.then([p, references]() -> Status {
        if (!p.session.snapshot().engine.isReady())
            return goOn;
        for (const QString &reference : references) {
            p.sequence.await<Image>(p.session.findImage(reference), [p](Result<Image> end) { return end ? goOn : Status(p.output.fail(end.error())); });
        }
        const QStringList unread = references.isEmpty() ? p.session.snapshot().unread : QStringList();
        if (!unread.isEmpty()) {
            p.output.progress(unread.size() == 1 ? Text::tr("Looking inside 1 image…") : Text::tr("Looking inside %1 images…").arg(unread.size()));
            p.session.lookInside(unread);
        }
        return goOn;
    });
    p.sequence.then([p, references]() -> Status {
        p.session.chooseImages(references);
        return goOn;
    });
}

} // namespace drydock
