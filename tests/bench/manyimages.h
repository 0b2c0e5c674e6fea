// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/coverage/contents.h"

namespace drydock::test {

/// A script that imports so many modules, some of them declared with a version, some of Prefect, one in ten optional.
inline FlowScript scriptWithImports(int count)
{
    FlowScript script = scriptOf(1, {importOf(QStringLiteral("prefect.storage"), ImportKind::Prefect),
                                     importOf(QStringLiteral("prefect.tasks.aws.s3"), ImportKind::Prefect)});
    for (int i = int(script.imports.size()); i < count; ++i) {
        const QString name = QStringLiteral("library%1").arg(i);
        Import import = thirdParty(i % 3 == 0 ? name + QStringLiteral(".part") : name, name);
        import.necessity = i % 10 == 9 ? Necessity::Optional : Necessity::Required;
        script.imports.append(import);
        if (i % 4 == 0)
            script.declared.append({name + QStringLiteral(">=%1").arg(i % 7), QStringLiteral("/flows/requirements.txt"), i, {}});
    }
    return script;
}

/// So many images, each with contents of its own: what a real image holds, and some of the libraries beside it.
inline QList<Image> manyImages(int count, int libraries)
{
    const QList<Image> real{imageWithContents(QStringLiteral("prefect-1.4.1-python3.9")), imageWithContents(QStringLiteral("prefect-2.20.25-python3.11")),
                            imageWithContents(QStringLiteral("prefect-3.8.8-python3.13"))};
    QList<Image> images;
    for (int i = 0; i < count; ++i) {
        Image image = real.at(i % real.size());
        image.reference = QStringLiteral("registry.example.org/team%1/base:%2").arg(i % 17).arg(i);
        image.id = QStringLiteral("sha256:%1").arg(i, 64, 16, QLatin1Char('0'));
        image.size = 100'000'000 + (i * 7919LL) % 900'000'000;
        QList<Distribution> &distributions = image.contents->interpreters.first().distributions;
        for (int library = 0; library < libraries; ++library) {
            if ((library * 31 + i * 17) % 5 == 0)
                continue;
            const QString name = QStringLiteral("library%1").arg(library);
            distributions.append({name, QStringLiteral("%1.0").arg((library + i) % 9), {name, name + QStringLiteral(".part")}, {}, QStringLiteral("record")});
        }
        images.append(image);
    }
    return images;
}

} // namespace drydock::test
