// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/start/droparea.h"
#include "ui/start/recentlist.h"

namespace drydock {

/// What the window shows before anything is open.
class StartPage : public QWidget
{
    Q_OBJECT
public:
    explicit StartPage(QWidget *parent = nullptr);

    DropArea *dropArea() const { return m_drop; }
    RecentList *recent() const { return m_recent; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    DropArea *m_drop;
    RecentList *m_recent;
};

} // namespace drydock
