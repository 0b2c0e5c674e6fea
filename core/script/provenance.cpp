// SPDX-License-Identifier: Apache-2.0
#include "core/script/provenance.h"

#include "core/python/candidates.h"
#include "core/python/requirement.h"
#include "core/python/standardlibrary.h"

#include <QCoreApplication>
#include <QFileInfo>

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
    return candidatesFor(longer).matched == longer ? longer : import.module;
}

} // namespace

Provenance::Provenance(const InspectOptions &options, const QList<DeclaredRequirement> &declared, const Interpreter *environment)
    : m_options(options)
    , m_environment(environment)
{
    for (const DeclaredRequirement &declaration : declared) {
        if (const auto requirement = Requirement::parse(declaration.requirement))
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

    const QString top = import.module.section(u'.', 0, 0);
    for (const QString &key : {import.target, import.module, top}) {
        if (const QString said = m_options.importMap.value(key); !said.isEmpty()) {
            import.distributions = {said};
            import.confidence = Confidence::Declared;
            import.evidence = QCoreApplication::translate("Provenance", "you said that %1 provides it").arg(said);
            return;
        }
    }
    if (m_environment) {
        QList<const Distribution *> providers = m_environment->providersOf(import.target);
        if (providers.isEmpty() && import.target != import.module)
            providers = m_environment->providersOf(import.module);
        if (!providers.isEmpty()) {
            const Distribution *best = providers.front();
            import.distributions.removeIf([best](const QString &name) { return normalizedName(name) == normalizedName(best->name); });
            import.distributions.prepend(best->name);
            import.confidence = Confidence::Environment;
            import.evidence = QCoreApplication::translate("Provenance", "installed in %1, %2 %3")
                                  .arg(m_environment->path, best->name, best->version);
            return;
        }
    }
    for (qsizetype i = 0; i < import.distributions.size(); ++i) {
        const auto declared = m_declared.constFind(normalizedName(import.distributions[i]));
        if (declared == m_declared.constEnd())
            continue;
        import.distributions.move(i, 0);
        import.confidence = Confidence::Declared;
        import.evidence = declared->source.isEmpty()
            ? QCoreApplication::translate("Provenance", "you asked for %1").arg(declared->requirement)
            : QCoreApplication::translate("Provenance", "declared in %1, line %2")
                  .arg(QFileInfo(declared->source).fileName())
                  .arg(declared->line);
        return;
    }
    if (candidates.known || import.kind == ImportKind::Prefect) {
        import.confidence = Confidence::Known;
        import.evidence = QCoreApplication::translate("Provenance", "%1 is known to provide it").arg(import.distributions.value(0));
        return;
    }
    import.confidence = Confidence::Guessed;
    if (candidates.distributions.isEmpty())
        import.evidence = QCoreApplication::translate("Provenance", "several distributions share this name; say which one you mean");
    else if (candidates.suspicious)
        import.evidence = QCoreApplication::translate("Provenance", "a guess from the name, and no widely used distribution is called so");
    else
        import.evidence = QCoreApplication::translate("Provenance", "a guess from the name: a distribution called %1 exists").arg(candidates.distributions.front());
}

} // namespace drydock
