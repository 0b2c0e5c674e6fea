// SPDX-License-Identifier: Apache-2.0
#include "ui/wizard/wizardstate.h"

#include "core/engine/imagereference.h"

#include <QCryptographicHash>
#include <QRegularExpression>
#include <QSettings>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

QString choicesGroup(const Snapshot &snapshot)
{
    const QByteArray paths = snapshot.paths.join(u'\n').toUtf8();
    return u"choices/"_s + QString::fromLatin1(QCryptographicHash::hash(paths, QCryptographicHash::Sha256).toHex().left(16));
}

QStringList wordsOf(const QString &text)
{
    static const QRegularExpression separator(u"[\\s,]+"_s);
    return text.split(separator, Qt::SkipEmptyParts);
}

} // namespace

Result<QMap<QString, QString>> pairsOf(const QString &text)
{
    static const QRegularExpression name(u"^[A-Za-z_][A-Za-z0-9_.-]*$"_s);
    QMap<QString, QString> pairs;
    for (const QString &part : text.split(u',', Qt::SkipEmptyParts)) {
        const qsizetype equals = part.indexOf(u'=');
        const QString key = part.left(equals).trimmed();
        if (equals < 0 || !name.match(key).hasMatch())
            return failure(u"pairs-invalid"_s, WizardState::tr("“%1” is not of the form NAME=value.").arg(part.trimmed()));
        pairs.insert(key, part.mid(equals + 1).trimmed());
    }
    return pairs;
}

WizardState::WizardState(FlowSession &session, QSettings &store, const Work *retried, QObject *parent)
    : QObject(parent), m_session(session), m_store(store)
{
    recall();
    if (retried)
        take(*retried);
    ask();
    connect(&session, &FlowSession::changed, this, &WizardState::changed);
}

void WizardState::recall()
{
    const Snapshot &now = snapshot();
    m_strategy = now.advice.recommended;
    platform = u"linux/amd64"_s;
    if (!now.scripts.isEmpty()) {
        const QString name = suggestedTag(now.scripts, QDate::currentDate());
        if (const auto suggested = ImageReference::parse(name)) {
            repository = name.section(u':', 0, 0);
            tag = suggested->tag;
        }
    }
    const QString group = choicesGroup(now) + u'/';
    const auto stored = [&](const QString &key, const QVariant &otherwise = {}) { return m_store.value(group + key, otherwise); };
    if (const auto strategy = strategyFromId(stored(u"strategy"_s).toString())) {
        // What is not possible any more is not chosen, whatever was chosen before.
        for (const StrategyAdvice &each : now.advice.strategies)
            m_strategyChosen |= each.strategy == *strategy && each.applicable;
        if (m_strategyChosen)
            m_strategy = *strategy;
    }
    repository = stored(u"repository"_s, repository).toString();
    platform = stored(u"platform"_s, platform).toString();
    buildArguments = stored(u"buildArguments"_s).toString();
    labels = stored(u"labels"_s).toString();
    systemPackages = stored(u"systemPackages"_s).toString();
    m_pinsToEnvironment = environment() && stored(u"pinsToEnvironment"_s).toBool();
    m_base = stored(u"base"_s).toString();
    if (const QVariant edited = stored(u"requirements"_s); edited.isValid())
        m_edited = edited.toStringList();
}

void WizardState::take(const Work &work)
{
    const PlanChoices chosen = choicesOf(*work.plan);
    const auto textOf = [](const QMap<QString, QString> &pairs) {
        QStringList words;
        for (auto pair = pairs.begin(); pair != pairs.end(); ++pair)
            words.append(QString(pair.key() % u'=' % *pair));
        return words.join(u", "_s);
    };
    m_strategy = chosen.strategy;
    m_strategyChosen = true;
    m_base = chosen.base;
    if (const auto reference = ImageReference::parse(chosen.tag)) {
        tag = reference->tag;
        repository = chosen.tag.chopped(tag.isEmpty() ? 0 : tag.size() + 1);
    }
    platform = chosen.platform;
    buildArguments = textOf(chosen.buildArguments);
    labels = textOf(chosen.labels);
    systemPackages = chosen.systemPackages.join(u' ');
    noCache = work.options.noCache;
    m_allowSource = std::any_of(work.plan->requirements.begin(), work.plan->requirements.end(), [](const ResolvedDistribution &each) { return !each.isWheel; });
    m_edited.reset();
    if (chosen.requirements != requirements())
        m_edited = chosen.requirements;
}

void WizardState::remember()
{
    m_store.beginGroup(choicesGroup(snapshot()));
    m_store.remove(QString());
    m_store.setValue(u"strategy"_s, strategyId(m_strategy));
    m_store.setValue(u"repository"_s, repository);
    m_store.setValue(u"platform"_s, platform);
    m_store.setValue(u"buildArguments"_s, buildArguments);
    m_store.setValue(u"labels"_s, labels);
    m_store.setValue(u"systemPackages"_s, systemPackages);
    m_store.setValue(u"pinsToEnvironment"_s, m_pinsToEnvironment);
    if (!m_base.isEmpty())
        m_store.setValue(u"base"_s, m_base);
    if (m_edited)
        m_store.setValue(u"requirements"_s, *m_edited);
    m_store.endGroup();
}

void WizardState::setStrategy(Strategy strategy, bool byPerson)
{
    if (strategy == m_strategy)
        return;
    m_strategy = strategy;
    m_strategyChosen |= byPerson;
    // Base and edits were chosen for the other strategy.
    m_base.clear();
    m_edited.reset();
    Q_EMIT changed();
}

bool WizardState::installs() const
{
    return m_strategy != Strategy::DefaultImage;
}

QString WizardState::defaultBase() const
{
    return snapshot().advice.standsOn(m_strategy);
}

QString WizardState::base() const
{
    return m_base.isEmpty() ? defaultBase() : m_base;
}

void WizardState::setBase(const QString &base)
{
    const QString chosen = base == defaultBase() ? QString() : base;
    if (chosen == m_base)
        return;
    m_base = chosen;
    Q_EMIT changed();
}

const Image *WizardState::baseImage() const
{
    const ImageCoverage *found = snapshot().coverage.find(base());
    return found ? &found->image : nullptr;
}

QStringList WizardState::requirements() const
{
    return requirementsOf(choices(), snapshot().advice, snapshot().scripts);
}

void WizardState::setRequirements(const QStringList &requirements)
{
    m_edited = requirements;
    Q_EMIT changed();
    ask();
}

void WizardState::undoEdits()
{
    m_edited.reset();
    m_allowSource = false;
    Q_EMIT changed();
    ask();
}

const OwnEnvironment *WizardState::environment() const
{
    for (const FlowScript &script : snapshot().scripts) {
        if (script.environment && !script.environment->versions.isEmpty())
            return &*script.environment;
    }
    return nullptr;
}

void WizardState::setPinsToEnvironment(bool pins)
{
    if (pins == m_pinsToEnvironment)
        return;
    m_pinsToEnvironment = pins;
    Q_EMIT changed();
    if (mayAskIndex() && installs())
        askAgain(); // What comes with the requirements is held to other versions, even where they are the same.
}

void WizardState::setAllowSource(bool allowed)
{
    if (allowed == m_allowSource)
        return;
    m_allowSource = allowed;
    Q_EMIT changed();
    ask();
}

bool WizardState::mayAskIndex() const
{
    return m_session.context().network.allowed;
}

bool WizardState::wasIndexRefused() const
{
    return Settings::load(m_store).askIndex.has_value();
}

void WizardState::allowIndex()
{
    Settings settings = Settings::load(m_store);
    settings.askIndex = true;
    settings.save(m_store);
    Network network = m_session.context().network;
    network.allowed = true;
    m_session.setNetwork(network);
    askAgain();
}

Question WizardState::question() const
{
    return {base(), requirements(), m_allowSource};
}

void WizardState::ask()
{
    if (!mayAskIndex() || !installs() || answer() || (m_asked == question() && isAsking()))
        return;
    askAgain();
}

void WizardState::askAgain()
{
    m_asked = question();
    m_session.resolve(*m_asked, choices());
    Q_EMIT changed();
}

bool WizardState::isAsking() const
{
    return snapshot().isBusy(Activity::Resolving) && !answer();
}

const Answer *WizardState::answer() const
{
    return answerTo(question(), snapshot().answers);
}

const Resolution *WizardState::resolution() const
{
    const Answer *known = answer();
    return known && known->resolution ? &*known->resolution : nullptr;
}

const Error *WizardState::resolutionError() const
{
    const Answer *known = answer();
    return known && known->error ? &*known->error : nullptr;
}

PlanChoices WizardState::choices() const
{
    PlanChoices choices;
    choices.strategy = m_strategy;
    choices.base = base();
    choices.tag = buildsImage(m_strategy) ? reference() : QString();
    choices.platform = platform;
    choices.buildArguments = pairsOf(buildArguments).value_or(QMap<QString, QString>());
    choices.labels = pairsOf(labels).value_or(QMap<QString, QString>());
    choices.systemPackages = wordsOf(systemPackages);
    choices.requirements = m_edited.value_or(QStringList());
    choices.allowSource = m_allowSource;
    choices.pinsToEnvironment = m_pinsToEnvironment;
    return choices;
}

} // namespace drydock
