// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QFile>
#include <QList>
#include <QString>

namespace drydock {

/// A spool on disk and where its lines begin. Grows with the file; never holds the text.
class LogFile
{
public:
    explicit LogFile(const QString &path);

    /// Reads what was appended since the last call, at most 1 MiB of it, and returns it; an empty answer means nothing new.
    QByteArray readNew();
    int lineCount() const; ///< Complete lines, and the last unfinished one.
    /// Number from 1; control sequences are kept, bad UTF-8 is replaced, what exceeds 64 KiB is cut.
    QString line(int number) const;
    QString path() const { return m_path; }

private:
    QString m_path;
    mutable QFile m_file;
    QList<qint64> m_starts;
    qint64 m_end = 0;
    bool m_atLineStart = true;
};

} // namespace drydock
