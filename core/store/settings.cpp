// SPDX-License-Identifier: Apache-2.0
#include "core/store/settings.h"

#include "core/network/address.h"

#include <QSettings>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr qsizetype recentLimit = 10;

const QString lookInsideKey = u"consent/look-inside"_s;
const QString askIndexKey = u"consent/ask-index"_s;
const QString engineKey = u"engine/engine"_s;
const QString engineContextKey = u"engine/context"_s;
const QString certificatesKey = u"network/certificates"_s;
const QString indexUrlKey = u"network/index-url"_s;
const QString mirrorKey = u"network/mirror"_s;
const QString proxyKey = u"network/proxy"_s;
const QString indexLoginKey = u"network/index-login"_s;
const QString proxyLoginKey = u"network/proxy-login"_s;
const QString appearanceKey = u"window/appearance"_s;
const QString recentKey = u"window/recent-scripts"_s;
const QString providedByKey = u"provided-by"_s; // An array of script, import, distribution.

const QString scriptKey = u"script"_s;
const QString importKey = u"import"_s;
const QString distributionKey = u"distribution"_s;

// Words, not numbers: the file is read by people and by later versions.
const QString always = u"always"_s;
const QString onlyWhenChosen = u"only-when-chosen"_s;
const QString inKeychain = u"in-keychain"_s;
const QString yes = u"yes"_s;
const QString no = u"no"_s;
const QStringList appearances{u"system"_s, u"light"_s, u"dark"_s};

void write(QSettings &settings, const QString &key, const QString &value)
{
    if (value.isEmpty())
        settings.remove(key);
    else
        settings.setValue(key, value);
}

} // namespace

Settings Settings::load(const QSettings &settings)
{
    const auto text = [&](const QString &key) { return settings.value(key).toString(); };
    Settings loaded;
    if (text(lookInsideKey) == always)
        loaded.lookInside = LookInside::Always;
    else if (text(lookInsideKey) == onlyWhenChosen)
        loaded.lookInside = LookInside::OnlyWhenChosen;
    if (text(askIndexKey) == yes)
        loaded.askIndex = true;
    else if (text(askIndexKey) == no)
        loaded.askIndex = false;
    loaded.engine = text(engineKey);
    loaded.engineContext = text(engineContextKey);
    loaded.certificates = text(certificatesKey);
    loaded.indexUrl = text(indexUrlKey);
    loaded.proxy = text(proxyKey);
    loaded.indexHasLogin = text(indexLoginKey) == inKeychain;
    loaded.proxyHasLogin = text(proxyLoginKey) == inKeychain;
    loaded.mirror = text(mirrorKey);
    loaded.appearance = Appearance(qMax(qsizetype(0), appearances.indexOf(text(appearanceKey))));
    loaded.recentScripts = settings.value(recentKey).toStringList().mid(0, recentLimit);
    const int count = settings.value(providedByKey + u"/size"_s).toInt();
    for (int i = 1; i <= count; ++i) {
        const auto part = [&](const QString &key) { return text(u"%1/%2/%3"_s.arg(providedByKey, QString::number(i), key)); };
        if (!part(scriptKey).isEmpty() && !part(importKey).isEmpty() && !part(distributionKey).isEmpty())
            loaded.providedBy[part(scriptKey)].insert(part(importKey), part(distributionKey));
    }
    return loaded;
}

void Settings::save(QSettings &settings) const
{
    write(settings, lookInsideKey, !lookInside ? QString() : *lookInside == LookInside::Always ? always : onlyWhenChosen);
    write(settings, askIndexKey, !askIndex ? QString() : *askIndex ? yes : no);
    write(settings, engineKey, engine);
    write(settings, engineContextKey, engineContext);
    write(settings, certificatesKey, certificates);
    write(settings, indexUrlKey, addressOf(indexUrl).place);
    write(settings, proxyKey, addressOf(proxy).place);
    write(settings, indexLoginKey, indexHasLogin ? inKeychain : QString());
    write(settings, proxyLoginKey, proxyHasLogin ? inKeychain : QString());
    write(settings, mirrorKey, mirror);
    write(settings, appearanceKey, appearances.value(int(appearance)));
    settings.setValue(recentKey, recentScripts.mid(0, recentLimit));
    settings.remove(providedByKey);
    settings.beginWriteArray(providedByKey);
    int index = 0;
    for (auto script = providedBy.begin(); script != providedBy.end(); ++script) {
        for (auto import = script->begin(); import != script->end(); ++import) {
            settings.setArrayIndex(index++);
            settings.setValue(scriptKey, script.key());
            settings.setValue(importKey, import.key());
            settings.setValue(distributionKey, *import);
        }
    }
    settings.endArray();
}

} // namespace drydock
