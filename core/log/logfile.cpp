// SPDX-License-Identifier: Apache-2.0
#include "core/log/logfile.h"

#include <algorithm>

namespace drydock {

namespace {
constexpr qint64 largestRead = 1024 * 1024;
constexpr qint64 longestLine = 64 * 1024;
} // namespace

LogFile::LogFile(const QString &path) : m_path(path), m_file(path) { }

QByteArray LogFile::readNew()
{
    // The file may appear after its reader, for the child makes it.
    if (!m_file.isOpen() && !m_file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return {};
    if (!m_file.seek(m_end))
        return {};
    const QByteArray bytes = m_file.read(largestRead);
    for (qsizetype at = 0; at < bytes.size();) {
        if (m_atLineStart)
            m_starts.append(m_end + at);
        const qsizetype newline = bytes.indexOf('\n', at);
        m_atLineStart = newline >= 0;
        at = m_atLineStart ? newline + 1 : bytes.size();
    }
    m_end += bytes.size();
    return bytes;
}

int LogFile::lineCount() const
{
    return int(m_starts.size());
}

QString LogFile::line(int number) const
{
    if (number < 1 || number > m_starts.size())
        return {};
    const qint64 start = m_starts.at(number - 1);
    const qint64 end = number < m_starts.size() ? m_starts.at(number) : m_end;
    if (!m_file.seek(start))
        return {};
    QByteArray bytes = m_file.read(std::min(end - start, longestLine));
    if (bytes.endsWith('\n'))
        bytes.chop(1);
    if (bytes.endsWith('\r'))
        bytes.chop(1);
    return QString::fromUtf8(bytes);
}

} // namespace drydock
