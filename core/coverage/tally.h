// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/coverage/judge.h"

#include <vector>

namespace drydock {

/// Counts what an image provides: distinct modules over all scripts, and in each script. Alternatives of which one has to be
/// there (try … except ImportError) count as one module.
class Tally
{
public:
    Tally(const QList<FlowScript> &scripts, const QList<Need> &needs);

    /// Marks alternatives of which the image has none, and counts. @param judges decide about guards
    void count(ImageCoverage &image, const QList<Need> &needs, std::vector<Judge> &judges) const;

private:
    struct Place {
        qsizetype module = -1; ///< Among the distinct ones; -1 counts nowhere.
        qsizetype ofScript = -1; ///< Among the distinct ones of each script.
        qsizetype script = 0;
    };
    struct Alternatives {
        QList<QList<qsizetype>> branches; ///< Needs; those of a branch are needed together.
        Place place;
    };
    void addAlternatives(const FlowScript &script, qsizetype number, const QList<Need> &needs,
                         const QHash<QPair<QString, QString>, qsizetype> &rows);
    Place placeOf(const QString &key, const QString &script, qsizetype number);

    QList<Place> m_places; ///< One for each need.
    QList<Alternatives> m_alternatives;
    QHash<QString, qsizetype> m_modules;
    QHash<QPair<QString, QString>, qsizetype> m_ofScripts;
    QList<qsizetype> m_scriptOf; ///< The script of each of its distinct modules.
    QSet<qsizetype> m_unread; ///< Scripts of which not all needs are known.
    qsizetype m_scripts = 0;
};

} // namespace drydock
