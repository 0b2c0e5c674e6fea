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
    /// @param lines of the values, or null when nobody asks
    explicit Converter(QHash<QString, int> *lines) : m_lines(lines) { }

    QJsonValue convert(const YAML::Node &node, const QString &pointer, int depth)
    {
        if (m_lines && !m_lines->contains(pointer))
            m_lines->insert(pointer, node.Mark().line + 1);
        if (++m_values > mostValues || depth > deepestNesting)
            throw std::length_error("it unfolds into too many values");
        switch (node.Type()) {
        case YAML::NodeType::Sequence: {
            QJsonArray array;
            for (const YAML::Node &element : node)
                array.append(convert(element, inner(pointer, QString::number(array.size())), depth + 1));
            return array;
        }
        case YAML::NodeType::Map: {
            QJsonObject object;
            const auto isMerge = [](const auto &entry) {
                return entry.first.Scalar() == "<<" && entry.first.Tag() != "!";
            };
            for (const auto &entry : node) {
                if (!entry.first.IsScalar() || isMerge(entry))
                    continue;
                const QString key = QString::fromStdString(entry.first.Scalar());
                object.insert(key, convert(entry.second, inner(pointer, key), depth + 1));
            }
            // Afterwards, under this map's own pointer: what is there already keeps its value and its line.
            for (const auto &entry : node) {
                if (entry.first.IsScalar() && isMerge(entry))
                    merge(entry.second, pointer, depth + 1, object);
            }
            return object;
        }
        case YAML::NodeType::Scalar:
            return scalar(node);
        default:
            return QJsonValue::Null;
        }
    }

private:
    QString inner(const QString &pointer, const QString &key) const
    {
        return m_lines ? pointer + u'/' + key : QString();
    }

    /// A merge key (YAML 1.1): what is there already stays; of several maps the first counts.
    void merge(const YAML::Node &from, const QString &pointer, int depth, QJsonObject &into)
    {
        if (depth > deepestNesting)
            throw std::length_error("it unfolds into too many values");
        if (from.IsSequence()) {
            for (const YAML::Node &each : from)
                merge(each, pointer, depth + 1, into);
            return;
        }
        const QJsonObject object = convert(from, pointer, depth).toObject();
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

    QHash<QString, int> *m_lines;
    int m_values = 0;
};

} // namespace

static Result<Document> parse(const QByteArray &text, bool withLines)
{
    const auto invalid = [](const QString &details) {
        return failure(u"yaml-invalid"_s, QCoreApplication::translate("Formats", "The file is not valid YAML."),
                       details);
    };
    Document document;
    try {
        document.value =
            Converter(withLines ? &document.lines : nullptr).convert(YAML::Load(text.toStdString()), {}, 0);
        return document;
    } catch (const YAML::Exception &exception) {
        return invalid(QCoreApplication::translate("Formats", "Line %1: %2")
                           .arg(exception.mark.line + 1)
                           .arg(QString::fromStdString(exception.msg)));
    } catch (const std::exception &exception) {
        return invalid(QString::fromUtf8(exception.what()));
    }
}

Result<QJsonValue> readYaml(const QByteArray &text)
{
    return parse(text, false).map([](const Document &document) { return document.value; });
}

Result<Document> readYamlDocument(const QByteArray &text)
{
    return parse(text, true);
}

} // namespace drydock
