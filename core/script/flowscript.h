// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QJsonValue>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>

namespace drydock {

/// A value in the source: the literal it is (constants of the same file are resolved), or null beside its source text.
struct SourceValue {
    QJsonValue value = QJsonValue::Null;
    QString expression;
    QStringList namesAround = {}; ///< Names in it that mean nothing where its flow is made; looked for in run configurations.
};

/// A line of a file; lines count from 1.
struct SourcePlace {
    QString file; ///< Absolute path.
    int line = 0;
};

enum class ImportKind { StandardLibrary, Prefect, Local, ThirdParty, Unknown };
enum class Necessity { Required, Optional, Typing, Conditional, Implied };
/// How we know which distribution provides an import, best first.
enum class Confidence { Environment, Declared, Known, Guessed };

/// One bound name of one import statement.
struct Import {
    QString module; ///< As written, dots of a relative import kept; empty for a dynamic import that is not a literal.
    QString name; ///< The imported name, "*", or empty for a plain `import module`.
    QString target; ///< The absolute dotted module that must be importable (relative dots and submodules resolved).
    QString file; ///< Absolute path of the file that holds the statement.
    int line = 0;
    ImportKind kind = ImportKind::Unknown;
    QStringList distributions; ///< Candidates, likeliest first; empty for local and standard library.
    Confidence confidence = Confidence::Guessed;
    QString evidence; ///< In words: how the kind and the distributions are known.
    QString version; ///< What the person's environment has of the first distribution, or empty.
    bool suspicious = false; ///< A guess that no widely used distribution is called by: a typing error or an invented name.
    Necessity necessity = Necessity::Required;
    QString condition; ///< The guard's source text when conditional.
    int group = -1; ///< Optional imports of one group are alternatives; -1 is none.
    int branch = -1; ///< Which alternative of the group: its imports are needed together.
    bool dispensable = false; ///< The script goes on without any import of the group.
    bool inFunction = false;
    bool dynamic = false;
    QList<SourcePlace> via; ///< Files from the script to `file`; empty when the script itself imports.
    QString since; ///< First Python minor that has this standard-library module ("3.11"), or empty.
    QString until; ///< Last Python minor that has it ("2.7": no Python 3 does), or empty.
};

enum class Severity { Error, Warning, Note };

struct Problem {
    int line = 0; ///< 0 when the whole file is meant.
    Severity severity = Severity::Warning;
    QString code; ///< Stable, from the table in core/script/problems.h.
    QString message;
    QString fix; ///< What to do, or empty.
};

/// Where the flow's source is when it runs: what travels with it. Unknown: the storage could not be read.
enum class Ships { Script, Pickle, Repository, Image, Unknown };

struct Storage {
    QString kind; ///< Class name in prefect.storage: "GitHub", "Docker", …; "from_source" or a block's class later; else source text.
    int line = 0;
    QMap<QString, SourceValue> arguments;
    QString extra; ///< The Prefect extra it needs at run time ("github"), or empty.
    Ships ships = Ships::Unknown;
    QList<Storage> alternatives = {}; ///< Each, when it is one of several kinds: the script decides as it runs.
};

struct RunConfig {
    QString kind; ///< "KubernetesRun", "DockerRun", …; source text when it cannot be read.
    int line = 0;
    std::optional<SourceValue> image; ///< Of the class itself, else of its job template or task definition.
    QMap<QString, SourceValue> env; ///< Likewise.
    QMap<QString, SourceValue> arguments = {}; ///< All, by name.
    bool ofOtherFile = false; ///< Of the person's own: its expressions say nothing in the script.
    QString templateText = {}; ///< The YAML that the script hands to its loader for a template.
    SourcePlace imageFrom = {}; ///< The template that names the image; without a file when the script does.
};

struct Flow {
    QString name; ///< As Prefect names it.
    QString function; ///< The Python name: the decorated function (2.x, 3.x) or the variable (1.x).
    int line = 0;
    enum class Form { Object, Function } form = Form::Function; ///< 1.x object, 2.x and 3.x function.
    std::optional<Storage> storage;
    std::optional<RunConfig> runConfig;
};

struct Task {
    QString name;
    int line = 0;
};

/// A result class in use (1.x) and the extra it needs.
struct ResultUse {
    QString kind;
    int line = 0;
    QString extra;
};

struct Deployment {
    QString flow;
    QString source; ///< "deploy", "serve", "from_source", "build_from_flow" or "prefect.yaml".
    QString file;
    int line = 0;
    SourceValue name;
    SourceValue workPool;
    std::optional<SourceValue> image;
    QString infrastructure; ///< Class of the infrastructure block (2.x), or empty.
    QMap<QString, SourceValue> jobVariables;
    QMap<QString, SourceValue> env; ///< Of the job variables, each by itself: one that is unknown hides no other.
    QString subject = {}; ///< Source text of the flow that is deployed: `etl`, `flow.from_source(…)`; empty in prefect.yaml.
    QMap<QString, SourceValue> arguments = {}; ///< The call's other keyword arguments: schedules, parameters, tags, …
    QStringList namesAround = {}; ///< Names in it that exist only where it stands: of a loop, of a function.
};

/// A requirement (PEP 508 text) declared beside the script.
struct DeclaredRequirement {
    QString requirement;
    QString source; ///< Absolute path of the declaring file.
    int line = 0;
    QStringList hashes; ///< "sha256:…" of the files that a lock allows, or empty.
};

/// A top-level module or package of the person's own that the script reaches.
struct LocalModule {
    QString name; ///< Top-level import name.
    QString path; ///< Absolute path of the .py file or the package folder.
    QString project; ///< Absolute path of the folder whose pyproject.toml, setup.py or setup.cfg installs it, or empty.
    QStringList files; ///< Absolute paths of the files that the script really reaches in it.
};

/// What speaks for something, and where it stands.
struct LineOfText {
    int line = 0; ///< 0 where there is no line to point to.
    QString text;
    QString file = {}; ///< Absolute path; empty: the script itself.
};

/// The person's own Python environment, read from its files.
struct OwnEnvironment {
    QString path; ///< Its folder, absolute.
    QString title; ///< As the person would call it: ".venv", else the path.
    QString python; ///< "3.11.7", or "3.11" when no more is known.
    QString prefect; ///< Version, or empty.
    QMap<QString, QString> versions; ///< Normalised name of each distribution → version.
};

/// Everything that a flow's source says. A plain value: reading it again gives the same.
struct FlowScript {
    QString path; ///< Absolute.
    QByteArray bytes; ///< Of the file.
    QString source; ///< The decoded text.
    int generation = 0; ///< Prefect 1, 2 or 3; 0 when nothing says so.
    bool generationAssumed = false; ///< 3, though Prefect 2 understands the script as well.
    QList<LineOfText> generationEvidence;
    QList<Flow> flows;
    QList<Task> tasks;
    QList<ResultUse> results;
    QList<Deployment> deployments;
    QList<Import> imports;
    QList<LocalModule> localModules;
    QList<DeclaredRequirement> declared;
    QList<DeclaredRequirement> locked; ///< All exact versions and addresses of the lock files, also of what only others require.
    std::optional<OwnEnvironment> environment;
    QString requiresPython; ///< PEP 440 specifiers of the project or of PEP 723 metadata, or empty.
    QList<Problem> problems;
    QString unread; ///< Why not all that it imports is known, in a sentence; empty when it and every file of its own
                    ///< that it needs were read whole.
};

/// The storage of one of its flows that could not be read, or null.
const Storage *unreadStorage(const FlowScript &script);

} // namespace drydock
