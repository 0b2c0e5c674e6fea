// SPDX-License-Identifier: Apache-2.0
#include "core/build/rawprogress.h"

#include "core/log/escapes.h"

#include <QDateTime>
#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

double secondsBetween(const QString &from, const QString &to)
{
    const QDateTime begin = QDateTime::fromString(from, Qt::ISODateWithMs);
    const QDateTime end = QDateTime::fromString(to, Qt::ISODateWithMs);
    return begin.isValid() && end.isValid() ? std::max<double>(0, double(begin.msecsTo(end)) / 1000) : 0;
}

QByteArray decoded(const QJsonValue &base64)
{
    return QByteArray::fromBase64(base64.toString().toLatin1());
}

/// In the log every line is one line.
QString oneLine(QString text)
{
    return text.left(longestLine).replace(u'\n', u' ').replace(u'\r', u' ');
}

} // namespace

bool RawProgress::read(const QJsonObject &status, QList<BuildEvent> &events)
{
    const QJsonValue vertexes = status[u"vertexes"_s];
    const QJsonValue statuses = status[u"statuses"_s];
    const QJsonValue logs = status[u"logs"_s];
    const QJsonValue warnings = status[u"warnings"_s];
    if (!vertexes.isArray() && !statuses.isArray() && !logs.isArray() && !warnings.isArray())
        return false;
    endHeld(status, events);
    const auto each = [&events, this](const QJsonValue &values, auto reader) {
        const QJsonArray array = values.toArray();
        for (const QJsonValue &value : array)
            (this->*reader)(value.toObject(), events);
    };
    each(vertexes, &RawProgress::readVertex);
    each(statuses, &RawProgress::readStatus);
    each(logs, &RawProgress::readLog);
    each(warnings, &RawProgress::readWarning);
    return true;
}

void RawProgress::finish(QList<BuildEvent> &events)
{
    endHeld({}, events);
    for (Vertex &each : m_vertices) {
        if (!each.hasEnded)
            flush(each, {}, events);
    }
}

RawProgress::Vertex *RawProgress::vertex(const QString &digest)
{
    const auto known = m_vertices.find(digest);
    return known == m_vertices.end() ? nullptr : &*known;
}

int RawProgress::write(const Vertex &vertex, const QString &text)
{
    return m_write(u"#%1 "_s.arg(vertex.number) + text);
}

void RawProgress::start(Vertex &vertex, const QString &time, QList<BuildEvent> &events)
{
    if (vertex.number > 0)
        return;
    vertex.number = ++m_started;
    vertex.started = time;
    write(vertex, oneLine(vertex.name));
    if (vertex.step.number > 0)
        events.append(StepStarted{vertex.step.number, m_numbers.count(), vertex.step.instruction});
}

void RawProgress::readVertex(const QJsonObject &object, QList<BuildEvent> &events)
{
    const QString digest = object[u"digest"_s].toString().left(longestName);
    Vertex *known = vertex(digest);
    if (!known) {
        if (digest.isEmpty() || m_vertices.size() >= mostVertices)
            return;
        Vertex fresh;
        fresh.name = object[u"name"_s].toString().left(longestLine);
        // All steps are announced before the first one starts.
        fresh.step = m_numbers.step(fresh.name).value_or(StepNumbers::Step());
        known = &*m_vertices.insert(digest, fresh);
    }
    const QString started = object[u"started"_s].toString();
    const QString completed = object[u"completed"_s].toString();
    const QString error = object[u"error"_s].toString();
    const bool isCached = object[u"cached"_s].toBool();
    if (!started.isEmpty() || isCached || !error.isEmpty())
        start(*known, started, events);
    if (known->hasEnded)
        return;
    if (!error.isEmpty()) {
        flush(*known, completed, events);
        known->hasEnded = true;
        // What another step's failure ended did not fail itself.
        const bool isCancelled = error.endsWith("context canceled"_L1);
        write(*known, isCancelled ? u"CANCELED"_s : QString(u"ERROR: "_s + oneLine(error)));
        if (!isCancelled)
            events.append(StepFailed{known->step.number, error});
    } else if (isCached) {
        known->hasEnded = true;
        write(*known, u"CACHED"_s);
        if (known->step.number > 0)
            events.append(StepCached{known->step.number});
    } else if (!completed.isEmpty()) {
        known->started = started.isEmpty() ? known->started : started;
        if (known->step.instruction.startsWith("FROM "_L1))
            m_held.append({digest, completed});
        else
            end(*known, completed, events);
    }
}

/// What the object before ended and this one does not take up again.
void RawProgress::endHeld(const QJsonObject &status, QList<BuildEvent> &events)
{
    QSet<QString> again;
    const QJsonArray vertexes = status[u"vertexes"_s].toArray();
    for (const QJsonValue &value : vertexes)
        again.insert(value[u"digest"_s].toString());
    const QList<Ending> held = std::exchange(m_held, {});
    for (const Ending &ending : held) {
        Vertex *ended = vertex(ending.vertex);
        if (ended && !ended->hasEnded && !again.contains(ending.vertex))
            end(*ended, ending.completed, events);
    }
}

void RawProgress::end(Vertex &vertex, const QString &completed, QList<BuildEvent> &events)
{
    flush(vertex, completed, events);
    vertex.hasEnded = true;
    const double seconds = secondsBetween(vertex.started, completed);
    write(vertex, u"DONE %1s"_s.arg(seconds, 0, 'f', 1));
    if (vertex.step.number > 0)
        events.append(StepFinished{vertex.step.number, seconds});
}

void RawProgress::readStatus(const QJsonObject &object, QList<BuildEvent> &events)
{
    Vertex *of = vertex(object[u"vertex"_s].toString());
    const QString what = oneLine(object[u"id"_s].toString().left(longestName));
    if (!of || of->number == 0 || what.isEmpty())
        return;
    const qint64 current = object[u"current"_s].toInteger();
    const qint64 total = object[u"total"_s].toInteger();
    const bool isDone = !object[u"completed"_s].toString().isEmpty();
    if (current > 0 || total > 0)
        events.append(StepProgress{of->step.number, what, current, total});
    if (isDone && !of->hasEnded)
        write(*of, what + u" done"_s);
}

void RawProgress::output(Vertex &vertex, const QByteArray &line, const QString &time, QList<BuildEvent> &events)
{
    const QString text = plainText(QString::fromUtf8(line));
    const int number = write(vertex, u"%1 "_s.arg(secondsBetween(vertex.started, time), 0, 'f', 3) + text);
    events.append(StepOutput{vertex.step.number, number, text});
}

void RawProgress::flush(Vertex &vertex, const QString &time, QList<BuildEvent> &events)
{
    if (!vertex.unfinished.isEmpty())
        output(vertex, std::exchange(vertex.unfinished, {}), time, events);
}

void RawProgress::readLog(const QJsonObject &object, QList<BuildEvent> &events)
{
    Vertex *of = vertex(object[u"vertex"_s].toString());
    if (!of)
        return;
    const QString time = object[u"timestamp"_s].toString();
    start(*of, time, events);
    QByteArrayView bytes;
    const QByteArray data = decoded(object[u"data"_s]);
    bytes = data;
    for (;;) {
        const qsizetype newline = bytes.indexOf('\n');
        const QByteArrayView piece = newline < 0 ? bytes : bytes.first(newline);
        of->unfinished += piece.first(std::min(piece.size(), longestLine - of->unfinished.size()));
        if (newline < 0)
            return;
        output(*of, std::exchange(of->unfinished, {}), time, events);
        bytes = bytes.sliced(newline + 1);
    }
}

void RawProgress::readWarning(const QJsonObject &object, QList<BuildEvent> &events)
{
    const QString text = oneLine(QString::fromUtf8(decoded(object[u"short"_s])));
    if (text.isEmpty())
        return;
    if (Vertex *of = vertex(object[u"vertex"_s].toString()); of && of->number > 0)
        write(*of, u"WARN: "_s + text);
    else
        m_write(u"WARN: "_s + text);
    events.append(BuildWarning{text});
}

} // namespace drydock
