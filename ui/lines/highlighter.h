// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/python/highlight.h"
#include "ui/lines/codeview.h"
#include "ui/theme/theme.h"

#include <QSyntaxHighlighter>

namespace drydock {

/// Colours keywords, strings, numbers, comments and calls: Python by its syntax, the others a line at a time.
class Highlighter : public QSyntaxHighlighter
{
    Q_OBJECT
public:
    explicit Highlighter(QTextDocument *document);

    void setLanguage(CodeLanguage language);

protected:
    void highlightBlock(const QString &text) override;

private:
    void paintPython(const Theme &theme, qsizetype length);
    void paint(const Theme &theme, const QString &text);

    CodeLanguage m_language = CodeLanguage::Plain;
    QList<CodeSpan> m_spans; ///< Of the document's text unless that changed.
    bool m_isStale = true;
    int m_edition = 0;
};

} // namespace drydock
