// SPDX-License-Identifier: Apache-2.0
#include "core/resolve/installtrial.h"

#include "core/network/address.h"
#include "core/resolve/containerpip.h"
#include "core/resolve/pipcall.h"

#include <QCoreApplication>
#include <QRegularExpression>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace drydock {

namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(InstallTrial)
};

/// Pip hides passwords, and no others do.
QString withoutLogins(QString text, const Network &network)
{
    for (const QString &address : {network.indexUrl, network.proxy}) {
        const QString login = addressOf(address).login;
        if (!login.isEmpty())
            text.replace(QString(login + u'@'), u"****@"_s);
    }
    return text;
}

Result<InstallTrial> endOfTrial(const Image &image, const CommandOutput &output, const QString &said)
{
    InstallTrial trial{image.reference, true, double(output.elapsed.count()) / 1000};
    if (output.exitStatus == 0)
        return trial;
    static const QRegularExpression refused(u"40[137] (?:Client )?Error|HTTP error 40[137]|Tunnel connection failed: 407|401 Unauthorized|Proxy Authentication Required"_s);
    if (refused.match(said).hasMatch())
        return failure(u"login-refused"_s, Text::tr("The index or the proxy wants to know who asks, and did not accept the answer. Write the address as https://name:password@host, then try again."), said);
    if (said.contains("CERTIFICATE_VERIFY_FAILED"_L1) || said.contains("certificate verify failed"_L1))
        return failure(u"certificate-not-trusted"_s, Text::tr("The index answered with a certificate that the image does not trust. Name your company's certificate file above, then try again."), said);
    ResolveRequest anything;
    anything.allowSource = true;
    Error error = pipError(said, anything);
    if (error.code == "distribution-not-found"_L1) { // It answered all the same.
        trial.installed = false;
        return trial;
    }
    if (error.code == "resolution-failed"_L1)
        error = {u"install-failed"_s, Text::tr("pip could not install %1 in %2. The log says why.").arg(triedDistribution(), image.reference), said};
    return tl::unexpected(error);
}

} // namespace

QString triedDistribution()
{
    return u"six"_s;
}

Future<InstallTrial> tryInstall(CommandRunner &runner, const Engine &engine, const Network &network, const Image &image,
                                const std::function<void(const QString &)> &said)
{
    if (!engine.isReady())
        return readyFuture<InstallTrial>(failure(u"engine-not-ready"_s, Text::tr("No container engine is ready, so nothing can be tried. Start Docker or Podman, then try again."), engine.detail));
    if (!image.python())
        return readyFuture<InstallTrial>(failure(u"image-not-found"_s, Text::tr("No image with Python and pip was looked inside yet, so there is nothing to try it in. Open a script, look inside its images, then try again.")));

    Command call = pipCall(engine, network, image, u"install.py"_s, {{u"distribution"_s, triedDistribution()}});
    call.timeout = 3min;
    auto all = std::make_shared<QByteArray>();
    auto told = std::make_shared<qsizetype>(0);
    call.onOutput = [all, told, said, network](const QByteArray &piece) {
        *all += piece;
        // A character or a login may be split between two pieces; a line is whole.
        for (qsizetype end = all->indexOf('\n', *told); end >= 0; end = all->indexOf('\n', *told)) {
            said(withoutLogins(QString::fromUtf8(all->mid(*told, end - *told)), network));
            *told = end + 1;
        }
    };
    return andThen(runner.run(call), &runner, [all, image, network](const CommandOutput &output) {
        const QString text = QString::fromUtf8(*all + output.standardError.right(4000)).trimmed();
        return endOfTrial(image, output, withoutLogins(text, network));
    });
}

} // namespace drydock
