// SPDX-License-Identifier: Apache-2.0
#include "ui/lines/linesdialog.h"

#include "ui/lines/codeview.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/fieldnote.h"
#include "ui/widgets/label.h"

#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace drydock {

QString runsOnName(const QString &runsOn)
{
    static const QMap<QString, const char *> names{
        {u"docker"_s, QT_TRANSLATE_NOOP("LinesDialog", "Docker")},
        {u"kubernetes"_s, QT_TRANSLATE_NOOP("LinesDialog", "Kubernetes")},
        {u"ecs"_s, QT_TRANSLATE_NOOP("LinesDialog", "Amazon ECS")},
        {u"vertex"_s, QT_TRANSLATE_NOOP("LinesDialog", "Vertex AI")},
        {u"cloud-run"_s, QT_TRANSLATE_NOOP("LinesDialog", "Cloud Run")},
        {u"aci"_s, QT_TRANSLATE_NOOP("LinesDialog", "Azure Container Instances")},
        {u"process"_s, QT_TRANSLATE_NOOP("LinesDialog", "a process on the worker")},
        {u"managed"_s, QT_TRANSLATE_NOOP("LinesDialog", "Prefect's managed pool")}};
    const char *name = names.value(runsOn);
    return name ? QCoreApplication::translate("LinesDialog", name) : runsOn;
}

QString linesSentence(const BuildPlan &plan)
{
    if (plan.scripts.isEmpty())
        return {};
    const QString file = QFileInfo(plan.scripts.first().path).fileName();
    const int generation = plan.scripts.first().generation;
    if (generation == 0 || plan.runsOn.isEmpty())
        return LinesDialog::tr("Paste them into %1.").arg(file);
    return LinesDialog::tr("For Prefect %1 on %2. Paste them into %3.").arg(QString::number(generation), runsOnName(plan.runsOn), file);
}

LinesDialog::LinesDialog(const BuildPlan &plan, QWidget *parent) : QDialog(parent), m_code(new CodeView), m_note(new FieldNote)
{
    setObjectName(u"linesDialog"_s);
    setWindowTitle(tr("Lines to paste"));
    resize(880, 480);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 16);
    layout->setSpacing(4);
    layout->addWidget(new Label(tr("Lines to paste"), TextSize::Heading, Tone::Text, QFont::DemiBold));
    auto *sentence = new Label(linesSentence(plan), TextSize::Body, Tone::Muted);
    sentence->setWordWrap(true);
    layout->addWidget(sentence);
    layout->addSpacing(8);
    m_code->setObjectName(u"linesText"_s);
    m_code->setAccessibleName(tr("Lines to paste into the flow"));
    m_code->setCode(plan.lines, CodeLanguage::Python);
    layout->addWidget(m_code, 1);
    layout->addSpacing(4);
    m_note->setObjectName(u"linesNote"_s);
    layout->addWidget(m_note);
    layout->addSpacing(8);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    auto *copyButton = makeButton(u"copyLinesButton"_s, tr("&Copy lines"), ButtonKind::Primary, Icon::Copy);
    buttons->addButton(copyButton, QDialogButtonBox::ActionRole);
    layout->addWidget(buttons);
    // Once they are in the dialog, or the box makes Close the default one.
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);
    copyButton->setDefault(true);
    connect(copyButton, &QPushButton::clicked, this, &LinesDialog::copy);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_code->setFocus();
}

void LinesDialog::copy()
{
    QApplication::clipboard()->setText(m_code->toPlainText());
    m_note->setNote(Tone::Green, Icon::CircleCheck, tr("Copied."));
}

} // namespace drydock
