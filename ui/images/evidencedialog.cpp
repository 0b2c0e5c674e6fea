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

#include <algorithm>

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
    if (const Interpreter *python = image.python()) {
        facts.append(EvidenceDialog::tr("Python %1").arg(python->version));
        facts.append(python->prefect.isEmpty() ? EvidenceDialog::tr("no Prefect") : EvidenceDialog::tr("Prefect %1").arg(python->prefect));
    }
    facts.append(image.platform);
    facts.append(sizeText(image.size));
    facts.removeAll(QString());
    return facts.join(u", "_s);
}

} // namespace

Evidence evidenceOf(const CoverageView::Current &current, const Snapshot &snapshot)
{
    Evidence evidence;
    const auto add = [&evidence](const QString &name, const QString &value) {
        if (!value.isEmpty())
            evidence.facts.append({name, value});
    };
    const QString reference = current.image ? current.image->image.reference : QString();
    if (current.cell) {
        const CellLook look = lookOf(*current.cell);
        evidence.icon = look.icon;
        evidence.tone = look.iconTone;
        add(EvidenceDialog::tr("Why"), current.reason());
        if (current.need && current.cell->status == CellStatus::Provided)
            add(EvidenceDialog::tr("Seen how"), levelText(*current.cell));
        if (!current.cell->distribution.isEmpty())
            add(EvidenceDialog::tr("Distribution"), QString(current.cell->distribution % u' ' % current.cell->version));
    }
    if (const Need *need = current.need) {
        evidence.statement = current.cell ? cellSentence(*need, *current.cell, reference) : need->module;
        if (!need->distributions.isEmpty())
            add(EvidenceDialog::tr("Would come from"), need->distributions.mid(0, 4).join(u", "_s));
        add(EvidenceDialog::tr("Known from"), need->evidence);
        add(EvidenceDialog::tr("Declared"), need->requirement);
        add(EvidenceDialog::tr("Names used"), need->names.mid(0, 20).join(u", "_s));
        add(EvidenceDialog::tr("Needed in"), QString(folderText(need->file) % u", "_s % placeText(*need, false)));
        evidence.place = {need->file, need->line};
    } else {
        evidence.statement = EvidenceDialog::tr("The standard library comes with Python");
        add(EvidenceDialog::tr("Modules"), snapshot.coverage.standardLibrary.join(u", "_s));
    }
    if (current.image) {
        add(EvidenceDialog::tr("Image"), reference);
        // Without a title it goes on with the line above.
        add(QString(), imageText(current.image->image));
        for (const ImageWarning &warning : current.image->warnings)
            add(EvidenceDialog::tr("Mind"), warning.message);
    }
    return evidence;
}

Evidence evidenceOf(const ImportRow &row)
{
    Evidence evidence{groupIcon(row.group), Tone::Muted, originSentence(row), factsOf(row), row.place()};
    if (row.import() && row.import()->suspicious)
        evidence.tone = Tone::Amber;
    return evidence;
}

EvidenceDialog::EvidenceDialog(const Evidence &evidence, const Snapshot &snapshot, QWidget *parent) : QDialog(parent)
{
    setObjectName(u"evidenceDialog"_s);
    setWindowTitle(tr("Evidence"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 16);
    layout->setSpacing(12);

    auto *title = new QHBoxLayout;
    title->setSpacing(10);
    title->addWidget(new IconView(evidence.icon, evidence.tone, 20), 0, Qt::AlignTop);
    auto *heading = new Label(evidence.statement, TextSize::Title, Tone::Text, QFont::DemiBold);
    heading->setWordWrap(true);
    title->addWidget(heading, 1);
    layout->addLayout(title);

    auto *facts = new QGridLayout;
    facts->setHorizontalSpacing(16);
    facts->setVerticalSpacing(6);
    facts->setColumnStretch(1, 1);
    for (const auto &[name, value] : evidence.facts) {
        const int row = facts->rowCount();
        facts->addWidget(new Label(name, TextSize::Body, Tone::Muted), row, 0, Qt::AlignTop);
        auto *words = new Label(value);
        words->setWordWrap(true);
        words->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        words->setAccessibleName(QString(name % u' ' % value));
        facts->addWidget(words, row, 1);
    }
    layout->addLayout(facts);

    const auto script = std::find_if(snapshot.scripts.begin(), snapshot.scripts.end(),
                                     [&](const FlowScript &each) { return each.path == evidence.place.file; });
    if (script != snapshot.scripts.end() && evidence.place.line > 0) {
        auto *source = new QPlainTextEdit(excerpt(script->source, evidence.place.line));
        source->setObjectName(u"sourceExcerpt"_s);
        source->setReadOnly(true);
        source->setTabChangesFocus(true);
        source->setLineWrapMode(QPlainTextEdit::NoWrap);
        source->setFont(monoFont());
        source->setLayoutDirection(Qt::LeftToRight);
        source->setAccessibleName(tr("The lines of %1 around line %2").arg(QFileInfo(script->path).fileName()).arg(evidence.place.line));
        source->setFixedHeight(QFontMetrics(monoFont()).lineSpacing() * (2 * linesAround + 1) + 24);
        layout->addWidget(source);
    }
    layout->addStretch(1);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    if (!evidence.place.file.isEmpty()) {
        QPushButton *source = buttons->addButton(tr("Go to the line"), QDialogButtonBox::ActionRole);
        source->setObjectName(u"goToLine"_s);
        source->setIcon(themeIcon(Icon::FileCode));
        source->setAutoDefault(false);
        connect(source, &QPushButton::clicked, this, [this] {
            accept();
            Q_EMIT sourceRequested();
        });
        QPushButton *open = buttons->addButton(tr("Open in editor"), QDialogButtonBox::ActionRole);
        open->setObjectName(u"openInEditor"_s);
        open->setIcon(themeIcon(Icon::ExternalLink));
        open->setAutoDefault(false);
        const QUrl file = QUrl::fromLocalFile(evidence.place.file);
        connect(open, &QPushButton::clicked, this, [file] { QDesktopServices::openUrl(file); });
    }
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
    resize(640, sizeHint().height());
}

} // namespace drydock
