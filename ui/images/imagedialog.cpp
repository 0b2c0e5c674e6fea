// SPDX-License-Identifier: Apache-2.0
#include "ui/images/imagedialog.h"

#include "core/words.h"
#include "ui/images/texttable.h"
#include "ui/widgets/label.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QRegularExpression>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// How the modules of a distribution are known.
QString sourceWord(const QString &source)
{
    static const QMap<QString, const char *> words{
        {u"record"_s, QT_TRANSLATE_NOOP("ImageDialog", "Its list of files (RECORD)")},
        {u"top-level"_s, QT_TRANSLATE_NOOP("ImageDialog", "Its top-level names")},
        {u"egg"_s, QT_TRANSLATE_NOOP("ImageDialog", "The files of its egg")},
        {u"editable"_s, QT_TRANSLATE_NOOP("ImageDialog", "The folder it is installed from")},
        {u"conda"_s, QT_TRANSLATE_NOOP("ImageDialog", "Conda's record of it")},
        {u"metadata"_s, QT_TRANSLATE_NOOP("ImageDialog", "Its metadata alone")}};
    const char *word = words.value(source);
    return word ? QCoreApplication::translate("ImageDialog", word) : source;
}

QString extraPipText(const std::optional<bool> &honours)
{
    if (!honours)
        return ImageDialog::tr("Not known");
    return *honours ? ImageDialog::tr("Yes, its entrypoint installs them") : ImageDialog::tr("No, its entrypoint ignores the variable");
}

} // namespace

ImageDialog::ImageDialog(const Image &image, const Future<QList<ImageLayer>> &layers, QWidget *parent)
    : QDialog(parent),
      m_distributions(new TextTable(u"imageDistributions"_s, tr("Distributions"),
                                    {tr("Distribution"), tr("Version"), tr("Modules"), tr("Modules known from")})),
      m_layers(new TextTable(u"imageLayers"_s, tr("Layers"), {tr("Size"), tr("Instruction")})),
      m_environment(new TextTable(u"imageEnvironment"_s, tr("Environment"), {tr("Variable"), tr("Value")}))
{
    setObjectName(u"imageDialog"_s);
    setWindowTitle(tr("Image details"));
    resize(960, 640);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 16);
    layout->setSpacing(8);
    auto *title = new Label(image.reference, TextSize::Title, Tone::Text, QFont::DemiBold);
    title->setElided(Qt::ElideMiddle);
    layout->addWidget(title);
    auto *facts = new QGridLayout;
    facts->setHorizontalSpacing(16);
    facts->setVerticalSpacing(4);
    facts->setColumnStretch(1, 1);
    facts->setColumnStretch(3, 1);
    addFacts(facts, image);
    layout->addLayout(facts);

    showDistributions(image);
    QList<QStringList> variables;
    for (auto it = image.environment.begin(); it != image.environment.end(); ++it)
        variables.append({it.key(), it.value()});
    m_environment->setNote(tr("It sets no variables."));
    m_environment->setRows(variables);
    m_layers->setNote(tr("Reading…"));
    m_layers->setRows({});
    m_reading.start(layers, [this](const Result<QList<ImageLayer>> &end) {
        if (!end) {
            m_layers->setNote(end.error().sentence);
            return;
        }
        QList<QStringList> rows;
        QList<qint64> sizes;
        for (const ImageLayer &layer : *end) {
            rows.append({sizeText(layer.size), layer.instruction.isEmpty() ? tr("Imported") : layer.instruction});
            sizes.append(layer.size);
        }
        m_layers->setNote(tr("The engine knows none."));
        m_layers->setRows(rows);
        m_layers->setAmounts(0, sizes);
    });

    auto *tabs = new QTabBar;
    tabs->setObjectName(u"imageTabs"_s);
    tabs->setAccessibleName(tr("What is shown"));
    tabs->setDrawBase(false);
    tabs->setExpanding(false);
    auto *pages = new QStackedWidget;
    const std::pair<TextTable *, QString> shown[]{{m_distributions, tr("Distributions")}, {m_layers, tr("Layers")}, {m_environment, tr("Environment")}};
    for (const auto &[table, name] : shown) {
        pages->addWidget(table);
        tabs->addTab(name);
    }
    connect(tabs, &QTabBar::currentChanged, pages, &QStackedWidget::setCurrentIndex);
    layout->addWidget(tabs);
    layout->addWidget(pages, 1);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
    m_distributions->filter()->setFocus();
}

void ImageDialog::addFacts(QGridLayout *grid, const Image &image)
{
    int at = 0;
    const auto add = [&](const QString &name, const QString &value) {
        if (value.isEmpty())
            return;
        const int column = 2 * (at % 2);
        auto *words = new Label(value);
        words->setElided(Qt::ElideMiddle);
        words->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        words->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        words->setAccessibleName(QString(name % u' ' % value));
        grid->addWidget(new Label(name, TextSize::Body, Tone::Muted), at / 2, column, Qt::AlignTop);
        grid->addWidget(words, at / 2, column + 1);
        ++at;
    };
    const ImageContents contents = image.contents.value_or(ImageContents());
    add(tr("Platform"), image.platform);
    add(tr("Size"), sizeText(image.size));
    add(tr("Made"), image.created.isValid() ? whenText(image.created, QDateTime::currentDateTimeUtc()) : QString());
    add(tr("User"), image.user.isEmpty() ? tr("root") : image.user);
    if (!image.contents)
        add(tr("Contents"), tr("Not looked inside yet"));
    else if (contents.error)
        add(tr("Contents"), contents.error->sentence);
    for (const Interpreter &python : contents.interpreters) {
        const QString prefect = python.prefect.isEmpty() ? tr("no Prefect") : tr("Prefect %1").arg(python.prefect);
        add(python.isDefault ? tr("Python") : tr("Another Python"), QString(python.version % u", "_s % prefect % u", "_s % python.path));
    }
    add(tr("Entrypoint"), image.entrypoint.join(u' '));
    add(tr("Working directory"), image.workingDirectory);
    add(tr("Extra packages"), image.contents ? extraPipText(contents.honoursExtraPipPackages) : QString());
    add(tr("pip, uv"), QStringList{contents.pip, contents.uv}.join(u", "_s).replace(QRegularExpression(u"^, |, $"_s), {}));
    add(tr("Id"), image.id);
    add(tr("Digest"), image.digest);
}

void ImageDialog::showDistributions(const Image &image)
{
    QList<QStringList> rows;
    QList<qint64> modules;
    if (const Interpreter *python = image.python()) {
        for (const Distribution &each : python->distributions) {
            rows.append({each.name, each.version, QString::number(each.modules.size()), sourceWord(each.source)});
            modules.append(each.modules.size());
        }
    }
    m_distributions->setNote(image.contents ? tr("Nothing is installed for its Python.") : tr("This image was not looked inside yet."));
    m_distributions->setRows(rows);
    m_distributions->setAmounts(2, modules);
    m_distributions->setSorted(0);
}

} // namespace drydock
