// SPDX-License-Identifier: Apache-2.0
#include "core/script/dynamicimports.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

/// A name that import_module is given, seen from the package that the call names; `__package__` is the file's own. Empty when
/// that is not certain.
QString absolute(const SourceView &source, const QString &name, int package)
{
    if (!name.startsWith(u'.') || source.tree.bytes(package) == "__package__" || source.tree.bytes(package) == "__name__")
        return name;
    QString base = source.values.text(package);
    qsizetype dots = 1;
    for (; dots < name.size() && name[dots] == u'.' && !base.isEmpty(); ++dots)
        base.truncate(std::max<qsizetype>(base.lastIndexOf(u'.'), 0));
    return base.isEmpty() ? QString() : QString(base + u'.' + name.mid(dots));
}

/// A name that __import__ is given, with the dots that its level stands for.
QString below(const QJsonValue &level, const QString &name)
{
    constexpr double deepest = 100;
    if (!level.isDouble() || level.toDouble() > deepest)
        return {};
    return QString(std::max(level.toInt(), 0), u'.') + name;
}

} // namespace

QList<FoundImport> collectDynamicImports(const SourceView &source, SurroundingsReader &surroundings)
{
    QList<FoundImport> found;
    // Most files have none: the bytes say so at once.
    if (!source.tree.source().contains("import_module") && !source.tree.source().contains("__import__"))
        return found;
    for (int node = 0; node < source.tree.size(); ++node) {
        if (source.tree.kind(node) != Syntax::Call)
            continue;
        const QString origin = source.names.origin(source.tree.child(node, Field::Function));
        if (origin != u"importlib.import_module" && origin != u"__import__" && origin != u"importlib.__import__"
            && origin != u"builtins.__import__")
            continue;
        const Surroundings around = surroundings.read(node);
        FoundImport import;
        import.node = node;
        import.record.dynamic = true;
        import.record.line = source.tree[node].line;
        surroundings.describe(import.record, around);
        const Arguments arguments = argumentsOf(source.tree, node);
        import.record.module = source.values.text(arguments.find(u"name"_s, 0));
        if (origin == u"importlib.import_module")
            import.record.module = absolute(source, import.record.module, arguments.find(u"package"_s, 1));
        else if (const int level = arguments.find(u"level"_s, 4); level >= 0 && !import.record.module.isEmpty())
            import.record.module = below(source.values.value(level).value, import.record.module);
        found.append(import);
    }
    return found;
}

} // namespace drydock
