// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/theme/icons.h"

#include <QPlainTextEdit>

#include <optional>

class QSyntaxHighlighter;

namespace drydock {

enum class CodeLanguage { Plain, Python, Dockerfile, Shell };

/// Code with line numbers and highlighting; read-only until it may be edited.
class CodeView : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit CodeView(QWidget *parent = nullptr);

    void setCode(const QString &code, CodeLanguage language);

    /// A line that stands out: tinted while it is what was asked for, with an icon in the gutter where something is wrong.
    struct Mark {
        int line = 0; ///< From 1.
        bool isCurrent = false;
        std::optional<Icon> icon;
        Tone tone = Tone::Muted; ///< Of the icon.
        QString words; ///< Tooltip of the icon.
    };
    void setMarks(const QList<Mark> &marks);
    const QList<Mark> &marks() const { return m_marks; }
    void goToLine(int line); ///< The cursor goes there, and the line into the middle unless it is in sight.
    int currentLine() const;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void placeGutter();
    void paintMarks();
    void paintGutter(QPaintEvent *event);

    QWidget *m_gutter;
    QSyntaxHighlighter *m_highlighter;
    QList<Mark> m_marks;
};

} // namespace drydock
