// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/job.h"
#include "core/resolve/packageindex.h"
#include "core/resolve/question.h"

#include <QObject>

namespace drydock {

class ImageShelf;
struct SessionContext;

/// What the package index answered about one document, and what it is being asked right now: one question at a time, and none
/// twice a day.
class Resolutions : public QObject
{
    Q_OBJECT
public:
    Resolutions(const SessionContext &context, ImageShelf &shelf, QObject *parent = nullptr);
    ~Resolutions() override;

    void clear(); ///< Forgets all answers, and stops asking.
    /// Asks it instead of what is being asked; an answer that is there already is replaced.
    /// @param bounds PEP 508 limits on what the base does not hold
    void ask(const Question &question, const QStringList &bounds);
    bool isAsking() const { return m_asking.isRunning(); }
    const Answers &answers() const { return m_answers; }

    /// What requirements need on an image, for another platform than its own too. Errors as of drydock::resolve().
    Future<Resolution> on(const Image &base, const QStringList &requirements, bool allowSource, const QString &platform, const QStringList &bounds);

Q_SIGNALS:
    void changed(); ///< Something is asked.
    void answered();

private:
    const SessionContext &m_context;
    ImageShelf &m_shelf;
    PackageIndex m_index;
    Answers m_answers;
    Job<Resolution> m_asking;
};

} // namespace drydock
