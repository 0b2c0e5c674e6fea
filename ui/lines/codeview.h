// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QPlainTextEdit>

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

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void placeGutter();
    void paintGutter(QPaintEvent *event);

    QWidget *m_gutter;
    QSyntaxHighlighter *m_highlighter;
};

} // namespace drydock
