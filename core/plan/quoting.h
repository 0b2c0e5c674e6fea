// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringList>

namespace drydock {

/// A value for ENV or LABEL: in double quotes, with nothing in it that the builder would expand or end the line at.
QString dockerfileQuoted(const QString &value);

/// A word for the shell of RUN, quoted only where it has to be.
QString shellWord(const QString &word);

// What may stand in a Dockerfile as it is.
bool isLabelKey(const QString &text);
bool isVariableName(const QString &text);
bool isDebianPackage(const QString &text); ///< "libgomp1", "libpq5=15.3-0+deb12u1"
bool isPlatform(const QString &text); ///< "linux/arm64/v8"
bool isUser(const QString &text); ///< "1000:1000", "prefect"

} // namespace drydock
