// SPDX-License-Identifier: Apache-2.0
// Any text as a requirement: what is one can be written, read again as the same, and judged.
#include "core/python/requirement.h"

#include <cstdlib>

using namespace Qt::StringLiterals;
using namespace drydock;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QString text = QString::fromUtf8(reinterpret_cast<const char *>(data), qsizetype(size));
    const Version version(text);
    if (version.isValid() && !(Version(version.normalized()) == version))
        std::abort();
    const auto requirement = Requirement::parse(text);
    if (!requirement) {
        if (requirement.error().sentence.isEmpty())
            std::abort();
        return 0;
    }
    const auto again = Requirement::parse(requirement->text());
    if (!again || again->text() != requirement->text() || again->name != requirement->name || again->url != requirement->url)
        std::abort();
    static const QMap<QString, QString> environment{{u"python_version"_s, u"3.11"_s}, {u"python_full_version"_s, u"3.11.4"_s},
                                                    {u"sys_platform"_s, u"linux"_s},  {u"os_name"_s, u"posix"_s},
                                                    {u"extra"_s, u"aws"_s}};
    requirement->appliesTo(environment);
    for (const QString &known : {u"1.0"_s, u"2.0rc1"_s, u"1!1.4.1.post2+local"_s})
        requirement->specifiers.contains(Version(known));
    return 0;
}
