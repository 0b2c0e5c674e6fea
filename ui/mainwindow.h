// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/session/flowsession.h"
#include "ui/models/importrow.h"

#include <QMainWindow>
#include <QPointer>
#include <QUndoStack>

class QActionGroup;
class QSettings;
class QStackedWidget;

namespace drydock {

class Banner;
class CoverageView;
class DetailsPanel;
class EnginePage;
class GroupsView;
class HeaderBar;
class ImageActions;
class Keychain;
class LogDock;
class StartPage;
class ScriptView;
class StatePage;
class VerdictBand;

/// The window of one open document. It shows the session's snapshot and turns what a person does into calls of the session;
/// it decides nothing itself and never waits.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    /// @param settings what is remembered between starts, and keychain the logins; both outlive the window
    MainWindow(FlowSession &session, QSettings &settings, Keychain &keychain, QWidget *parent = nullptr);
    ~MainWindow() override;

    void open(const QStringList &paths);
    /// A sentence that a person has to see, with a document or as soon as one is open.
    void say(const Error &error);
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

    void makeScriptActions();
    void showScriptMenu(const QPoint &globalPosition);
    /// What the middle shows of a document.
    enum class View { Images, Script, Groups };
    void showView(View view);
    /// Some scripts of what is open, as one document; goBack() leads back.
    void openPart(const QStringList &scripts, bool choose);
    void goBack();
    void goToSource();
    void goToProblem(int rows);
    void showWorstProblem();
    void askProvidedBy();
    void forgetProvidedBy();
    void sayProvidedBy(const QString &script, const QString &name, const QString &distribution);
    std::optional<ImportRow> currentRow() const;
    void updateReading();
    void updateProblems();
    void updateNotice();
    bool isFolder() const;
    bool isFolderArriving() const; ///< It is read for the first time, and shows as it is.

    void showSnapshot();
    void updateActions();
    void updatePages();
    void updateVerdict();
    void updateBanners();
    void updateTitle();
    void updateDetails();
    void fillEngineMenu();
    void chooseEngine(const QString &engine, const QString &context);
    void chooseExpectedEngine(); ///< It then shows what keeps it from working, and what to do.
    void fillRecentMenu();
    void showRecent();

    void openDialog();
    void openFolderDialog();
    void closeDocument();
    void chooseEngineProgram();
    void lookAgain();
    void takeNextStep();
    void chooseStrategy();
    void editAndRetry();
    void openWizard(const Work *retried);
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
    void showCellMenu(const QPoint &position);
    void copyCurrent();
    void showBuildFolder();
    void showSettings();
    void showNetworkSettings();
    void keepLogins(const Settings &before, const QMap<QString, QString> &logins);
    void showQueue();
    void updateQueue();
    void sayEnded(const Work &work);
    void showBuiltImages();
    void buildOnNewerBase();
    void showAbout();
    void applySettings(const Settings &before);
    void answerLookInside(LookInside answer);
    void remember(const QString &path);
    void save();
    const Image *currentImage() const;

    FlowSession &m_session;
    QSettings &m_store;
    Keychain &m_keychain;
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
    Banner *m_reading = nullptr;
    Banner *m_newerBase = nullptr;
    Banner *m_queue = nullptr; ///< What goes on beside the open document, below whatever page is shown.
    QString m_queueEnd; ///< What ended beside it, until the person has seen it.
    QStringList m_queueEndDocument;
    bool m_queueEndIsGood = true;
    QString m_newerBaseClosed;
    std::optional<Error> m_toSay;
    QStackedWidget *m_views = nullptr; ///< The images, the script, or the groups.
    QWidget *m_images = nullptr;
    ScriptView *m_script = nullptr;
    GroupsView *m_groups = nullptr;
    Banner *m_standIn = nullptr; ///< Another engine is used than the one to be expected.
    QString m_standInClosed; ///< What it said when the person closed it.
    CoverageView *m_coverage = nullptr;
    EnginePage *m_enginePage = nullptr;
    DetailsPanel *m_details = nullptr;
    ImageActions *m_imageActions = nullptr;
    LogDock *m_log = nullptr;

    struct {
        QAction *open, *openFolder, *close, *quit;
        QAction *undo, *redo, *copy, *filter, *settings;
        QAction *script, *groups, *back, *providedBy, *forget;
        QAction *showLog, *showBuild, *showChecks, *showHistory, *nextProblem, *previousProblem;
        QAction *evidence, *source, *lookInside, *lookInsideAll, *tryImports, *useImage;
        QAction *strategy, *build, *buildWithoutCache, *check, *stop, *queue, *builtImages, *lines, *buildFolder;
        QAction *lookAgain, *chooseEngine, *about;
    } m_actions{};
    QMenu *m_recentMenu = nullptr;
    QMenu *m_engineMenu = nullptr;
    QMenu *m_imageMenu = nullptr;
    QMenu *m_buildMenu = nullptr;

    Job<BuildPlan> m_planning;
    QUndoStack m_undo; ///< Of what the person said about imports.
    QPointer<QWidget> m_wizard;
    QPointer<QWidget> m_queueDialog;
    QStringList m_shownPaths;
    QString m_messageOf; ///< The document that the message is about.
    bool m_analyseAnyway = false;
    View m_view = View::Images;
    QStringList m_from; ///< What the open scripts are a part of.
    bool m_choosesWhenReady = false; ///< The strategy's wizard comes as soon as there is advice.
    bool m_wasWorking = false;
    bool m_wantsLog = true;
    bool m_quitting = false;
};

} // namespace drydock
