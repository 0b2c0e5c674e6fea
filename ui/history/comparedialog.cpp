// SPDX-License-Identifier: Apache-2.0
#include "ui/history/comparedialog.h"

#include "core/check/check.h"
#include "core/strategy/advice.h"
#include "core/words.h"
#include "ui/history/historymodel.h"
#include "ui/images/texttable.h"
#include "ui/widgets/label.h"

#include <QDialogButtonBox>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

using Facts = QMap<QString, QString>;

void add(QList<QStringList> &rows, const QString &kind, const Facts &one, const Facts &other)
{
    QStringList names = one.keys() + other.keys();
    names.removeDuplicates();
    names.sort(Qt::CaseInsensitive);
    for (const QString &name : std::as_const(names)) {
        const QString first = one.value(name, u"–"_s);
        const QString second = other.value(name, u"–"_s);
        if (first != second)
            rows.append({kind, name, first, second});
    }
}

void add(QList<QStringList> &rows, const QString &name, const QString &first, const QString &second)
{
    if (first != second)
        rows.append({CompareDialog::tr("Fact"), name, first.isEmpty() ? u"–"_s : first, second.isEmpty() ? u"–"_s : second});
}

Facts distributionsOf(const QJsonObject &plan)
{
    Facts facts;
    const QJsonArray requirements = plan[u"requirements"_s].toArray();
    for (const QJsonValue &each : requirements)
        facts.insert(each[u"name"_s].toString(), each[u"version"_s].toString());
    return facts;
}

Facts packagesOf(const QJsonObject &plan)
{
    Facts facts;
    const QJsonArray packages = plan[u"system_packages"_s].toArray();
    for (const QJsonValue &each : packages)
        facts.insert(each.toString(), CompareDialog::tr("installed"));
    return facts;
}

Facts checksOf(const QJsonObject &report)
{
    Facts facts;
    const CheckReport read = checkReportFromJson(report);
    for (const Check &check : read.checks) {
        const QString status = check.status == CheckStatus::Passed ? CompareDialog::tr("passed")
            : check.status == CheckStatus::Failed                  ? CompareDialog::tr("failed")
                                                                   : CompareDialog::tr("skipped");
        facts.insert(check.id, status);
    }
    return facts;
}

QString title(const HistoryEntry &entry)
{
    const QString when = QLocale().toString(entry.started.toLocalTime(), QLocale::ShortFormat);
    return entry.kind == "build"_L1 ? CompareDialog::tr("Build, %1").arg(when) : CompareDialog::tr("Checks, %1").arg(when);
}

} // namespace

QList<QStringList> differencesOf(const HistoryEntry &one, const HistoryEntry &other)
{
    const QJsonObject first = QJsonDocument::fromJson(one.document).object();
    const QJsonObject second = QJsonDocument::fromJson(other.document).object();
    const auto strategy = [](const QJsonObject &plan) {
        const auto known = strategyFromId(plan[u"strategy"_s].toString());
        return known ? strategyName(*known) : QString();
    };
    QList<QStringList> rows;
    add(rows, CompareDialog::tr("Outcome"), outcomeWord(one.outcome), outcomeWord(other.outcome));
    add(rows, CompareDialog::tr("Why"), one.sentence, other.sentence);
    add(rows, CompareDialog::tr("Time"), durationText(one.seconds), durationText(other.seconds));
    add(rows, CompareDialog::tr("Image"), one.image, other.image);
    add(rows, CompareDialog::tr("Image id"), one.imageId.section(u':', -1).left(12), other.imageId.section(u':', -1).left(12));
    add(rows, CompareDialog::tr("Strategy"), strategy(first), strategy(second));
    add(rows, CompareDialog::tr("Base"), first[u"base"_s].toString(), second[u"base"_s].toString());
    add(rows, CompareDialog::tr("Platform"), first[u"platform"_s].toString(), second[u"platform"_s].toString());
    add(rows, CompareDialog::tr("Distribution"), distributionsOf(first), distributionsOf(second));
    add(rows, CompareDialog::tr("System package"), packagesOf(first), packagesOf(second));
    add(rows, CompareDialog::tr("Check"), checksOf(first), checksOf(second));
    return rows;
}

CompareDialog::CompareDialog(const HistoryEntry &one, const HistoryEntry &other, QWidget *parent) : QDialog(parent)
{
    setObjectName(u"compareDialog"_s);
    setWindowTitle(tr("Compare two runs"));
    resize(900, 520);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 16);
    layout->setSpacing(8);
    layout->addWidget(new Label(tr("What is different"), TextSize::Heading, Tone::Text, QFont::DemiBold));
    auto *table = new TextTable(u"runDifferences"_s, tr("Differences"), {tr("What"), tr("Name"), title(one), title(other)});
    table->setNote(tr("They do not differ."));
    table->setRows(differencesOf(one, other));
    layout->addWidget(table, 1);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
    table->view()->setFocus();
}

} // namespace drydock
