// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/engine/command.h"
#include "core/job.h"
#include "core/network/network.h"
#include "core/python/requirement.h"

namespace drydock {

/// What a requirement names in a git repository, at one commit, as a source archive on this computer.
struct GitSource {
    QString address; ///< `git+https://…@COMMIT`, without a name or password for the repository.
    QString archive; ///< Path: git-COMMIT-NAME-VERSION-FOLDER.tar.gz, as far as there is a version and a folder.
    QString sha256; ///< Of the archive.
};

/// Fetches it with this computer's git, which has the person's credentials: their helper, their keys, their ssh agent. Nothing of
/// them enters a container, and neither the base nor the image needs git. Nothing of the repository is executed, and it asks
/// for no password. Submodules are not fetched. Of what its version is read from tags, only a tag that is itself asked for is seen.
/// @param git the program
/// @param requirement with an address of git, in whose login ${NAME} is a variable of the environment
/// @param folder for archives; those that are there are kept
/// Errors: "git-failed", "git-too-large", "folder-not-writable", "cancelled".
Future<GitSource> fetchGitSource(CommandRunner &runner, const QString &git, const Network &network, const Requirement &requirement, const QString &folder);

/// Whether what it names may be another commit tomorrow: a branch, or a tag that is moved.
bool mayMove(const Requirement &requirement);

/// Whether this computer's git has to fetch it: where the base has none, and for what no container may have or sees: a key of ssh, a
/// password or token in the address, a folder on this computer.
bool needsGitHere(const Requirement &requirement, bool baseHasGit);

} // namespace drydock
