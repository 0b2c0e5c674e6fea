// SPDX-License-Identifier: Apache-2.0
#include "core/formats/toml.h"

#include <toml++/toml.h>

#include <QCoreApplication>
#include <QJsonArray>

#include <sstream>
#include <string_view>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

QString textOf(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

/// @param lines of the values below `pointer`, or null when nobody asks
QJsonValue valueOf(const toml::node &node, const QString &pointer, QHash<QString, int> *lines)
{
    const auto inner = [&pointer, lines](const auto &key) { return lines ? pointer + u'/' + key : QString(); };
    if (lines)
        lines->insert(pointer, int(node.source().begin.line));
    if (const toml::table *table = node.as_table()) {
        QJsonObject object;
        for (const auto &[key, value] : *table)
            object.insert(textOf(key.str()), valueOf(value, inner(textOf(key.str())), lines));
        return object;
    }
    if (const toml::array *array = node.as_array()) {
        QJsonArray values;
        for (const toml::node &element : *array)
            values.append(valueOf(element, inner(QString::number(values.size())), lines));
        return values;
    }
    if (const auto *text = node.as_string())
        return textOf(text->get());
    if (const auto *number = node.as_integer())
        return qint64(number->get());
    if (const auto *number = node.as_floating_point())
        return number->get();
    if (const auto *truth = node.as_boolean())
        return truth->get();
    std::ostringstream written;
    node.visit([&written](const auto &value) {
        if constexpr (toml::is_date<decltype(value)> || toml::is_time<decltype(value)> || toml::is_date_time<decltype(value)>)
            written << value.get();
    });
    return QString::fromStdString(written.str());
}

} // namespace

static Result<Document> parse(const QByteArray &text, bool withLines)
{
    Document document;
    try {
        const toml::table table = toml::parse(std::string_view(text.constData(), std::size_t(text.size())));
        document.value = valueOf(table, {}, withLines ? &document.lines : nullptr);
        return document;
    } catch (const toml::parse_error &error) { // The shared library offers no parser without exceptions.
        return failure(u"toml-invalid"_s, QCoreApplication::translate("Formats", "This is not a valid TOML file."),
                       QCoreApplication::translate("Formats", "Line %1: %2").arg(error.source().begin.line).arg(textOf(error.description())));
    }
}

Result<QJsonObject> readToml(const QByteArray &text)
{
    return parse(text, false).map([](const Document &document) { return document.value.toObject(); });
}

Result<Document> readTomlDocument(const QByteArray &text)
{
    return parse(text, true);
}

} // namespace drydock
