// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace drydock {

/// The extra of Prefect 1 without which a module of it raises ImportError ("aws" for prefect.tasks.aws.s3), or empty.
QString extraOfPrefectModule(const QString &module);

} // namespace drydock
