# SPDX-License-Identifier: Apache-2.0
"""Tries inside an image what a flow needs there, each thing in a process of its own.

Reads request.json beside this file and writes one JSON object a line to standard output as checks end; what the programs
said goes to standard error. Runs on every Python since 3.6 and needs nothing but the standard library.
"""
import hashlib
import itertools
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import time
import traceback
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
# What one program may say in the log.
LOG_LIMIT = 64 * 1024
# Seconds that one import or load may take; running a flow may take all that is left.
STEP_LIMIT = 180
NUMBERS = itertools.count(1)


def main():
    with open(os.path.join(HERE, "request.json"), encoding="utf-8") as file:
        request = json.load(file)
    deadline = time.monotonic() + request["timeout"]
    cost = startup_cost(request)
    tell({"id": "begin", "debian": debian_release()})
    first = os.getcwd()
    elsewhere = os.path.join(HERE, "elsewhere")
    os.mkdir(elsewhere)
    environment = quiet_environment(request)

    # (id, what runs, in which folder, whether it may use all the time); what runs is a function or the arguments of child().
    checks = [
        ("python-version", lambda: python_version(request), None, False),
        ("user", user, None, False),
        ("entrypoint", lambda: entrypoint(request), None, False),
        ("prefect-on-path", prefect_on_path, None, False),
        ("prefect-version", ["version", json.dumps(request)], elsewhere, False),
        ("pip-check", lambda: pip_check(environment, elsewhere, deadline), None, False),
    ]
    for module in request["imports"]:
        checks.append(("import:" + module, ["import", module], elsewhere, False))
    for module in request["localModules"]:
        checks.append(("local:" + module, ["import", module], elsewhere, False))
    runs = []
    for script in request["scripts"]:
        path = os.path.join(HERE, script["file"])
        folder = os.path.join(HERE, script["folder"]) if script["folder"] else first
        if script["place"]:
            path = os.path.join(first, script["place"])
        for flow in script["flows"]:
            arguments = [str(script["generation"]), path, flow["name"], flow["function"]]
            if script["place"]:
                checks.append(("flow-at-path:" + flow["name"], at_path(path, script["sha256"]), None, False))
            if flow["pickled"]:
                checks.append(("flow-loads:" + flow["name"], unpickled(arguments, folder, elsewhere, environment, deadline), None, False))
            else:
                checks.append(("flow-loads:" + flow["name"], ["load"] + arguments, folder, False))
            if request["runFlow"]:
                parameters = json.dumps(request["parameters"])
                what = ["run"] + arguments + [parameters]
                if request["installsAtStart"] and not request["network"]:
                    what = network_is_there
                runs.append(("flow-runs:" + flow["name"], what, folder, True))

    def attempt(check):
        name, what, folder, patient = check
        begin = time.monotonic()
        try:
            result = what() if callable(what) else child(what, folder, environment, deadline, patient)
        except Exception as error:
            result = {"status": "failed", "detail": last_line(error)}
        result["id"] = name
        result["seconds"] = round(time.monotonic() - begin, 3)
        return result

    if request["installsAtStart"]:
        result = child(["installed", json.dumps(request["installs"])], elsewhere, environment, deadline, False)
        result.update(cost, id="runtime-install")
        tell(result)
    with ThreadPoolExecutor(max_workers=max(1, min(4, os.cpu_count() or 1))) as pool:
        for result in pool.map(attempt, checks):
            tell(result)
    # Flows run one after the other, alone.
    for check in runs:
        tell(attempt(check))
    tell({"id": "end"})


def tell(result):
    output = result.pop("output", "")
    if output:
        sys.stderr.write("== " + result["id"] + "\n" + output.rstrip("\n") + "\n")
        sys.stderr.flush()
    sys.stdout.write(json.dumps(result) + "\n")
    sys.stdout.flush()


def debian_release():
    """The code name of the Debian release, or nothing on other systems."""
    try:
        with open("/etc/os-release", encoding="utf-8") as file:
            values = dict(line.strip().split("=", 1) for line in file if "=" in line)
    except (OSError, ValueError):
        return ""
    return values.get("VERSION_CODENAME", "").strip('"') if values.get("ID") == "debian" else ""


def startup_cost(request):
    """What the container did before this program began: seconds, and bytes from the network where it has one of its own."""
    cost = {}
    try:
        with open("/proc/1/stat") as file:
            ticks = int(file.read().rpartition(")")[2].split()[19])
        with open("/proc/uptime") as file:
            cost["seconds"] = round(float(file.read().split()[0]) - ticks / os.sysconf("SC_CLK_TCK"), 3)
        if request["ownNetwork"]:
            with open("/proc/net/dev") as file:
                lines = [line.split(":") for line in file if ":" in line]
            cost["bytes"] = sum(int(values.split()[0]) for name, values in lines if name.strip() != "lo")
    except (OSError, ValueError, IndexError):
        pass
    return cost


def quiet_environment(request):
    """The image's own environment, with a home that can be written and without a way to anybody's Prefect server."""
    environment = dict(os.environ)
    if request["certificates"]:
        path = os.path.join(HERE, request["certificates"])
        environment.update(SSL_CERT_FILE=path, REQUESTS_CA_BUNDLE=path, PIP_CERT=path)
    for name in list(environment):
        if name.startswith(("PREFECT_API_", "PREFECT__CLOUD__", "PREFECT__BACKEND", "PREFECT_PROFILE")):
            del environment[name]
    home = os.path.join(HERE, "home")
    os.mkdir(home)
    environment.update(
        HOME=home,
        TMPDIR=os.path.join(HERE, "tmp"),
        PREFECT_HOME=os.path.join(home, ".prefect"),
        PREFECT_SERVER_ALLOW_EPHEMERAL_MODE="true",
        PREFECT_SERVER_ANALYTICS_ENABLED="false",
        # A laptop that is busy needs longer than the 20 seconds that Prefect grants its temporary server.
        PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS="120",
        DO_NOT_TRACK="1",
        PIP_DISABLE_PIP_VERSION_CHECK="1",
        UV_CACHE_DIR=os.path.join(home, "uv"),
        PYTHONDONTWRITEBYTECODE="1",
        PYTHONUNBUFFERED="1",
    )
    environment.pop("XDG_CACHE_HOME", None)
    environment.pop("XDG_CONFIG_HOME", None)
    os.mkdir(environment["TMPDIR"])
    return environment


def execute(command, folder, environment, deadline, patient):
    """Runs a program; returns its exit status, or None when its time was over, and the end of what it said."""
    left = deadline - time.monotonic()
    if left <= 0:
        return None, ""
    path = os.path.join(HERE, "said-%d" % next(NUMBERS))
    with open(path, "w+b") as said:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True
        )
        try:
            status = process.wait(left if patient else min(left, STEP_LIMIT))
        except subprocess.TimeoutExpired:
            status = None
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except OSError:
            pass
        process.wait()
        said.seek(max(0, said.seek(0, os.SEEK_END) - LOG_LIMIT))
        output = said.read().decode("utf-8", "replace")
    os.unlink(path)
    return status, output


def child(arguments, folder, environment, deadline, patient):
    """Runs one of the modes below in a process of its own; only what it writes down as its result counts."""
    path = os.path.join(HERE, "result-%d" % next(NUMBERS))
    command = [sys.executable, os.path.abspath(__file__), path] + arguments
    status, output = execute(command, folder, environment, deadline, patient)
    result = {"status": "failed", "detail": ""}
    if status is None:
        result["why"] = "time"
    elif status < 0:
        result["why"] = "killed"
        result["detail"] = "signal %d" % -status
    else:
        try:
            with open(path, encoding="utf-8") as file:
                result = json.load(file)
        except (OSError, ValueError):
            result["why"] = "left"
            result["detail"] = "exit status %d" % status
    result["output"] = output
    return result


def last_line(error):
    """The exception behind the exceptions, as the last line of its traceback says it."""
    seen = set()
    while error.__cause__ is not None and id(error) not in seen:
        seen.add(id(error))
        error = error.__cause__
    lines = traceback.format_exception_only(type(error), error)[-1].strip().splitlines()
    return lines[0][:500] if lines else type(error).__name__


# Checks that need no process of their own.


def python_version(request):
    version = platform.python_version()
    wanted = request["pythonVersion"]
    fits = not wanted or version.split(".")[: wanted.count(".") + 1] == wanted.split(".")
    return {"status": "passed" if fits else "failed", "detail": version}


def user():
    """Who the image runs as, and whether Prefect can work as that: it keeps files of its own, and starts in a folder."""
    uid = os.getuid()
    try:
        import pwd

        name = pwd.getpwuid(uid).pw_name
    except (ImportError, KeyError):
        name = str(uid)
    home = os.environ.get("PREFECT_HOME") or os.path.join(os.path.expanduser("~"), ".prefect")
    if not may_write(home, uid):
        return {"status": "failed", "detail": home, "why": "home-not-writable", "found": name}
    try:
        os.listdir(os.getcwd())
    except OSError as error:
        return {"status": "failed", "detail": last_line(error), "why": "folder-not-readable", "found": name}
    return {"status": "passed", "detail": name}


def may_write(path, uid):
    """By its permissions, for here nothing can be written: the file system is read-only."""
    while not os.path.lexists(path) and os.path.dirname(path) != path:
        path = os.path.dirname(path)
    if uid == 0:
        return True
    try:
        found = os.stat(path)
    except OSError:
        return False
    if found.st_uid == uid:
        return found.st_mode & 0o300 == 0o300
    if found.st_gid in [os.getgid()] + os.getgroups():
        return found.st_mode & 0o030 == 0o030
    return found.st_mode & 0o003 == 0o003


def entrypoint(request):
    program = request["entrypoint"]
    if not program:
        return {"status": "skipped", "detail": "", "why": "no-entrypoint"}
    found = shutil.which(program)
    return {"status": "passed" if found else "failed", "detail": found or program}


def prefect_on_path():
    found = shutil.which("prefect")
    return {"status": "passed" if found else "failed", "detail": found or ""}


def at_path(path, sha256):
    def look():
        if not os.path.isfile(path):
            return {"status": "failed", "detail": path, "why": "not-at-path"}
        with open(path, "rb") as file:
            same = hashlib.sha256(file.read()).hexdigest() == sha256
        return {"status": "passed", "detail": path} if same else {"status": "failed", "detail": path, "why": "other-content"}

    return look


def unpickled(arguments, folder, elsewhere, environment, deadline):
    """A pickled flow is made in one process and loaded in another one that does not have the script."""

    def load():
        path = os.path.join(HERE, "flow-%d.pickle" % next(NUMBERS))
        result = child(["pickle"] + arguments + [path], folder, environment, deadline, False)
        if result["status"] == "passed":
            result = child(["unpickle", path], elsewhere, environment, deadline, False)
        return result

    return load


def network_is_there():
    return {"status": "skipped", "detail": "", "why": "network"}


def pip_check(environment, folder, deadline):
    pip = [sys.executable, "-m", "pip"]
    status, output = execute(pip + ["--version"], folder, environment, deadline, False)
    if status == 0:
        status, output = execute(pip + ["check"], folder, environment, deadline, False)
    elif status is not None and shutil.which("uv"):
        command = [shutil.which("uv"), "pip", "check", "--python", sys.executable]
        status, output = execute(command, folder, environment, deadline, False)
    elif status is not None:
        return {"status": "skipped", "detail": "", "why": "no-pip"}
    if status is None:
        return {"status": "failed", "detail": "", "why": "time", "output": output}
    lines = [line for line in output.splitlines() if line.strip() and not line.startswith(("WARNING", "DEPRECATION"))]
    conflicts = [line for line in lines if " has requirement " in line or " requires " in line] or lines
    detail = "" if status == 0 else "; ".join(conflicts[:5])[:500]
    return {"status": "passed" if status == 0 else "failed", "detail": detail, "output": output}


# Modes of the child.


def check_version(request):
    import prefect

    request = json.loads(request)
    version = prefect.__version__.split("+")[0]
    wanted = request["prefectVersion"]
    if wanted:
        fits = version == wanted
    else:
        # Releases before 1.0 are the first generation too.
        generation = max(1, int(version.split(".")[0]))
        fits = all(script["generation"] in (0, generation) for script in request["scripts"])
    return {"status": "passed" if fits else "failed", "detail": version}


def check_import(module):
    import importlib

    found = importlib.import_module(module)
    return {"status": "passed", "detail": str(getattr(found, "__version__", ""))[:100]}


def check_installed(installs):
    versions = version_of()
    missing = []
    found = []
    for name, version in json.loads(installs):
        here = versions(name)
        (found if here == version else missing).append(name + " " + version)
    if missing:
        return {"status": "failed", "detail": ", ".join(missing)[:500], "why": "not-installed"}
    return {"status": "passed", "detail": ", ".join(found)[:500]}


def version_of():
    try:
        from importlib import metadata
    except ImportError:
        import pkg_resources

        def version(name):
            try:
                return pkg_resources.get_distribution(name).version
            except pkg_resources.DistributionNotFound:
                return ""

        return version

    def version(name):
        try:
            return metadata.version(name)
        except metadata.PackageNotFoundError:
            return ""

    return version


def load_flow(generation, path, name, function):
    """As an agent of that generation does."""
    if generation == "1":
        import prefect
        from prefect.utilities.storage import extract_flow_from_file

        # Under this, flow.register() and flow.run() do nothing.
        with prefect.context(loading_flow=True):
            return extract_flow_from_file(file_path=path, flow_name=name)
    import inspect

    # The engine runs as `python -m prefect.engine`, so the working directory is on the path.
    sys.path.insert(0, os.getcwd())
    from prefect.flows import load_flow_from_entrypoint

    # Newer releases otherwise put a stand-in where a flow does not import.
    strict = {}
    if "use_placeholder_flow" in inspect.signature(load_flow_from_entrypoint).parameters:
        strict["use_placeholder_flow"] = False
    return load_flow_from_entrypoint(path + ":" + function, **strict)


def check_load(generation, path, name, function):
    flow = load_flow(generation, path, name, function)
    return {"status": "passed", "detail": str(flow.name)}


def check_pickle(generation, path, name, function, target):
    import cloudpickle

    flow = load_flow(generation, path, name, function)
    with open(target, "wb") as file:
        cloudpickle.dump(flow, file)
    return {"status": "passed", "detail": str(flow.name)}


def check_unpickle(path):
    import cloudpickle

    with open(path, "rb") as file:
        flow = cloudpickle.load(file)
    return {"status": "passed", "detail": str(flow.name)}


def check_run(generation, path, name, function, parameters):
    flow = load_flow(generation, path, name, function)
    parameters = json.loads(parameters)
    if generation == "1":
        wanted = [p.name for p in flow.parameters() if p.required]
    else:
        wanted = list(flow.parameters.required or [])
    missing = sorted(set(wanted) - set(parameters))
    if missing:
        return {"status": "skipped", "detail": ", ".join(missing), "why": "parameters"}

    if generation == "1":
        state = flow.run(parameters=parameters, run_on_schedule=False)
        if state is not None and state.is_successful():
            return {"status": "passed", "detail": ""}
        messages = [str(state.message)] if state is not None else ["no state"]
        if state is not None and isinstance(state.result, dict):
            failed = [task for task in state.result.items() if task[1].is_failed()]
            # What failed by itself says more than what failed because of it.
            failed.sort(key=lambda task: type(task[1]).__name__ == "TriggerFailed")
            messages = ["%s: %s" % (task.name, result.message) for task, result in failed] or messages
        return {"status": "failed", "detail": messages[0][:500]}

    import asyncio
    import inspect

    result = flow(**parameters)
    if inspect.isawaitable(result):
        asyncio.run(as_coroutine(result))
    return {"status": "passed", "detail": ""}


async def as_coroutine(awaitable):
    return await awaitable


MODES = {
    "version": check_version,
    "installed": check_installed,
    "import": check_import,
    "load": check_load,
    "pickle": check_pickle,
    "unpickle": check_unpickle,
    "run": check_run,
}


def run_mode(path, mode, arguments):
    # This file's own folder is nobody's business.
    sys.path.pop(0)
    try:
        result = MODES[mode](*arguments)
    except BaseException as error:
        # The frames of this file explain nothing to anybody.
        trace = error.__traceback__
        while trace is not None and trace.tb_frame.f_code.co_filename == __file__:
            trace = trace.tb_next
        traceback.print_exception(type(error), error, trace)
        result = {"status": "failed", "detail": last_line(error)}
    with open(path, "w", encoding="utf-8") as file:
        json.dump(result, file)
    sys.stdout.flush()
    sys.stderr.flush()
    # Threads and exit handlers of what was imported have no say in it.
    os._exit(0)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        run_mode(sys.argv[1], sys.argv[2], sys.argv[3:])
    else:
        main()
