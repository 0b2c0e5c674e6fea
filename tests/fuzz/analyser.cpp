// SPDX-License-Identifier: Apache-2.0
// Any bytes as a flow script: reading it says something or fails in a sentence, and never crashes.
#include "core/script/inspectsource.h"

#include <QDir>
#include <QJsonDocument>
#include <QTemporaryDir>

#include <cstdlib>

using namespace Qt::StringLiterals;
using namespace drydock;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    // What lies beside the script is nothing, and read once: asking the disk takes longer than all else.
    static const QTemporaryDir folder;
    static const bool made = QDir(folder.path()).mkpath(u"repository/.git"_s);
    static ProjectCache cache;
    if (!made)
        std::abort();
    const QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    if (looksBinary(bytes))
        return 0;
    for (const bool onlyFlows : {false, true}) {
        const auto script = inspectSource(parseSource(folder.filePath(u"repository/flow.py"_s), bytes), onlyFlows, {}, cache, {});
        if (!script ? !onlyFlows : *script ? QJsonDocument(toJson(**script)).toJson().isEmpty() : script->error().sentence.isEmpty())
            std::abort();
    }
    return 0;
}
