// SPDX-License-Identifier: Apache-2.0
#include "core/script/provenance.h"

#include "core/python/candidates.h"
#include "core/python/requirement.h"
#include "core/python/standardlibrary.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// `from google.cloud import storage` needs google.cloud.storage: a table that lists the longer name says so.
QString namespaceTarget(const Import &import)
{
    if (import.name.isEmpty() || import.name == u"*")
        return import.module;
    const QString longer = import.module + u'.' + import.name;
    // Everything below google.cloud is a module of some distribution, in the table or not.
    return knownPrefix(longer) == longer || import.module == u"google.cloud" ? longer : import.module;
}

} // namespace

Provenance::Provenance(const QMap<QString, QString> &said, const QList<DeclaredRequirement> &declared,
                       const QList<DeclaredRequirement> &locked, const PythonEnvironment *environment, const QString &title)
    : m_said(said), m_lockedList(locked), m_environment(environment), m_title(title)
{
    for (const DeclaredRequirement &declaration : declared) {
        const auto requirement = Requirement::parse(declaration.requirement);
        if (requirement && !m_declared.contains(normalizedName(requirement->name)))
            m_declared.insert(normalizedName(requirement->name), declaration);
    }
}

void Provenance::explain(Import &import) const
{
    if (import.kind == ImportKind::StandardLibrary) {
        const auto module = standardLibraryModule(import.module);
        import.confidence = Confidence::Known;
        import.evidence = QCoreApplication::translate("Provenance", "part of Python itself");
        if (module && module->firstMinor > oldestKnownMinor)
            import.since = u"3.%1"_s.arg(module->firstMinor);
        if (module && module->lastMinor < newestKnownMinor)
            import.until = u"3.%1"_s.arg(module->lastMinor);
        return;
    }
    if (import.kind == ImportKind::Local) {
        import.confidence = Confidence::Known;
        return;
    }
    if (import.kind == ImportKind::Unknown)
        return;

    if (import.kind == ImportKind::ThirdParty)
        import.target = namespaceTarget(import);
    const Candidates candidates = candidatesFor(import.target);
    import.distributions = import.kind == ImportKind::Prefect ? QStringList{u"prefect"_s} : candidates.distributions;
    if (bySaying(import) || byEnvironment(import, candidates.known) || byPython2(import) || byDeclaration(import) || byLock(import))
        return;
    if (candidates.known || import.kind == ImportKind::Prefect) {
        import.confidence = Confidence::Known;
        import.evidence =
            QCoreApplication::translate("Provenance", "%1 is known to provide it").arg(import.distributions.value(0));
        return;
    }
    import.confidence = Confidence::Guessed;
    import.suspicious = candidates.suspicious;
    if (candidates.distributions.isEmpty())
        import.evidence =
            QCoreApplication::translate("Provenance", "several distributions share this name; say which one you mean");
    else if (candidates.suspicious)
        import.evidence = QCoreApplication::translate(
            "Provenance", "a guess from the name, and no widely used distribution is called so");
    else
        import.evidence =
            QCoreApplication::translate("Provenance", "a guess from the name: a distribution called %1 exists")
                .arg(candidates.distributions.front());
}

bool Provenance::bySaying(Import &import) const
{
    for (const QString &module : {import.target, import.module}) {
        for (QString prefix = module; !prefix.isEmpty(); prefix = prefix.section(u'.', 0, -2)) {
            const QString distribution = m_said.value(prefix);
            if (distribution.isEmpty())
                continue;
            import.distributions = {distribution};
            import.confidence = Confidence::Declared;
            import.evidence = QCoreApplication::translate("Provenance", "you said that %1 provides it").arg(distribution);
            if (m_environment)
                import.version = m_environment->versions.value(normalizedName(distribution));
            return true;
        }
    }
    return false;
}

bool Provenance::byEnvironment(Import &import, bool known) const
{
    if (!m_environment)
        return false;
    const ModuleIndex &modules = m_environment->modules;
    // `from dask import array`: what is installed says that the name is a module of its own.
    if (!import.name.isEmpty() && import.target == import.module
        && modules.provides(import.module + u'.' + import.name))
        import.target = import.module + u'.' + import.name;
    const QList<qsizetype> providers = modules.providersOf(import.target);
    if (providers.isEmpty())
        return false;
    const QList<Distribution> &installed = m_environment->interpreter.distributions;
    QStringList names;
    for (const qsizetype provider : providers)
        names.append(installed[provider].name);
    import.distributions.removeIf([&names](const QString &name) {
        return std::any_of(names.begin(), names.end(),
                           [&name](const QString &there) { return normalizedName(name) == normalizedName(there); });
    });
    // Beside what is there, a guess is worth nothing.
    import.distributions = known ? names + import.distributions : names;
    import.confidence = Confidence::Environment;
    import.version = installed[providers.front()].version;
    import.evidence = QCoreApplication::translate("Provenance", "installed in %1, %2").arg(m_title, import.version);
    return true;
}

/// Before what is declared: `configparser` provides no ConfigParser.
bool Provenance::byPython2(Import &import) const
{
    const auto successor = import.kind == ImportKind::ThirdParty ? successorOfPython2Module(import.module) : std::nullopt;
    if (!successor)
        return false;
    import.kind = ImportKind::StandardLibrary;
    import.target = import.module;
    import.distributions.clear();
    import.confidence = Confidence::Known;
    import.until = u"2.7"_s;
    import.evidence = successor->isEmpty()
        ? QCoreApplication::translate("Provenance", "part of Python 2 alone: Python 3 has nothing in its place")
        : QCoreApplication::translate("Provenance", "part of Python 2 alone: Python 3 has %1 in its place").arg(*successor);
    return true;
}

bool Provenance::byLock(Import &import) const
{
    if (m_lockedList.isEmpty() || import.distributions.isEmpty())
        return false;
    if (m_locked.isEmpty()) { // made when it is asked for: locks are long, and most imports are explained before
        for (const DeclaredRequirement &lock : m_lockedList) {
            static const QRegularExpression end(u"[^A-Za-z0-9._-]"_s);
            const QString name = normalizedName(lock.requirement.left(lock.requirement.indexOf(end)));
            if (!m_locked.contains(name))
                m_locked.insert(name, &lock);
        }
    }
    for (qsizetype i = 0; i < import.distributions.size(); ++i) {
        const DeclaredRequirement *lock = m_locked.value(normalizedName(import.distributions[i]));
        if (!lock)
            continue;
        import.distributions.move(i, 0);
        import.confidence = Confidence::Declared;
        import.evidence = QCoreApplication::translate("Provenance", "locked in %1, line %2").arg(QFileInfo(lock->source).fileName()).arg(lock->line);
        return true;
    }
    return false;
}

bool Provenance::byDeclaration(Import &import) const
{
    for (qsizetype i = 0; i < import.distributions.size(); ++i) {
        const auto declared = m_declared.constFind(normalizedName(import.distributions[i]));
        if (declared == m_declared.constEnd())
            continue;
        import.distributions.move(i, 0);
        import.confidence = Confidence::Declared;
        const QString file = QFileInfo(declared->source).fileName();
        if (declared->source.isEmpty())
            import.evidence = QCoreApplication::translate("Provenance", "you asked for %1").arg(declared->requirement);
        else if (declared->line > 0)
            import.evidence =
                QCoreApplication::translate("Provenance", "declared in %1, line %2").arg(file).arg(declared->line);
        else
            import.evidence = QCoreApplication::translate("Provenance", "declared in %1").arg(file);
        return true;
    }
    return false;
}

} // namespace drydock
