// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/build/buildevent.h"
#include "core/build/stepnumbers.h"

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QSet>

#include <functional>

namespace drydock {

/// Turns what buildx tells programs (`--progress=rawjson`: BuildKit's SolveStatus, one JSON object after the other)
/// into events, and into the lines that `--progress=plain` would have written, for people to read.
class RawProgress
{
public:
    /// @param write keeps one line of the log and answers its number, from 1
    RawProgress(StepNumbers &numbers, std::function<int(const QString &)> write)
        : m_numbers(numbers), m_write(std::move(write))
    { }

    /// False when it is an object of another kind.
    bool read(const QJsonObject &status, QList<BuildEvent> &events);
    void finish(QList<BuildEvent> &events); ///< The stream has ended.

private:
    struct Vertex
    {
        QString name;
        int number = 0; ///< In the log; 0: not started yet.
        StepNumbers::Step step; ///< Its number is 0 for what is no instruction.
        QString started; ///< ISO 8601
        QByteArray unfinished; ///< Output without the end of its line.
        bool hasEnded = false;
    };
    /// The end of a step that may yet turn out to be another one: FROM ends once when the base is found and once more
    /// with it.
    struct Ending
    {
        QString vertex;
        QString completed;
    };

    void readVertex(const QJsonObject &object, QList<BuildEvent> &events);
    void readStatus(const QJsonObject &object, QList<BuildEvent> &events);
    void readLog(const QJsonObject &object, QList<BuildEvent> &events);
    void readWarning(const QJsonObject &object, QList<BuildEvent> &events);
    Vertex *vertex(const QString &digest);
    void start(Vertex &vertex, const QString &time, QList<BuildEvent> &events);
    void output(Vertex &vertex, const QByteArray &line, const QString &time, QList<BuildEvent> &events);
    void flush(Vertex &vertex, const QString &time, QList<BuildEvent> &events);
    void endHeld(const QJsonObject &status, QList<BuildEvent> &events);
    void end(Vertex &vertex, const QString &completed, QList<BuildEvent> &events);
    int write(const Vertex &vertex, const QString &text);

    StepNumbers &m_numbers;
    std::function<int(const QString &)> m_write;
    QHash<QString, Vertex> m_vertices; ///< By digest.
    QList<Ending> m_held;
    int m_started = 0;
};

} // namespace drydock
