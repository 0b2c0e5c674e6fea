// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/session/flowsession.h"

namespace drydock {

/// A spool on disk, or a text.
struct LogSource {
    QString spool;
    QString text;
};

/// Which program, engine and command the log is of, a line each.
QString logHeader(const Snapshot &snapshot);
/// Every check with its outcome, then what the programs inside said.
QString checksText(const CheckReport &report);
/// Writes header and log off the window's thread, whole or not at all. Error "log-not-saved".
Future<void> saveLog(const QString &path, const QString &header, const LogSource &source);

} // namespace drydock
