// SPDX-License-Identifier: Apache-2.0
#include "ui/wizard/distributionspage.h"

#include "core/words.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/fieldnote.h"
#include "ui/widgets/label.h"
#include "ui/wizard/band.h"
#include "ui/wizard/distributionsmodel.h"

#include <QAction>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// Rows of 36, a hairline below each; a version that can be edited looks like a field.
class DistributionsDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        return QSize(QStyledItemDelegate::sizeHint(option, index).width() + 20, metrics::height(metrics::editableRow, option.font));
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Theme theme = Theme::of(option.palette);
        const bool isSelected = option.state & QStyle::State_Selected;
        painter->fillRect(option.rect, isSelected ? theme.tint : theme.base);
        painter->fillRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1, theme.hairline);
        const bool editable = index.flags().testFlag(Qt::ItemIsEditable);
        if (editable) {
            painter->save();
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(theme.outline);
            painter->setBrush(theme.base);
            painter->drawRoundedRect(QRectF(fieldRect(option.rect)).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
            painter->restore();
        }
        const int column = index.column();
        const bool amber = column == DistributionsModel::File
            && index.data(Qt::DisplayRole).toString() == DistributionsModel::tr("Source");
        const bool muted = column == DistributionsModel::Import || column == DistributionsModel::From;
        const bool isNeeded = index.data(DistributionsModel::KindRole).toInt() == int(DistributionsModel::Kind::Needed);
        painter->setFont(textFont(TextSize::Body, column == DistributionsModel::Name && !isNeeded ? QFont::Medium : QFont::Normal));
        painter->setPen(amber ? theme.amber : muted || isNeeded ? theme.muted : theme.text);
        QRect room = option.rect.adjusted(editable ? 15 : 10, 0, -10, 0);
        const auto icon = index.data(Qt::DecorationRole).value<QIcon>();
        if (!icon.isNull()) {
            icon.paint(painter, QStyle::visualRect(option.direction, option.rect, QRect(room.left(), room.center().y() - 7, 16, 16)));
            room.setLeft(room.left() + 24);
        }
        const QString text = painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, room.width());
        const auto alignment = Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt());
        painter->drawText(QStyle::visualRect(option.direction, option.rect, room), int(QStyle::visualAlignment(option.direction, alignment)), text);
        if (option.state & QStyle::State_HasFocus && option.state & QStyle::State_KeyboardFocusChange) {
            painter->setPen(QPen(theme.accent, 1));
            painter->setBrush(Qt::NoBrush);
            painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
        }
    }

    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        editor->setGeometry(fieldRect(option.rect));
    }

    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        auto *editor = new QLineEdit(parent);
        editor->setObjectName(u"versionEditor"_s);
        editor->setAccessibleName(DistributionsModel::tr("Version of %1").arg(index.siblingAtColumn(DistributionsModel::Name).data().toString()));
        editor->setPlaceholderText(DistributionsModel::tr("newest"));
        setSmall(editor);
        return editor;
    }

private:
    static QRect fieldRect(const QRect &cell) { return cell.adjusted(6, 4, -10, -5); }
};

} // namespace

DistributionsPage::DistributionsPage(WizardState &state, QWidget *parent)
    : WizardPage(state, tr("What is installed"), parent), m_model(new DistributionsModel(state, this)), m_view(new QTreeView), m_band(new Band),
      m_addButton(makeButton(u"addDistributionButton"_s, tr("&Add distribution…"), ButtonKind::Flat, Icon::Plus)), m_addField(new QLineEdit),
      m_remove(makeButton(u"removeDistributionButton"_s, tr("&Remove"), ButtonKind::Flat, Icon::Trash2)),
      m_needed(makeButton(u"neededButton"_s, {}, ButtonKind::Flat, Icon::ChevronRight)),
      m_undo(makeButton(u"undoEditsButton"_s, tr("&Undo my changes"), ButtonKind::Flat, Icon::History)),
      m_pins(new QCheckBox), m_total(new Label({}, TextSize::Body, Tone::Text, QFont::DemiBold)), m_note(new FieldNote)
{
    m_band->setObjectName(u"distributionsBand"_s);
    content()->addWidget(m_band);
    m_band->hide();

    m_view->setObjectName(u"distributionsTable"_s);
    m_view->setAccessibleName(tr("Distributions to install"));
    m_view->setModel(m_model);
    m_view->setItemDelegate(new DistributionsDelegate(m_view));
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setTabKeyNavigation(false);
    m_view->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed | QAbstractItemView::SelectedClicked);
    m_view->header()->setSectionsMovable(false);
    m_view->header()->setStretchLastSection(false);
    m_view->header()->setSectionResizeMode(QHeaderView::Fixed);
    m_view->header()->setSectionResizeMode(DistributionsModel::Name, QHeaderView::Stretch);
    const int widths[]{130, 200, 104, 140, 150, 84};
    for (int column = 0; column < DistributionsModel::ColumnCount; ++column)
        m_view->header()->resizeSection(column, widths[column]);
    content()->addWidget(m_view, 1);

    auto *row = new QHBoxLayout;
    row->setSpacing(4);
    m_addField->setObjectName(u"addDistributionField"_s);
    m_addField->setAccessibleName(tr("Distribution to add"));
    m_addField->setPlaceholderText(tr("pyarrow, or pyarrow>=10"));
    m_addField->setFixedWidth(220);
    m_addField->hide();
    row->addWidget(m_addButton);
    row->addWidget(m_addField);
    row->addWidget(m_remove);
    row->addWidget(m_undo);
    row->addWidget(m_needed);
    row->addStretch(1);
    m_total->setObjectName(u"totalLabel"_s);
    row->addWidget(m_total);
    content()->addLayout(row);
    m_pins->setObjectName(u"pinsBox"_s);
    content()->addWidget(m_pins);
    m_note->setObjectName(u"distributionsNote"_s);
    content()->addWidget(m_note);

    connect(m_addButton, &QPushButton::clicked, this, [this] {
        m_addButton->hide();
        m_addField->show();
        m_addField->setFocus();
    });
    // A shortcut, for the key itself would go on to the wizard's Next.
    auto *enter = new QAction(m_addField);
    enter->setShortcuts({Qt::Key_Return, Qt::Key_Enter});
    enter->setShortcutContext(Qt::WidgetShortcut);
    m_addField->QWidget::addAction(enter);
    connect(enter, &QAction::triggered, this, &DistributionsPage::addTyped);
    auto *escape = new QAction(m_addField);
    escape->setShortcut(Qt::Key_Escape);
    escape->setShortcutContext(Qt::WidgetShortcut);
    m_addField->QWidget::addAction(escape);
    connect(escape, &QAction::triggered, this, [this] {
        m_addField->clear();
        m_addField->hide();
        m_addButton->show();
        m_addButton->setFocus();
    });
    connect(m_addField, &QLineEdit::textChanged, this, [this] {
        setInvalid(m_addField, false);
        m_note->setInfo({});
    });
    connect(m_remove, &QPushButton::clicked, this, [this] { m_model->remove(m_view->currentIndex().row()); });
    auto *removeKey = new QAction(m_view);
    removeKey->setShortcut(QKeySequence::Delete);
    removeKey->setShortcutContext(Qt::WidgetShortcut);
    m_view->addAction(removeKey);
    connect(removeKey, &QAction::triggered, m_remove, &QPushButton::click);
    connect(m_pins, &QCheckBox::toggled, this, [this](bool on) { this->state().setPinsToEnvironment(on); });
    connect(m_undo, &QPushButton::clicked, this, [this] { this->state().undoEdits(); });
    connect(m_needed, &QPushButton::clicked, this, [this] {
        m_model->setShowNeeded(!m_model->showsNeeded());
        m_needed->setIcon(themeIcon(m_model->showsNeeded() ? Icon::ChevronDown : Icon::ChevronRight));
    });
    connect(m_model, &DistributionsModel::editRefused, this, [this](const QString &why) { m_note->setError(why); });
    connect(m_model, &DistributionsModel::dataChanged, this, [this] { m_note->setInfo({}); });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &DistributionsPage::updateButtons);
    connect(m_band, &Band::acted, this, [this] {
        WizardState &choices = this->state();
        if (!choices.mayAskIndex())
            choices.allowIndex();
        else if (choices.resolutionError() && choices.resolutionError()->code == "needs-source-archive"_L1 && choices.baseImage())
            choices.setAllowSource(true);
        else if (choices.resolutionError() && choices.isEdited() && choices.resolutionError()->code != "index-not-reached"_L1)
            choices.undoEdits();
        else
            choices.askAgain();
    });
}

void DistributionsPage::initializePage()
{
    state().ask();
    refresh();
    if (!m_view->currentIndex().isValid())
        m_view->setCurrentIndex(m_model->index(0, DistributionsModel::VersionColumn));
}

QString DistributionsPage::summary() const
{
    const int chosen = m_model->chosenCount();
    const int needed = m_model->neededCount();
    return needed > 0 ? tr("%1 chosen, %2 they need").arg(QString::number(chosen), QString::number(needed)) : tr("%1 chosen").arg(chosen);
}

QWidget *DistributionsPage::mainWidget() const
{
    return m_view;
}

int DistributionsPage::nextId() const
{
    return ImagePageId;
}

void DistributionsPage::refresh()
{
    const QModelIndex current = m_view->currentIndex();
    m_model->refresh();
    if (!m_view->currentIndex().isValid() && current.isValid())
        m_view->setCurrentIndex(m_model->index(qMin(current.row(), m_model->rowCount() - 1), current.column()));
    const QString base = state().base();
    if (m_model->rowCount() == 0)
        setSentence(tr("Nothing has to be added to %1.").arg(base));
    else if (state().resolution())
        setSentence(tr("Resolved for %1, so that nothing that Prefect needs there changes.").arg(base));
    else if (state().isAsking())
        setSentence(tr("Asking the package index what fits on %1…").arg(base));
    else
        setSentence(tr("Added to %1.").arg(base));
    if (const OwnEnvironment *environment = state().environment())
        m_pins->setText(tr("&Take the versions that I run here (%1, Python %2)").arg(environment->title, environment->python.section(u'.', 0, 1)));
    m_pins->setVisible(state().environment());
    m_pins->setChecked(state().pinsToEnvironment());
    showBand();
    updateButtons();
}

void DistributionsPage::showBand()
{
    const WizardState &choices = state();
    bool visible = true;
    if (!choices.mayAskIndex() && m_model->chosenCount() > 0) {
        m_band->setMessage(Tone::Accent, Icon::Info,
                           choices.wasIndexRefused() ? tr("Versions and sizes are not checked: asking the package index is off in Settings.")
                                  : tr("Versions and sizes are not checked. Asking sends these names to the package index."),
                           tr("Ask the package index"));
    } else if (const Error *error = choices.resolutionError()) {
        const bool isSource = error->code == "needs-source-archive"_L1;
        const bool isTransient = error->code == "index-not-reached"_L1 || error->code == "offline"_L1;
        // Their code runs inside the base, or nowhere.
        const bool canBuild = isSource && choices.baseImage();
        const QString action = canBuild ? tr("Allow source archives")
            : isTransient               ? tr("Ask again")
            : choices.isEdited()        ? tr("Undo my changes")
                                        : QString();
        const QString sentence = isSource && !canBuild ? QString(error->sentence + u' ' + tr("They are tried in a base that is on this computer only.")) : error->sentence;
        m_band->setMessage(isSource ? Tone::Amber : Tone::Red, isSource ? Icon::TriangleAlert : Icon::CircleX, sentence, action);
        m_band->setDetails(error->details);
    } else if (choices.resolution() && !choices.resolution()->sourceOnly.isEmpty()) {
        m_band->setMessage(Tone::Amber, Icon::TriangleAlert,
                           tr("%1 comes as source. The build makes it, and needs a compiler where it holds code to compile.")
                               .arg(choices.resolution()->sourceOnly.join(u", "_s)));
    } else {
        visible = false;
    }
    m_band->setVisible(visible);
}

void DistributionsPage::addTyped()
{
    if (m_addField->text().trimmed().isEmpty())
        return;
    if (const auto added = m_model->add(m_addField->text()); !added) {
        setInvalid(m_addField, true);
        m_note->setError(added.error().sentence);
        return;
    }
    m_addField->clear();
    m_addField->hide();
    m_addButton->show();
    m_view->setFocus();
    m_view->setCurrentIndex(m_model->index(m_model->chosenCount() - 1, DistributionsModel::VersionColumn));
}

void DistributionsPage::updateButtons()
{
    const int needed = m_model->neededCount();
    m_needed->setVisible(needed > 0);
    m_needed->setText(tr("%1 more they need").arg(needed));
    m_undo->setVisible(state().isEdited());
    m_remove->setEnabled(m_model->canRemove(m_view->currentIndex().row()));
    if (const Resolution *resolution = state().resolution())
        m_total->setText(resolution->downloadBytes() < 0 ? tr("Size not known") : tr("%1 to download").arg(sizeText(resolution->downloadBytes())));
    else
        m_total->setText(state().isAsking() ? tr("Asking…") : tr("Size not checked"));
}

} // namespace drydock
