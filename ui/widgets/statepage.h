// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/theme/icons.h"
#include "ui/theme/style.h"

#include <QWidget>

#include <optional>

class QHBoxLayout;
class QPushButton;
class QToolButton;

namespace drydock {

class IconView;
class Label;

/// Fills a place that has nothing to show: what the state is, why, and what to do; the rest is folded out below.
class StatePage : public QWidget
{
    Q_OBJECT
public:
    explicit StatePage(QWidget *parent = nullptr);

    void setState(Icon icon, const QString &heading, const QString &sentence);
    QPushButton *addButton(const QString &objectName, const QString &text, ButtonKind kind, std::optional<Icon> icon = {});
    /// Lines of code or places under a title that folds; no lines hide it.
    void setDetails(const QString &title, const QStringList &lines, bool open);
    void setNote(const QString &note); ///< A muted sentence at the end.

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void unfold(bool open);

    IconView *m_icon;
    Label *m_heading;
    Label *m_sentence;
    QHBoxLayout *m_buttons;
    QWidget *m_card;
    QToolButton *m_fold;
    Label *m_details;
    Label *m_note;
};

} // namespace drydock
