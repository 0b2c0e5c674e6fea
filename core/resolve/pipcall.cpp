// SPDX-License-Identifier: Apache-2.0
#include "core/resolve/pipcall.h"

#include <QFile>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

QByteArray resource(const QString &name)
{
    QFile file(u":/drydock/probe/"_s + name);
    if (!file.open(QIODevice::ReadOnly))
        Q_ASSERT_X(false, "pipCall", "the program is not compiled in");
    return file.readAll();
}

} // namespace

Command pipCall(const Engine &engine, const Network &network, const Image &image, const QString &program, const QJsonObject &question,
                const QStringList &arguments)
{
    const QByteArray text = resource(u"pipcall.py"_s) + resource(program);
    const Interpreter *python = image.python();
    // The program first, by its length; what follows it on standard input is the question.
    const QString start = u"import sys; exec(compile(sys.stdin.read(%1), '%2', 'exec'), {'__name__': '__main__'})"_s.arg(QString::number(QString::fromUtf8(text).size()), program);
    Command run = confinedRun(engine, image.id.isEmpty() ? image.reference : image.id, python && !python->path.isEmpty() ? python->path : u"python3"_s,
                              QStringList{u"-c"_s, start} + arguments);
    if (const qsizetype at = run.arguments.indexOf(u"--network"_s); at >= 0) {
        if (network.isOnThisMachine()) // Reached from nowhere else.
            run.arguments[at + 1] = u"host"_s;
        else
            run.arguments.remove(at, 2);
    }
    if (const qsizetype folder = run.arguments.indexOf(u"/tmp:rw,nosuid,nodev,size=256m"_s); folder >= 0)
        run.arguments[folder] = u"/tmp:rw,exec,nosuid,nodev,size=1500m"_s;

    QJsonObject asked = question;
    QByteArray certificates;
    if (QFile file(network.certificates); !network.certificates.isEmpty() && file.open(QIODevice::ReadOnly))
        certificates = file.readAll();
    asked.insert(u"certificates"_s, QString::fromUtf8(certificates));
    asked.insert(u"index"_s, network.indexUrl);
    asked.insert(u"proxy"_s, network.proxy);
    run.input = text + QJsonDocument(asked).toJson(QJsonDocument::Compact) + '\n';
    return run;
}

} // namespace drydock
