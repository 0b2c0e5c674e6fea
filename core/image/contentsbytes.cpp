// SPDX-License-Identifier: Apache-2.0
#include "core/image/image.h"

#include <QDataStream>

namespace drydock {

namespace {

/// Lists are long and their texts plain: one block of UTF-8 is half as long and read in one go.
QByteArray joined(const QStringList &list)
{
    return list.join(QChar(u'\n')).toUtf8();
}

QStringList split(const QByteArray &bytes)
{
    return bytes.isEmpty() ? QStringList() : QString::fromUtf8(bytes).split(QChar(u'\n'));
}

QDataStream &operator<<(QDataStream &out, const Interpreter &python)
{
    out << python.path << python.version << python.isDefault << python.runsPrefect << python.prefect
        << joined(python.prefectExtras) << joined(python.standardLibrary) << joined(python.problems)
        << qint32(python.distributions.size());
    for (const Distribution &each : python.distributions)
        out << each.name << each.version << each.source << joined(each.requires_) << joined(each.modules);
    return out;
}

QDataStream &operator>>(QDataStream &in, Interpreter &python)
{
    QByteArray extras;
    QByteArray standard;
    QByteArray problems;
    qint32 count = 0;
    in >> python.path >> python.version >> python.isDefault >> python.runsPrefect >> python.prefect >> extras
        >> standard >> problems >> count;
    python.prefectExtras = split(extras);
    python.standardLibrary = split(standard);
    python.problems = split(problems);
    for (; count > 0 && in.status() == QDataStream::Ok; --count) {
        Distribution each;
        QByteArray requirements;
        QByteArray modules;
        in >> each.name >> each.version >> each.source >> requirements >> modules;
        each.requires_ = split(requirements);
        each.modules = split(modules);
        python.distributions.append(std::move(each));
    }
    return in;
}

} // namespace

QByteArray toBytes(const ImageContents &contents)
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_4);
    const Error error = contents.error.value_or(Error{});
    out << qint8(contents.honoursExtraPipPackages ? *contents.honoursExtraPipPackages : -1) << contents.hasGit
        << contents.hasCompiler << contents.uv << contents.pip << contents.error.has_value() << error.code
        << error.sentence << error.details << qint32(contents.interpreters.size());
    for (const Interpreter &python : contents.interpreters)
        out << python;
    return bytes;
}

std::optional<ImageContents> imageContentsFromBytes(const QByteArray &bytes)
{
    ImageContents contents;
    QDataStream in(bytes);
    in.setVersion(QDataStream::Qt_6_4);
    qint8 honours = -1;
    bool hasError = false;
    Error error;
    qint32 count = 0;
    in >> honours >> contents.hasGit >> contents.hasCompiler >> contents.uv >> contents.pip >> hasError >> error.code
        >> error.sentence >> error.details >> count;
    if (honours >= 0)
        contents.honoursExtraPipPackages = honours == 1;
    if (hasError)
        contents.error = error;
    for (; count > 0 && in.status() == QDataStream::Ok; --count) {
        Interpreter python;
        in >> python;
        contents.interpreters.append(std::move(python));
    }
    if (in.status() != QDataStream::Ok || !in.atEnd())
        return {};
    return contents;
}

} // namespace drydock
