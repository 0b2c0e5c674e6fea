// SPDX-License-Identifier: Apache-2.0
#include "app/cli/commandline.h"

#include "core/engine/imagereference.h"
#include "core/engine/mirror.h"
#include "core/python/requirement.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(CommandLine)
};

struct OptionKind {
    const char *name;
    const char *value; ///< What stands for its value in the help; null is a switch.
    const char *meaning;
};

const OptionKind optionKinds[] = {
    {"engine", "docker|podman|PATH", QT_TRANSLATE_NOOP("CommandLine", "The engine to use; otherwise the first that is ready.")},
    {"context", "NAME", QT_TRANSLATE_NOOP("CommandLine", "The engine's context (Docker) or connection (Podman).")},
    {"offline", nullptr, QT_TRANSLATE_NOOP("CommandLine", "Ask no package index and no registry.")},
    {"ca-file", "FILE", QT_TRANSLATE_NOOP("CommandLine", "Certificates to trust, in PEM form.")},
    {"index-url", "URL", QT_TRANSLATE_NOOP("CommandLine", "The package index.")},
    {"proxy", "URL", QT_TRANSLATE_NOOP("CommandLine", "The proxy for http and https.")},
    {"mirror", "PREFIX", QT_TRANSLATE_NOOP("CommandLine", "Where a registry keeps Docker Hub's images: registry.corp/hub.")},
    {"map", "IMPORT=DISTRIBUTION", QT_TRANSLATE_NOOP("CommandLine", "This import comes from this distribution. May be repeated.")},
    {"require", "REQUIREMENT", QT_TRANSLATE_NOOP("CommandLine", "A requirement that counts as declared. May be repeated.")},
    {"environment", "FOLDER", QT_TRANSLATE_NOOP("CommandLine", "Your Python environment; otherwise the one beside the script, or the active one.")},
    {"image", "REFERENCE", QT_TRANSLATE_NOOP("CommandLine", "Look only at this image. May be repeated.")},
    {"verify", nullptr, QT_TRANSLATE_NOOP("CommandLine", "Try each import inside the images, without network.")},
    {"runs-on", "WHERE", QT_TRANSLATE_NOOP("CommandLine", "Where the flow runs: docker, kubernetes, ecs, vertex, cloud-run, aci, process or managed.")},
    {"strategy", "ID", QT_TRANSLATE_NOOP("CommandLine", "default-image, runtime-install, extend-image, scratch-image or docker-storage.")},
    {"base", "REFERENCE", QT_TRANSLATE_NOOP("CommandLine", "The image to start from; otherwise the advice's.")},
    {"tag", "REFERENCE", QT_TRANSLATE_NOOP("CommandLine", "The name of the image to build.")},
    {"platform", "PLATFORM", QT_TRANSLATE_NOOP("CommandLine", "The platform to build for; otherwise linux/amd64.")},
    {"build-arg", "NAME=VALUE", QT_TRANSLATE_NOOP("CommandLine", "A build argument. May be repeated.")},
    {"label", "NAME=VALUE", QT_TRANSLATE_NOOP("CommandLine", "A label of the image. May be repeated.")},
    {"system-package", "NAME", QT_TRANSLATE_NOOP("CommandLine", "A Debian package to install. May be repeated.")},
    {"fold", nullptr, QT_TRANSLATE_NOOP("CommandLine", "Make one layer of all additions, instead of keeping those of the plan before.")},
    {"allow-source", nullptr, QT_TRANSLATE_NOOP("CommandLine", "Permit source archives, whose code runs while they are built.")},
    {"pin-to-environment", nullptr, QT_TRANSLATE_NOOP("CommandLine", "Install the versions that your Python environment has.")},
    {"output", "FOLDER", QT_TRANSLATE_NOOP("CommandLine", "Where the plan is written: an empty folder, or one that holds a plan.")},
    {"no-cache", nullptr, QT_TRANSLATE_NOOP("CommandLine", "Build every step anew.")},
    {"pull", nullptr, QT_TRANSLATE_NOOP("CommandLine", "Ask the registry for a newer base first.")},
    {"secret", "id=NAME,src=FILE", QT_TRANSLATE_NOOP("CommandLine", "A secret that the Dockerfile mounts. May be repeated.")},
    {"builder", "NAME", QT_TRANSLATE_NOOP("CommandLine", "The builder of buildx to use.")},
    {"no-check", nullptr, QT_TRANSLATE_NOOP("CommandLine", "Do not check the image after the build.")},
    {"flow", "NAME", QT_TRANSLATE_NOOP("CommandLine", "Check only this flow.")},
    {"run-flow", nullptr, QT_TRANSLATE_NOOP("CommandLine", "Run the flow too, inside the image.")},
    {"param", "NAME=JSON", QT_TRANSLATE_NOOP("CommandLine", "A parameter for the run. May be repeated.")},
    {"network", nullptr, QT_TRANSLATE_NOOP("CommandLine", "Give the checks a network.")},
    {"timeout", "SECONDS", QT_TRANSLATE_NOOP("CommandLine", "How long the checks may take; otherwise 600.")},
    {"junit", "FILE", QT_TRANSLATE_NOOP("CommandLine", "Also write the checks to a file, as JUnit's XML.")},
    {"all", nullptr, QT_TRANSLATE_NOOP("CommandLine", "Remove all images that Drydock built.")},
    {"log", "NUMBER", QT_TRANSLATE_NOOP("CommandLine", "Show the log of this entry.")},
    {"compare", "NUMBER NUMBER", QT_TRANSLATE_NOOP("CommandLine", "Say what differs between two entries.")},
    {"retry", "NUMBER", QT_TRANSLATE_NOOP("CommandLine", "Build or check again with the same parameters.")},
    {"delete", "NUMBER", QT_TRANSLATE_NOOP("CommandLine", "Remove this entry and its log.")},
    {"json", nullptr, QT_TRANSLATE_NOOP("CommandLine", "Answer with one JSON document on standard output.")},
};

// What every command takes, so that one line of options serves them all; each heeds what concerns it.
const QStringList commonOptions{u"engine"_s, u"context"_s, u"mirror"_s, u"offline"_s, u"ca-file"_s, u"index-url"_s, u"proxy"_s, u"map"_s,
                                u"require"_s, u"environment"_s, u"system-package"_s, u"allow-source"_s, u"json"_s};

struct CommandKind {
    const char *name;
    const char *operands;
    const char *meaning;
    int fewest;
    int most;
    QStringList options; ///< Besides the common ones.
};

const QList<CommandKind> &commandKinds()
{
    static const QList<CommandKind> kinds{
        {"inspect", "SCRIPT…", QT_TRANSLATE_NOOP("CommandLine", "What flow scripts need. Nothing is run."), 1, INT_MAX, {}},
        {"images", "", QT_TRANSLATE_NOOP("CommandLine", "Which images are here, and what they hold."), 0, 0, {}},
        {"compare", "SCRIPT…", QT_TRANSLATE_NOOP("CommandLine", "Which image covers the scripts' imports."), 1, INT_MAX,
         {u"image"_s, u"verify"_s}},
        {"advise", "SCRIPT…", QT_TRANSLATE_NOOP("CommandLine", "Which image strategy fits, and why."), 1, INT_MAX, {u"image"_s, u"runs-on"_s}},
        {"plan", "SCRIPT…", QT_TRANSLATE_NOOP("CommandLine", "Writes Dockerfile, requirements, plan.json and the lines to paste."), 1, INT_MAX,
         {u"runs-on"_s, u"pin-to-environment"_s, u"strategy"_s, u"base"_s, u"tag"_s, u"platform"_s, u"build-arg"_s, u"label"_s, u"fold"_s, u"output"_s}},
        {"build", "FOLDER|SCRIPT", QT_TRANSLATE_NOOP("CommandLine", "Builds a plan, then checks the image."), 1, 1,
         {u"runs-on"_s, u"pin-to-environment"_s, u"no-cache"_s, u"pull"_s, u"secret"_s, u"builder"_s, u"no-check"_s}},
        {"check", "FOLDER|SCRIPT", QT_TRANSLATE_NOOP("CommandLine", "Checks the image of a plan, or any image on a script."), 1, 1,
         {u"image"_s, u"flow"_s, u"run-flow"_s, u"param"_s, u"network"_s, u"timeout"_s, u"junit"_s}},
        {"clean", "[REFERENCE…]", QT_TRANSLATE_NOOP("CommandLine", "Lists the images that Drydock built; removes those that are named, or all."), 0, INT_MAX,
         {u"all"_s}},
        {"history", "[SCRIPT]", QT_TRANSLATE_NOOP("CommandLine", "What was built and checked, newest first."), 0, 1,
         {u"log"_s, u"compare"_s, u"retry"_s, u"delete"_s}},
    };
    return kinds;
}

const CommandKind *commandKind(const QString &name)
{
    for (const CommandKind &kind : commandKinds())
        if (name == QLatin1StringView(kind.name))
            return &kind;
    return nullptr;
}

QString optionText(const OptionKind &option)
{
    QString text = u"--"_s + QLatin1StringView(option.name);
    if (option.value)
        text += u' ' + QLatin1StringView(option.value);
    return text;
}

QString helpText(const CommandKind &command)
{
    QString text = Text::tr("Usage: drydock-cli %1 %2 [OPTION…]").arg(QLatin1StringView(command.name), QString::fromUtf8(command.operands)) + u"\n\n"_s
        + Text::tr(command.meaning) + u"\n\n"_s;
    QString common;
    for (const OptionKind &option : optionKinds) {
        const QString line = u"  "_s + optionText(option).leftJustified(28) + u' ' + Text::tr(option.meaning) + u'\n';
        const QString name = QLatin1StringView(option.name);
        if (command.options.contains(name))
            text += line;
        else if (commonOptions.contains(name))
            common += line;
    }
    if (!command.options.isEmpty())
        text += u'\n' + Text::tr("Options of all commands:") + u'\n';
    return text + common;
}

QString helpText()
{
    QString text = Text::tr("Usage: drydock-cli COMMAND [OPTION…]") + u"\n\n"_s
        + Text::tr("Finds, builds and tests the container image that a Prefect flow needs.") + u"\n\n"_s;
    for (const CommandKind &command : commandKinds())
        text += u"  "_s + QString(QLatin1StringView(command.name) + u' ' + QString::fromUtf8(command.operands)).leftJustified(24)
            + Text::tr(command.meaning) + u'\n';
    return text + u'\n' + Text::tr("“drydock-cli COMMAND --help” lists a command's options. Exit status: 0 done or yes, 1 the answer is no, 2 used wrongly or could not run, 130 interrupted.") + u'\n';
}

tl::unexpected<Error> usedWrongly(const QString &sentence)
{
    return failure(u"used-wrongly"_s, sentence);
}

/// "NAME=value" of an option that may be repeated.
Result<QMap<QString, QString>> pairsOf(const QCommandLineParser &parser, const QString &option)
{
    QMap<QString, QString> pairs;
    const QStringList values = parser.values(option);
    for (const QString &value : values) {
        const qsizetype equals = value.indexOf(u'=');
        if (equals <= 0)
            return usedWrongly(Text::tr("--%1 takes NAME=VALUE, not “%2”.").arg(option, value));
        pairs.insert(value.left(equals), value.mid(equals + 1));
    }
    return pairs;
}

/// Options that only some commands have read as unset in the others.
class Options
{
public:
    Options(const QCommandLineParser &parser, const QStringList &known) : m_parser(parser), m_known(known) { }
    bool isSet(const QString &name) const { return m_known.contains(name) && m_parser.isSet(name); }
    QString value(const QString &name) const { return isSet(name) ? m_parser.value(name) : QString(); }
    QStringList values(const QString &name) const { return isSet(name) ? m_parser.values(name) : QStringList(); }
    Result<QMap<QString, QString>> pairs(const QString &name) const { return isSet(name) ? pairsOf(m_parser, name) : QMap<QString, QString>(); }

private:
    const QCommandLineParser &m_parser;
    const QStringList m_known;
};

Result<void> readPlanOptions(const Options &options, CommandLine &arguments)
{
    const QStringList &places = placesToRun();
    arguments.runsOn = options.value(u"runs-on"_s);
    if (options.isSet(u"runs-on"_s) && !places.contains(arguments.runsOn))
        return usedWrongly(Text::tr("“%1” is no place where flows run. It is one of %2.").arg(arguments.runsOn, places.join(u", "_s)));

    PlanChoices &plan = arguments.plan;
    if (options.isSet(u"strategy"_s)) {
        const auto strategy = strategyFromId(options.value(u"strategy"_s));
        if (!strategy)
            return usedWrongly(Text::tr("“%1” is no strategy. “drydock-cli plan --help” lists them.").arg(options.value(u"strategy"_s)));
        plan.strategy = *strategy;
    } else if (arguments.command == u"plan") {
        return usedWrongly(Text::tr("Which strategy is meant? Give --strategy; “drydock-cli advise” recommends one."));
    }
    if (arguments.command == u"plan" && !options.isSet(u"output"_s))
        return usedWrongly(Text::tr("Where shall the plan be written? Give --output and a folder."));
    arguments.output = options.value(u"output"_s);

    for (const QString &reference : options.values(u"base"_s) + options.values(u"tag"_s) + options.values(u"image"_s)) {
        const auto parsed = ImageReference::parse(reference);
        const bool isId = arguments.images.contains(reference) && isImageId(reference);
        if (!parsed && !isId)
            return tl::unexpected(parsed.error());
    }
    plan.base = options.value(u"base"_s);
    plan.tag = options.value(u"tag"_s);
    if (options.isSet(u"platform"_s))
        plan.platform = options.value(u"platform"_s);
    plan.runsOn = arguments.runsOn;
    plan.systemPackages = options.values(u"system-package"_s);
    plan.fold = options.isSet(u"fold"_s);
    plan.allowSource = options.isSet(u"allow-source"_s);
    plan.pinsToEnvironment = options.isSet(u"pin-to-environment"_s);
    const auto buildArguments = options.pairs(u"build-arg"_s);
    const auto labels = options.pairs(u"label"_s);
    if (!buildArguments || !labels)
        return tl::unexpected((buildArguments ? labels : buildArguments).error());
    plan.buildArguments = *buildArguments;
    plan.labels = *labels;
    return {};
}

/// A number of the history's list.
Result<qint64> entryOf(const QString &option, const QString &text)
{
    bool isNumber = false;
    const qint64 entry = text.toLongLong(&isNumber);
    if (!isNumber || entry < 1)
        return usedWrongly(Text::tr("--%1 takes the number of an entry, which “drydock-cli history” lists.").arg(option));
    return entry;
}

Result<void> readEntryOptions(const Options &options, CommandLine &arguments)
{
    using Action = CommandLine::EntryAction;
    static const QList<std::pair<QString, Action>> actions{{u"log"_s, Action::Log}, {u"compare"_s, Action::Compare}, {u"retry"_s, Action::Retry}, {u"delete"_s, Action::Delete}};
    for (const auto &[option, action] : actions) {
        if (!options.isSet(option))
            continue;
        if (arguments.entry > 0)
            return usedWrongly(Text::tr("Give one of --log, --compare, --retry and --delete, not several."));
        const auto entry = entryOf(option, options.value(option));
        if (!entry)
            return tl::unexpected(entry.error());
        arguments.entryAction = action;
        arguments.entry = *entry;
    }
    if (arguments.entryAction != Action::Compare)
        return {};
    // The second number has no option of its own.
    const auto other = entryOf(u"compare"_s, arguments.operands.isEmpty() ? QString() : arguments.operands.takeFirst());
    if (!other)
        return tl::unexpected(other.error());
    arguments.otherEntry = *other;
    return {};
}

Result<void> readCheckOptions(const Options &options, CommandLine &arguments)
{
    CheckRequest &checks = arguments.checks;
    arguments.junit = options.value(u"junit"_s);
    // Before the checks, which may take minutes. A device would be replaced by a file.
    if (const QFileInfo report(arguments.junit); options.isSet(u"junit"_s) && (arguments.junit.isEmpty() || (report.exists() && !report.isFile()) || !QFileInfo(report.path()).isWritable()))
        return usedWrongly(Text::tr("The report cannot be written to “%1”. Name a file in a folder that can be written.").arg(arguments.junit));
    checks.flow = options.value(u"flow"_s);
    checks.runFlow = options.isSet(u"run-flow"_s);
    checks.network = options.isSet(u"network"_s);
    if (options.isSet(u"timeout"_s)) {
        bool isNumber = false;
        const int seconds = options.value(u"timeout"_s).toInt(&isNumber);
        if (!isNumber || seconds < 1 || seconds > 86400)
            return usedWrongly(Text::tr("--timeout takes seconds from 1 to 86400, not “%1”.").arg(options.value(u"timeout"_s)));
        checks.timeout = std::chrono::seconds(seconds);
    }
    const auto parameters = options.pairs(u"param"_s);
    if (!parameters)
        return tl::unexpected(parameters.error());
    for (auto it = parameters->begin(); it != parameters->end(); ++it) {
        // A value alone is no document, so it goes in as a list's only element.
        const QJsonDocument value = QJsonDocument::fromJson("[" + it.value().toUtf8() + "]");
        if (!value.isArray() || value.array().size() != 1)
            return usedWrongly(Text::tr("The value of --param %1 is not JSON: a text stands in double quotes.").arg(it.key()));
        checks.parameters.insert(it.key(), value.array().at(0));
    }
    return {};
}

Result<void> readOptions(const Options &options, CommandLine &arguments)
{
    arguments.engine = {options.value(u"engine"_s), options.value(u"context"_s)};
    arguments.network.allowed = !options.isSet(u"offline"_s);
    arguments.network.certificates = options.value(u"ca-file"_s);
    if (const QString file = arguments.network.certificates; !file.isEmpty() && !QFileInfo(file).isReadable())
        return usedWrongly(Text::tr("The certificates in %1 cannot be read: give a PEM file.").arg(file));
    arguments.network.indexUrl = options.value(u"index-url"_s);
    arguments.network.proxy = options.value(u"proxy"_s);
    arguments.network.mirror = options.value(u"mirror"_s);
    if (const QString mirror = arguments.network.mirror; !mirror.isEmpty() && !isMirrorPrefix(mirror))
        return usedWrongly(Text::tr("“%1” is no prefix of a mirror: it is a registry and its folders, such as registry.corp/hub.").arg(mirror));

    const auto importMap = options.pairs(u"map"_s);
    if (!importMap)
        return tl::unexpected(importMap.error());
    arguments.inspect.importMap = *importMap;
    arguments.inspect.requirements = options.values(u"require"_s);
    for (const QString &text : std::as_const(arguments.inspect.requirements)) {
        const auto requirement = Requirement::parse(text);
        if (!requirement)
            return usedWrongly(Text::tr("“%1” is no requirement: %2").arg(text, requirement.error().sentence));
    }
    arguments.inspect.environment = options.value(u"environment"_s);
    if (const QString folder = arguments.inspect.environment; options.isSet(u"environment"_s) && !(QFileInfo(folder).isDir() && !folder.isEmpty()))
        return usedWrongly(Text::tr("There is no folder “%1”. Give the folder of a Python environment, for example .venv.").arg(folder));
    arguments.images = options.values(u"image"_s);
    arguments.verify = options.isSet(u"verify"_s);
    arguments.build.noCache = options.isSet(u"no-cache"_s);
    arguments.build.pull = options.isSet(u"pull"_s);
    arguments.build.builder = options.value(u"builder"_s);
    arguments.build.secrets = options.values(u"secret"_s);
    for (const QString &secret : std::as_const(arguments.build.secrets)) {
        if (!secret.startsWith(u"id="))
            return usedWrongly(Text::tr("--secret takes id=NAME,src=FILE or id=NAME,env=VARIABLE, never the secret itself."));
        const auto given = [&secret](const QString &key) {
            const auto found = QRegularExpression(u",(?:%1)=([^,]*)"_s.arg(key)).match(secret);
            return found.hasMatch() ? std::optional(found.captured(1)) : std::nullopt;
        };
        if (const auto file = given(u"src|source"_s); file && !QFileInfo(*file).isFile())
            return usedWrongly(Text::tr("There is no file “%1” for the secret. Give the path of a file that you can read.").arg(*file));
        if (const auto variable = given(u"env"_s); variable && !qEnvironmentVariableIsSet(variable->toLocal8Bit().constData()))
            return usedWrongly(Text::tr("The variable %1 of the secret is not set. Set it in the environment that Drydock is started in.").arg(*variable));
    }
    arguments.check = !options.isSet(u"no-check"_s);
    arguments.all = options.isSet(u"all"_s);
    if (const auto read = readEntryOptions(options, arguments); !read)
        return read;
    if (const auto read = readPlanOptions(options, arguments); !read)
        return read;
    return readCheckOptions(options, arguments);
}

} // namespace

Result<std::variant<CommandLine, Notice>> readCommandLine(const QStringList &words)
{
    const QString name = words.value(0);
    if (name.isEmpty())
        return Notice{helpText(), 2};
    if (name == u"--help" || name == u"-h" || name == u"help")
        return Notice{helpText(), 0};
    if (name == u"--version")
        return Notice{u"drydock-cli %1\n"_s.arg(QCoreApplication::applicationVersion()), 0};
    const CommandKind *kind = commandKind(name);
    if (!kind)
        return usedWrongly(Text::tr("There is no command “%1”; “drydock-cli --help” lists them.").arg(name));

    QCommandLineParser parser;
    const QStringList known = kind->options + commonOptions;
    for (const OptionKind &option : optionKinds) {
        if (!known.contains(QLatin1StringView(option.name)))
            continue;
        QCommandLineOption added{QString(QLatin1StringView(option.name))};
        if (option.value)
            added.setValueName(QLatin1StringView(option.value));
        parser.addOption(added);
    }
    const QCommandLineOption help(QStringList{u"h"_s, u"help"_s});
    parser.addOption(help);
    if (!parser.parse(words))
        return usedWrongly(Text::tr("%1 “drydock-cli %2 --help” lists the options.").arg(parser.errorText(), name));
    if (parser.isSet(help))
        return Notice{helpText(*kind), 0};

    CommandLine arguments;
    arguments.command = name;
    arguments.operands = parser.positionalArguments();
    arguments.json = parser.isSet(u"json"_s);
    if (arguments.operands.size() < kind->fewest)
        return usedWrongly(Text::tr("Which script is meant? Usage: drydock-cli %1 %2").arg(name, QString::fromUtf8(kind->operands)));
    if (arguments.operands.contains(QString()))
        return usedWrongly(name == u"clean" ? Text::tr("An empty name names no image; “drydock-cli clean” lists them.")
                                            : Text::tr("An empty path names no script. Give the path of a script or a folder."));
    if (arguments.operands.size() > kind->most)
        return usedWrongly(Text::tr("“%1” is too much here. Usage: drydock-cli %2 %3")
                               .arg(arguments.operands.at(kind->most), name, QString::fromUtf8(kind->operands)));
    if (const auto read = readOptions(Options(parser, known), arguments); !read)
        return tl::unexpected(read.error());
    return arguments;
}

} // namespace drydock
