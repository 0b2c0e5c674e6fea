// SPDX-License-Identifier: Apache-2.0
// A program that behaves badly on demand, for the tests of everything that starts programs: helper MODE [ARGUMENT].
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>

#ifndef _WIN32
#include <unistd.h>
#endif

using namespace std::chrono_literals;

namespace {

void say(const std::string &text)
{
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
}

[[noreturn]] void sleepFor(std::chrono::seconds time)
{
    std::this_thread::sleep_for(time);
    std::exit(0);
}

} // namespace

int main(int count, char *arguments[])
{
    const std::string mode = count > 1 ? arguments[1] : "";
    const std::string argument = count > 2 ? arguments[2] : "";

    if (mode == "sleep") { // helper sleep SECONDS
        sleepFor(std::chrono::seconds(std::atoi(argument.c_str())));
    } else if (mode == "exit") { // helper exit STATUS: says so on both channels
        say("output\n");
        std::fputs("error\n", stderr);
        return std::atoi(argument.c_str());
    } else if (mode == "echo") { // helper echo: standard input to standard output
        char buffer[65536];
        for (size_t got; (got = std::fread(buffer, 1, sizeof buffer, stdin)) > 0;)
            std::fwrite(buffer, 1, got, stdout);
    } else if (mode == "deaf") { // helper deaf: takes no input
        std::fclose(stdin);
        say("deaf\n");
    } else if (mode == "environment") { // helper environment NAME
        const char *value = std::getenv(argument.c_str());
        say(value ? value : "(unset)");
    } else if (mode == "flood") { // helper flood: writes for ever
        const std::string line(1023, 'x');
        for (;;)
            say(line + "\n");
    } else if (mode == "split") { // helper split: every byte of a text beyond ASCII in a write of its own
        for (const char byte : std::string("gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x90\x8d\n")) {
            say(std::string(1, byte));
            std::this_thread::sleep_for(2ms);
        }
    } else if (mode == "crash") { // helper crash
        std::fputs("about to crash\n", stderr);
        std::abort();
#ifndef _WIN32
    } else if (mode == "stubborn") { // helper stubborn: does not end when asked
        std::signal(SIGTERM, SIG_IGN);
        say("ready\n");
        sleepFor(60s);
    } else if (mode == "tree") { // helper tree FILE: a child that does not end when asked; its id is written to FILE
        const pid_t child = fork();
        if (child == 0) {
            std::signal(SIGTERM, SIG_IGN);
            sleepFor(60s);
        }
        if (FILE *file = std::fopen(argument.c_str(), "w")) {
            std::fprintf(file, "%d", int(child));
            std::fclose(file);
        }
        sleepFor(60s);
#endif
    } else {
        std::fprintf(stderr, "unknown mode: %s\n", mode.c_str());
        return 2;
    }
    return 0;
}
