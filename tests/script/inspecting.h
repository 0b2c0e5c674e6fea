// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/inspect.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
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

using Files = QMap<QString, QByteArray>; ///< What they hold, by relative path.

/// A repository for each script, with other files beside it.
class Repositories
{
public:
    /// @return the script's absolute path
    QString write(const QByteArray &source, const Files &others = {})
    {
        const QString folder = m_folder.filePath(QString::number(++m_count)) + QStringLiteral("/repo/");
        Files files = others;
        files.insert(QStringLiteral("flow.py"), source);
        for (auto it = files.begin(); it != files.end(); ++it) {
            QDir().mkpath(QFileInfo(folder + it.key()).path());
            QFile file(folder + it.key());
            if (!file.open(QIODevice::WriteOnly) || file.write(*it) != it->size())
                qFatal("cannot write %s", qPrintable(file.fileName()));
        }
        QDir().mkpath(folder + QStringLiteral(".git"));
        return folder + QStringLiteral("flow.py");
    }

    FlowScript inspect(const QByteArray &source, const Files &others = {})
    {
        const auto script = inspectScript(write(source, others));
        if (!script)
            qFatal("%s", qPrintable(script.error().sentence));
        return *script;
    }

private:
    QTemporaryDir m_folder;
    int m_count = 0;
};

/// The value, or "~" and the expression that is not known.
inline QString shown(const SourceValue &value)
{
    if (value.value.isNull())
        return QLatin1Char('~') + value.expression;
    if (value.value.isArray())
        return QString::fromUtf8(QJsonDocument(value.value.toArray()).toJson(QJsonDocument::Compact));
    if (value.value.isObject())
        return QString::fromUtf8(QJsonDocument(value.value.toObject()).toJson(QJsonDocument::Compact));
    return value.value.toVariant().toString();
}

/// "3:encoding", one for each problem.
inline QStringList codes(const FlowScript &script)
{
    QStringList codes;
    for (const Problem &problem : script.problems)
        codes.append(QStringLiteral("%1:%2").arg(problem.line).arg(problem.code));
    return codes;
}

} // namespace drydock::test
