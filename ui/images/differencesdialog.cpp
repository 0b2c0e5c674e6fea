// SPDX-License-Identifier: Apache-2.0
#include "ui/images/differencesdialog.h"

#include "core/coverage/differences.h"
#include "ui/images/texttable.h"
#include "ui/widgets/label.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

QString kindWord(Difference::Kind kind)
{
    switch (kind) {
    case Difference::Kind::Fact: return DifferencesDialog::tr("Image");
    case Difference::Kind::Import: return DifferencesDialog::tr("Import");
    case Difference::Kind::Distribution: return DifferencesDialog::tr("Distribution");
    case Difference::Kind::Variable: return DifferencesDialog::tr("Variable");
    }
    return {};
}

} // namespace

DifferencesDialog::DifferencesDialog(const Coverage &coverage, const QString &one, QWidget *parent)
    : QDialog(parent), m_coverage(coverage), m_one(new QComboBox), m_other(new QComboBox),
      m_table(new TextTable(u"differences"_s, tr("Differences"), {tr("What"), tr("Name"), tr("First image"), tr("Second image")}))
{
    setObjectName(u"differencesDialog"_s);
    setWindowTitle(tr("Compare two images"));
    resize(960, 600);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 16);
    layout->setSpacing(12);
    layout->addWidget(new Label(tr("Compare two images"), TextSize::Heading, Tone::Text, QFont::DemiBold));
    auto *choices = new QGridLayout;
    choices->setHorizontalSpacing(16);
    choices->setVerticalSpacing(8);
    choices->setColumnStretch(1, 1);
    const auto addChoice = [&](QComboBox *choice, const QString &name, const QString &label) {
        choice->setObjectName(name);
        choice->setAccessibleName(QString(label).remove(u'&'));
        choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        for (const ImageCoverage &image : m_coverage.images)
            choice->addItem(image.image.reference);
        auto *words = new Label(label, TextSize::Body, Tone::Muted);
        words->setBuddy(choice);
        const int row = choices->rowCount();
        choices->addWidget(words, row, 0);
        choices->addWidget(choice, row, 1);
        connect(choice, &QComboBox::currentIndexChanged, this, &DifferencesDialog::showDifferences);
    };
    addChoice(m_one, u"firstImage"_s, tr("&First image"));
    addChoice(m_other, u"secondImage"_s, tr("&Second image"));
    layout->addLayout(choices);
    layout->addWidget(m_table, 1);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);

    m_table->setNote(tr("They do not differ."));
    m_one->setCurrentText(one);
    m_other->setCurrentIndex(m_one->currentIndex() == 0 ? 1 : 0);
    showDifferences();
    m_other->setFocus();
}

void DifferencesDialog::showDifferences()
{
    const ImageCoverage *one = m_coverage.find(m_one->currentText());
    const ImageCoverage *other = m_coverage.find(m_other->currentText());
    if (!one || !other)
        return;
    QList<QStringList> rows;
    const QList<Difference> differences = differencesBetween(m_coverage, *one, *other);
    const auto side = [](const QString &text) { return text.isEmpty() ? u"–"_s : text; };
    for (const Difference &each : differences)
        rows.append({kindWord(each.kind), each.name, side(each.one), side(each.other)});
    m_table->setRows(rows);
}

} // namespace drydock
