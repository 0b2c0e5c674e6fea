// SPDX-License-Identifier: Apache-2.0
#include "core/formats/yaml.h"

#include <yaml-cpp/yaml.h>

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>

#include <stdexcept>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

constexpr int mostValues = 200'000;
constexpr int deepestNesting = 100;

class Converter
{
public:
    QJsonValue convert(const YAML::Node &node, int depth)
    {
        if (++m_values > mostValues || depth > deepestNesting)
            throw std::length_error("it unfolds into too many values");
        switch (node.Type()) {
        case YAML::NodeType::Sequence: {
            QJsonArray array;
            for (const YAML::Node &element : node)
                array.append(convert(element, depth + 1));
            return array;
        }
        case YAML::NodeType::Map: {
            QJsonObject object;
            QJsonObject merged;
            for (const auto &entry : node) {
                if (!entry.first.IsScalar())
                    continue;
                if (entry.first.Scalar() == "<<" && entry.first.Tag() != "!")
                    merge(convert(entry.second, depth + 1), merged);
                else
                    object.insert(QString::fromStdString(entry.first.Scalar()), convert(entry.second, depth + 1));
            }
            merge(merged, object);
            return object;
        }
        case YAML::NodeType::Scalar:
            return scalar(node);
        default:
            return QJsonValue::Null;
        }
    }

private:
    /// A merge key (YAML 1.1): what is there already stays; of several maps the first counts.
    static void merge(const QJsonValue &from, QJsonObject &into)
    {
        if (from.isArray()) {
            for (const QJsonValue &each : from.toArray())
                merge(each.toObject(), into);
            return;
        }
        const QJsonObject object = from.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            if (!into.contains(it.key()))
                into.insert(it.key(), *it);
        }
    }

    static QJsonValue scalar(const YAML::Node &node)
    {
        const QString text = QString::fromStdString(node.Scalar());
        if (node.Tag() == "!") // quoted
            return text;
        if (text.isEmpty() || text == u"~" || text == u"null")
            return QJsonValue::Null;
        if (text == u"true" || text == u"false")
            return text == u"true";
        // Numbers stay text: a version 3.10 must not become 3.1.
        return text;
    }

    int m_values = 0;
};

} // namespace

Result<QJsonValue> readYaml(const QByteArray &text)
{
    const auto invalid = [](const QString &details) {
        return failure(u"yaml-invalid"_s, QCoreApplication::translate("Formats", "The file is not valid YAML."), details);
    };
    try {
        return Converter().convert(YAML::Load(text.toStdString()), 0);
    } catch (const YAML::Exception &exception) {
        return invalid(QCoreApplication::translate("Formats", "Line %1: %2").arg(exception.mark.line + 1).arg(QString::fromStdString(exception.msg)));
    } catch (const std::exception &exception) {
        return invalid(QString::fromUtf8(exception.what()));
    }
}

} // namespace drydock
