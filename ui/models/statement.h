// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/coverage/coverage.h"
#include "ui/theme/icons.h"

namespace drydock {

/// How a cell looks: an icon and a tone beside its word, so that colour never stands alone.
struct CellLook {
    Icon icon = Icon::CircleHelp;
    Tone iconTone = Tone::Muted;
    Tone wordTone = Tone::Text;
};
CellLook lookOf(const Cell &cell);

Icon kindIcon(ImportKind kind);
/// "line 31, implied"; the file's name too where it is not the script.
QString placeText(const Need &need, bool withFile);
/// What the row says behind the module: its distribution where the name differs, "local module".
QString sourceText(const Need &need);

/// One sentence about a need in an image: "xgboost is missing from ds/base:py39".
QString cellSentence(const Need &need, const Cell &cell, const QString &reference);
/// The whole of it for the clipboard, with its reason and place.
QString copiedSentence(const Need &need, const Cell &cell, const Image &image);
/// For screen readers: "xgboost, missing, prefecthq/prefect:1.4.1".
QString spokenCell(const QString &module, const QString &word, const QString &reference);

} // namespace drydock
