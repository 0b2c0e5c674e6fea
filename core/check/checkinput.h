// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/check/check.h"

namespace drydock {

/// What enters the container: a tar of the program that checks, its request and the flow scripts. A script whose
/// storage ships its repository comes with the local modules that it reaches.
struct CheckInput
{
    QByteArray tar;
    QList<FlowScript> scripts; ///< As they are now.
};

/// Errors: "script-not-readable".
Result<CheckInput> checkInput(const CheckRequest &request, const Image &image, const Network &network);

/// Where the certificates lie in the container when there are some to lend.
inline constexpr char16_t lentCertificates[] = u"/drydock/certificates.pem";

} // namespace drydock
