// SPDX-License-Identifier: Apache-2.0
#include "ui/images/builtimagesdialog.h"

#include "core/strategy/advice.h"
#include "core/words.h"
#include "ui/images/texttable.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/fieldnote.h"
#include "ui/widgets/label.h"

#include <QDialogButtonBox>
#include <QItemSelectionModel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <numeric>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

enum Column { Name, When, Size, How };

qint64 sizeOf(const QList<Image> &images)
{
    return std::accumulate(images.begin(), images.end(), qint64(0), [](qint64 sum, const Image &image) { return sum + image.size; });
}

QString howBuilt(const Image &image)
{
    const auto strategy = strategyFromId(image.labels.value(QString::fromLatin1(builtHereLabel)));
    return strategy ? strategyName(*strategy) : QString();
}

} // namespace

BuiltImagesDialog::BuiltImagesDialog(FlowSession &session, QWidget *parent)
    : QDialog(parent), m_session(session),
      m_table(new TextTable(u"builtImages"_s, tr("Images built by Drydock"), {tr("Image"), tr("Built"), tr("Size"), tr("How")})), m_note(new FieldNote),
      m_remove(makeButton(u"removeImagesButton"_s, tr("&Remove"), ButtonKind::Outlined, Icon::Trash2))
{
    setObjectName(u"builtImagesDialog"_s);
    setWindowTitle(tr("Images built by Drydock"));
    resize(860, 520);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 16);
    layout->setSpacing(8);
    layout->addWidget(new Label(tr("Images built by Drydock"), TextSize::Heading, Tone::Text, QFont::DemiBold));
    auto *sentence = new Label(tr("On %1. The sizes count what images share with each other and with their base, so removing one frees less.")
                                   .arg(session.snapshot().engine.title()),
                               TextSize::Body, Tone::Muted);
    sentence->setWordWrap(true);
    layout->addWidget(sentence);
    m_table->view()->setSelectionMode(QAbstractItemView::ExtendedSelection);
    layout->addWidget(m_table, 1);
    m_note->setObjectName(u"builtImagesNote"_s);
    layout->addWidget(m_note);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->addButton(m_remove, QDialogButtonBox::ActionRole);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_remove, &QPushButton::clicked, this, &BuiltImagesDialog::remove);
    connect(m_table->view()->selectionModel(), &QItemSelectionModel::selectionChanged, this, &BuiltImagesDialog::updateButtons);
    list();
    m_table->view()->setFocus();
}

void BuiltImagesDialog::list(const QString &said)
{
    m_table->setNote(tr("Asking %1…").arg(m_session.snapshot().engine.title()));
    m_listing.start(m_session.builtImages(), [this, said](const Result<QList<Image>> &images) {
        m_table->setNote(tr("There are no images that Drydock built."));
        show(images.value_or(QList<Image>()));
        if (!images)
            m_note->setError(images.error().sentence);
        else if (!said.isEmpty())
            m_note->setError(said);
        else
            m_note->setInfo(m_images.isEmpty() ? QString() : tr("%1 take %2 together.").arg(m_images.size() == 1 ? tr("1 image") : tr("%1 images").arg(m_images.size()), sizeText(sizeOf(m_images))));
    });
    updateButtons();
}

void BuiltImagesDialog::show(const QList<Image> &images)
{
    m_images = images;
    QList<QStringList> rows;
    QList<qint64> times;
    QList<qint64> sizes;
    for (const Image &image : images) {
        rows.append({image.reference, whenText(image.created, QDateTime::currentDateTime()), sizeText(image.size), howBuilt(image)});
        times.append(-image.created.toSecsSinceEpoch()); // The newest first.
        sizes.append(image.size);
    }
    m_table->setRows(rows, Name);
    m_table->setAmounts(When, times);
    m_table->setAmounts(Size, sizes);
    m_table->setSorted(When);
    if (!rows.isEmpty())
        m_table->view()->selectRow(0);
    updateButtons();
}

QList<Image> BuiltImagesDialog::selected() const
{
    QList<Image> images;
    for (const int row : m_table->selectedRows())
        if (row < m_images.size())
            images.append(m_images.at(row));
    return images;
}

void BuiltImagesDialog::updateButtons()
{
    const QList<Image> images = selected();
    m_remove->setEnabled(!images.isEmpty() && !m_removing.isRunning() && !m_listing.isRunning());
    m_remove->setText(m_removing.isRunning()  ? tr("Removing…")
                          : images.isEmpty()  ? tr("&Remove")
                          : images.size() == 1 ? tr("&Remove this image, %1").arg(sizeText(images.first().size))
                                               : tr("&Remove %1 images, %2").arg(images.size()).arg(sizeText(sizeOf(images))));
}

void BuiltImagesDialog::remove()
{
    QList<Future<Image>> removals;
    for (const Image &image : selected())
        removals.append(m_session.removeImage(image));
    m_removing.start(allOf<Image>(removals, this), [this](const Result<QList<Result<Image>>> &ends) {
        QString said;
        for (const Result<Image> &end : ends.value_or(QList<Result<Image>>()))
            if (!end && said.isEmpty())
                said = end.error().sentence;
        list(said);
    });
    updateButtons();
}

} // namespace drydock
