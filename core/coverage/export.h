// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/coverage/coverage.h"

namespace drydock {

enum class ExportFormat { Csv, Json, Markdown };

/// The whole comparison as a file's bytes (UTF-8). CSV is by RFC 4180, and no cell of it is taken for a formula by a
/// spreadsheet: names come from images and scripts of anybody.
QByteArray exported(const Coverage &coverage, ExportFormat format);
/// By a file name's extension; CSV where it says nothing.
ExportFormat exportFormatOf(const QString &fileName);

} // namespace drydock
