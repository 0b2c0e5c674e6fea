// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/session/flowsession.h"

#include <QMainWindow>
#include <QPointer>

class QActionGroup;
class QSettings;
class QStackedWidget;

namespace drydock {

class Banner;
class CoverageView;
class DetailsPanel;
class EnginePage;
class HeaderBar;
class LogDock;
class StartPage;
class StatePage;
class VerdictBand;

/// The window of one open document. It shows the session's snapshot and turns what a person does into calls of the session;
/// it decides nothing itself and never waits.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    /// @param settings what is remembered between starts; outlives the window
    MainWindow(FlowSession &session, QSettings &settings, QWidget *parent = nullptr);
    ~MainWindow() override;

    void open(const QStringList &paths);
    bool isSettled() const; ///< Nothing works, and everything that is known is shown.

Q_SIGNALS:
    void settled();
    void settingsChanged(const drydock::Settings &settings); ///< The person changed them; network and engine may differ now.

protected:
    void changeEvent(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void makeActions();
    void makeMenus();
    void makePages();
    QAction *makeAction(const QString &objectName, const QString &text, const QKeySequence &shortcut, void (MainWindow::*slot)());

    void showSnapshot();
    void updateActions();
    void updatePages();
    void updateBanners();
    void updateTitle();
    void updateDetails();
    void fillEngineMenu();
    void fillRecentMenu();
    void showRecent();

    void openDialog();
    void openFolderDialog();
    void closeDocument();
    void chooseEngineProgram();
    void lookAgain();
    void takeNextStep();
    void chooseStrategy();
    void buildImage();
    void buildWithoutCache();
    void checkImage();
    void stopWork();
    void showLines();
    void useImage(const QString &reference);
    void useCurrentImage();
    void lookInsideCurrent();
    void lookInsideAll();
    void tryImportsInCurrent();
    void showEvidence();
    void copyCurrent();
    void showBuildFolder();
    void showSettings();
    void showAbout();
    void applySettings(const Settings &settings);
    void answerLookInside(LookInside answer);
    void say(const Error &error);
    void remember(const QString &path);
    void save();
    const Image *currentImage() const;

    FlowSession &m_session;
    QSettings &m_store;
    Settings m_settings;
    HeaderBar *m_header = nullptr;
    QStackedWidget *m_pages = nullptr;
    StartPage *m_start = nullptr;
    StatePage *m_notice = nullptr;
    QWidget *m_work = nullptr;
    VerdictBand *m_verdict = nullptr;
    Banner *m_consent = nullptr;
    Banner *m_message = nullptr;
    Banner *m_problems = nullptr;
    CoverageView *m_coverage = nullptr;
    EnginePage *m_enginePage = nullptr;
    DetailsPanel *m_details = nullptr;
    LogDock *m_log = nullptr;

    struct {
        QAction *open, *openFolder, *close, *quit;
        QAction *copy, *filter, *settings;
        QAction *showLog, *showBuild, *showChecks, *showHistory, *nextProblem, *previousProblem;
        QAction *evidence, *source, *lookInside, *lookInsideAll, *tryImports, *useImage;
        QAction *strategy, *build, *buildWithoutCache, *check, *stop, *lines, *buildFolder;
        QAction *lookAgain, *chooseEngine, *about;
    } m_actions{};
    QMenu *m_recentMenu = nullptr;
    QMenu *m_engineMenu = nullptr;
    QMenu *m_buildMenu = nullptr;

    Job<BuildPlan> m_planning;
    QPointer<QWidget> m_wizard;
    QStringList m_shownPaths;
    QString m_messageOf; ///< The document that the message is about.
    bool m_analyseAnyway = false;
    bool m_wantsLog = true;
    bool m_quitting = false;
};

} // namespace drydock
