// SPDX-License-Identifier: Apache-2.0
#include "ui/wizard/imagepage.h"

#include "core/engine/imagereference.h"
#include "core/words.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/card.h"
#include "ui/widgets/fieldnote.h"
#include "ui/widgets/label.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFrame>
#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr int labelWidth = 96;

Label *fieldLabel(const QString &text, QWidget *buddy)
{
    auto *label = new Label(text, TextSize::Body, Tone::Text, QFont::Medium);
    label->setBuddy(buddy);
    buddy->setAccessibleName(QString(text).remove(u'&'));
    return label;
}

QWidget *makeRow(Label *label, const QList<QWidget *> &fields, FieldNote *note)
{
    auto *row = new QWidget;
    auto *grid = new QGridLayout(row);
    grid->setContentsMargins(0, 0, 0, 8);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    grid->setColumnMinimumWidth(0, labelWidth + 8);
    grid->addWidget(label, 0, 0);
    for (int i = 0; i < fields.size(); ++i)
        grid->addWidget(fields.at(i), 0, i + 1);
    grid->setColumnStretch(1, 1);
    grid->addWidget(note, 1, 1, 1, qMax(1, int(fields.size())));
    return row;
}

} // namespace

ImagePage::ImagePage(WizardState &state, QWidget *parent)
    : WizardPage(state, tr("The image"), parent), m_repository(new QLineEdit), m_tag(new QLineEdit), m_nameNote(new FieldNote),
      m_platform(new QComboBox), m_platformNote(new FieldNote), m_base(new QComboBox), m_baseNote(new FieldNote)
{
    m_repository->setObjectName(u"repositoryField"_s);
    m_tag->setObjectName(u"tagField"_s);
    m_tag->setFixedWidth(180);
    m_nameNote->setObjectName(u"nameNote"_s);
    auto *colon = new Label(u":"_s);
    m_nameRow = makeRow(fieldLabel(tr("Na&me and tag"), m_repository), {m_repository, colon, m_tag}, m_nameNote);
    m_tag->setAccessibleName(tr("Tag"));
    content()->addWidget(m_nameRow);

    m_platform->setObjectName(u"platformChoice"_s);
    m_platform->addItems({u"linux/amd64"_s, u"linux/arm64"_s});
    m_platformRow = makeRow(fieldLabel(tr("&Platform"), m_platform), {m_platform}, m_platformNote);
    content()->addWidget(m_platformRow);

    m_base->setObjectName(u"baseChoice"_s);
    m_base->setEditable(true);
    m_base->setInsertPolicy(QComboBox::NoInsert);
    m_base->setMaxVisibleItems(12);
    m_base->lineEdit()->setObjectName(u"baseField"_s);
    m_baseNote->setObjectName(u"baseNote"_s);
    m_baseLabel = fieldLabel(tr("Ba&se image"), m_base);
    m_base->lineEdit()->setAccessibleName(tr("Base image"));
    content()->addWidget(makeRow(m_baseLabel, {m_base}, m_baseNote));
    m_advanced = makeAdvanced();
    content()->addWidget(m_advanced);
    content()->addStretch(1);

    for (QLineEdit *field : {m_repository, m_tag, m_buildArguments, m_labels, m_systemPackages})
        connect(field, &QLineEdit::textChanged, this, &ImagePage::take);
    connect(m_platform, &QComboBox::currentTextChanged, this, &ImagePage::take);
    // Only what the person does to it chooses a base; until then it follows the advice.
    connect(m_base, &QComboBox::editTextChanged, this, [this](const QString &base) {
        if (m_filling)
            return;
        this->state().setBase(base.trimmed());
        validate();
    });
    connect(m_noCache, &QCheckBox::toggled, this, &ImagePage::take);
}

QLineEdit *ImagePage::addAdvanced(QGridLayout *grid, int row, int column, const QString &objectName, const QString &label, const QString &placeholder)
{
    auto *field = new QLineEdit;
    field->setObjectName(objectName);
    field->setPlaceholderText(placeholder);
    grid->addWidget(fieldLabel(label, field), row, column);
    grid->addWidget(field, row, column + 1);
    return field;
}

QWidget *ImagePage::makeAdvanced()
{
    auto *card = new Card;
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(12, 4, 16, 8);
    layout->setSpacing(4);
    m_advancedButton = makeButton(u"advancedButton"_s, tr("Ad&vanced"), ButtonKind::Flat, Icon::ChevronRight);
    layout->addWidget(m_advancedButton, 0, Qt::AlignLeft);

    m_advancedFields = new QWidget;
    auto *grid = new QGridLayout(m_advancedFields);
    grid->setContentsMargins(4, 0, 0, 4);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(10);
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(3, 1);
    m_buildArguments = addAdvanced(grid, 0, 0, u"buildArgumentsField"_s, tr("Build &args"), tr("NAME=value, NAME=value"));
    m_labels = addAdvanced(grid, 0, 2, u"labelsField"_s, tr("&Labels"), tr("team=data-science"));
    m_systemPackages = addAdvanced(grid, 1, 0, u"systemPackagesField"_s, tr("System li&braries"), tr("Debian packages, such as libgomp1"));
    m_noCache = new QCheckBox(tr("Build every layer ane&w, without the cache"));
    m_noCache->setObjectName(u"noCacheBox"_s);
    grid->addWidget(m_noCache, 1, 2, 1, 2);
    m_advancedNote = new FieldNote;
    m_advancedNote->setObjectName(u"advancedNote"_s);
    grid->addWidget(m_advancedNote, 2, 0, 1, 4);
    m_advancedFields->hide();
    layout->addWidget(m_advancedFields);
    connect(m_advancedButton, &QPushButton::clicked, this, [this] { unfoldAdvanced(m_advancedFields->isHidden()); });
    return card;
}

void ImagePage::unfoldAdvanced(bool unfold)
{
    m_advancedButton->setIcon(themeIcon(unfold ? Icon::ChevronDown : Icon::ChevronRight));
    m_advancedButton->setAccessibleDescription(unfold ? tr("shown") : tr("folded"));
    m_advancedFields->setVisible(unfold);
}

void ImagePage::initializePage()
{
    m_filling = true;
    const bool builds = buildsImage(state().strategy());
    m_repository->setText(state().repository);
    m_tag->setText(state().tag);
    m_platform->setCurrentText(state().platform);
    m_buildArguments->setText(state().buildArguments);
    m_labels->setText(state().labels);
    m_systemPackages->setText(state().systemPackages);
    m_noCache->setChecked(state().noCache);
    const bool hasAdvanced = !(state().buildArguments.isEmpty() && state().labels.isEmpty() && state().systemPackages.isEmpty());
    unfoldAdvanced(hasAdvanced);
    m_nameRow->setVisible(builds);
    m_platformRow->setVisible(builds);
    m_advanced->setVisible(builds);
    m_baseLabel->setText(builds ? tr("Ba&se image") : tr("&Image"));
    m_bases.clear();
    m_filling = false;
    setSentence(builds ? tr("Where it is built from and what it is called.")
                       : state().strategy() == Strategy::DefaultImage ? tr("The flow runs in it as it is.")
                                                                      : tr("The distributions are installed in it whenever the flow starts."));
    refresh();
}

void ImagePage::fillBases()
{
    const bool scratch = state().strategy() == Strategy::ScratchImage;
    QStringList bases;
    const auto add = [&bases](const QString &reference) {
        if (!reference.isEmpty() && !bases.contains(reference))
            bases.append(reference);
    };
    add(state().defaultBase());
    for (const ImageCoverage &each : state().snapshot().coverage.images) {
        const bool fits = each.image.contents && !each.image.contents->error
            && (scratch ? each.image.prefect().isEmpty() : !each.image.prefect().isEmpty());
        if (fits)
            add(each.image.reference);
    }
    if (bases == m_bases)
        return;
    m_bases = bases;
    m_filling = true;
    const QString current = state().base();
    m_base->clear();
    m_base->addItems(bases);
    m_base->setEditText(current);
    m_filling = false;
}

void ImagePage::refresh()
{
    fillBases();
    updatePlatformNote();
    validate();
}

void ImagePage::updatePlatformNote()
{
    const QString own = state().snapshot().engine.platform;
    if (own.isEmpty() || own == m_platform->currentText())
        m_platformNote->setInfo(tr("What clusters run, and this computer too."));
    else
        m_platformNote->setNote(Tone::Muted, Icon::TriangleAlert,
                                tr("This computer is %1, so building is emulated and takes several times as long.").arg(own));
    if (m_platform->currentText() != "linux/amd64"_L1 && own == m_platform->currentText())
        m_platformNote->setInfo(tr("As this computer. Clusters mostly run linux/amd64."));
}

void ImagePage::take()
{
    if (m_filling)
        return;
    WizardState &choices = state();
    choices.repository = m_repository->text().trimmed();
    choices.tag = m_tag->text().trimmed();
    choices.platform = m_platform->currentText();
    choices.buildArguments = m_buildArguments->text();
    choices.labels = m_labels->text();
    choices.systemPackages = m_systemPackages->text();
    choices.noCache = m_noCache->isChecked();
    updatePlatformNote();
    validate();
}

bool ImagePage::validateName()
{
    if (!buildsImage(state().strategy()))
        return true;
    const auto parsed = ImageReference::parse(state().reference());
    const QString example = QDate::currentDate().toString(u"yyyy.MM.dd"_s);
    QString error;
    bool inTag = false;
    if (state().repository.isEmpty()) {
        error = tr("Give the image a name, such as team/flow.");
    } else if (state().tag.isEmpty()) {
        error = tr("Give the image a tag, such as %1.").arg(example);
        inTag = true;
    } else if (state().tag.contains(u' ')) {
        error = tr("A tag has no spaces. Try %1.").arg(QString(state().tag).replace(u' ', u'-'));
        inTag = true;
    } else if (!parsed) {
        error = parsed.error().sentence;
        inTag = ImageReference::parse(state().repository).has_value();
    } else if (const auto base = ImageReference::parse(state().base()); base && *base == *parsed) {
        error = tr("This is the base image's own name. Give the result another one.");
    }
    setInvalid(m_repository, !error.isEmpty() && !inTag);
    setInvalid(m_tag, !error.isEmpty() && inTag);
    if (!error.isEmpty())
        m_nameNote->setError(error);
    else if (state().snapshot().coverage.find(state().reference()))
        m_nameNote->setInfo(tr("An image of this computer has this name. The build takes it over."));
    else
        m_nameNote->setNote(Tone::Green, Icon::CircleCheck, tr("Not used yet on this computer. No registry was asked."));
    return error.isEmpty();
}

bool ImagePage::validateBase()
{
    const QString base = state().base();
    const bool mayBeElsewhere = state().strategy() == Strategy::ScratchImage;
    QString error;
    const ImageCoverage *found = state().snapshot().coverage.find(base);
    if (base.isEmpty())
        error = state().snapshot().coverage.images.isEmpty()
            ? tr("There is no image on this computer. Fetch a Prefect image first, or build from a Python image.")
            : tr("Choose the image to stand on.");
    else if (const auto parsed = ImageReference::parse(base); !parsed)
        error = parsed.error().sentence;
    else if (!found && !mayBeElsewhere)
        error = tr("This image is not on this computer. Choose one from the list, or fetch it first.");
    setInvalid(m_base, !error.isEmpty());
    if (!error.isEmpty()) {
        m_baseNote->setError(error);
    } else if (!found) {
        m_baseNote->setInfo(tr("Not on this computer: the build fetches it."));
    } else {
        QStringList missing;
        for (qsizetype i = 0; i < found->cells.size(); ++i) {
            const CellStatus status = found->cells.at(i).status;
            if (status == CellStatus::Missing || status == CellStatus::Version || status == CellStatus::Removed)
                missing.append(state().snapshot().coverage.needs.value(i).module);
        }
        const QString size = sizeText(found->image.size);
        if (missing.isEmpty())
            m_baseNote->setInfo(tr("On this computer, %1. It has every import.").arg(size));
        else if (missing.size() <= 3)
            m_baseNote->setInfo(tr("On this computer, %1. It lacks %2.").arg(size, missing.join(u", "_s)));
        else
            m_baseNote->setInfo(tr("On this computer, %1. It lacks %2 and %3 more.")
                                    .arg(size, missing.first(2).join(u", "_s), QString::number(missing.size() - 2)));
    }
    return error.isEmpty();
}

bool ImagePage::validatePairs(QLineEdit *field)
{
    const auto pairs = pairsOf(field->text());
    setInvalid(field, !pairs);
    if (!pairs)
        m_advancedNote->setError(pairs.error().sentence);
    return pairs.has_value();
}

void ImagePage::validate()
{
    m_advancedNote->setInfo({});
    bool valid = validateName();
    valid &= validateBase();
    valid &= validatePairs(m_buildArguments);
    valid &= validatePairs(m_labels);
    if (valid != m_valid) {
        m_valid = valid;
        Q_EMIT completeChanged();
    }
}

QString ImagePage::summary() const
{
    return buildsImage(state().strategy()) ? state().repository : state().base();
}

QWidget *ImagePage::mainWidget() const
{
    return buildsImage(state().strategy()) ? static_cast<QWidget *>(m_repository) : m_base;
}

bool ImagePage::isComplete() const
{
    return m_valid;
}

} // namespace drydock
