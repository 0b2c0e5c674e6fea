// SPDX-License-Identifier: Apache-2.0
// Any bytes as a flow script: reading it says something or fails in a sentence, and never crashes.
#include "core/script/inspect.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>

#include <cstdlib>

using namespace Qt::StringLiterals;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const QTemporaryDir folder;
    static const QString path = folder.filePath(u"repository/flow.py"_s);
    static const bool made = QDir(folder.path()).mkpath(u"repository/.git"_s);
    QFile file(path);
    if (!made || !file.open(QIODevice::WriteOnly | QIODevice::Truncate)
        || file.write(reinterpret_cast<const char *>(data), qint64(size)) != qint64(size))
        std::abort();
    file.close();
    const auto script = drydock::inspectScript(path);
    if (script ? QJsonDocument(drydock::toJson(*script)).toJson().isEmpty() : script.error().sentence.isEmpty())
        std::abort();
    return 0;
}
