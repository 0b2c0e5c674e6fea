// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/keychain.h"
#include "ui/lines/codeview.h"
#include "ui/mainwindow.h"
#include "ui/theme/theme.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QSettings>
#include <QSortFilterProxyModel>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

namespace drydock::test {

using namespace Qt::StringLiterals;

/// The window on scripts, on a session without an engine: everything else is real.
class ScriptWindow : public QObject
{
protected:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<CommandRunner> m_runner;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<QSettings> m_settings;
    Keychain m_keychain;
    std::unique_ptr<FlowSession> m_session;
    std::unique_ptr<MainWindow> m_window;

    QString write(const QString &name, const QByteArray &text) const
    {
        const QString path = m_folder->filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write a test file");
        return path;
    }
    /// As editors do that write a new file and put it in the place of the old one.
    void replace(const QString &path, const QByteArray &text) const
    {
        const QString fresh = write(u"swap.tmp"_s, text);
        if (std::rename(qPrintable(fresh), qPrintable(path)) != 0)
            qFatal("cannot replace a test file");
    }
    template <typename T>
    T *find(const QString &name) const
    {
        T *found = m_window->findChild<T *>(name);
        if (!found)
            qFatal("there is no %s", qPrintable(name));
        return found;
    }
    QString text(const QString &name) const { return find<QLabel>(name)->text(); }
    bool isVisible(const QString &name) const { return find<QWidget>(name)->isVisibleTo(m_window.get()); }
    QTreeView *tree() const { return find<QTreeView>(u"scriptImports"_s); }
    CodeView *source() const { return find<CodeView>(u"scriptSource"_s); }
    const Snapshot &snapshot() const { return m_session->snapshot(); }

    /// Everything below an index as "Group: a, b" or plain names.
    QStringList shown(const QModelIndex &parent = {}) const
    {
        QStringList lines;
        const QAbstractItemModel *model = tree()->model();
        for (int row = 0; row < model->rowCount(parent); ++row) {
            const QModelIndex index = model->index(row, 0, parent);
            QStringList children;
            for (int child = 0; child < model->rowCount(index); ++child)
                children.append(model->index(child, 0, index).data().toString());
            lines.append(children.isEmpty() ? index.data().toString()
                                            : QString(index.data().toString() % u": "_s % children.join(u", "_s)));
        }
        return lines;
    }
    QModelIndex at(const QString &name) const
    {
        const QModelIndexList found = tree()->model()->match(tree()->model()->index(0, 0), Qt::DisplayRole, name, 1,
                                                             Qt::MatchExactly | Qt::MatchRecursive);
        return found.value(0);
    }
    void makeWindow()
    {
        SessionContext context;
        context.runner = m_runner.get();
        context.store = m_store.get();
        context.dataFolder = m_folder->path();
        context.network.allowed = false;
        context.engineChoice.engine = u"/nonexistent/docker"_s;
        context.eager = true;
        m_session = std::make_unique<FlowSession>(context);
        m_window = std::make_unique<MainWindow>(*m_session, *m_settings, m_keychain);
        auto *proxy = qobject_cast<QSortFilterProxyModel *>(tree()->model());
        new QAbstractItemModelTester(proxy->sourceModel(), QAbstractItemModelTester::FailureReportingMode::Fatal,
                                     m_window.get());
        new QAbstractItemModelTester(proxy, QAbstractItemModelTester::FailureReportingMode::Fatal, m_window.get());
        new QAbstractItemModelTester(find<QTreeView>(u"problems"_s)->model(),
                                     QAbstractItemModelTester::FailureReportingMode::Fatal, m_window.get());
        m_window->resize(1280, 720);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    /// Opens a script and shows it in the script's view.
    void open(const QString &path)
    {
        m_window->open({path});
        QTRY_VERIFY(!snapshot().scripts.isEmpty() && m_window->isSettled());
        if (!QFileInfo(path).isDir())
            find<QAction>(u"showScript"_s)->trigger();
        QTRY_VERIFY(tree()->isVisible() && tree()->model()->rowCount() > 0);
    }

    void begin()
    {
        applyAppearance(*qApp, Appearance::Light);
        m_folder = std::make_unique<QTemporaryDir>();
        m_runner = std::make_unique<CommandRunner>();
        m_store = std::make_unique<Store>(u":memory:"_s);
        m_settings = std::make_unique<QSettings>(m_folder->filePath(u"settings.ini"_s), QSettings::IniFormat);
        makeWindow();
    }

    void end()
    {
        m_window.reset();
        m_session.reset();
        m_settings.reset();
        m_store.reset();
        m_runner.reset();
    }
};

} // namespace drydock::test
