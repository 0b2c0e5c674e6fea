// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/flowscript.h"
#include "ui/theme/icons.h"

#include <QAbstractTableModel>

namespace drydock {

/// What reading a script found wrong with it, by line.
class ProblemsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { SeverityColumn, LineColumn, MessageColumn, CodeColumn, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    void setProblems(const QList<Problem> &problems);
    const QList<Problem> &problems() const { return m_problems; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<Problem> m_problems;
};

QString severityWord(Severity severity); ///< "Error"
Icon severityIcon(Severity severity);
Tone severityTone(Severity severity);
/// "1 error, 2 warnings"; "none" when there are none.
QString problemCounts(const QList<Problem> &problems);
/// "Line 7, error: … (syntax-error)", for the clipboard.
QString problemSentence(const Problem &problem);

} // namespace drydock
