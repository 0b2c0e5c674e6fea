// SPDX-License-Identifier: Apache-2.0
#include "ui/images/evidencedialog.h"

#include "ui/models/statement.h"
#include "core/words.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/iconview.h"
#include "ui/widgets/label.h"

#include <QDesktopServices>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QGridLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextBlock>
#include <QUrl>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr int linesAround = 3;

/// The lines around a place, each with its number.
QString excerpt(const QString &source, int line)
{
    const int first = qMax(1, line - linesAround);
    const QStringList lines = source.section(u'\n', first - 1, line - 1 + linesAround).split(u'\n');
    QStringList numbered;
    for (int i = 0; i < lines.size(); ++i)
        numbered.append(u"%1 %2 %3"_s.arg(first + i == line ? u"›"_s : u" "_s).arg(first + i, 4).arg(lines.at(i).left(400)));
    return numbered.join(u'\n');
}

QString levelText(const Cell &cell)
{
    switch (cell.evidence) {
    case EvidenceLevel::Imported: return EvidenceDialog::tr("Imported by itself in the confined image; no line of the script ran");
    case EvidenceLevel::Found: return EvidenceDialog::tr("Found among the image’s files; not imported yet");
    case EvidenceLevel::Expected: return EvidenceDialog::tr("Expected from the image’s name; not looked at");
    }
    return {};
}

QString imageText(const Image &image)
{
    QStringList facts;
    if (const Interpreter *python = image.contents ? image.contents->defaultInterpreter() : nullptr) {
        facts.append(EvidenceDialog::tr("Python %1").arg(python->version));
        facts.append(python->prefect.isEmpty() ? EvidenceDialog::tr("no Prefect") : EvidenceDialog::tr("Prefect %1").arg(python->prefect));
    }
    facts.append(image.platform);
    facts.append(sizeText(image.size));
    facts.removeAll(QString());
    return facts.join(u", "_s);
}

} // namespace

EvidenceDialog::EvidenceDialog(const CoverageView::Current &current, const Snapshot &snapshot, QWidget *parent) : QDialog(parent)
{
    setObjectName(u"evidenceDialog"_s);
    setWindowTitle(tr("Evidence"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 16);
    layout->setSpacing(12);

    const QString reference = current.image ? current.image->image.reference : QString();
    CellLook look;
    QString statement = tr("The standard library comes with Python");
    if (current.cell)
        look = lookOf(*current.cell);
    if (current.need)
        statement = current.cell ? cellSentence(*current.need, *current.cell, reference) : current.need->module;
    auto *title = new QHBoxLayout;
    title->setSpacing(10);
    title->addWidget(new IconView(look.icon, look.iconTone, 20), 0, Qt::AlignTop);
    auto *heading = new Label(statement, TextSize::Title, Tone::Text, QFont::DemiBold);
    heading->setWordWrap(true);
    title->addWidget(heading, 1);
    layout->addLayout(title);

    auto *facts = new QGridLayout;
    facts->setHorizontalSpacing(16);
    facts->setVerticalSpacing(6);
    facts->setColumnStretch(1, 1);
    const auto add = [facts](const QString &name, const QString &value) {
        if (value.isEmpty())
            return;
        const int row = facts->rowCount();
        facts->addWidget(new Label(name, TextSize::Body, Tone::Muted), row, 0, Qt::AlignTop);
        auto *words = new Label(value);
        words->setWordWrap(true);
        words->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        words->setAccessibleName(QString(name % u' ' % value));
        facts->addWidget(words, row, 1);
    };
    if (current.cell) {
        add(tr("Why"), current.cell->reason);
        if (current.need && current.cell->status == CellStatus::Provided)
            add(tr("Seen how"), levelText(*current.cell));
        if (!current.cell->distribution.isEmpty())
            add(tr("Distribution"), QString(current.cell->distribution % u' ' % current.cell->version));
    }
    if (current.need) {
        if (!current.need->distributions.isEmpty())
            add(tr("Would come from"), current.need->distributions.mid(0, 4).join(u", "_s));
        add(tr("Known from"), current.need->evidence);
        add(tr("Declared"), current.need->requirement);
        add(tr("Names used"), current.need->names.mid(0, 20).join(u", "_s));
        add(tr("Needed in"), QString(folderText(current.need->file) % u", "_s % placeText(*current.need, false)));
    } else {
        add(tr("Modules"), snapshot.coverage.standardLibrary.join(u", "_s));
    }
    if (current.image) {
        add(tr("Image"), reference);
        add(QString(), imageText(current.image->image));
    }
    layout->addLayout(facts);

    const FlowScript *script = nullptr;
    for (const FlowScript &each : snapshot.scripts)
        if (current.need && each.path == current.need->file)
            script = &each;
    if (script && current.need->line > 0) {
        auto *source = new QPlainTextEdit(excerpt(script->source, current.need->line));
        source->setObjectName(u"sourceExcerpt"_s);
        source->setReadOnly(true);
        source->setTabChangesFocus(true);
        source->setLineWrapMode(QPlainTextEdit::NoWrap);
        source->setFont(monoFont());
        source->setLayoutDirection(Qt::LeftToRight);
        source->setAccessibleName(tr("The lines of %1 around line %2").arg(QFileInfo(script->path).fileName()).arg(current.need->line));
        source->setFixedHeight(QFontMetrics(monoFont()).lineSpacing() * (2 * linesAround + 1) + 24);
        layout->addWidget(source);
    }
    layout->addStretch(1);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    if (current.need && !current.need->file.isEmpty()) {
        QPushButton *open = buttons->addButton(tr("Open in editor"), QDialogButtonBox::ActionRole);
        open->setObjectName(u"openInEditor"_s);
        open->setIcon(themeIcon(Icon::ExternalLink));
        open->setAutoDefault(false);
        const QUrl file = QUrl::fromLocalFile(current.need->file);
        connect(open, &QPushButton::clicked, this, [file] { QDesktopServices::openUrl(file); });
    }
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
    resize(640, sizeHint().height());
}

} // namespace drydock
