// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/lines/codeview.h"
#include "ui/theme/theme.h"

#include <QSyntaxHighlighter>

namespace drydock {

/// Colours keywords, strings, numbers, comments and calls, a line at a time.
class Highlighter : public QSyntaxHighlighter
{
    Q_OBJECT
public:
    using QSyntaxHighlighter::QSyntaxHighlighter;

    void setLanguage(CodeLanguage language);

protected:
    void highlightBlock(const QString &text) override;

private:
    void paint(const Theme &theme, const QString &text);

    CodeLanguage m_language = CodeLanguage::Plain;
};

} // namespace drydock
