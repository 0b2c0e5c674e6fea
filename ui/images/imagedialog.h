// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/image/layers.h"
#include "core/job.h"

#include <QDialog>

class QGridLayout;

namespace drydock {

class TextTable;

/// All that is known about one image, and how: facts, distributions, layers, environment.
class ImageDialog : public QDialog
{
    Q_OBJECT
public:
    /// @param layers the question is asked already; its answer arrives later
    ImageDialog(const Image &image, const Future<QList<ImageLayer>> &layers, QWidget *parent = nullptr);

private:
    void addFacts(QGridLayout *grid, const Image &image);
    void showDistributions(const Image &image);

    TextTable *m_distributions;
    TextTable *m_layers;
    TextTable *m_environment;
    Job<QList<ImageLayer>> m_reading;
};


} // namespace drydock
