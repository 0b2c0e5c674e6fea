// SPDX-License-Identifier: Apache-2.0
#include "ui/settings/fieldgrid.h"

#include "ui/theme/style.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/fieldnote.h"
#include "ui/widgets/label.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace drydock {

FieldGrid::FieldGrid(QWidget *parent) : QWidget(parent), m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins({});
    m_grid->setColumnMinimumWidth(0, 128);
    m_grid->setColumnStretch(1, 1);
    m_grid->setHorizontalSpacing(16);
    m_grid->setVerticalSpacing(4);
}

QComboBox *FieldGrid::addChoice(const QString &objectName, const QString &label, const QStringList &choices, const QString &note)
{
    const int row = m_grid->rowCount();
    auto *name = new Label(label, TextSize::Body, Tone::Text, QFont::Medium);
    auto *choice = new QComboBox;
    choice->setObjectName(objectName);
    choice->addItems(choices);
    choice->setMinimumHeight(metrics::height(metrics::control, font()));
    choice->setAccessibleName(QString(label).remove(u'&'));
    name->setBuddy(choice);
    m_grid->addWidget(name, row, 0);
    m_grid->addWidget(choice, row, 1, 1, 2);
    if (!note.isEmpty()) {
        auto *explanation = new FieldNote;
        explanation->setInfo(note);
        m_grid->addWidget(explanation, row + 1, 1, 1, 2);
    }
    m_grid->setRowMinimumHeight(row + 2, 8);
    return choice;
}

QLineEdit *FieldGrid::addField(const QString &objectName, const QString &label, const QString &value, const QString &placeholder, FieldNote *note)
{
    return add(objectName, label, value, placeholder, note, nullptr);
}

QLineEdit *FieldGrid::addFileField(const QString &objectName, const QString &label, const QString &value, const QString &placeholder, FieldNote *note,
                                   const QString &title)
{
    auto *choose = makeButton(QString(objectName % u"Choose"_s), tr("Choose…"), ButtonKind::Outlined);
    choose->setAccessibleName(title);
    QLineEdit *field = add(objectName, label, value, placeholder, note, choose);
    connect(choose, &QPushButton::clicked, this, [this, field, title] {
        auto *dialog = new QFileDialog(this, title, QFileInfo(field->text()).path());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, field, [field](const QString &path) {
            field->setText(path);
            Q_EMIT field->editingFinished();
        });
        dialog->open();
    });
    return field;
}

QLineEdit *FieldGrid::add(const QString &objectName, const QString &label, const QString &value, const QString &placeholder, FieldNote *note, QPushButton *choose)
{
    const int row = m_grid->rowCount();
    auto *name = new Label(label, TextSize::Body, Tone::Text, QFont::Medium);
    auto *field = new QLineEdit(value);
    field->setObjectName(objectName);
    field->setPlaceholderText(placeholder);
    field->setMinimumHeight(metrics::height(metrics::control, font())); // However much a log below it wants.
    field->setAccessibleName(QString(label).remove(u'&'));
    name->setBuddy(field);
    m_grid->addWidget(name, row, 0);
    m_grid->addWidget(field, row, 1, 1, choose ? 1 : 2);
    if (choose)
        m_grid->addWidget(choose, row, 2);
    note->setObjectName(QString(objectName % u"Note"_s));
    m_grid->addWidget(note, row + 1, 1, 1, 2);
    return field;
}

bool sayOfField(QLineEdit *field, FieldNote *note, const QString &error, const QString &info)
{
    setInvalid(field, !error.isEmpty());
    if (error.isEmpty())
        note->setInfo(info);
    else
        note->setError(error);
    return error.isEmpty();
}

} // namespace drydock
