// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/resolve/resolve.h"
#include "core/store/keychain.h"
#include "tests/helpers/enginefixture.h"
#include "ui/mainwindow.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QTest>
#include <QWizard>

namespace drydock::test {

/// The real window on the real Docker, and the keys that a person would press in it.
class WindowFixture
{
public:
    QTemporaryDir folder;
    EngineFixture docker;

    bool open()
    {
        if (!docker.open(QStringLiteral("docker")))
            return false;
        m_store = std::make_unique<Store>(folder.filePath(QStringLiteral("drydock.sqlite")));
        return true;
    }

    /// @param images what else this machine's engine holds must not decide the advice
    /// @param engine empty is the first that is ready
    void show(const QStringList &images, const QString &engine = QStringLiteral("docker"))
    {
        applyAppearance(*qApp, Appearance::Light);
        m_settings = std::make_unique<QSettings>(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
        m_settings->clear();
        SessionContext context;
        context.runner = &m_runner;
        context.store = m_store.get();
        context.dataFolder = folder.filePath(QStringLiteral("data-") + QString::fromLatin1(QTest::currentTestFunction()));
        context.network = machineNetwork();
        context.uv = findUv(QStringLiteral(DRYDOCK_DEPS "/bin"), {});
        context.engineChoice.engine = engine;
        context.eager = true;
        session = std::make_unique<FlowSession>(context);
        session->chooseImages(images);
        window = std::make_unique<MainWindow>(*session, *m_settings, m_keychain);
        window->show();
        QVERIFY(QTest::qWaitForWindowExposed(window.get()));
    }

    void close()
    {
        window.reset();
        session.reset();
    }

    /// Opens, and looks inside where that was not done yet.
    bool open(const QStringList &paths)
    {
        window->open(paths);
        if (!QTest::qWaitFor([this] { return snapshot().consentNeeded || (window->isSettled() && !snapshot().images.isEmpty()); }, 60'000))
            return false;
        if (snapshot().consentNeeded && !press(QStringLiteral("lookInside")))
            return false;
        return QTest::qWaitFor([this] { return window->isSettled() && snapshot().unread.isEmpty() && !snapshot().advice.strategies.isEmpty(); }, 180'000);
    }

    const Snapshot &snapshot() const { return session->snapshot(); }

    QWizard *wizard() const { return window->findChild<QWizard *>(QStringLiteral("strategyWizard")); }

    bool openWizard() const
    {
        QTest::keyClick(window.get(), Qt::Key_D, Qt::ControlModifier);
        return QTest::qWaitFor([this] { return wizard() && wizard()->isVisible(); }, 5'000);
    }

    /// In the wizard while it is open, else in the window.
    template <typename T>
    T *find(const QString &name) const
    {
        T *const inWizard = wizard() ? wizard()->findChild<T *>(name) : nullptr;
        return inWizard ? inWizard : window->findChild<T *>(name);
    }

    /// Presses a button as somebody who came to it with the Tab key.
    bool press(const QString &name) const
    {
        auto *button = find<QAbstractButton>(name);
        if (!button || !QTest::qWaitFor([button] { return button->isVisible() && button->isEnabled(); }, 60'000)) {
            qWarning("The button %s cannot be pressed", qPrintable(name));
            return false;
        }
        button->setFocus(Qt::TabFocusReason);
        QTest::keyClick(button, Qt::Key_Space);
        return true;
    }

    bool type(const QString &name, const QString &text) const
    {
        auto *field = find<QLineEdit>(name);
        if (!field || !QTest::qWaitFor([field] { return field->isVisible(); }, 5'000))
            return false;
        field->setFocus();
        QTest::keySequence(field, QKeySequence::SelectAll);
        QTest::keyClicks(field, text);
        return field->text() == text;
    }

    QString text(const QString &name) const
    {
        const auto *label = find<QLabel>(name);
        return label ? label->text() : QString();
    }

    std::unique_ptr<FlowSession> session;
    std::unique_ptr<MainWindow> window;

private:
    CommandRunner m_runner;
    std::unique_ptr<Store> m_store;
    Keychain m_keychain;
    std::unique_ptr<QSettings> m_settings;
};

} // namespace drydock::test
