// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/localmodules.h"
#include "core/script/prefectobjects.h"
#include "core/script/sourcefile.h"

#include <QSet>

#include <memory>

namespace drydock {

/// What a file of the person's own adds to the scripts that reach it.
struct LocalFacts
{
    QList<FoundImport> imports; ///< Their nodes mean nothing any more.
    int groups = 0;
    QStringList all; ///< What `__all__` lists, as far as it is literal.
    SharedObjects shared; ///< Under the names of this file.
    QHash<QString, QString> handedOn; ///< Names of this file for what it has from others, as Names::handedOn().
    QStringList stars; ///< Modules of `from m import *`.
    qint64 size = 0;
    std::optional<Error> error; ///< Why it could not be read.
    std::optional<Problem> broken; ///< What keeps Python from reading it.
};
LocalFacts readLocalFacts(const QString &path, const std::function<bool()> &isCancelled);

/// The imports of a script and of every file of the person's own that it reaches, each file read once.
class ImportGraph
{
public:
    /// Gives what a local file says; scripts of one folder share it.
    using Reader = std::function<std::shared_ptr<const LocalFacts>(const QString &path)>;

    ImportGraph(const LocalModules &locals, const Reader &reader, const std::function<bool()> &isCancelled);

    /// @param imports of the script itself, in order
    void follow(const SourceFile &script, const QList<FoundImport> &imports, int groups);

    const QList<Import> &imports() const { return m_imports; }
    const QList<LocalModule> &modules() const { return m_modules; }
    const QList<Problem> &problems() const { return m_problems; }
    /// Why not all that the script imports is known: the first file that certainly runs and could not be read whole; or
    /// empty.
    const QString &unread() const { return m_unread; }
    /// What files of the person's own hold for the script's flows, under the script's names for it. What a file has
    /// from another one and hands on is followed.
    SharedObjects shared() const;
    /// Files that the script reaches, without itself, in the order they were read.
    const QStringList &files() const { return m_files; }

private:
    struct Pending
    {
        QString path;
        QList<SourcePlace> via;
        Necessity necessity = Necessity::Required; ///< The weakest on the way.
        QString condition;
        int group = -1;
        int branch = -1;
        bool dispensable = false;
    };

    using SharedByFile = QHash<QString, SharedObjects>;

    void add(Import record, const Pending &from);
    bool resolveLocally(Import &record, QStringList &reached);
    void reach(const QStringList &files, const Import &record, const Pending &from);
    void note(const LocalFile &local, const QStringList &files);
    void readPending(Pending pending);
    void report(const Problem &ofFile, const Pending &pending);
    SharedObjects givenTo(const QString &file, SharedByFile &known, int depth) const;
    SharedObjects heldBy(const QString &file, SharedByFile &known, int depth) const;
    void reportNeighbours();
    void reportShadow(const Import &record, const LocalFile &local);

    const LocalModules &m_locals;
    const Reader &m_reader;
    const std::function<bool()> &m_isCancelled;
    QString m_script;
    QList<Import> m_imports;
    QList<LocalModule> m_modules;
    QHash<QString, qsizetype> m_moduleIndex;
    QList<Problem> m_problems;
    QString m_unread;
    QStringList m_files;
    QHash<QString, std::shared_ptr<const LocalFacts>> m_facts; ///< By path.
    QHash<QString, QList<qsizetype>>
        m_importsOf; ///< Which imports lead from a file to another one of the person's own.
    QHash<QString, QString> m_paths; ///< Absolute module → file.
    QHash<QString, Necessity> m_seen;
    QSet<QString> m_shadows;
    QList<Pending> m_strong; ///< Files that certainly run, read first …
    QList<Pending> m_weak; ///< … then those that only may.
    int m_groups = 0;
    qint64 m_bytes = 0;
};

} // namespace drydock
