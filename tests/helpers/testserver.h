// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QProcess>
#include <QTest>

namespace drydock::test {

/// A server of tests/helpers/servers.py, on a port of its own; ended with this.
class Server
{
public:
    /// @param variables for the server alone: a password that the test looks for elsewhere belongs here
    bool start(const QStringList &arguments, const QMap<QString, QString> &variables = {})
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (auto variable = variables.cbegin(); variable != variables.cend(); ++variable)
            environment.insert(variable.key(), variable.value());
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(QStringLiteral("python3"), QStringList{QStringLiteral(DRYDOCK_TEST_SERVERS)} + arguments);
        if (!QTest::qWaitFor([this] { return process.canReadLine(); }, 20'000))
            return false;
        port = QString::fromLatin1(process.readLine()).trimmed();
        return !port.isEmpty();
    }
    ~Server()
    {
        process.terminate();
        process.waitForFinished(5000);
    }
    QByteArray requests() { return heard += process.readAll(); }

    QProcess process;
    QString port;
    QByteArray heard;
};

} // namespace drydock::test
