// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/coverage/coverage.h"

#include <QDialog>

class QComboBox;

namespace drydock {

class TextTable;

/// What differs between two images.
class DifferencesDialog : public QDialog
{
    Q_OBJECT
public:
    /// @param one the image to start with; the best of the others stands against it
    DifferencesDialog(const Coverage &coverage, const QString &one, QWidget *parent = nullptr);

private:
    void showDifferences();

    const Coverage m_coverage;
    QComboBox *m_one;
    QComboBox *m_other;
    TextTable *m_table;
};

} // namespace drydock
