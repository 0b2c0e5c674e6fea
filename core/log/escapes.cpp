// SPDX-License-Identifier: Apache-2.0
#include "core/log/escapes.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace drydock {

namespace {

struct Look {
    int colour = -1;
    bool bold = false;
    bool faint = false;
    friend bool operator==(const Look &, const Look &) = default;
};

struct Cell {
    char32_t character;
    Look look;
};

constexpr char32_t escape = 0x1b;
constexpr char32_t bell = 0x07;

bool isControl(char32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

/// Applies the parameters of an SGR sequence.
void setLook(const std::u32string &parameters, Look &look)
{
    QList<int> codes;
    int number = 0;
    bool hasSubparameters = false;
    const auto take = [&] {
        codes.append(hasSubparameters ? -1 : number);
        number = 0;
        hasSubparameters = false;
    };
    for (const char32_t c : parameters) {
        if (c == U';')
            take();
        else if (c == U':')
            hasSubparameters = true;
        else if (c >= U'0' && c <= U'9')
            number = std::min(number * 10 + int(c - U'0'), 9999);
    }
    take();

    for (qsizetype i = 0; i < codes.size(); ++i) {
        const int code = codes.at(i);
        if (code == 0)
            look = {};
        else if (code == 1)
            look.bold = true;
        else if (code == 2)
            look.faint = true;
        else if (code == 22)
            look.bold = look.faint = false;
        else if (code >= 30 && code <= 37)
            look.colour = code - 30;
        else if (code >= 90 && code <= 97)
            look.colour = code - 90;
        else if (code == 39)
            look.colour = -1;
        else if ((code == 38 || code == 48) && i + 1 < codes.size()) {
            // Palette colours past the first sixteen and RGB colours are not shown, but their parameters are not codes.
            const bool isPalette = codes.at(i + 1) == 5;
            if (code == 38)
                look.colour = isPalette && i + 2 < codes.size() && codes.at(i + 2) < 16 ? codes.at(i + 2) % 8 : -1;
            i += isPalette ? 2 : 4;
        }
    }
}

/// A one-line terminal.
class Screen
{
public:
    void write(const std::u32string &text)
    {
        for (size_t at = 0; at < text.size(); ++at) {
            const char32_t c = text[at];
            if (c == escape)
                at = sequence(text, at + 1);
            else if (c == U'\r')
                m_column = 0;
            else if (c == U'\b')
                m_column = m_column > 0 ? m_column - 1 : 0;
            else if (c == U'\t' || !isControl(c))
                put(c);
        }
    }

    QList<TextSpan> spans() const
    {
        QList<TextSpan> spans;
        std::u32string text;
        for (size_t i = 0; i < m_cells.size(); ++i) {
            text += m_cells[i].character;
            if (i + 1 < m_cells.size() && m_cells[i + 1].look == m_cells[i].look)
                continue;
            const Look &look = m_cells[i].look;
            spans.append({QString::fromStdU32String(text), look.colour, look.bold, look.faint});
            text.clear();
        }
        return spans;
    }

private:
    void put(char32_t c)
    {
        if (m_column < m_cells.size())
            m_cells[m_column] = {c, m_look};
        else
            m_cells.push_back({c, m_look});
        ++m_column;
    }

    /// Reads the sequence after an escape character; returns the place of its last character.
    size_t sequence(const std::u32string &text, size_t at)
    {
        if (at >= text.size())
            return at;
        if (text[at] == U'[') {
            const size_t first = ++at;
            while (at < text.size() && text[at] >= 0x20 && text[at] < 0x40)
                ++at;
            if (at < text.size())
                control(text[at], text.substr(first, at - first));
            return at;
        }
        // Operating system commands and other strings end with BEL or ESC \.
        if (std::u32string_view(U"]PX^_").find(text[at]) != std::u32string_view::npos) {
            while (++at < text.size()) {
                if (text[at] == bell)
                    break;
                if (text[at] == escape && at + 1 < text.size() && text[at + 1] == U'\\')
                    return at + 1;
            }
            return at;
        }
        while (at < text.size() && text[at] >= 0x20 && text[at] < 0x30)
            ++at;
        return at;
    }

    void control(char32_t final, const std::u32string &parameters)
    {
        if (final == U'm') {
            setLook(parameters, m_look);
        } else if (final == U'K') {
            if (parameters == U"1" || parameters == U"2")
                std::fill(m_cells.begin(), m_cells.begin() + long(std::min(m_column, m_cells.size())), Cell{U' ', {}});
            if (m_column < m_cells.size() && parameters != U"1")
                m_cells.resize(m_column, Cell{U' ', {}});
        }
    }

    std::vector<Cell> m_cells;
    size_t m_column = 0;
    Look m_look;
};

} // namespace

QList<TextSpan> spansOf(const QString &line)
{
    const bool isPlain = std::none_of(line.cbegin(), line.cend(), [](QChar c) {
        return c.unicode() != u'\t' && isControl(c.unicode());
    });
    if (isPlain)
        return line.isEmpty() ? QList<TextSpan>() : QList<TextSpan>{{line}};
    Screen screen;
    screen.write(line.toStdU32String());
    return screen.spans();
}

QString plainText(const QString &line)
{
    QString text;
    const QList<TextSpan> spans = spansOf(line);
    for (const TextSpan &span : spans)
        text += span.text;
    return text;
}

} // namespace drydock
