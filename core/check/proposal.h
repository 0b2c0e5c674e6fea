// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>

namespace drydock {

struct Check;
struct FlowScript;
struct PlanChoices;

/// What would mend a failed check: something to add to the image.
struct Proposal {
    QString title; ///< "add the system library libgomp1", to follow a colon.
    QString cause; ///< Why, in one or two sentences.
    QString name; ///< What is added, for a button: "libgomp1".
    QStringList systemPackages; ///< Debian packages.
    QStringList requirements; ///< PEP 508.

    QStringList lines() const; ///< What the build's files would say more.
    friend bool operator==(const Proposal &, const Proposal &) = default;
};

/// The likeliest cure, or nothing when none is known or what is missing may be a typing error.
/// @param debian code name of the Debian release in the image, or empty
std::optional<Proposal> proposalFor(const Check &check, const QList<FlowScript> &scripts, const QString &debian);

/// The choices with the proposal's additions; what was asked for of the same distribution gives way.
PlanChoices withProposal(PlanChoices choices, const Proposal &proposal);

QJsonObject toJson(const Proposal &proposal);
Proposal proposalFromJson(const QJsonObject &object);

} // namespace drydock
