// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/formats/document.h"
#include "core/script/requirementsfile.h"

#include <QJsonObject>

namespace drydock {

/// "^1.2", "~1.2", "1.*" or ">=1 <2" of Poetry, Pipenv and pixi in PEP 440's words.
QString fromPoetry(const QString &constraint);

/// The table form that Poetry, Pipenv and pixi share: name = "constraint", name = {version, extras, git, markers, …} or
/// a list of those.
/// @param pointer of the table in the document
/// @param conda whether the names are conda's
void declareTable(const QJsonObject &table, const QString &pointer, const Document &document, const QString &path,
                  bool conda, Declarations &into);

/// `git`, `url`, `rev`, … of a table as the address of a direct reference (PEP 508), or empty.
QString addressOf(const QJsonObject &details);
/// Whether it is a folder or member of the person's own project.
bool isOwnProject(const QJsonObject &details);

} // namespace drydock
