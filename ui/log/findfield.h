// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLineEdit>

namespace drydock {

/// A field to find with: Enter goes on, Shift+Enter back, Escape empties; how much was found is written at its end.
class FindField : public QLineEdit
{
    Q_OBJECT
public:
    explicit FindField(QWidget *parent = nullptr);
    void setResult(const QString &result);

Q_SIGNALS:
    void nextRequested();
    void previousRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_result;
};

} // namespace drydock
