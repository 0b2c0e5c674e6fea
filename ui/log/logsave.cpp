// SPDX-License-Identifier: Apache-2.0
#include "ui/log/logsave.h"

#include <QCoreApplication>
#include <QFile>
#include <QSaveFile>
#include <QtConcurrent>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr qint64 piece = 1024 * 1024;

Result<void> write(const QString &path, const QString &header, const LogSource &source)
{
    const auto failed = [&path](const QString &why) {
        return failure(u"log-not-saved"_s,
                       QCoreApplication::translate("LogDock", "%1 could not be written: %2. Choose another place.").arg(path, why));
    };
    QSaveFile target(path);
    if (!target.open(QIODevice::WriteOnly))
        return failed(target.errorString());
    target.write(header.toUtf8());
    target.write(source.text.toUtf8());
    if (!source.spool.isEmpty()) {
        QFile spool(source.spool);
        if (!spool.open(QIODevice::ReadOnly))
            return failed(QCoreApplication::translate("LogDock", "the log is not on this computer any more"));
        while (!spool.atEnd()) {
            if (target.write(spool.read(piece)) < 0)
                return failed(target.errorString());
        }
    }
    if (!target.commit())
        return failed(target.errorString());
    return {};
}

} // namespace

QString logHeader(const Snapshot &snapshot)
{
    QStringList lines{u"# Drydock " DRYDOCK_VERSION ""_s};
    if (snapshot.engine.isReady())
        lines.append(u"# %1 %2"_s.arg(snapshot.engine.name, snapshot.engine.version));
    if (snapshot.plan && !snapshot.plan->command.isEmpty()) {
        Command command;
        command.program = snapshot.plan->command.first();
        command.arguments = snapshot.plan->command.mid(1);
        lines.append(u"# "_s + command.text());
    }
    return lines.join(u'\n') + u"\n\n"_s;
}

QString checksText(const CheckReport &report)
{
    QString text = report.image + u'\n';
    for (const Check &check : report.checks) {
        const QString status = check.status == CheckStatus::Passed ? u"passed "_s
            : check.status == CheckStatus::Failed                  ? u"failed "_s
                                                                   : u"skipped"_s;
        text += status % u"  "_s % check.sentence % (check.detail.isEmpty() ? QString() : QString(u": "_s % check.detail)) % u'\n';
    }
    return text + u'\n' + report.log;
}

Future<void> saveLog(const QString &path, const QString &header, const LogSource &source)
{
    return QtConcurrent::run(write, path, header, source);
}

} // namespace drydock
