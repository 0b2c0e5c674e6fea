// SPDX-License-Identifier: Apache-2.0
#include "ui/start/recentlist.h"

#include "core/words.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/label.h"
#include "ui/widgets/pill.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QListView>
#include <QPainter>
#include <QPushButton>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

enum Role { PathRole = Qt::UserRole, WhenRole, OutcomeRole, ToneRole, IconRole };

struct Outcome {
    QString text;
    Tone tone = Tone::Muted;
    Icon icon = Icon::CircleDashed;
};

Outcome outcomeOf(const HistoryEntry *entry)
{
    if (!entry)
        return {RecentList::tr("Not built"), Tone::Muted, Icon::CircleDashed};
    if (entry->outcome == u"passed")
        return {RecentList::tr("Checks passed"), Tone::Green, Icon::Check};
    if (entry->outcome == u"not-passed")
        return {RecentList::tr("A check failed"), Tone::Red, Icon::X};
    if (entry->outcome == u"succeeded")
        return {RecentList::tr("Built, not checked"), Tone::Amber, Icon::TriangleAlert};
    if (entry->outcome == u"cancelled")
        return {RecentList::tr("Stopped"), Tone::Muted, Icon::OctagonX};
    return {RecentList::tr("Build failed"), Tone::Red, Icon::X};
}

class RecentDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        const int lines = QFontMetrics(textFont(TextSize::Body)).height() + QFontMetrics(textFont(TextSize::Note)).height();
        return QSize(option.rect.width(), qMax(metrics::recentRow, lines + 12));
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme theme = Theme::of(option.palette);
        const QRect rect = option.rect;
        const auto place = [&](int x, int y, int width, int height) {
            return QStyle::visualRect(option.direction, rect, QRect(rect.left() + x, rect.top() + y, width, height));
        };
        const int start = Qt::AlignVCenter | Qt::AlignAbsolute | Qt::TextSingleLine
            | (option.direction == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const bool focused = option.state & QStyle::State_HasFocus;
        if (option.state & QStyle::State_MouseOver || focused)
            painter->fillRect(rect, focused ? theme.tint : theme.alt);
        if (index.row() > 0)
            painter->fillRect(QRect(rect.left(), rect.top(), rect.width(), 1), theme.border);

        const QFileInfo file(index.data(PathRole).toString());
        paintIcon(painter, place(18, (rect.height() - 16) / 2, 16, 16), file.isDir() ? Icon::FolderTree : Icon::FileCode, theme.muted);
        const QFont name = textFont(TextSize::Body, QFont::Medium);
        const QFont note = textFont(TextSize::Note);
        const int nameHeight = QFontMetrics(name).height();
        const int noteHeight = QFontMetrics(note).height();
        const int top = (rect.height() - nameHeight - noteHeight) / 2;
        const QSize pill = pillSize(index.data(OutcomeRole).toString(), true);
        const int pillStart = rect.width() - 16 - qMax(150, pill.width());
        const int whenStart = qMax(200, pillStart - 150);
        const int nameWidth = whenStart - 48 - 12;
        painter->setFont(name);
        painter->setPen(theme.text);
        painter->drawText(place(48, top, nameWidth, nameHeight), start,
                          QFontMetrics(name).elidedText(file.fileName(), Qt::ElideMiddle, nameWidth));
        painter->setFont(note);
        painter->setPen(theme.muted);
        painter->drawText(place(48, top + nameHeight, nameWidth, noteHeight), start,
                          QFontMetrics(note).elidedText(folderText(file.absolutePath()), Qt::ElideMiddle, nameWidth));
        const int whenWidth = pillStart - whenStart - 12;
        painter->drawText(place(whenStart, 0, whenWidth, rect.height()), start,
                          QFontMetrics(note).elidedText(index.data(WhenRole).toString(), Qt::ElideRight, whenWidth));
        paintPill(painter, place(pillStart, (rect.height() - pill.height()) / 2, pill.width(), pill.height()),
                  index.data(OutcomeRole).toString(), index.data(ToneRole).value<Tone>(), static_cast<Icon>(index.data(IconRole).toInt()),
                  theme, option.direction);
        painter->restore();
    }
};

} // namespace

RecentList::RecentList(QWidget *parent)
    : QWidget(parent), m_model(new QStandardItemModel(this)), m_list(new QListView), m_frame(new Card)
{
    m_list->setObjectName(u"recentList"_s);
    m_list->setAccessibleName(tr("Recent scripts"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new RecentDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setMouseTracking(true);
    m_list->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(m_list, &QListView::activated, this, [this](const QModelIndex &index) { Q_EMIT openRequested(index.data(PathRole).toString()); });
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex &index) { Q_EMIT openRequested(index.data(PathRole).toString()); });

    QPushButton *clear = makeButton(u"clearRecent"_s, tr("Clear"), ButtonKind::Link);
    clear->setAccessibleName(tr("Clear the list of recent scripts"));
    connect(clear, &QPushButton::clicked, this, &RecentList::clearRequested);
    auto *title = new QHBoxLayout;
    title->addWidget(new Label(tr("Recent"), TextSize::Body, Tone::Text, QFont::DemiBold));
    title->addStretch(1);
    title->addWidget(clear);
    auto *frame = new QVBoxLayout(m_frame);
    frame->setContentsMargins(2, 4, 2, 4);
    frame->addWidget(m_list);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(title);
    layout->addWidget(m_frame);
}

void RecentList::setRecent(const QStringList &paths, const QList<HistoryEntry> &history)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    m_model->clear();
    for (const QString &path : paths.mid(0, 5)) {
        const HistoryEntry *last = nullptr;
        for (const HistoryEntry &entry : history) {
            if (entry.script == path) {
                last = &entry;
                break;
            }
        }
        const Outcome outcome = outcomeOf(last);
        auto *item = new QStandardItem(QFileInfo(path).fileName());
        item->setData(path, PathRole);
        item->setData(last ? whenText(last->started, now) : QString(), WhenRole);
        item->setData(outcome.text, OutcomeRole);
        item->setData(QVariant::fromValue(outcome.tone), ToneRole);
        item->setData(static_cast<int>(outcome.icon), IconRole);
        item->setToolTip(path);
        item->setData(QString(item->text() % u", "_s % outcome.text), Qt::AccessibleTextRole);
        m_model->appendRow(item);
    }
    setVisible(!paths.isEmpty());
    m_list->setFixedHeight(m_model->rowCount() * qMax(1, m_list->sizeHintForRow(0)));
}

} // namespace drydock
