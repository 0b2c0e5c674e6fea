// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commands.h"
#include "app/composition.h"
#include "app/interrupt.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;
using namespace drydock;

int main(int argc, char **argv)
{
    Composition::nameApplication();
    const QCoreApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments().mid(1);
    Output output(words.contains(u"--json"_s));

    const auto read = readCommandLine(words);
    if (!read)
        return output.fail(read.error());
    if (const auto *notice = std::get_if<Notice>(&*read)) {
        QTextStream(notice->status == 0 ? stdout : stderr) << notice->text;
        return notice->status;
    }
    const CommandLine &arguments = std::get<CommandLine>(*read);

    Composition composition;
    SessionContext context = composition.context();
    context.network = composition.network(arguments.network);
    context.engineChoice = arguments.engine;
    context.inspectOptions.importMap = arguments.inspect.importMap;
    context.inspectOptions.environment = arguments.inspect.environment;
    context.inspectOptions.requirements = arguments.inspect.requirements;
    FlowSession session(context);
    Sequence sequence(session);
    Interrupt interrupt;
    QObject::connect(&interrupt, &Interrupt::requested, &sequence, &Sequence::interrupt);
    QObject::connect(&sequence, &Sequence::ended, &application, &QCoreApplication::exit, Qt::QueuedConnection);
    sequence.await<QList<Error>>(composition.findLogins(arguments.network), [&](const Result<QList<Error>> &missing) -> std::optional<int> {
        for (const Error &error : missing.value_or(QList<Error>()))
            output.progress(error.sentence);
        session.setNetwork(composition.network(arguments.network));
        return {};
    });
    addSteps({arguments, session, sequence, output});
    sequence.start();
    const int status = QCoreApplication::exec();
    // A file on a full disk would else be empty, and the status say that it is not.
    if (output.hasLostAnswer() && status == 0) {
        output.progress(QCoreApplication::translate("Commands", "The answer could not be written. Make room on the disk, or name another file."));
        return 2;
    }
    return status;
}
