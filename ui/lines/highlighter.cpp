// SPDX-License-Identifier: Apache-2.0
#include "ui/lines/highlighter.h"

#include <QApplication>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

const QRegularExpression &expressionFor(CodeLanguage language)
{
    // One expression finds whichever comes first: what is inside a string or comment is nothing else.
    static const QRegularExpression python(
        u"(?<comment>#.*)|(?<string>[rbf]?(?:\"\"\".*?(?:\"\"\"|$)|'''.*?(?:'''|$)|\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*'))"
        "|\\b(?<keyword>from|import|as|def|class|return|if|elif|else|for|in|with|not|and|or|None|True|False|async|await|try|except|raise|lambda)\\b"
        "|(?<call>\\b[A-Za-z_]\\w*(?=\\())|(?<number>\\b\\d[\\d_.]*\\b)"_s);
    static const QRegularExpression dockerfile(
        u"(?<comment>^\\s*#.*)|(?<keyword>^\\s*(?:FROM|RUN|COPY|ADD|ENV|ARG|LABEL|USER|WORKDIR|ENTRYPOINT|CMD|SHELL|EXPOSE|VOLUME|STOPSIGNAL|HEALTHCHECK|ONBUILD)\\b)"
        "|(?<string>\"(?:\\\\.|[^\"\\\\])*\"|'[^']*')|(?<call>(?<=\\s)--?[A-Za-z][\\w-]*)|(?<number>\\b[A-Z][A-Z0-9_]+(?==))"_s);
    static const QRegularExpression shell(
        u"(?<comment>(?:^|\\s)#.*)|(?<string>\"(?:\\\\.|[^\"\\\\])*\"|'[^']*')|(?<call>(?<=\\s)--?[A-Za-z][\\w-]*)"
        "|(?<keyword>^\\S+)|(?<number>\\b[A-Z][A-Z0-9_]+(?==))"_s);
    switch (language) {
    case CodeLanguage::Dockerfile: return dockerfile;
    case CodeLanguage::Shell: return shell;
    case CodeLanguage::Plain:
    case CodeLanguage::Python: break;
    }
    return python;
}

} // namespace

void Highlighter::setLanguage(CodeLanguage language)
{
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
    paint(theme, text);
}

void Highlighter::paint(const Theme &theme, const QString &text)
{
    const std::pair<QString, QColor> kinds[]{{u"comment"_s, theme.codeComment}, {u"string"_s, theme.codeString},
                                             {u"keyword"_s, theme.codeKeyword}, {u"call"_s, theme.codeCall},
                                             {u"number"_s, theme.codeNumber}};
    for (auto matches = expressionFor(m_language).globalMatch(text.left(4000)); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        for (const auto &[name, colour] : kinds) {
            if (match.capturedLength(name) == 0)
                continue;
            QTextCharFormat format;
            format.setForeground(colour);
            if (name == "keyword"_L1)
                format.setFontWeight(QFont::DemiBold);
            setFormat(int(match.capturedStart(name)), int(match.capturedLength(name)), format);
        }
    }
}

} // namespace drydock
