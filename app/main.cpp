// SPDX-License-Identifier: Apache-2.0
#include "app/composition.h"
#include "app/interrupt.h"
#include "ui/mainwindow.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QFileOpenEvent>
#include <QTextStream>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace drydock;

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Main)
};

/// macOS names the files to open in events, the first ones before there is a window.
class Application : public QApplication
{
public:
    using QApplication::QApplication;

    void setWindow(MainWindow *window)
    {
        m_window = window;
        if (!m_waiting.isEmpty())
            m_window->open(std::exchange(m_waiting, {}));
    }

protected:
    bool event(QEvent *event) override
    {
        if (event->type() != QEvent::FileOpen)
            return QApplication::event(event);
        const auto *opened = static_cast<QFileOpenEvent *>(event);
        const QString path = opened->file().isEmpty() ? opened->url().toLocalFile() : opened->file();
        if (path.isEmpty())
            return false;
        if (m_window)
            m_window->open({path});
        else
            m_waiting.append(path);
        return true;
    }

private:
    MainWindow *m_window = nullptr;
    QStringList m_waiting;
};

/// Saves a picture of the window once it has nothing more to show, and ends the program.
void takePicture(MainWindow &window, const QString &file)
{
    window.resize(1280, 800);
    QObject::connect(&window, &MainWindow::settled, &window, [&window, file] {
        if (window.grab().save(file, "PNG")) {
            QCoreApplication::exit(0);
        } else {
            QTextStream(stderr) << Text::tr("The picture could not be written to %1.").arg(file) << Qt::endl;
            QCoreApplication::exit(2);
        }
    });
}

} // namespace

int main(int argc, char **argv)
{
    Composition::nameApplication();
    Application application(argc, argv);
    QGuiApplication::setApplicationDisplayName(u"Drydock"_s);
    QGuiApplication::setDesktopFileName(u"page.drydock.Drydock"_s);
    QGuiApplication::setWindowIcon(applicationIcon());

    QCommandLineParser parser;
    parser.setApplicationDescription(Text::tr("Finds, builds and tests the container image that a Prefect flow needs."));
    parser.addPositionalArgument(u"files"_s, Text::tr("Flow scripts, or a folder of them."), u"[FILE…]"_s);
    const QCommandLineOption screenshot(u"screenshot"_s, Text::tr("Saves a picture of the window once it has settled, then ends."), u"PNG"_s);
    parser.addOption(screenshot);
    parser.addHelpOption();
    parser.addVersionOption();
    if (!parser.parse(QCoreApplication::arguments())) {
        QTextStream(stderr) << parser.errorText() << Qt::endl;
        return 2;
    }
    if (parser.isSet(u"version"_s))
        parser.showVersion();
    if (parser.isSet(u"help"_s))
        parser.showHelp();

    Composition composition;
    const Settings settings = Settings::load(composition.settings());
    applyAppearance(application, settings.appearance);

    const auto networkOf = [&composition](const Settings &from) {
        Network network = chosenNetwork(composition.context().inspectOptions.variables, from, composition.keychain());
        network.allowed = from.askIndex.value_or(false);
        return network;
    };
    SessionContext context = composition.context();
    context.network = networkOf(settings);
    context.engineChoice = {settings.engine, settings.engineContext, true};
    context.eager = true;
    FlowSession session(context);
    MainWindow window(session, composition.settings(), composition.keychain());
    QObject::connect(&window, &MainWindow::settingsChanged, &session,
                     [&](const Settings &changed) { session.setNetwork(networkOf(changed)); });
    whenEnded(composition.findLogins(), &window, [&](const Result<QList<Error>> &missing) {
        session.setNetwork(networkOf(Settings::load(composition.settings())));
        for (const Error &error : missing.value_or(QList<Error>()))
            window.say(error);
    });
    const Interrupt interrupt;
    QObject::connect(&interrupt, &Interrupt::requested, &window, &QWidget::close);

    if (parser.isSet(screenshot))
        takePicture(window, parser.value(screenshot));
    window.show();
    application.setWindow(&window);
    QStringList paths;
    const QStringList named = parser.positionalArguments();
    for (const QString &path : named)
        paths.append(QFileInfo(path).absoluteFilePath());
    window.open(paths);
    if (paths.isEmpty()) // Nothing will settle: the empty window is all there is to show.
        QTimer::singleShot(0, &window, &MainWindow::settled);
    return QApplication::exec();
}
