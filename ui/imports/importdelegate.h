// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ui/theme/icons.h"

#include <QStyledItemDelegate>

namespace drydock {

/// What an import's row shows: kind, name, what it comes from where that is called differently, and at the end the line.
struct ImportLook {
    Icon icon = Icon::Package;
    Tone iconTone = Tone::Muted;
    QString name;
    QString note;
    QString place;
    Tone placeTone = Tone::Muted;
    QFont::Weight weight = QFont::Medium;
    bool weak = false; ///< Does not count towards what is needed.
};
/// Inside the option's rect, from x on; the background is the caller's.
void paintImport(QPainter *painter, const QStyleOptionViewItem &option, int x, const ImportLook &look);
/// The line below each row.
void paintRowLine(QPainter *painter, const QStyleOptionViewItem &option);

/// A row of the imports beside the images.
class ImportDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    explicit ImportDelegate(class QAbstractItemView *view);
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    QAbstractItemView *m_view;
};

/// A row of the script's tree of imports; the view paints its background.
class ImportTreeDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace drydock
