// SPDX-License-Identifier: Apache-2.0
#include "ui/queue/queuedialog.h"

#include "core/words.h"
#include "ui/queue/queuewords.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/label.h"

#include <QDialogButtonBox>
#include <QFileInfo>
#include <QHeaderView>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

enum Column { ImageColumn, ScriptColumn, StateColumn, TimeColumn };
constexpr int idRole = Qt::UserRole;

} // namespace

QueueDialog::QueueDialog(FlowSession &session, QWidget *parent)
    : QDialog(parent), m_session(session), m_list(new QTreeWidget), m_empty(new Label(tr("Nothing is built or checked, and nothing waits."), TextSize::Body, Tone::Muted)),
      m_stop(makeButton(u"stopWorkButton"_s, tr("&Stop"), ButtonKind::Outlined, Icon::Square)),
      m_open(makeButton(u"openWorkButton"_s, tr("&Open its script"), ButtonKind::Outlined, Icon::FileCode))
{
    setObjectName(u"queueDialog"_s);
    setWindowTitle(tr("Builds and checks"));
    resize(820, 360);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 16);
    layout->setSpacing(8);
    layout->addWidget(new Label(tr("Builds and checks"), TextSize::Heading, Tone::Text, QFont::DemiBold));
    auto *sentence = new Label(tr("Images are built one after another, whatever script is open. Checks alone do not wait."), TextSize::Body, Tone::Muted);
    sentence->setWordWrap(true);
    layout->addWidget(sentence);
    m_list->setObjectName(u"queueList"_s);
    m_list->setAccessibleName(tr("What runs and what waits"));
    m_list->setHeaderLabels({tr("Image"), tr("Script"), tr("State"), tr("Time")});
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->setTabKeyNavigation(false);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_list->header()->setSectionResizeMode(ImageColumn, QHeaderView::Stretch);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_empty);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->addButton(m_stop, QDialogButtonBox::ActionRole);
    buttons->addButton(m_open, QDialogButtonBox::ActionRole);
    layout->addWidget(buttons);

    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &QueueDialog::updateButtons);
    connect(m_list, &QTreeWidget::itemActivated, m_open, &QPushButton::click);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        if (const QueuedWork *work = current())
            m_session.stop(work->id);
    });
    connect(m_open, &QPushButton::clicked, this, [this] {
        if (const QueuedWork *work = current())
            Q_EMIT openRequested(work->document);
    });
    connect(&session, &FlowSession::changed, this, &QueueDialog::follow);
    follow();
    m_list->setFocus();
}

const QueuedWork *QueueDialog::current() const
{
    const QTreeWidgetItem *item = m_list->currentItem();
    const qint64 id = item ? item->data(ImageColumn, idRole).toLongLong() : 0;
    const auto found = std::find_if(m_shown.begin(), m_shown.end(), [id](const QueuedWork &work) { return work.id == id; });
    return found == m_shown.end() ? nullptr : &*found;
}

void QueueDialog::follow()
{
    m_shown = m_session.snapshot().queue;
    // Rows are kept while their work is there, so that the current one stays current.
    for (int row = m_list->topLevelItemCount() - 1; row >= 0; --row) {
        const qint64 id = m_list->topLevelItem(row)->data(ImageColumn, idRole).toLongLong();
        if (std::none_of(m_shown.begin(), m_shown.end(), [id](const QueuedWork &work) { return work.id == id; }))
            delete m_list->takeTopLevelItem(row);
    }
    for (qsizetype i = 0; i < m_shown.size(); ++i) {
        const QueuedWork &work = m_shown.at(i);
        QTreeWidgetItem *item = m_list->topLevelItem(int(i));
        if (!item) { // What comes is always the last.
            item = new QTreeWidgetItem(m_list);
            item->setData(ImageColumn, idRole, work.id);
            item->setToolTip(ScriptColumn, work.document.join(u'\n'));
        }
        const bool waits = work.state == Work::State::Waiting;
        item->setText(ImageColumn, work.image);
        item->setText(ScriptColumn, QFileInfo(work.document.value(0)).fileName());
        item->setText(StateColumn, stateText(m_shown, i));
        item->setIcon(StateColumn, themeIcon(waits ? Icon::Clock : Icon::LoaderCircle, waits ? Tone::Muted : Tone::Accent));
        item->setText(TimeColumn, work.started.isValid() ? durationText(double(work.started.msecsTo(QDateTime::currentDateTimeUtc())) / 1000) : QString());
    }
    if (!m_list->currentItem() && m_list->topLevelItemCount() > 0)
        m_list->setCurrentItem(m_list->topLevelItem(0));
    m_empty->setVisible(m_shown.isEmpty());
    m_list->setEnabled(!m_shown.isEmpty());
    updateButtons();
}

void QueueDialog::updateButtons()
{
    const QueuedWork *work = current();
    m_stop->setEnabled(work);
    m_stop->setText(work && work->state == Work::State::Waiting ? tr("Take it &out") : tr("&Stop"));
    m_open->setEnabled(work && work->document != m_session.snapshot().paths);
}

} // namespace drydock
