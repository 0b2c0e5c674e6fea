// SPDX-License-Identifier: Apache-2.0
#include "core/script/problems.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

const QList<ProblemKind> &problemKinds()
{
    static const auto say = [](const char *text) { return QCoreApplication::translate("Problems", text); };
    static const QList<ProblemKind> kinds{
        {u"syntax-error"_s, Severity::Error, say(QT_TRANSLATE_NOOP("Problems", "A part of the file is not valid Python 3."))},
        {u"encoding"_s, Severity::Warning, say(QT_TRANSLATE_NOOP("Problems", "The file's bytes do not fit its encoding."))},
        {u"import-unresolved"_s, Severity::Warning,
         say(QT_TRANSLATE_NOOP("Problems", "An import leads to no module of yours and to no known distribution."))},
        {u"shadowed-module"_s, Severity::Warning,
         say(QT_TRANSLATE_NOOP("Problems", "A file of yours has the name of a standard-library module or a distribution."))},
        {u"python2-module"_s, Severity::Error,
         say(QT_TRANSLATE_NOOP("Problems", "An import asks for a module that only Python 2's standard library has."))},
        {u"local-file-unreadable"_s, Severity::Warning,
         say(QT_TRANSLATE_NOOP("Problems", "A module of yours that the script imports could not be read."))},
        {u"too-many-local-files"_s, Severity::Warning,
         say(QT_TRANSLATE_NOOP("Problems", "The script reaches more files of yours than are followed."))},
        {u"generation-mixed"_s, Severity::Error,
         say(QT_TRANSLATE_NOOP("Problems", "The script uses parts of Prefect 1 and of later versions together."))},
        {u"prefect-environments-removed"_s, Severity::Error,
         say(QT_TRANSLATE_NOOP("Problems", "prefect.environments does not exist from Prefect 1.0 on."))},
        {u"run-configs-typo"_s, Severity::Warning,
         say(QT_TRANSLATE_NOOP("Problems", "Prefect silently ignores flow.run_configs; the attribute is run_config."))},
        {u"storage-leaves-local-modules-behind"_s, Severity::Warning,
         say(QT_TRANSLATE_NOOP("Problems", "The flow's storage holds one file, but the script imports others of yours."))},
        {u"image-conflict"_s, Severity::Warning,
         say(QT_TRANSLATE_NOOP("Problems", "Two places name an image, and one of them is not used."))},
        {u"image-reference-invalid"_s, Severity::Error, say(QT_TRANSLATE_NOOP("Problems", "An image's name cannot be one."))},
        {u"tag-unlikely"_s, Severity::Warning,
         say(QT_TRANSLATE_NOOP("Problems", "An image has a tag that Prefect does not publish, or none."))},
        {u"end-of-life-base"_s, Severity::Warning,
         say(QT_TRANSLATE_NOOP("Problems", "A base image's system gets no more updates."))},
        {u"image-without-prefect"_s, Severity::Warning,
         say(QT_TRANSLATE_NOOP("Problems", "The image that shall run the flow holds no Prefect."))},
        {u"image-without-extra"_s, Severity::Warning,
         say(QT_TRANSLATE_NOOP("Problems", "The image that shall run the flow lacks the extra that its storage needs."))},
        {u"docker-storage-invalid"_s, Severity::Error,
         say(QT_TRANSLATE_NOOP("Problems", "Docker storage refuses its arguments when the flow is registered."))},
        {u"python-mismatch-pickle"_s, Severity::Warning,
         say(QT_TRANSLATE_NOOP("Problems", "The flow is pickled, and the image may have another Python than yours."))},
        {u"extra-pip-ignored"_s, Severity::Warning,
         say(QT_TRANSLATE_NOOP("Problems", "EXTRA_PIP_PACKAGES has no effect with this run configuration."))},
        {u"extra-pip-quoting"_s, Severity::Warning,
         say(QT_TRANSLATE_NOOP("Problems", "EXTRA_PIP_PACKAGES is split at spaces by the shell; this value does not survive it."))},
        {u"deploy-builds-without-buildkit"_s, Severity::Note,
         say(QT_TRANSLATE_NOOP("Problems", "flow.deploy() builds without BuildKit unless buildx is chosen."))},
        {u"registers-at-top-level"_s, Severity::Note,
         say(QT_TRANSLATE_NOOP("Problems", "The script registers or runs its flow whenever it is imported."))},
        {u"unpinned-prefect"_s, Severity::Warning,
         say(QT_TRANSLATE_NOOP("Problems", "The declared requirement for Prefect allows a version of another generation."))},
        {u"likely-need"_s, Severity::Note,
         say(QT_TRANSLATE_NOOP("Problems", "The script probably needs a distribution that no import names."))},
        {u"opens-file"_s, Severity::Note,
         say(QT_TRANSLATE_NOOP("Problems", "The script opens a file beside it, which must be in the image too."))},
        {u"declared-file-invalid"_s, Severity::Warning,
         say(QT_TRANSLATE_NOOP("Problems", "A file that declares requirements could not be read whole."))},
        {u"conda-only"_s, Severity::Note,
         say(QT_TRANSLATE_NOOP("Problems", "A conda environment asks for something that is no Python distribution."))},
        {u"environment-unreadable"_s, Severity::Warning,
         say(QT_TRANSLATE_NOOP("Problems", "The Python environment that was chosen, or a part of it, could not be read."))},
        {u"notebook"_s, Severity::Error, say(QT_TRANSLATE_NOOP("Problems", "The file is a notebook, not a script."))},
    };
    return kinds;
}

Problem problem(const QString &code, int line, const QString &message, const QString &fix)
{
    const auto kind = std::find_if(problemKinds().begin(), problemKinds().end(), [&code](const ProblemKind &k) { return k.code == code; });
    Q_ASSERT_X(kind != problemKinds().end(), "problem", "the code is not in the table");
    return {line, kind == problemKinds().end() ? Severity::Warning : kind->severity, code, message, fix};
}

} // namespace drydock
