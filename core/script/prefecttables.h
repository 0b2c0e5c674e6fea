// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/script/flowscript.h"

#include <optional>

namespace drydock {

/// What Prefect's own classes and modules mean; facts of the releases 0.14 to 3.x.

/// One of the twelve storage classes of Prefect 1.
struct StorageClass {
    QString extra; ///< Needed where the flow is loaded, or empty.
    Ships ships = Ships::Unknown;
    bool takesScript = false; ///< `stored_as_script=True` turns a pickle into a script.
    QStringList positional; ///< Names of the constructor's leading arguments.
};
std::optional<StorageClass> storageClass(const QString &kind);

/// Leading arguments of the constructor of a run configuration of Prefect 1; empty optional when it is none.
std::optional<QStringList> runConfigClass(const QString &kind);

/// The extra of a result class of Prefect 1 ("" for those that need none); empty optional when it is none.
std::optional<QString> resultClass(const QString &kind);

/// The extra of Prefect 1 without which a module of it raises ImportError ("aws" for prefect.tasks.aws.s3), or empty.
QString extraOfPrefectModule(const QString &module);

/// What an extra of Prefect 1 brings at run time.
struct ExtraContents {
    QString module; ///< Importing it shows that the extra is there.
    QString distribution;
};
std::optional<ExtraContents> extraContents(const QString &extra);
/// What a module of Prefect 1 loads when it is imported that the core does not bring along: the folder that it lies in loads all
/// its modules. Empty for those of the core.
QList<ExtraContents> contentsOfPrefectModule(const QString &module);
/// What a file-system block of Prefect 2 works with, by its dotted name ("prefect.filesystems.S3", "….load" too).
std::optional<ExtraContents> fileSystemContents(const QString &origin);

/// The generation in which alone a dotted Prefect name exists (1, 2, 3), 23 for 2 and 3, or 0 when it tells nothing.
int generationOf(const QString &dotted);

/// What a dotted Prefect name of any generation is: the class of flows, the decorator of flows, that of tasks, the class of tasks.
bool isFlowObject(const QString &dotted);
bool isFlowFunction(const QString &dotted);
bool isTaskFunction(const QString &dotted);
bool isTaskClass(const QString &dotted);

/// The extra distribution that a path with this scheme needs ("s3://" → s3fs), or empty.
QString schemeDistribution(const QString &scheme);
/// The driver's distribution for an SQLAlchemy address ("postgresql+psycopg2" → psycopg2-binary), or empty.
QString driverDistribution(const QString &dialect);
/// The distribution that holds a block type by its slug ("s3-bucket" → prefect-aws), or empty.
QString blockDistribution(const QString &slug);

} // namespace drydock
