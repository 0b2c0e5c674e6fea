# SPDX-License-Identifier: Apache-2.0
"""Imports modules, each in a process of its own, and prints how each one ended as one line of JSON.

It runs inside a confined container with this text on standard input: `python -c BOOTSTRAP MARK SECONDS MODULE...`.
"""
import json
import os
import subprocess
import sys
import threading
import time

# The answer takes a pipe of its own: modules may print what they like, or close what they like.
CHILD = """
import importlib, os, sys, traceback
sys.path[:] = [entry for entry in sys.path if entry]
answer = int(sys.argv[1])
try:
    importlib.import_module(sys.argv[2])
    text = ""
except BaseException as error:
    text = traceback.format_exception_only(type(error), error)[-1].strip() or type(error).__name__
os.write(answer, ("+" + text.splitlines()[0][:1000] if text else "+").encode("utf-8", "replace"))
os._exit(0)
"""
WORKERS = 2
SECONDS_EACH = 90


def attempt(module, deadline):
    """Empty when the module was imported, else the last line of what went wrong; None when there was no time."""
    seconds = min(SECONDS_EACH, deadline - time.time())
    if seconds <= 0:
        return None
    reader, writer = os.pipe()
    with open(os.devnull, "r+") as nowhere:
        process = subprocess.Popen([sys.executable, "-c", CHILD, str(writer), module], stdin=nowhere, stdout=nowhere,
                                   stderr=nowhere, pass_fds=[writer], cwd="/tmp" if os.path.isdir("/tmp") else "/")
    os.close(writer)
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        os.close(reader)
        return "TimeoutError: the import did not end within %d seconds" % seconds
    # The module may have left a process behind that holds the pipe open: only what is there is read.
    os.set_blocking(reader, False)
    try:
        text = os.read(reader, 8192).decode("utf-8", "replace")
    except (IOError, OSError):
        text = ""
    os.close(reader)
    if text.startswith("+"):
        return text[1:]
    return "The import ended Python with status %d" % process.returncode


def main(mark, seconds, modules):
    deadline = time.time() + seconds
    results = {}
    waiting = list(reversed(modules))

    def work():
        while waiting:
            try:
                module = waiting.pop()
            except IndexError:
                return
            result = attempt(module, deadline)
            if result is not None:
                results[module] = result

    workers = [threading.Thread(target=work) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    sys.stdout.write("\n" + mark + json.dumps(results) + "\n")
    sys.stdout.flush()
    os._exit(0)


main(sys.argv[1], float(sys.argv[2]), sys.argv[3:])
