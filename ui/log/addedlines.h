// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>
#include <QWidget>

namespace drydock {

/// Lines that a file would get, as a diff shows them: on the tint of additions, the first with a plus.
class AddedLines : public QWidget
{
    Q_OBJECT
public:
    explicit AddedLines(QWidget *parent = nullptr);

    void setLines(const QStringList &lines);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QStringList m_lines;
};

} // namespace drydock
