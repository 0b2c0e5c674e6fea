// SPDX-License-Identifier: Apache-2.0
#include "core/script/condaspec.h"

#include "core/python/candidates.h"
#include "core/python/requirement.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

using namespace Qt::StringLiterals;

namespace drydock {

QString distributionOfConda(const QString &name)
{
    static const QHash<QString, QString> renamed{{u"pytorch"_s, u"torch"_s},
                                                 {u"pytorch-cpu"_s, u"torch"_s},
                                                 {u"pytorch-gpu"_s, u"torch"_s},
                                                 {u"tensorflow-base"_s, u"tensorflow"_s},
                                                 {u"opencv"_s, u"opencv-python"_s},
                                                 {u"py-opencv"_s, u"opencv-python"_s},
                                                 {u"pytables"_s, u"tables"_s},
                                                 {u"msgpack-python"_s, u"msgpack"_s},
                                                 {u"ruamel-yaml"_s, u"ruamel.yaml"_s},
                                                 {u"python-graphviz"_s, u"graphviz"_s},
                                                 {u"matplotlib-base"_s, u"matplotlib"_s},
                                                 {u"seaborn-base"_s, u"seaborn"_s},
                                                 {u"dask-core"_s, u"dask"_s},
                                                 {u"python-kubernetes"_s, u"kubernetes"_s},
                                                 {u"docker-py"_s, u"docker"_s},
                                                 {u"py-xgboost"_s, u"xgboost"_s},
                                                 {u"redis-py"_s, u"redis"_s},
                                                 {u"python-duckdb"_s, u"duckdb"_s},
                                                 {u"python-confluent-kafka"_s, u"confluent-kafka"_s},
                                                 {u"pyarrow-core"_s, u"pyarrow"_s},
                                                 {u"importlib-metadata"_s, u"importlib-metadata"_s}};
    // Programs and libraries; some share their name with an unrelated project on PyPI.
    static const QSet<QString> others{u"git"_s,    u"ffmpeg"_s,  u"graphviz"_s,   u"nodejs"_s,
                                      u"curl"_s,   u"openssl"_s, u"zlib"_s,       u"sqlite"_s,
                                      u"blas"_s,   u"mkl"_s,     u"nomkl"_s,      u"tk"_s,
                                      u"xz"_s,     u"bzip2"_s,   u"readline"_s,   u"ncurses"_s,
                                      u"geos"_s,   u"proj"_s,    u"gcc"_s,        u"gxx"_s,
                                      u"make"_s,   u"openjdk"_s, u"r-base"_s,     u"cudatoolkit"_s,
                                      u"cudnn"_s,  u"nccl"_s,    u"postgresql"_s, u"ca-certificates"_s,
                                      u"icu"_s,    u"jpeg"_s,    u"snappy"_s,     u"zstd"_s,
                                      u"yaml"_s,   u"lz4-c"_s,   u"hdf5"_s,       u"intel-openmp"_s,
                                      u"python"_s, u"pip"_s,     u"python-abi"_s, u"tbb"_s};
    const QString normal = normalizedName(name);
    if (others.contains(normal) || normal.startsWith(u"lib") || normal.startsWith(u'-') || normal.startsWith(u"r-")
        || normal.startsWith(u"ld-impl-") || normal.endsWith(u"-cpp"))
        return isKnownDistribution(normal) && normal.startsWith(u"lib") ? name : QString();
    return renamed.value(normal, name);
}

namespace {

/// What a spec says after the name, as PEP 440 specifiers.
QString specifiersOf(const QRegularExpressionMatch &match)
{
    if (const QString version = match.captured(2); !version.isEmpty()) {
        // conda's single "=" matches every version that starts so.
        const bool exact = !match.captured(3).isEmpty() || version.endsWith(u'*') || version.count(u'.') >= 2;
        return u"==%1%2"_s.arg(version, exact ? u""_s : u".*"_s);
    }
    return (match.captured(4).isEmpty() ? QString() : u"=="_s + match.captured(4)) + match.captured(5).trimmed()
        + match.captured(6);
}

QRegularExpressionMatch matchSpec(const QString &spec)
{
    static const QRegularExpression pattern(
        uR"(^(?:[\w./-]+::)?([A-Za-z0-9_][A-Za-z0-9._-]*)\s*(?:=([0-9][^=\s]*)(?:=(\S+))?|\s+([0-9]\S*)|\s*([<>=!~].*)|\[version=['"]?([^'"\]]*)['"]?\])?$)"_s);
    return pattern.match(spec.section(u" #"_s, 0, 0).trimmed());
}

} // namespace

CondaSpec parseCondaSpec(const QString &spec)
{
    const auto match = matchSpec(spec);
    CondaSpec found;
    found.name = match.captured(1);
    found.isBuild = !match.captured(3).isEmpty();
    const QString name = distributionOfConda(found.name);
    // An export holds every library that the others need: of those only what PyPI knows counts.
    if (found.name.isEmpty() || name.isEmpty() || (found.isBuild && !isKnownDistribution(name)))
        return found;
    const QString text = name + specifiersOf(match);
    found.requirement = Requirement::parse(text) ? text : name;
    return found;
}

QString pythonOfConda(const QString &spec)
{
    const auto specifiers = VersionSpecifiers::parse(specifiersOf(matchSpec(spec)));
    return specifiers ? specifiers->text() : QString();
}

} // namespace drydock
