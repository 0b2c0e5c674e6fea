// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/inspect.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

namespace drydock::test {

/// Scripts of a test, each row's in a folder of its own.
class Scripts
{
public:
    /// @return the file's absolute path
    QString write(const QString &name, const QByteArray &bytes) const
    {
        const QByteArray row = QTest::currentDataTag() ? QByteArray(QTest::currentDataTag()).replace('/', '_') : QByteArray("x");
        const QString path = m_folder.filePath(QString::fromUtf8(QTest::currentTestFunction()) + QLatin1Char('/') + QString::fromUtf8(row) + QStringLiteral("/p/q/") + name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write %s", qPrintable(path));
        return path;
    }

    FlowScript inspect(const QByteArray &source) const
    {
        const auto script = inspectScript(write(QStringLiteral("flow.py"), source));
        if (!script)
            qFatal("%s", qPrintable(script.error().sentence));
        return *script;
    }

    const QTemporaryDir &folder() const { return m_folder; }

private:
    QTemporaryDir m_folder;
};

/// "3:encoding", one for each problem.
inline QStringList codes(const FlowScript &script)
{
    QStringList codes;
    for (const Problem &problem : script.problems)
        codes.append(QStringLiteral("%1:%2").arg(problem.line).arg(problem.code));
    return codes;
}

} // namespace drydock::test
