// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

namespace drydock::test {

/// A real registry on this machine, on a port of its own; ended with this.
class Registry
{
public:
    bool start()
    {
        QTcpServer free;
        if (!free.listen(QHostAddress::LocalHost))
            return false;
        address = QStringLiteral("127.0.0.1:%1").arg(free.serverPort());
        free.close();
        QFile configuration(m_folder.filePath(QStringLiteral("registry.yml")));
        if (!configuration.open(QIODevice::WriteOnly))
            return false;
        configuration.write("version: 0.1\nstorage:\n  filesystem:\n    rootdirectory: " + m_folder.filePath(QStringLiteral("registry")).toUtf8() + "\nhttp:\n  addr: "
                            + address.toUtf8() + "\n");
        configuration.close();
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.start(QStringLiteral("docker-registry"), {QStringLiteral("serve"), configuration.fileName()});
        return QTest::qWaitFor([this] { return (said += m_process.readAll()).contains("listening on"); }, 20'000);
    }
    ~Registry()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    /// How often somebody other than an engine asked for a manifest's digest.
    qsizetype questions()
    {
        said += m_process.readAll();
        qsizetype count = 0;
        for (const QByteArray &line : said.split('\n'))
            count += line.contains("\"HEAD /v2/") && line.contains("/manifests/") && !line.contains("docker/");
        return count;
    }

    QString address; ///< 127.0.0.1:PORT
    QByteArray said;

private:
    QTemporaryDir m_folder;
    QProcess m_process;
};

} // namespace drydock::test
