// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QWidget>

class QMimeData;

namespace drydock {

/// The dashed area of the start page. The window takes the drop; this shows that it would.
class DropArea : public QWidget
{
    Q_OBJECT
public:
    explicit DropArea(QWidget *parent = nullptr);
    void setDragged(bool dragged);

Q_SIGNALS:
    void openScriptRequested();
    void openFolderRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    bool m_dragged = false;
};

} // namespace drydock
