// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/image/image.h"
#include "core/script/flowscript.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonDocument>

namespace drydock::test {

/// An image with contents that the probe read in a real one (tests/data/contents).
inline Image imageWithContents(const QString &name)
{
    QFile file(QStringLiteral(DRYDOCK_TEST_DATA "/contents/%1.json").arg(name));
    Image image;
    image.reference = QStringLiteral("drydock.local/") + QString(name).replace(name.indexOf(u'-'), 1, QStringLiteral(":"));
    image.id = QStringLiteral("sha256:") + QString::fromLatin1(QCryptographicHash::hash(name.toUtf8(), QCryptographicHash::Sha256).toHex());
    image.platform = QStringLiteral("linux/amd64");
    image.size = 400'000'000;
    if (file.open(QIODevice::ReadOnly))
        image.contents = imageContentsFromJson(QJsonDocument::fromJson(file.readAll()).object());
    return image;
}

inline Import importOf(const QString &target, ImportKind kind, const QStringList &distributions = {}, Necessity necessity = Necessity::Required)
{
    Import import;
    import.module = target;
    import.target = target;
    import.kind = kind;
    import.distributions = distributions;
    import.necessity = necessity;
    import.confidence = Confidence::Known;
    import.file = QStringLiteral("/flows/flow.py");
    import.line = 1;
    return import;
}

/// A script of a Prefect generation with one flow and what it imports.
inline FlowScript scriptOf(int generation, const QList<Import> &imports)
{
    FlowScript script;
    script.path = QStringLiteral("/flows/flow.py");
    script.generation = generation;
    Flow flow;
    flow.name = QStringLiteral("etl");
    flow.function = generation == 1 ? QStringLiteral("flow") : QStringLiteral("etl");
    flow.form = generation == 1 ? Flow::Form::Object : Flow::Form::Function;
    script.flows.append(flow);
    if (generation > 0)
        script.imports.append(importOf(QStringLiteral("prefect"), ImportKind::Prefect, {QStringLiteral("prefect")}));
    script.imports += imports;
    return script;
}

inline Import thirdParty(const QString &target, const QString &distribution)
{
    return importOf(target, ImportKind::ThirdParty, {distribution});
}

} // namespace drydock::test
