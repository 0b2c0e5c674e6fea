// SPDX-License-Identifier: Apache-2.0
#include "ui/images/coverageview.h"

#include "ui/images/imageheader.h"
#include "ui/images/matrixview.h"
#include "ui/imports/importdelegate.h"
#include "ui/imports/importsheader.h"
#include "ui/models/statement.h"
#include "ui/models/verdict.h"
#include "ui/theme/theme.h"

#include <QActionGroup>
#include <QEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// More images than these are found by the filter, not in a menu.
constexpr qsizetype mostInMenu = 40;

/// Only shows, and only the first column: the images' columns begin where it ends. To hide hundreds of them one by one would
/// take longer than a frame.
class ImportsView : public QTableView
{
public:
    void layOutColumns()
    {
        if (model() && model()->columnCount() > 0)
            setColumnWidth(0, viewport()->width());
    }

protected:
    void resizeEvent(QResizeEvent *event) override
    {
        QTableView::resizeEvent(event);
        layOutColumns();
    }
    /// The current cell is mostly an image's: nothing may scroll sideways to it, be it a wheel.
    void updateGeometries() override
    {
        QTableView::updateGeometries();
        horizontalScrollBar()->setRange(0, 0);
    }
};

/// The keyboard belongs to the images, unless there are none.
QTableView *makeImportsView()
{
    auto *view = new ImportsView;
    view->setObjectName(u"imports"_s);
    view->setAccessibleName(CoverageView::tr("Imports"));
    view->horizontalHeader()->hide();
    view->setAutoScroll(false); // The images' view scrolls, and this one with it.
    view->verticalHeader()->hide();
    view->setFrameShape(QFrame::NoFrame);
    view->setShowGrid(false);
    view->setTabKeyNavigation(false);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    view->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view->setWordWrap(false);
    view->setItemDelegateForColumn(0, new ImportDelegate(view));
    return view;
}

} // namespace

CoverageView::CoverageView(QWidget *parent)
    : QWidget(parent), m_importsHeader(new ImportsHeader(tr("Filter imports and images"))), m_imports(makeImportsView()), m_matrix(new MatrixView),
      m_right(new QStackedWidget), m_splitter(new QSplitter)
{
    auto *left = new QWidget;
    auto *leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(0, 0, 0, 0);
    leftLayout->setSpacing(0);
    leftLayout->addWidget(m_importsHeader);
    leftLayout->addWidget(m_imports, 1);
    left->setMinimumWidth(240);
    m_right->addWidget(m_matrix);
    m_right->setMinimumWidth(240);
    m_splitter->addWidget(left);
    m_splitter->addWidget(m_right);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({404, 876});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);

    m_imports->setModel(&m_model);
    m_matrix->setModel(&m_model);
    m_imports->setSelectionModel(m_matrix->selectionModel());
    for (QTableView *view : {m_imports, static_cast<QTableView *>(m_matrix)}) {
        view->verticalHeader()->setMinimumSectionSize(20);
        view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    }
    alignHeaders();
    showOnlyColumnsOfEach();

    connect(&m_model, &QAbstractItemModel::modelReset, this, [this] {
        showOnlyColumnsOfEach();
        restoreCurrent();
        Q_EMIT imagesChanged();
    });
    connect(m_matrix->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &current) {
        m_imports->viewport()->update();
        rememberCurrent(current);
        Q_EMIT currentChanged();
    });
    connect(m_imports, &QTableView::pressed, this, [this](const QModelIndex &index) {
        if (m_model.columnCount() > 1) {
            m_matrix->setCurrentIndex(index.siblingAtColumn(qMax(1, m_model.columnOf(m_place.image))));
            m_matrix->setFocus(Qt::MouseFocusReason);
        }
    });
    connect(m_imports, &QTableView::doubleClicked, this, &CoverageView::sourceRequested);
    m_imports->installEventFilter(this);
    connect(m_imports, &QTableView::clicked, this, [this](const QModelIndex &index) {
        // The line at the end of a row leads to the source.
        const Need *need = m_model.need(index.row());
        const QRect row = m_imports->visualRect(index);
        const int width = need ? QFontMetrics(textFont(TextSize::Note)).horizontalAdvance(placeText(*need, m_model.hasSeveralScripts())) : 0;
        const QRect line = QStyle::visualRect(layoutDirection(), row, QRect(row.right() - 16 - width, row.top(), width + 16, row.height()));
        if (width > 0 && line.contains(m_imports->viewport()->mapFromGlobal(QCursor::pos())))
            Q_EMIT sourceRequested();
    });
    connect(m_matrix->horizontalHeader(), &QHeaderView::sectionClicked, this, [this](int column) {
        m_matrix->setCurrentIndex(m_model.index(qMax(0, m_matrix->currentIndex().row()), column));
    });
    connect(m_matrix, &MatrixView::evidenceRequested, this, &CoverageView::evidenceRequested);
    connect(m_matrix, &MatrixView::sourceRequested, this, &CoverageView::sourceRequested);
    connect(m_matrix, &MatrixView::lookInsideRequested, this, &CoverageView::lookInsideRequested);
    connect(m_matrix, &MatrixView::copyRequested, this, &CoverageView::copyRequested);
    connect(m_matrix, &MatrixView::typed, this, [this](const QString &text) {
        m_importsHeader->filter()->setFocus();
        m_importsHeader->filter()->setText(text);
    });
    const auto askForMenu = [this](QWidget *on, QPoint position) {
        if (m_matrix->currentIndex().isValid())
            Q_EMIT menuRequested(on->mapToGlobal(position));
    };
    m_imports->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_imports, &QWidget::customContextMenuRequested, this, [this, askForMenu](QPoint position) { askForMenu(m_imports->viewport(), position); });
    connect(m_matrix, &MatrixView::menuRequested, this, [this, askForMenu](QPoint position) { askForMenu(m_matrix->viewport(), position); });
    m_matrix->horizontalHeader()->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_matrix->horizontalHeader(), &QWidget::customContextMenuRequested, this, [this, askForMenu](QPoint position) {
        const int column = m_matrix->horizontalHeader()->logicalIndexAt(position);
        if (column > 0)
            m_matrix->setCurrentIndex(m_model.index(qMax(0, m_matrix->currentIndex().row()), column));
        askForMenu(m_matrix->horizontalHeader()->viewport(), position);
    });
    connect(m_importsHeader->filter(), &QLineEdit::textChanged, &m_model, &CoverageModel::setFilter);
    connect(m_importsHeader, &ImportsHeader::leftDownwards, this, &CoverageView::focusMatrix);

    // The two scroll together; below the imports, the room of the images' scroll bar stays empty.
    connect(m_matrix->verticalScrollBar(), &QScrollBar::valueChanged, m_imports->verticalScrollBar(), &QScrollBar::setValue);
    connect(m_imports->verticalScrollBar(), &QScrollBar::valueChanged, m_matrix->verticalScrollBar(), &QScrollBar::setValue);
    auto *room = new QWidget;
    room->setFixedHeight(m_matrix->horizontalScrollBar()->sizeHint().height());
    room->setBackgroundRole(QPalette::Base);
    room->setAutoFillBackground(true);
    room->hide();
    leftLayout->addWidget(room);
    connect(m_matrix->horizontalScrollBar(), &QScrollBar::rangeChanged, room, [room](int, int maximum) { room->setVisible(maximum > 0); });
}

void CoverageView::setSnapshot(const Snapshot &snapshot)
{
    if (snapshot.paths != m_paths) {
        m_paths = snapshot.paths;
        m_place = {};
        m_importsHeader->filter()->clear();
    }
    static_cast<ImageHeader *>(m_matrix->horizontalHeader())->setState(snapshot.engine.platform, snapshot.beingRead);
    m_importsHeader->setCounts(neededCount(snapshot.coverage), optionalCount(snapshot.coverage));
    m_model.setCoverage(snapshot.coverage, {snapshot.advice.base, snapshot.defaultImage, snapshot.plan ? snapshot.plan->tag : QString()});
    applyHidden();
    if (!m_place.isSet)
        restoreCurrent();
    Q_EMIT currentChanged();
}

void CoverageView::setPage(QWidget *page)
{
    if (!page) {
        m_right->setCurrentWidget(m_matrix);
    } else {
        if (m_right->indexOf(page) < 0)
            m_right->addWidget(page);
        m_right->setCurrentWidget(page);
    }
    m_imports->setFocusPolicy(page ? Qt::StrongFocus : Qt::NoFocus);
    m_imports->setAutoScroll(page);
}

CoverageView::Current CoverageView::current() const
{
    const QModelIndex index = m_matrix->currentIndex();
    if (!index.isValid())
        return {};
    const Need *need = m_model.need(index.row(), index.column());
    return {need, m_model.cell(index.row(), index.column()), m_model.image(index.column()), !need, m_model.reason(index.row(), index.column())};
}

void CoverageView::setCurrentImage(const QString &reference)
{
    setImageShown(reference, true);
    const int column = m_model.columnOf(reference);
    if (column > 0)
        m_matrix->setCurrentIndex(m_model.index(qMax(0, m_matrix->currentIndex().row()), column));
}

void CoverageView::hideImage(const QString &reference)
{
    setImageShown(reference, false);
}

void CoverageView::focusMatrix()
{
    if (m_right->currentWidget() == m_matrix)
        m_matrix->setFocus(Qt::OtherFocusReason);
    else
        m_imports->setFocus(Qt::OtherFocusReason);
}

void CoverageView::focusFilter()
{
    m_importsHeader->filter()->setFocus(Qt::ShortcutFocusReason);
    m_importsHeader->filter()->selectAll();
}

void CoverageView::goToProblem(int rows, int columns)
{
    m_matrix->goToProblem(rows, columns);
}

QString CoverageView::imagesText() const
{
    const auto all = m_model.coverage().images.size();
    const int shown = m_model.columnCount() - 1;
    if (m_model.columns() == MatrixColumns::Scripts)
        return tr("%1 scripts").arg(shown);
    if (shown < all)
        return tr("%1 of %2 images").arg(shown).arg(all);
    return all == 1 ? tr("1 image") : tr("%1 images").arg(all);
}

void CoverageView::fillImagesMenu(QMenu *menu)
{
    menu->clear();
    QAction *differences = menu->addAction(tr("Only imports that &differ"));
    differences->setCheckable(true);
    differences->setChecked(m_model.onlyDifferences());
    connect(differences, &QAction::toggled, &m_model, &CoverageModel::setOnlyDifferences);
    QAction *prefect = menu->addAction(tr("Only images with &Prefect"));
    prefect->setCheckable(true);
    prefect->setChecked(m_model.onlyWithPrefect());
    connect(prefect, &QAction::toggled, &m_model, &CoverageModel::setOnlyWithPrefect);
    if (m_model.hasSeveralScripts()) {
        menu->addSeparator();
        auto *columns = new QActionGroup(menu);
        const std::pair<MatrixColumns, QString> kinds[]{{MatrixColumns::Images, tr("A column for each &image")},
                                                        {MatrixColumns::Scripts, tr("A column for each script, with its &best image")}};
        for (const auto &[kind, text] : kinds) {
            QAction *action = columns->addAction(text);
            action->setCheckable(true);
            action->setChecked(kind == m_model.columns());
            connect(action, &QAction::triggered, &m_model, [this, kind = kind] { m_model.setColumns(kind); });
            menu->addAction(action);
        }
    }
    menu->addSeparator();
    auto *orders = new QActionGroup(menu);
    const std::pair<ImageOrder, QString> choices[]{
        {ImageOrder::Coverage, tr("Best &coverage first")}, {ImageOrder::Name, tr("By &name")}, {ImageOrder::Size, tr("&Smallest first")}};
    for (const auto &[order, text] : choices) {
        QAction *action = orders->addAction(text);
        action->setCheckable(true);
        action->setChecked(order == m_model.order());
        connect(action, &QAction::triggered, &m_model, [this, order = order] { m_model.setOrder(order); });
        menu->addAction(action);
    }
    menu->addSeparator();
    QAction *all = menu->addAction(tr("Show &all images"));
    all->setEnabled(m_model.columnCount() - 1 < m_model.coverage().images.size());
    connect(all, &QAction::triggered, this, [this] {
        m_hiddenByPerson.clear();
        for (const ImageCoverage &image : m_model.coverage().images)
            m_shownByPerson.insert(image.image.reference);
        applyHidden();
    });
    menu->addSeparator();
    const QList<ImageCoverage> &images = m_model.coverage().images;
    for (const ImageCoverage &image : images.first(qMin(mostInMenu, images.size()))) {
        const QString reference = image.image.reference;
        QString text = reference;
        QAction *action = menu->addAction(text.replace(u'&', u"&&"_s));
        action->setCheckable(true);
        action->setChecked(!m_model.hidden().contains(reference));
        connect(action, &QAction::toggled, this, [this, reference](bool shown) { setImageShown(reference, shown); });
    }
}

bool CoverageView::eventFilter(QObject *watched, QEvent *event)
{
    // Where there are no images, the imports have their keys.
    if (watched == m_imports && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            Q_EMIT evidenceRequested();
            return true;
        }
        if (key->matches(QKeySequence::Copy)) {
            Q_EMIT copyRequested();
            return true;
        }
        const bool isText = !(key->modifiers() & (Qt::ControlModifier | Qt::AltModifier)) && !key->text().isEmpty() && key->text().at(0).isPrint();
        if (isText) {
            m_importsHeader->filter()->setFocus();
            m_importsHeader->filter()->setText(key->text());
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void CoverageView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange)
        alignHeaders();
}

void CoverageView::setImageShown(const QString &reference, bool shown)
{
    if (shown) {
        m_hiddenByPerson.remove(reference);
        m_shownByPerson.insert(reference);
    } else {
        m_shownByPerson.remove(reference);
        m_hiddenByPerson.insert(reference);
    }
    applyHidden();
}

void CoverageView::applyHidden()
{
    // An image without Python cannot run a flow; it stays in the menu.
    QSet<QString> hidden = m_hiddenByPerson;
    for (const ImageCoverage &image : m_model.coverage().images) {
        if (image.image.contents && !image.python() && !m_shownByPerson.contains(image.image.reference))
            hidden.insert(image.image.reference);
    }
    if (hidden != m_model.hidden())
        m_model.setHidden(hidden);
}

void CoverageView::showOnlyColumnsOfEach()
{
    static_cast<ImportsView *>(m_imports)->layOutColumns();
    m_matrix->setColumnHidden(0, true);
    m_matrix->layOutColumns();
}

void CoverageView::rememberCurrent(const QModelIndex &current)
{
    if (m_restoring || !current.isValid())
        return;
    const Need *need = m_model.need(current.row());
    const ImageCoverage *image = m_model.image(current.column());
    m_place = {true, need ? need->module : QString(), image ? image->image.reference : m_place.image};
}

void CoverageView::restoreCurrent()
{
    if (m_model.rowCount() == 0)
        return;
    int row = m_place.isSet ? m_model.rowOf(m_place.module) : -1;
    int column = m_place.isSet ? m_model.columnOf(m_place.image) : -1;
    if (column < 0)
        column = qMin(1, m_model.columnCount() - 1);
    // Where nobody has been yet, the first problem of the best image is what matters.
    for (int each = 0; row < 0 && column > 0 && each < m_model.rowCount(); ++each)
        if (const Cell *cell = m_model.cell(each, column); cell && isProblem(cell->status))
            row = each;
    // Only a move by the person is remembered: it stays in mind while a filter hides it, and until then the best image leads.
    m_restoring = true;
    m_matrix->setCurrentIndex(m_model.index(qMax(0, row), column));
    m_restoring = false;
}

void CoverageView::alignHeaders()
{
    m_importsHeader->setFixedHeight(m_matrix->horizontalHeader()->sizeHint().height());
    const int height = metrics::height(metrics::row, font());
    m_imports->verticalHeader()->setDefaultSectionSize(height);
    m_matrix->verticalHeader()->setDefaultSectionSize(height);
}

} // namespace drydock
