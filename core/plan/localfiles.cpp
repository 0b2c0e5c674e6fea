// SPDX-License-Identifier: Apache-2.0
#include "core/plan/localfiles.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Plan)
};

bool isLeftBehind(const QString &name)
{
    static const QSet<QString> names{u"__pycache__"_s, u"node_modules"_s, u"venv"_s, u"env"_s, u"build"_s, u"dist"_s, u"htmlcov"_s};
    return name.startsWith(u'.') || names.contains(name) || name.endsWith(u".egg-info") || name.endsWith(u".pyc");
}

/// Files below a folder, in order, without following links.
QStringList filesIn(const QString &folder)
{
    QStringList files;
    QStringList folders{folder};
    while (!folders.isEmpty()) {
        const QDir dir(folders.takeLast());
        const QFileInfoList entries = dir.entryInfoList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks, QDir::Name);
        for (const QFileInfo &entry : entries) {
            if (isLeftBehind(entry.fileName()))
                continue;
            // A virtual environment by any other name.
            if (entry.isDir() && !QFile::exists(entry.filePath() + u"/pyvenv.cfg"_s))
                folders.append(entry.filePath());
            else if (entry.isFile())
                files.append(entry.filePath());
        }
    }
    files.sort();
    return files;
}

} // namespace

Result<QList<PlanFile>> localFiles(const QList<LocalModule> &modules)
{
    QList<PlanFile> files;
    QSet<QString> taken;
    QSet<QString> projects;
    qint64 size = 0;
    for (const LocalModule &module : modules) {
        const QFileInfo source(module.project.isEmpty() ? module.path : module.project);
        if (!module.project.isEmpty() && projects.contains(module.project))
            continue; // One project can hold several modules.
        projects.insert(module.project);
        const QString target = module.project.isEmpty() ? QString(u"local/lib/" + source.fileName()) : QString(u"local/" + module.name);
        const QStringList paths = source.isDir() ? filesIn(source.filePath()) : QStringList{source.filePath()};
        for (const QString &path : paths) {
            const QString relative = source.isDir() ? QDir(source.filePath()).relativeFilePath(path) : QString();
            const QString name = relative.isEmpty() ? target : QString(target + u'/' + relative);
            QFile file(path);
            size += file.size();
            if (size > largestLocalCode) {
                return failure(u"local-module-too-large"_s,
                               Text::tr("%1 holds more than 100 MB. Move its data out of the code, then plan again.").arg(source.filePath()));
            }
            if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly)) {
                return failure(u"local-module-unreadable"_s,
                               Text::tr("%1, which the script imports, cannot be read. Put it back where it was, then plan again.").arg(path), file.errorString());
            }
            if (!taken.contains(name))
                files.append({name, file.readAll()});
            taken.insert(name);
        }
        if (paths.isEmpty()) {
            return failure(u"local-module-unreadable"_s,
                           Text::tr("%1, which the script imports, holds no files. Put them back where they were, then plan again.").arg(source.filePath()));
        }
    }
    return files;
}

} // namespace drydock
