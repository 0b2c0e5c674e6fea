// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/session/flowsession.h"
#include "core/words.h"

class QSettings;

namespace drydock {

/// What the wizard's pages have in common: the person's choices for the open script, and the answers to them. It holds no
/// rules: defaults are the advice's, what is installed is the plan's, versions are the resolution's.
class WizardState : public QObject
{
    Q_OBJECT
public:
    /// @param store where choices are remembered; outlives this
    /// @param retried a build whose choices are taken in place of the remembered ones, or null
    WizardState(FlowSession &session, QSettings &store, const Work *retried = nullptr, QObject *parent = nullptr);

    FlowSession &session() const { return m_session; }
    const Snapshot &snapshot() const { return m_session.snapshot(); }

    Strategy strategy() const { return m_strategy; }
    void setStrategy(Strategy strategy, bool byPerson = true);
    bool isStrategyChosen() const { return m_strategyChosen; } ///< By the person, now or the last time.
    bool installs() const; ///< The strategy adds distributions to its base.

    QString base() const; ///< As chosen, else the advice's.
    void setBase(const QString &base);
    QString defaultBase() const;
    const Image *baseImage() const; ///< Null when it is not at hand.

    QString repository; ///< Of the image to build, without the tag.
    QString tag;
    QString reference() const { return tag.isEmpty() ? repository : QString(repository + u':' + tag); }
    QString platform;
    QString buildArguments; ///< As typed: "NAME=value, NAME=value".
    QString labels;
    QString systemPackages; ///< As typed, separated by spaces or commas.
    bool noCache = false;

    /// PEP 508: the person's edits, else what the plan installs by itself.
    QStringList requirements() const;
    bool isEdited() const { return m_edited.has_value(); }
    void setRequirements(const QStringList &requirements);
    void undoEdits();
    const OwnEnvironment *environment() const; ///< The person's, whose versions can be taken; null when there is none.
    bool pinsToEnvironment() const { return m_pinsToEnvironment; }
    void setPinsToEnvironment(bool pins);
    bool allowSource() const { return m_allowSource; }
    void setAllowSource(bool allowed);

    bool wasIndexRefused() const; ///< In the settings, so that asking is off on purpose.
    bool mayAskIndex() const; ///< Else versions and sizes are not checked.
    void allowIndex(); ///< The person's answer, remembered.
    void ask(); ///< Asks what the requirements need on the base, unless that is known or asked already.
    void askAgain();
    bool isAsking() const;
    /// The answer to the requirements and base as they are now; null while there is none.
    const Resolution *resolution() const;
    const Error *resolutionError() const;

    PlanChoices choices() const;
    void remember(); ///< For the next time with this script.

Q_SIGNALS:
    void changed(); ///< Choices or answers.

private:
    void recall();
    void take(const Work &work);

    FlowSession &m_session;
    QSettings &m_store;
    Strategy m_strategy = Strategy::ExtendImage;
    bool m_strategyChosen = false;
    QString m_base;
    std::optional<QStringList> m_edited;
    bool m_allowSource = false;
    bool m_pinsToEnvironment = false;
    Question question() const; ///< As the choices are now.
    const Answer *answer() const; ///< To it; null while there is none.
    std::optional<Question> m_asked;
};

/// "NAME=value, NAME=value" as pairs. Error "pairs-invalid" names the part that is no pair.
Result<QMap<QString, QString>> pairsOf(const QString &text);

} // namespace drydock
