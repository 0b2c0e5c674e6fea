// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/images/coverageview.h"
#include "ui/models/importrow.h"

#include <QDialog>

namespace drydock {

/// What is known about an import, alone or in an image, and from where.
struct Evidence {
    Icon icon = Icon::CircleHelp;
    Tone tone = Tone::Muted;
    QString statement;
    QList<std::pair<QString, QString>> facts; ///< Names and values.
    SourcePlace place; ///< The line that it is about; empty when no file is.
};
Evidence evidenceOf(const CoverageView::Current &current, const Snapshot &snapshot);
Evidence evidenceOf(const ImportRow &row);

/// Shows evidence, with the lines around its place.
class EvidenceDialog : public QDialog
{
    Q_OBJECT
public:
    EvidenceDialog(const Evidence &evidence, const Snapshot &snapshot, QWidget *parent = nullptr);

Q_SIGNALS:
    void sourceRequested();
};

} // namespace drydock
