// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/build/build.h"
#include "tests/helpers/enginefixture.h"

namespace drydock::test {

/// One build on the real engine and everything it tells.
class BuildRun
{
public:
    BuildRun(EngineFixture &fixture, const QByteArray &dockerfile, const QString &tag = {})
        : engine(fixture.engine)
        , m_fixture(fixture)
    {
        plan.tag = tag;
        plan.command = QStringList{QStringLiteral("docker"), QStringLiteral("build")};
        if (!tag.isEmpty())
            plan.command += {QStringLiteral("--tag"), tag};
        plan.command += QStringLiteral(".");
        QFile file(folder.filePath(QStringLiteral("Dockerfile")));
        if (file.open(QIODevice::WriteOnly))
            file.write(dockerfile);
        spool = folder.filePath(QStringLiteral("build.log"));
    }

    void start()
    {
        build = std::make_unique<Build>(m_fixture.runner, engine, network, plan, folder.path(), spool, options);
        QObject::connect(build.get(), &Build::happened, build.get(), [this](const QList<BuildEvent> &batch) {
            ++batches;
            events += batch;
        });
        QObject::connect(build.get(), &Build::ended, build.get(), [this](const BuildEnd &e) {
            end = e;
            ++ends;
        });
        build->start();
    }

    bool finish()
    {
        start();
        return QTest::qWaitFor([this] { return ends > 0; }, 120'000);
    }

    /// The log as it stands on the disk.
    QByteArray log() const
    {
        QFile file(spool);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    bool logEndsWithTheSentence() const { return !end.error.sentence.isEmpty() && log().trimmed().endsWith(end.error.sentence.toUtf8()); }

    QStringList output() const
    {
        QStringList lines;
        for (const BuildEvent &event : events) {
            if (const auto *one = std::get_if<StepOutput>(&event); one && one->step > 0)
                lines.append(one->text);
        }
        return lines;
    }

    Engine engine;
    Network network;
    BuildPlan plan;
    BuildOptions options;
    QTemporaryDir folder;
    QString spool;
    std::unique_ptr<Build> build;
    QList<BuildEvent> events;
    BuildEnd end;
    int ends = 0;
    int batches = 0;

private:
    EngineFixture &m_fixture;
};

/// Whether some process of this machine sleeps for so long.
inline bool sleeps(const QByteArray &seconds)
{
    for (const QString &process : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
        QFile file(QStringLiteral("/proc/") + process + QStringLiteral("/cmdline"));
        if (file.open(QIODevice::ReadOnly) && file.readAll() == QByteArray("sleep\0", 6) + seconds + '\0')
            return true;
    }
    return false;
}

} // namespace drydock::test
