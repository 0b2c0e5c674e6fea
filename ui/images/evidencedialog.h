// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/images/coverageview.h"

#include <QDialog>

namespace drydock {

/// How it is known: the statement, where the import stands, what provides it, what was read of the image.
class EvidenceDialog : public QDialog
{
    Q_OBJECT
public:
    EvidenceDialog(const CoverageView::Current &current, const Snapshot &snapshot, QWidget *parent = nullptr);
};

} // namespace drydock
