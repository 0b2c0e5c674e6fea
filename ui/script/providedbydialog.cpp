// SPDX-License-Identifier: Apache-2.0
#include "ui/script/providedbydialog.h"

#include "core/python/candidates.h"
#include "core/python/requirement.h"
#include "ui/theme/style.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/fieldnote.h"
#include "ui/widgets/label.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace drydock {

ProvidedByDialog::ProvidedByDialog(const ImportRow &row, QWidget *parent)
    : QDialog(parent), m_name(row.saidFor.isEmpty() ? nameToSay(row.name) : row.saidFor), m_field(new QComboBox),
      m_note(new FieldNote)
{
    setObjectName(u"providedByDialog"_s);
    setWindowTitle(tr("What provides this import"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 16);
    layout->setSpacing(4);
    auto *heading = new Label(tr("“%1” is provided by…").arg(m_name), TextSize::Heading, Tone::Text, QFont::DemiBold);
    heading->setWordWrap(true);
    layout->addWidget(heading);
    auto *sentence = new Label(QString(originSentence(row) % u'.'), TextSize::Body, Tone::Muted);
    sentence->setWordWrap(true);
    layout->addWidget(sentence);
    layout->addSpacing(12);

    auto *label = new Label(tr("&Distribution, as pip calls it"));
    label->setBuddy(m_field);
    layout->addWidget(label);
    m_field->setObjectName(u"distributionField"_s);
    m_field->setAccessibleName(tr("Distribution that provides %1").arg(m_name));
    m_field->setEditable(true);
    m_field->setInsertPolicy(QComboBox::NoInsert);
    QStringList candidates = row.import() ? row.import()->distributions : QStringList();
    for (const QString &known : candidatesFor(row.name).distributions)
        if (!candidates.contains(known, Qt::CaseInsensitive))
            candidates.append(known);
    m_field->addItems(candidates);
    m_field->setMinimumHeight(metrics::height(metrics::control, font()));
    layout->addWidget(m_field);
    m_note->setObjectName(u"distributionNote"_s);
    layout->addWidget(m_note);
    layout->addSpacing(8);
    auto *scope = new Label(tr("Remembered for %1. Coverage and plans follow it; other scripts do not.")
                                .arg(QFileInfo(row.script).fileName()),
                            TextSize::Note, Tone::Muted);
    scope->setWordWrap(true);
    layout->addWidget(scope);
    layout->addStretch(1);
    layout->addSpacing(16);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_accept = makeButton(u"acceptProvidedBy"_s, tr("&Use this distribution"), ButtonKind::Primary);
    buttons->addButton(m_accept, QDialogButtonBox::AcceptRole);
    if (!row.saidFor.isEmpty()) {
        auto *forget = makeButton(u"forgetProvidedBy"_s, tr("&Forget what I said"), ButtonKind::Outlined, Icon::Undo2);
        buttons->addButton(forget, QDialogButtonBox::ResetRole);
        connect(forget, &QPushButton::clicked, this, [this] {
            m_forget = true;
            accept();
        });
    }
    layout->addWidget(buttons);
    // Once they are in the dialog, or the box makes Cancel the default one.
    buttons->button(QDialogButtonBox::Cancel)->setAutoDefault(false);
    m_accept->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_field, &QComboBox::editTextChanged, this, &ProvidedByDialog::check);
    resize(520, sizeHint().height());
    m_field->lineEdit()->selectAll();
    m_field->setFocus();
    check();
}

QString ProvidedByDialog::distribution() const
{
    return m_forget ? QString() : m_field->currentText().trimmed();
}

void ProvidedByDialog::check()
{
    const QString text = m_field->currentText().trimmed();
    const auto requirement = Requirement::parse(text);
    // A name alone: versions belong to what the project declares.
    const bool isName = requirement && requirement->name == text;
    if (text.isEmpty())
        m_note->setInfo(tr("For example scikit-learn."));
    else if (!isName)
        m_note->setError(tr("A distribution's name has letters, digits, dots and dashes. Versions are not said here."));
    else if (isKnownDistribution(text))
        m_note->setNote(Tone::Green, Icon::CircleCheck, tr("A widely used distribution is called so."));
    else
        m_note->setNote(Tone::Amber, Icon::TriangleAlert,
                        tr("No widely used distribution is called so. That is fine for one of your own."));
    setInvalid(m_field, !text.isEmpty() && !isName);
    m_accept->setEnabled(isName);
}

} // namespace drydock
