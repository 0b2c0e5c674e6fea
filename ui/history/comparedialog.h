// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/store.h"

#include <QDialog>

namespace drydock {

/// What one build or check has otherwise than another: outcome, time, base, distributions, checks.
class CompareDialog : public QDialog
{
    Q_OBJECT
public:
    CompareDialog(const HistoryEntry &one, const HistoryEntry &other, QWidget *parent = nullptr);
};

/// A row for each difference: what, its name, in the first, in the second; "–" where one has none.
QList<QStringList> differencesOf(const HistoryEntry &one, const HistoryEntry &other);

} // namespace drydock
