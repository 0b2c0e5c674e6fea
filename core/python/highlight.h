// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>

namespace drydock {

enum class CodeKind : quint8 { Keyword, String, Number, Comment, Call };

/// A piece of code of one kind, in UTF-16 units of the text.
struct CodeSpan
{
    qsizetype start = 0;
    qsizetype length = 0;
    CodeKind kind = CodeKind::Keyword;
};

/// What to colour in a Python source, in order and without overlaps. A broken source has spans too. Calls are the names
/// of functions and classes where they are called or defined.
QList<CodeSpan> highlightPython(const QString &code);

} // namespace drydock
