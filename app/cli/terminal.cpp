// SPDX-License-Identifier: Apache-2.0
#include "app/cli/terminal.h"

#ifdef Q_OS_WIN
#include <io.h>
#include <windows.h>
#else
#include <sys/ioctl.h>
#include <unistd.h>
#endif

#include <algorithm>
#include <array>
#include <cstdio>

using namespace Qt::StringLiterals;

namespace drydock {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};
/// Blocks of wide characters (Unicode's East Asian Width W and F), whole blocks for brevity.
constexpr std::array wideBlocks{Range{0x1100, 0x115f}, Range{0x2e80, 0xa4cf}, Range{0xac00, 0xd7a3}, Range{0xf900, 0xfaff},
                                Range{0xfe30, 0xfe6f}, Range{0xff00, 0xff60}, Range{0xffe0, 0xffe6}, Range{0x1f300, 0x1faff},
                                Range{0x20000, 0x3fffd}};

int widthOf(char32_t character)
{
    switch (QChar::category(character)) {
    case QChar::Mark_NonSpacing:
    case QChar::Mark_Enclosing:
    case QChar::Other_Format:
    case QChar::Other_Control:
        return 0;
    default:
        break;
    }
    const bool isWide = std::any_of(wideBlocks.begin(), wideBlocks.end(), [character](const Range &block) { return character >= block.first && character <= block.last; });
    return isWide ? 2 : 1;
}

QString shownText(const QString &text)
{
    return plainText(text).replace(u'\t', u' ').replace(u'\n', u' ');
}

QString cut(const QString &text, int columns)
{
    if (columnsOf(text) <= columns)
        return text;
    QString kept;
    int left = columns - 1;
    const QList<uint> characters = text.toUcs4();
    for (const uint character : characters) {
        left -= widthOf(char32_t(character));
        if (left < 0)
            break;
        kept += QString::fromUcs4(reinterpret_cast<const char32_t *>(&character), 1);
    }
    return kept + u'…';
}

QString coloured(const TextSpan &span, const QString &text, bool hasColour)
{
    QStringList codes;
    if (span.bold)
        codes.append(u"1"_s);
    if (span.faint)
        codes.append(u"2"_s);
    if (span.colour >= 0)
        codes.append(QString::number(30 + span.colour));
    return codes.isEmpty() || !hasColour ? text : u"\x1b["_s + codes.join(u';') + u'm' + text + u"\x1b[0m"_s;
}

} // namespace

Terminal terminalOfErrors()
{
    Terminal terminal;
#ifdef Q_OS_WIN
    HANDLE console = GetStdHandle(STD_ERROR_HANDLE);
    DWORD mode = 0;
    CONSOLE_SCREEN_BUFFER_INFO size;
    if (!_isatty(_fileno(stderr)) || !GetConsoleMode(console, &mode) || !GetConsoleScreenBufferInfo(console, &size))
        return terminal;
    terminal.isThere = SetConsoleMode(console, mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING) != 0;
    terminal.columns = size.srWindow.Right - size.srWindow.Left;
    terminal.rows = size.srWindow.Bottom - size.srWindow.Top + 1;
#else
    const QByteArray kind = qgetenv("TERM");
    terminal.isThere = ::isatty(STDERR_FILENO) == 1 && !kind.isEmpty() && kind != "dumb";
    winsize size{};
    // A terminal that does not say how large it is (a serial line, `script` in a pipe) answers 0.
    if (terminal.isThere && ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        terminal.columns = size.ws_col;
        terminal.rows = size.ws_row;
    }
#endif
    terminal.hasColour = terminal.isThere && qEnvironmentVariableIsEmpty("NO_COLOR");
    return terminal;
}

int columnsOf(const QString &text)
{
    int columns = 0;
    const QList<uint> characters = text.toUcs4();
    for (const uint character : characters)
        columns += widthOf(char32_t(character));
    return columns;
}

QString rendered(const TerminalLine &line, const Terminal &terminal)
{
    const QString end = line.end.isEmpty() ? QString() : u"  "_s + shownText(line.end);
    int left = std::max(terminal.columns - columnsOf(end), 1);
    QString text;
    for (const TextSpan &span : line.spans) {
        const QString shown = line.isWhole ? shownText(span.text) : cut(shownText(span.text), left);
        text += coloured(span, shown, terminal.hasColour);
        left -= columnsOf(shown);
        if (left <= 0 && !line.isWhole)
            break;
    }
    return text + end;
}

} // namespace drydock
