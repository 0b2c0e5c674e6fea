// SPDX-License-Identifier: Apache-2.0
#include "core/build/buildlogparser.h"

#include "core/build/rawprogress.h"
#include "core/build/stepnumbers.h"
#include "core/log/escapes.h"

#include <QHash>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// An object of progress that is larger is none.
constexpr qsizetype largestObject = 16 * 1024 * 1024;

qint64 bytesOf(const QString &number, const QString &unit)
{
    static const QHash<QString, double> units{{u"B"_s, 1}, {u"kB"_s, 1e3}, {u"MB"_s, 1e6}, {u"GB"_s, 1e9}};
    return qRound64(std::min(number.toDouble(), 1e6) * units.value(unit, 0));
}

QRegularExpression anchored(const QString &pattern)
{
    return QRegularExpression(u"\\A(?:"_s + pattern + u")\\z"_s, QRegularExpression::DotMatchesEverythingOption);
}

} // namespace

class BuildLogParser::Private
{
public:
    explicit Private(Builder builder)
        : m_builder(builder)
        , m_raw(m_numbers, [this](const QString &line) { return write(line); })
    {
    }

    QList<BuildEvent> feed(const QByteArray &bytes)
    {
        for (qsizetype at = 0; at < bytes.size();) {
            if (m_depth > 0 || (hasTranscript(m_builder) && !m_lineBegun && bytes.at(at) == '{')) {
                at = feedObject(bytes, at);
                continue;
            }
            const qsizetype newline = bytes.indexOf('\n', at);
            const qsizetype end = newline < 0 ? bytes.size() : newline;
            m_pending += QByteArrayView(bytes).sliced(at, std::min(end - at, longestLine - m_pending.size()));
            m_lineBegun = true;
            if (newline >= 0)
                endLine();
            at = end + 1;
        }
        return std::exchange(m_events, {});
    }

    QList<BuildEvent> finish()
    {
        if (m_depth > 0)
            endObject();
        if (m_lineBegun)
            endLine();
        m_raw.finish(m_events);
        return std::exchange(m_events, {});
    }

    QByteArray takeTranscript() { return std::exchange(m_transcript, {}); }

private:
    /// Progress for programs: objects one after the other, on one line each or on many.
    qsizetype feedObject(const QByteArray &bytes, qsizetype at)
    {
        const auto keep = [&, begin = at](qsizetype end) {
            m_object += QByteArrayView(bytes).sliced(begin, std::min(end - begin, largestObject - m_object.size()));
            return end;
        };
        for (; at < bytes.size(); ++at) {
            const char byte = bytes.at(at);
            if (m_isInText) {
                m_isInText = m_isEscaped || byte != '"';
                m_isEscaped = !m_isEscaped && byte == '\\';
            } else if (byte == '"') {
                m_isInText = true;
            } else if (byte == '{' || byte == '[') {
                ++m_depth;
            } else if ((byte == '}' || byte == ']') && --m_depth == 0) {
                keep(at + 1);
                endObject();
                m_isAfterObject = true;
                return at + 1;
            }
        }
        return keep(at);
    }

    void endObject()
    {
        const QByteArray object = std::exchange(m_object, {});
        m_depth = 0;
        m_isInText = m_isEscaped = false;
        if (m_raw.read(QJsonDocument::fromJson(object).object(), m_events))
            return;
        const QList<QByteArray> lines = object.split('\n');
        for (const QByteArray &line : lines)
            readLine(plainText(QString::fromUtf8(line.left(longestLine))));
    }

    int write(const QString &line)
    {
        m_transcript += line.toUtf8() + '\n';
        return ++m_line;
    }

    void endLine()
    {
        const QString text = plainText(QString::fromUtf8(m_pending));
        m_pending.clear();
        m_lineBegun = false;
        // The end of an object's line is none of its own.
        if (std::exchange(m_isAfterObject, false) && text.isEmpty())
            return;
        readLine(text);
    }

    void readLine(const QString &text)
    {
        if (hasTranscript(m_builder))
            write(text);
        else
            ++m_line;
        if (m_builder == Builder::Classic)
            readClassic(text);
        else if (m_builder == Builder::Buildah)
            readBuildah(text);
        else
            readBuildKit(text);
    }

    void output(int step, const QString &text)
    {
        if (step > 0 || !text.isEmpty())
            m_events.append(StepOutput{step, m_line, text});
    }

    // Classic builder and Buildah: one step after the other.

    void startStep(int step, int of, const QString &instruction)
    {
        finishStep();
        m_step = step;
        m_isStepOpen = true;
        m_events.append(StepStarted{step, of, instruction});
    }

    void finishStep()
    {
        if (m_isStepOpen)
            m_events.append(StepFinished{m_step, -1});
        m_isStepOpen = false;
    }

    void cacheStep()
    {
        if (m_isStepOpen)
            m_events.append(StepCached{m_step});
        m_isStepOpen = false;
    }

    void failStep(const QString &message)
    {
        m_events.append(StepFailed{m_isStepOpen ? m_step : 0, message});
        m_isStepOpen = false;
    }

    void readClassic(const QString &text)
    {
        static const QRegularExpression step = anchored(u"Step (\\d{1,4})/(\\d{1,4}) : (.*)"_s);
        static const QRegularExpression layer = anchored(u" ---> ([0-9a-f]{12})"_s);
        static const QRegularExpression container = anchored(u" ---> Running in [0-9a-f]{12}"_s);
        // Output that does not end its line runs into this.
        static const QRegularExpression removing = anchored(u"(.*)Removing intermediate container [0-9a-f]{12}"_s);
        static const QRegularExpression failed = anchored(u"The command '.*' returned a non-zero code: \\d+|(?:COPY|ADD) failed: .*"_s);

        if (const auto match = step.match(text); match.hasMatch()) {
            startStep(match.captured(1).toInt(), match.captured(2).toInt(), match.captured(3).trimmed());
        } else if (text == " ---> Using cache"_L1) {
            cacheStep();
        } else if (layer.match(text).hasMatch()) {
            finishStep();
        } else if (container.match(text).hasMatch()) {
            return;
        } else if (const auto rest = removing.match(text); rest.hasMatch()) {
            if (!rest.captured(1).isEmpty())
                output(m_step, rest.captured(1));
        } else if (failed.match(text).hasMatch()) {
            failStep(text);
        } else if (text.startsWith("[Warning] "_L1)) {
            m_events.append(BuildWarning{text.mid(10)});
        } else {
            output(m_isStepOpen ? m_step : 0, text);
        }
    }

    void readBuildah(const QString &text)
    {
        static const QRegularExpression step = anchored(u"(?:\\[(\\d{1,3})/\\d{1,3}\\] )?STEP (\\d{1,4})/(\\d{1,4}): (.*)"_s);
        static const QRegularExpression layer = anchored(u"(.*)--> [0-9a-f]{11,12}"_s);
        static const QRegularExpression cached = anchored(u"--> Using cache [0-9a-f]+"_s);
        static const QRegularExpression failed = anchored(u"Error: (?:building at STEP \".*\": )?(.*)"_s);
        static const QRegularExpression warning =
            anchored(u"time=\"[^\"]*\" level=warning msg=\"?(.*?)\"?|WARN\\[\\d+\\] (.*)"_s);

        if (const auto match = step.match(text); match.hasMatch()) {
            const auto [offset, of] = m_numbers.stage(match.captured(1).left(longestName), match.captured(3).toInt());
            startStep(offset + match.captured(2).toInt(), of, match.captured(4).trimmed());
        } else if (cached.match(text).hasMatch()) {
            cacheStep();
        } else if (const auto rest = layer.match(text); rest.hasMatch()) {
            if (!rest.captured(1).isEmpty())
                output(m_step, rest.captured(1));
            finishStep();
        } else if (const auto error = failed.match(text); error.hasMatch()) {
            failStep(error.captured(1));
        } else if (const auto said = warning.match(text); said.hasMatch()) {
            m_events.append(BuildWarning{said.captured(1) + said.captured(2)});
        } else {
            output(m_isStepOpen ? m_step : 0, text);
        }
    }

    // BuildKit: numbered vertices that run side by side.

    struct Vertex {
        QString name;
        int step = 0; ///< 0 for what is not an instruction of the Dockerfile.
    };

    void readBuildKit(const QString &text)
    {
        static const QRegularExpression numbered = anchored(u"#(\\d{1,6}) (.*)"_s);
        static const QRegularExpression warnings = anchored(u" ?\\d+ warnings? found.*"_s);

        // After this line the failure is told once more, in changing forms.
        if (text == "------"_L1)
            m_isEpilogue = true;
        const auto match = numbered.match(text);
        if (match.hasMatch() && !m_isEpilogue) {
            readVertex(match.captured(1).toInt(), match.captured(2));
        } else if (warnings.match(text).hasMatch()) {
            m_areWarnings = true;
        } else if (m_areWarnings && text.startsWith(" - "_L1)) {
            m_events.append(BuildWarning{text.mid(3)});
        } else {
            output(0, text);
        }
    }

    void readVertex(int number, const QString &text)
    {
        static const QRegularExpression digest = anchored(u"sha256:[0-9a-f]{64}"_s);
        static const QRegularExpression timed = anchored(u"(\\d+\\.\\d+) (.*)"_s);
        static const QRegularExpression done = anchored(u"DONE (\\d+\\.\\d+)s"_s);
        static const QRegularExpression progress = anchored(
            u"(sha256:[0-9a-f]{64}|transferring [a-z]+:) (\\d+(?:\\.\\d+)?)([kMG]?B)(?: / (\\d+(?:\\.\\d+)?)([kMG]?B))?(?: \\d+\\.\\d+s)?(?: done)?"_s);

        const auto known = m_vertices.constFind(number);
        if (known == m_vertices.cend()) {
            if (m_vertices.size() >= mostVertices)
                return;
            Vertex vertex{text.left(longestName), 0};
            if (const auto step = m_numbers.step(text)) {
                vertex.step = step->number;
                m_events.append(StepStarted{step->number, step->of, step->instruction});
            }
            m_vertices.insert(number, vertex);
            return;
        }

        const int step = known->step;
        if (text.left(longestName) == known->name || text == "..."_L1 || text == "CANCELED"_L1 || digest.match(text).hasMatch())
            return;
        if (text == "CACHED"_L1) {
            if (step > 0)
                m_events.append(StepCached{step});
        } else if (const auto end = done.match(text); end.hasMatch()) {
            if (step > 0)
                m_events.append(StepFinished{step, end.captured(1).toDouble()});
        } else if (text.startsWith("ERROR: "_L1)) {
            m_events.append(StepFailed{step, text.mid(7)});
        } else if (text.startsWith("WARN: "_L1)) {
            m_events.append(BuildWarning{text.mid(6)});
        } else if (const auto moved = progress.match(text); moved.hasMatch()) {
            m_events.append(StepProgress{step, moved.captured(1), bytesOf(moved.captured(2), moved.captured(3)), bytesOf(moved.captured(4), moved.captured(5))});
        } else if (const auto line = timed.match(text); line.hasMatch()) {
            // Old clients let output that does not end its line run into what follows.
            const QString said = line.captured(2);
            const QString glue = u'#' + QString::number(number) + u" DONE "_s;
            const qsizetype at = said.lastIndexOf(glue);
            const auto glued = at < 0 ? QRegularExpressionMatch() : done.match(said.mid(at + glue.size() - 5));
            output(step, glued.hasMatch() ? said.left(at) : said);
            if (glued.hasMatch() && step > 0)
                m_events.append(StepFinished{step, glued.captured(1).toDouble()});
        } else {
            output(step, text);
        }
    }

    const Builder m_builder;
    QByteArray m_pending;
    bool m_lineBegun = false;
    int m_line = 0;
    QList<BuildEvent> m_events;
    QByteArray m_transcript;

    QByteArray m_object; ///< Of progress for programs, while it is not whole.
    int m_depth = 0; ///< Of brackets in it.
    bool m_isInText = false;
    bool m_isEscaped = false;
    bool m_isAfterObject = false;

    int m_step = 0;
    bool m_isStepOpen = false;
    QHash<int, Vertex> m_vertices;
    StepNumbers m_numbers;
    bool m_isEpilogue = false;
    bool m_areWarnings = false;
    RawProgress m_raw;
};

BuildLogParser::BuildLogParser(Builder builder) : d(std::make_unique<Private>(builder)) { }

BuildLogParser::~BuildLogParser() = default;

QList<BuildEvent> BuildLogParser::feed(const QByteArray &bytes)
{
    return d->feed(bytes);
}

QList<BuildEvent> BuildLogParser::finish()
{
    return d->finish();
}

bool BuildLogParser::hasTranscript(Builder builder)
{
    return builder == Builder::Buildx;
}

QByteArray BuildLogParser::takeTranscript()
{
    return d->takeTranscript();
}

} // namespace drydock
