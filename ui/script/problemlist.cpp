// SPDX-License-Identifier: Apache-2.0
#include "ui/script/problemlist.h"

#include "ui/theme/style.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr int shownRows = 4;
constexpr int codeWidth = 160;

class RowDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        return QSize(QStyledItemDelegate::sizeHint(option, index).width() + 12,
                     metrics::height(metrics::row, option.font));
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        if (index.column() == ProblemsModel::LineColumn || index.column() == ProblemsModel::CodeColumn) {
            option->font = textFont(TextSize::Note);
            option->palette.setColor(QPalette::Text, Theme::of(option->palette).muted);
            option->palette.setColor(QPalette::HighlightedText, Theme::of(option->palette).muted);
        }
    }
};

} // namespace

ProblemList::ProblemList(QWidget *parent)
    : QWidget(parent), m_counts(new Label({}, TextSize::Note, Tone::Muted)), m_view(new QTreeView)
{
    m_counts->setObjectName(u"problemCounts"_s);
    auto *title = new QHBoxLayout;
    title->setContentsMargins(12, 0, 12, 0);
    title->setSpacing(8);
    title->addWidget(new Label(tr("Problems"), TextSize::Body, Tone::Text, QFont::DemiBold));
    title->addWidget(m_counts);
    title->addStretch(1);
    auto *strip = new QWidget;
    strip->setLayout(title);
    strip->setFixedHeight(metrics::height(metrics::row, font()) + 4);

    m_view->setObjectName(u"problems"_s);
    m_view->setAccessibleName(tr("Problems of the script"));
    m_view->setModel(&m_model);
    m_view->setItemDelegate(new RowDelegate(m_view));
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setAllColumnsShowFocus(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setTabKeyNavigation(false);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->header()->hide();
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_view->header()->setSectionResizeMode(ProblemsModel::MessageColumn, QHeaderView::Stretch);
    m_view->header()->setSectionResizeMode(ProblemsModel::CodeColumn, QHeaderView::Fixed);
    m_view->header()->resizeSection(ProblemsModel::CodeColumn, codeWidth);
    m_view->setTextElideMode(Qt::ElideRight);
    m_view->installEventFilter(this);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 1, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(strip);
    layout->addWidget(m_view);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &current) {
        if (current.isValid())
            Q_EMIT currentMoved();
    });
    connect(m_view, &QTreeView::clicked, this, &ProblemList::currentMoved);
    connect(m_view, &QTreeView::activated, this, &ProblemList::sourceRequested);
    setProblems({});
}

void ProblemList::setProblems(const QList<Problem> &problems)
{
    m_model.setProblems(problems);
    m_counts->setText(problemCounts(problems));
    const auto rows = int(qMin(problems.size(), qsizetype(shownRows)));
    m_view->setVisible(rows > 0);
    m_view->setFixedHeight(rows * metrics::height(metrics::row, font()));
}

const Problem *ProblemList::current() const
{
    const QModelIndex index = m_view->currentIndex();
    return index.isValid() ? &m_model.problems().at(index.row()) : nullptr;
}

bool ProblemList::go(int rows)
{
    const int count = m_model.rowCount();
    if (count == 0)
        return false;
    const QModelIndex before = m_view->currentIndex();
    const int row = !before.isValid() ? (rows > 0 ? 0 : count - 1) : before.row() + rows;
    if (row < 0 || row >= count)
        return false;
    m_view->setCurrentIndex(m_model.index(row, 0));
    return true;
}

void ProblemList::setCurrent(int line)
{
    for (int row = 0; row < m_model.rowCount(); ++row) {
        if (m_model.problems().at(row).line == line) {
            m_view->setCurrentIndex(m_model.index(row, 0));
            return;
        }
    }
}

void ProblemList::clearCurrent()
{
    m_view->setCurrentIndex({});
}

bool ProblemList::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view && event->type() == QEvent::KeyPress) {
        auto *key = static_cast<QKeyEvent *>(event);
        if (key->matches(QKeySequence::Copy)) {
            Q_EMIT copyRequested();
            return true;
        }
        if (key->key() == Qt::Key_F2) {
            Q_EMIT sourceRequested();
            return true;
        }
        if (key->key() == Qt::Key_Escape) {
            Q_EMIT left();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void ProblemList::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme theme = Theme::of(palette());
    painter.fillRect(rect(), theme.window);
    painter.fillRect(QRect(0, 0, width(), 1), theme.border);
    painter.fillRect(QRect(0, m_view->y() - 1, width(), 1), theme.border);
}

} // namespace drydock
