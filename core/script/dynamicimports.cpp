// SPDX-License-Identifier: Apache-2.0
#include "core/script/dynamicimports.h"

using namespace Qt::StringLiterals;

namespace drydock {

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
        import.record.necessity = around.necessity;
        import.record.condition = around.condition;
        import.record.inFunction = around.inFunction;
        import.record.group = surroundings.groupOf(around.guard);
        const Arguments arguments = argumentsOf(source.tree, node);
        import.record.module = source.values.text(arguments.find(u"name"_s, 0));
        if (import.record.module.startsWith(u'.')) {
            // Relative to a package that the call names; `__package__` is the file's own.
            const int package = arguments.find(u"package"_s, 1);
            const QString name = source.values.text(package);
            if (!name.isEmpty())
                import.record.module = name + import.record.module;
            else if (source.tree.bytes(package) != "__package__" && source.tree.bytes(package) != "__name__")
                import.record.module.clear();
        }
        found.append(import);
    }
    return found;
}

} // namespace drydock
