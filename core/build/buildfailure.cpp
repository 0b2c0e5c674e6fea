// SPDX-License-Identifier: Apache-2.0
#include "core/build/buildfailure.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// Lines that the details keep.
constexpr qsizetype detailLines = 20;

QString tr(const char *text)
{
    return QCoreApplication::translate("BuildFailure", text);
}

/// Where in a log a pattern is believed.
enum class Where {
    Anywhere,
    AtEnd, ///< Among the last lines, where the engine's client speaks for itself.
    Base, ///< The same, when the base image was being fetched.
    Copy, ///< The same, of COPY and ADD.
};
constexpr qsizetype endLines = 6;

/// What a line of a log means. %1 is the pattern's first group, %2 the engine's name, %3 the base image.
struct Cause {
    const char *code;
    Where where;
    const char *pattern;
    const char *sentence;
};

// In order: what explains more stands first. A refused certificate also ends as "no matching distribution", a full disk as
// almost anything.
const Cause causes[] = {
    {"no-space", Where::Anywhere, "no space left on device|No space left on device|ENOSPC|[Dd]isk quota exceeded",
     QT_TRANSLATE_NOOP("BuildFailure", "The disk is full. Remove images or files that are no longer needed, then build again.")},
    {"engine-not-ready", Where::AtEnd, "permission denied while trying to connect",
     QT_TRANSLATE_NOOP("BuildFailure", "You are not allowed to use %2 on this machine. Ask to be let in, then build again.")},
    {"engine-not-ready", Where::AtEnd,
     "[Cc]annot connect to the Docker daemon|Is the docker daemon running|Cannot connect to Podman|unable to connect to Podman|"
     "error during connect:|closing transport|server did not provide an image ID|error reading from server: EOF|graceful_stop|transport is closing|^unexpected EOF$",
     QT_TRANSLATE_NOOP("BuildFailure", "%2 does not answer. Start it, then build again.")},
    {"builder-missing", Where::AtEnd, "buildx component is missing or broken",
     QT_TRANSLATE_NOOP("BuildFailure", "%2 has no BuildKit here, because its buildx component is missing. Install it, or plan again for the builder that is there.")},
    {"builder-lacks-mounts", Where::AtEnd, "the --mount option requires BuildKit",
     QT_TRANSLATE_NOOP("BuildFailure", "The Dockerfile needs BuildKit, which %2 does not use here. Plan again, so that the Dockerfile fits the builder.")},
    {"dockerfile-invalid", Where::AtEnd, "([Dd]ockerfile parse error.*|[Uu]nknown instruction: \\S+)",
     QT_TRANSLATE_NOOP("BuildFailure", "The Dockerfile has an error: %1. Correct it, then build again.")},
    {"registry-failed", Where::Base, "429 Too Many Requests|HTTP 429|toomanyrequests|too many requests to registry",
     QT_TRANSLATE_NOOP("BuildFailure", "The registry of the base image %3 refuses further requests for now. Wait a while, or sign in with the engine's own login, then build again.")},
    {"registry-failed", Where::Base, "(5\\d\\d (?:Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out))|status code from registry (5\\d\\d)",
     QT_TRANSLATE_NOOP("BuildFailure", "The registry of the base image %3 has a fault of its own (%1). Build again later, or choose a base that is here.")},
    {"base-not-found", Where::Base,
     "no such host|network is unreachable|dial tcp|[Tt]imeout exceeded|i/o timeout|connection refused|x509:|pinging container registry|failed to do request",
     QT_TRANSLATE_NOOP("BuildFailure", "The base image %3 has to be fetched, and its registry was not reached. Check the name and the network, or choose a base that is here.")},
    {"base-not-found", Where::Base,
     "pull access denied|manifest unknown|manifest for \\S+ not found|repository does not exist|short-name|name unknown|unauthorized|"
     "initializing source|no matching manifest|: not found",
     QT_TRANSLATE_NOOP("BuildFailure", "The base image %3 was not found, or its registry asks you to sign in. Check the name and the tag, or sign in with the engine's own login.")},
    {"file-not-found", Where::Copy,
     "file not found in build context.*stat ([^:]+): file does not exist|\"([^\"]+)\": not found|\"([^\"]+)\" not found|copier: stat: \"([^\"]+)\"",
     QT_TRANSLATE_NOOP("BuildFailure", "The file %1 is not in the plan's folder, or .dockerignore leaves it out. Put it there, then build again.")},
    {"certificate-not-trusted", Where::Anywhere,
     "CERTIFICATE_VERIFY_FAILED|invalid peer certificate|certificate signed by unknown authority|certificate verify failed|UnknownIssuer",
     QT_TRANSLATE_NOOP("BuildFailure", "The image does not trust the certificate of the package index. Name your company's certificate file in the settings, then build again.")},
    {"platform-not-emulated", Where::Anywhere, "[Ee]xec format error",
     QT_TRANSLATE_NOOP("BuildFailure", "The machine cannot run programs of this platform. Install an emulation where %2 runs (on Debian and Ubuntu qemu-user-static), or build for its own platform.")},
    {"hash-mismatch", Where::Anywhere, "DO NOT MATCH THE HASHES|Hash mismatch for",
     QT_TRANSLATE_NOOP("BuildFailure", "A downloaded file is not the one that was planned: its hash differs. Plan again; if that does not help, ask who runs the package index.")},
    // The index was reached when it listed other versions.
    {"distribution-not-found", Where::Anywhere, "satisfies the requirement ([^\\s;]+).* \\(from versions: (?!none)",
     QT_TRANSLATE_NOOP("BuildFailure", "The package index has no version that fits %1 on this Python and platform. Choose another version.")},
    {"distribution-not-found", Where::Anywhere, "[Bb]ecause there is no version of ([^\\s,]+)",
     QT_TRANSLATE_NOOP("BuildFailure", "The package index has no version that fits %1 on this Python and platform. Choose another version.")},
    {"distribution-not-found", Where::Anywhere, "[Bb]ecause (\\S+) was not found in the (?:package registry|provided package locations)",
     QT_TRANSLATE_NOOP("BuildFailure", "The package index has nothing named %1. Check the name.")},
    {"resolution-conflict", Where::Anywhere, "ResolutionImpossible|because these package versions have conflicting dependencies|requirements are unsatisfiable",
     QT_TRANSLATE_NOOP("BuildFailure", "The requirements contradict each other or the base image. The details say who wants what: loosen one of them, then plan again.")},
    {"index-failed", Where::Anywhere, "HTTP status client error \\((429) |(429) Client Error|too many (429) error responses",
     QT_TRANSLATE_NOOP("BuildFailure", "The package index refuses further requests for now. Wait a while, then build again.")},
    {"index-failed", Where::Anywhere, "HTTP status server error \\((5\\d\\d [A-Za-z ]+)\\)|(5\\d\\d) Server Error|too many (5\\d\\d) error responses|HTTP error (5\\d\\d)",
     QT_TRANSLATE_NOOP("BuildFailure", "The package index has a fault of its own (%1). Build again later, or ask who runs it.")},
    {"index-not-reached", Where::Anywhere,
     "[Tt]emporary failure in name resolution|Temporary failure resolving|Name or service not known|Network is unreachable|"
     "Failed to establish a new connection|dns error|[Cc]onnection timed out|Read timed out|Cannot connect to proxy|error sending request",
     QT_TRANSLATE_NOOP("BuildFailure", "The package index was not reached from inside the build. Check the network and the proxy in the settings, then build again.")},
    {"distribution-not-found", Where::Anywhere, "No matching distribution found for ([^\\s;]+)",
     QT_TRANSLATE_NOOP("BuildFailure", "The package index has nothing that fits %1, or fails itself. Check the name and version, and that the index works.")},
    {"system-package-not-found", Where::Anywhere, "E: Unable to locate package (\\S+)|E: Package '([^']+)' has no installation candidate",
     QT_TRANSLATE_NOOP("BuildFailure", "The base image's system has no package named %1. Check the name.")},
    {"out-of-memory", Where::AtEnd, "exit code:? 137|non-zero code: 137|exit status 137|Cannot allocate memory",
     QT_TRANSLATE_NOOP("BuildFailure", "The memory ran out. Give %2 more memory or install less at once, then build again.")},
    {"needs-compiler", Where::Anywhere, "Failed building wheel for (\\S+)|Failed to build `?([^\\s`]+)",
     QT_TRANSLATE_NOOP("BuildFailure", "%1 has no wheel for this Python and could not be compiled. Choose a version that has one, or a base image that can compile it.")},
    {"needs-compiler", Where::Anywhere, "No such file or directory: '(?:gcc|g\\+\\+|cc|cargo|rustc)'|unable to execute '[^']*(?:gcc|cc)'|Unknown compiler",
     QT_TRANSLATE_NOOP("BuildFailure", "A distribution has to be compiled, and the base image has no compiler. Choose a version that has wheels, or a base image that can compile it.")},
};

QRegularExpressionMatch lastMatch(const QString &pattern, const QStringList &lines)
{
    const QRegularExpression expression(pattern);
    for (auto line = lines.crbegin(); line != lines.crend(); ++line) {
        if (auto match = expression.match(*line); match.hasMatch())
            return match;
    }
    return {};
}

QString firstGroup(const QRegularExpressionMatch &match)
{
    for (int i = 1; i <= match.lastCapturedIndex(); ++i) {
        if (!match.captured(i).isEmpty())
            return match.captured(i).left(200);
    }
    return {};
}

QString baseOf(const FailedStep &step, const QStringList &lines)
{
    const QRegularExpression from(u"\\AFROM\\s+(?:--\\S+\\s+)*(\\S+)"_s, QRegularExpression::CaseInsensitiveOption);
    if (const auto match = from.match(step.instruction); match.hasMatch())
        return match.captured(1);
    return lastMatch(u"load metadata for (\\S+?):?\\z"_s, lines).captured(1);
}

} // namespace

QString failedPlace(int step, int of)
{
    return tr("Step %1 of %2 failed.").arg(step).arg(std::max(of, step));
}

Error buildFailure(const Engine &engine, const FailedStep &step, const QStringList &lastLines)
{
    const QString details = lastLines.mid(std::max<qsizetype>(0, lastLines.size() - detailLines)).join(u'\n').trimmed();
    const QString place = step.step > 0 ? failedPlace(step.step, step.of)
                                        : tr("The build failed before its first step.");
    const auto begins = [&step](QLatin1StringView word) { return step.instruction.startsWith(word, Qt::CaseInsensitive); };
    const bool isBase = step.step == 0 || begins("FROM "_L1);
    const bool isCopy = begins("COPY "_L1) || begins("ADD "_L1);
    const QStringList end = lastLines.mid(std::max<qsizetype>(0, lastLines.size() - endLines)) + QStringList{step.message};

    for (const Cause &cause : causes) {
        if ((cause.where == Where::Base && !isBase) || (cause.where == Where::Copy && !isCopy))
            continue;
        const QString pattern = QString::fromLatin1(cause.pattern);
        const auto match = lastMatch(pattern, cause.where == Where::Anywhere ? lastLines : end);
        if (!match.hasMatch())
            continue;
        QString sentence = tr(cause.sentence);
        // The settings would not help: only builders with secrets can be lent a certificate.
        if (engine.builder == Builder::Classic && QLatin1StringView(cause.code) == "certificate-not-trusted"_L1)
            sentence = tr("The package index answered with a certificate that the image does not trust, and this builder cannot be lent yours. Install Docker's buildx or use Podman, or put the certificate into the base image.");
        sentence.replace(u"%2"_s, engine.name == "podman"_L1 ? u"Podman"_s : u"Docker"_s);
        sentence.replace(u"%3"_s, baseOf(step, lastLines));
        sentence.replace(u"%1"_s, firstGroup(match));
        return {QString::fromLatin1(cause.code), step.step > 0 ? place + u' ' + sentence : sentence, details};
    }
    return {u"build-failed"_s, place + u' ' + tr("The end of the log says why."), details};
}

} // namespace drydock
