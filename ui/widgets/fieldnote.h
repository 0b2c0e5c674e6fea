// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/theme/icons.h"

#include <QWidget>

namespace drydock {

class IconView;
class Label;

/// The line below a field: where its value comes from, or what is wrong with it and what to do.
class FieldNote : public QWidget
{
    Q_OBJECT
public:
    explicit FieldNote(QWidget *parent = nullptr);

    void setNote(Tone tone, Icon icon, const QString &text);
    void setInfo(const QString &text) { setNote(Tone::Muted, Icon::Info, text); }
    void setError(const QString &text) { setNote(Tone::Red, Icon::CircleX, text); }
    QString text() const;
    bool isError() const { return m_isError; }

private:
    IconView *m_icon;
    Label *m_label;
    bool m_isError = false;
};

} // namespace drydock
