# SPDX-License-Identifier: Apache-2.0
"""Imports modules, each in a process of its own, and prints how each one ended as one line of JSON.

It runs inside a confined container with this text on standard input: `python -c BOOTSTRAP MARK SECONDS MODULE[:NAME,...]...`.
The answer is keyed by module, and by "module:name" for each name that is taken from it.
"""
import json
import os
import subprocess
import sys
import threading
import time

# The answer takes a pipe of its own: modules may print what they like, or close what they like.
CHILD = """
import importlib, json, os, sys, traceback
sys.path[:] = [entry for entry in sys.path if entry]
answer = int(sys.argv[1])
module, _, names = sys.argv[2].partition(":")
ends = {}

def attempt(key, action):
    try:
        action()
        ends[key] = ""
    except BaseException as error:
        text = traceback.format_exception_only(type(error), error)[-1].strip() or type(error).__name__
        ends[key] = text.splitlines()[0][:500]

def take(name):
    # As "from module import name" does it.
    if hasattr(sys.modules[module], name):
        return
    try:
        importlib.import_module(module + "." + name)
    except ModuleNotFoundError as error:
        if error.name != module + "." + name:
            raise
        raise ImportError("cannot import name %r from %r" % (name, module))

attempt(module, lambda: importlib.import_module(module))
if not ends[module]:
    for name in filter(None, names.split(",")):
        attempt(module + ":" + name, lambda: take(name))
os.write(answer, json.dumps(ends).encode("ascii", "replace")[:60000])
os._exit(0)
"""
WORKERS = 2
SECONDS_EACH = 90


def attempt(wanted, deadline):
    """How the module and its names ended: empty when imported, else the last line of what went wrong. None when there was no time."""
    module = wanted.partition(":")[0]
    seconds = min(SECONDS_EACH, deadline - time.time())
    if seconds <= 0:
        return None
    reader, writer = os.pipe()
    with open(os.devnull, "r+") as nowhere:
        process = subprocess.Popen([sys.executable, "-c", CHILD, str(writer), wanted], stdin=nowhere, stdout=nowhere,
                                   stderr=nowhere, pass_fds=[writer], cwd="/tmp" if os.path.isdir("/tmp") else "/")
    os.close(writer)
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        os.close(reader)
        return {module: "TimeoutError: the import did not end within %d seconds" % seconds}
    # The module may have left a process behind that holds the pipe open: only what is there is read.
    os.set_blocking(reader, False)
    try:
        ends = json.loads(os.read(reader, 65536).decode("ascii", "replace"))
    except (IOError, OSError, ValueError):
        ends = None
    os.close(reader)
    if isinstance(ends, dict):
        return ends
    return {module: "The import ended Python with status %d" % process.returncode}


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
            ends = attempt(module, deadline)
            if ends is not None:
                results.update(ends)

    workers = [threading.Thread(target=work) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    sys.stdout.write("\n" + mark + json.dumps(results) + "\n")
    sys.stdout.flush()
    os._exit(0)


main(sys.argv[1], float(sys.argv[2]), sys.argv[3:])
