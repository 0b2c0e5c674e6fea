// SPDX-License-Identifier: Apache-2.0
#include "ui/lines/highlighter.h"

#include <QApplication>
#include <QRegularExpression>
#include <QTextDocument>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

const QRegularExpression &expressionFor(CodeLanguage language)
{
    // One expression finds whichever comes first: what is inside a string or comment is nothing else.
    static const QRegularExpression dockerfile(
        u"(?<comment>^\\s*#.*)|(?<keyword>^\\s*(?:FROM|RUN|COPY|ADD|ENV|ARG|LABEL|USER|WORKDIR|ENTRYPOINT|CMD|SHELL|EXPOSE|VOLUME|STOPSIGNAL|HEALTHCHECK|ONBUILD)\\b)"
        "|(?<string>\"(?:\\\\.|[^\"\\\\])*\"|'[^']*')|(?<call>(?<=\\s)--?[A-Za-z][\\w-]*)|(?<number>\\b[A-Z][A-Z0-9_]+(?==))"_s);
    static const QRegularExpression shell(
        u"(?<comment>(?:^|\\s)#.*)|(?<string>\"(?:\\\\.|[^\"\\\\])*\"|'[^']*')|(?<call>(?<=\\s)--?[A-Za-z][\\w-]*)"
        "|(?<keyword>^\\S+)|(?<number>\\b[A-Z][A-Z0-9_]+(?==))"_s);
    return language == CodeLanguage::Dockerfile ? dockerfile : shell;
}

/// Larger sources stay in one colour: parsing them would be felt.
constexpr int mostCharacters = 1024 * 1024;

QTextCharFormat formatOf(CodeKind kind, const Theme &theme)
{
    QTextCharFormat format;
    switch (kind) {
    case CodeKind::Keyword:
        format.setForeground(theme.codeKeyword);
        format.setFontWeight(QFont::DemiBold);
        break;
    case CodeKind::String: format.setForeground(theme.codeString); break;
    case CodeKind::Number: format.setForeground(theme.codeNumber); break;
    case CodeKind::Comment: format.setForeground(theme.codeComment); break;
    case CodeKind::Call: format.setForeground(theme.codeCall); break;
    }
    return format;
}

} // namespace

Highlighter::Highlighter(QTextDocument *document) : QSyntaxHighlighter(static_cast<QObject *>(document))
{
    // Before the base class hears of a change, for it colours at once.
    connect(document, &QTextDocument::contentsChange, this, [this] { m_isStale = true; });
    setDocument(document);
}

void Highlighter::setLanguage(CodeLanguage language)
{
    if (m_language == language)
        return;
    m_language = language;
    rehighlight();
}

void Highlighter::highlightBlock(const QString &text)
{
    const Theme theme = Theme::of(QApplication::palette());
    if (m_language == CodeLanguage::Plain) {
        QTextCharFormat muted;
        muted.setForeground(theme.codeComment);
        static const QRegularExpression comment(u"(?:^|\\s)#.*|--hash=\\S+|\\\\$"_s);
        for (auto matches = comment.globalMatch(text); matches.hasNext();) {
            const QRegularExpressionMatch match = matches.next();
            setFormat(int(match.capturedStart()), int(match.capturedLength()), muted);
        }
        return;
    }
    if (m_language == CodeLanguage::Python)
        paintPython(theme, text.size());
    else
        paint(theme, text);
}

void Highlighter::paintPython(const Theme &theme, qsizetype length)
{
    if (document()->characterCount() > mostCharacters)
        return;
    if (std::exchange(m_isStale, false)) {
        ++m_edition;
        m_spans = highlightPython(document()->toPlainText());
    }
    // What is typed may open a string that colours all that follows: another state makes the next block follow.
    setCurrentBlockState(m_edition);
    const qsizetype first = currentBlock().position();
    auto span = std::partition_point(m_spans.cbegin(), m_spans.cend(),
                                     [first](const CodeSpan &each) { return each.start + each.length <= first; });
    for (; span != m_spans.cend() && span->start < first + length; ++span) {
        const qsizetype start = qMax(span->start, first);
        setFormat(int(start - first), int(qMin(span->start + span->length, first + length) - start), formatOf(span->kind, theme));
    }
}

void Highlighter::paint(const Theme &theme, const QString &text)
{
    const std::pair<QString, CodeKind> kinds[]{{u"comment"_s, CodeKind::Comment}, {u"string"_s, CodeKind::String},
                                               {u"keyword"_s, CodeKind::Keyword}, {u"call"_s, CodeKind::Call},
                                               {u"number"_s, CodeKind::Number}};
    for (auto matches = expressionFor(m_language).globalMatch(text.left(4000)); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        for (const auto &[name, kind] : kinds) {
            if (match.capturedLength(name) > 0)
                setFormat(int(match.capturedStart(name)), int(match.capturedLength(name)), formatOf(kind, theme));
        }
    }
}

} // namespace drydock
