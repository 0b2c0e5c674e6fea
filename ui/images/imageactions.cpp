// SPDX-License-Identifier: Apache-2.0
#include "ui/images/imageactions.h"

#include "core/coverage/export.h"
#include "ui/images/coverageview.h"
#include "ui/images/differencesdialog.h"
#include "ui/images/imagedialog.h"
#include "ui/theme/icons.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace drydock {

ImageActions::ImageActions(FlowSession &session, CoverageView &view, QWidget *window)
    : QObject(window), m_session(session), m_view(view), m_window(window),
      m_details(add(u"imageDetails"_s, tr("All &distributions…"), QKeySequence(u"Ctrl+Shift+D"_s), &ImageActions::showDetails)),
      m_differences(add(u"compareImages"_s, tr("Co&mpare two images…"), {}, &ImageActions::showDifferences)),
      m_copy(add(u"copyReference"_s, tr("Copy &reference"), QKeySequence(u"Ctrl+Shift+C"_s), &ImageActions::copyReference)),
      m_hide(add(u"hideImage"_s, tr("&Hide this image"), QKeySequence(u"Ctrl+H"_s), &ImageActions::hideImage)),
      m_export(add(u"exportComparison"_s, tr("&Export the comparison…"), QKeySequence(u"Ctrl+Shift+E"_s), &ImageActions::chooseExport))
{
    m_details->setIcon(themeIcon(Icon::Package));
    m_copy->setIcon(themeIcon(Icon::Copy));
    m_export->setIcon(themeIcon(Icon::Save));
}

QAction *ImageActions::add(const QString &name, const QString &text, const QKeySequence &keys, void (ImageActions::*slot)())
{
    auto *action = new QAction(text, this);
    action->setObjectName(name);
    action->setShortcut(keys);
    connect(action, &QAction::triggered, this, slot);
    return action;
}

QString ImageActions::reference() const
{
    const ImageCoverage *image = m_view.current().image;
    return image ? image->image.reference : QString();
}

void ImageActions::update()
{
    const bool hasImage = !reference().isEmpty();
    for (QAction *action : {m_details, m_copy, m_hide})
        action->setEnabled(hasImage);
    m_differences->setEnabled(hasImage && m_view.model().coverage().images.size() > 1);
    m_export->setEnabled(!m_view.model().coverage().images.isEmpty());
}

void ImageActions::showDetails()
{
    const ImageCoverage *image = m_view.current().image;
    if (!image)
        return;
    auto *dialog = new ImageDialog(image->image, m_session.layersOf(image->image.reference), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void ImageActions::showDifferences()
{
    auto *dialog = new DifferencesDialog(m_view.model().coverage(), reference(), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void ImageActions::copyReference()
{
    QApplication::clipboard()->setText(reference());
}

void ImageActions::hideImage()
{
    m_view.hideImage(reference());
}

void ImageActions::chooseExport()
{
    auto *dialog = new QFileDialog(m_window, tr("Export the comparison"));
    dialog->setObjectName(u"exportDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Table for spreadsheets (*.csv)"), tr("JSON (*.json)"), tr("Markdown (*.md)")});
    const QFileInfo script(m_session.snapshot().paths.value(0));
    dialog->setDirectory(script.absolutePath());
    dialog->selectFile(QString(script.completeBaseName() % u"-images.csv"));
    const QStringList suffixes{u"csv"_s, u"json"_s, u"md"_s};
    dialog->setDefaultSuffix(suffixes.first());
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog, suffixes](const QString &filter) {
        dialog->setDefaultSuffix(suffixes.value(dialog->nameFilters().indexOf(filter)));
    });
    connect(dialog, &QFileDialog::fileSelected, this, &ImageActions::save);
    dialog->open();
}

void ImageActions::save(const QString &file)
{
    const QByteArray bytes = exported(m_view.model().coverage(), exportFormatOf(file));
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size() || !out.commit()) {
        Q_EMIT failed({u"export-failed"_s, tr("%1 could not be written: choose another place.").arg(QFileInfo(file).fileName()), out.errorString()});
    }
}

} // namespace drydock
