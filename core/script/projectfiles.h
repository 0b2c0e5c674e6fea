// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/requirementsfile.h"

namespace drydock {

/// Readers of the files that declare a project's requirements. Each adds what it finds and complains in words.
void readPyproject(const QString &path, Declarations &into); ///< PEP 621, PEP 735, Poetry, uv, pixi
void readPixi(const QString &path, Declarations &into); ///< pixi.toml
void readSetupCfg(const QString &path, Declarations &into);
void readSetupPy(const QString &path, Declarations &into); ///< Read, never run.
void readPipfile(const QString &path, Declarations &into);
void readCondaEnvironment(const QString &path, Declarations &into);
/// PEP 723: the TOML in the comments of the script itself.
void readInlineMetadata(const QString &path, const QString &source, Declarations &into);

/// Readers of lock files.
void readTomlLock(const QString &path, Declarations &into); ///< uv.lock, poetry.lock, pylock.toml
void readPipfileLock(const QString &path, Declarations &into);
void readCondaLock(const QString &path, Declarations &into);

} // namespace drydock
