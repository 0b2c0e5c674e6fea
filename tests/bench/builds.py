#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Times Drydock's builds against the Dockerfile of Prefect's own guide, in one run: same engine, base and distributions.

    tests/bench/builds.py DRYDOCK-CLI [--engine PROGRAM] [--base IMAGE] [--short]

Prints one table. Each first build begins with empty caches; seconds are wall time, Drydock's with everything the program
does around the build. --short takes two small distributions instead of the large ones.
"""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time

FLOW = "from prefect import flow\n\n%s\n\n@flow\ndef bench():\n    pass\n"


def run(command, **options):
    os.sync()  # What one build left to be written to the disk is not the next one's time.
    begin = time.monotonic()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    seconds = time.monotonic() - begin
    if done.returncode != 0:
        sys.exit("%s\nfailed with status %d:\n%s" % (" ".join(command), done.returncode, done.stdout[-3000:]))
    return seconds, done.stdout


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


def buildkit_client():
    """A docker whose build can use BuildKit: clients since 23 need the buildx plugin for it, those before have it inside."""
    for folder in os.environ["PATH"].split(os.pathsep):
        client = os.path.join(folder, "docker")
        if not os.access(client, os.X_OK):
            continue
        version = subprocess.run([client, "version", "--format", "{{.Client.Version}}"], stdout=subprocess.PIPE, text=True).stdout
        if int(version.split(".")[0] or 0) < 23 or subprocess.run([client, "buildx", "version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0:
            return client
    return sys.exit("No docker that can build with BuildKit was found.")


class Bench:
    def __init__(self, options, folder):
        self.cli = os.path.abspath(options.cli)
        self.engine = options.engine or buildkit_client()
        self.base = options.base
        self.folder = folder
        self.mark = "drydock-bench-%d" % os.getpid()
        self.environment = dict(os.environ, XDG_DATA_HOME=folder + "/data", XDG_CONFIG_HOME=folder + "/config", DOCKER_BUILDKIT="1")

    def guide(self, distributions, tag, *options):
        """The guide's Dockerfile: one RUN."""
        place = os.path.join(self.folder, "guide")
        os.makedirs(place, exist_ok=True)
        write(place + "/Dockerfile", "FROM %s\nRUN pip install %s\n" % (self.base, " ".join(distributions)))
        return run([self.engine, "build", *options, "--label", "drydock.bench=" + self.mark, "--tag", tag, place], env=self.environment)[0]

    def ours(self, modules, tag, plan_again=True):
        flow = os.path.join(self.folder, "bench_flow.py")
        plan = os.path.join(self.folder, "plan")
        seconds = 0
        if plan_again:
            write(flow, FLOW % "\n".join("import " + module for module in modules))
            seconds, _ = run([self.cli, "plan", flow, "--engine", self.engine, "--strategy", "extend-image", "--base", self.base, "--tag", tag,
                              "--label", "drydock.bench=" + self.mark,
                              "--output", plan], env=self.environment)
            # A cache of this run's own, so that the first build finds none.
            for name in ("Dockerfile", "install.sh"):
                with open(os.path.join(plan, name)) as file:
                    text = file.read()
                write(os.path.join(plan, name), text.replace("/var/cache/drydock", "/var/cache/" + self.mark))
        built, _ = run([self.cli, "build", plan, "--engine", self.engine, "--no-check"], env=self.environment)
        return built, seconds

    def size(self, tag):
        return int(run([self.engine, "image", "inspect", "--format", "{{.Size}}", tag])[1])

    def differences(self, tag):
        """Pins of the plan that pip freeze does not confirm."""
        frozen = run([self.engine, "run", "--rm", "--network", "none", "--entrypoint", "python", tag, "-m", "pip", "freeze"])[1]
        normal = {re.sub(r"[-_.]+", "-", line).lower() for line in frozen.split()}
        with open(os.path.join(self.folder, "plan", "plan.json")) as file:
            plan = json.load(file)
        pins = [re.sub(r"[-_.]+", "-", "%s==%s" % (each["name"], each["version"])).lower() for each in plan["requirements"]]
        return len(pins), [pin for pin in pins if pin not in normal]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("cli")
    parser.add_argument("--engine", help="a docker client with BuildKit; looked for on PATH otherwise")
    parser.add_argument("--base", default="drydock.local/prefect:3.8.8-python3.13")
    parser.add_argument("--short", action="store_true")
    options = parser.parse_args()
    names = (["emoji"], ["tabulate"]) if options.short else (["pandas", "scikit-learn", "pyarrow"], ["matplotlib"])
    modules = [name.replace("scikit-learn", "sklearn") for name in names[0]]
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options, folder)
        tags = ["drydock.bench/guide:%d" % os.getpid(), "drydock.bench/ours:%d" % os.getpid()]
        try:
            guide_first = bench.guide(names[0], tags[0], "--no-cache")
            first, plan_first = bench.ours(modules, tags[1])
            guide_again = bench.guide(names[0] + names[1], tags[0], "--no-cache")
            again, plan_again = bench.ours(modules + names[1], tags[1])
            same, _ = bench.ours([], tags[1], plan_again=False)
            guide_same = bench.guide(names[0] + names[1], tags[0])
            sizes = [bench.size(tag) / 1e6 for tag in tags]
            pins, missing = bench.differences(tags[1])
        finally:
            # With those that lost their name to the next one.
            left = run([bench.engine, "image", "ls", "--quiet", "--filter", "label=drydock.bench=" + bench.mark])[1].split()
            subprocess.run([bench.engine, "image", "rm", "--force"] + tags + left, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    print("%-34s %10s %10s %8s %14s" % (", ".join(names[0]), "guide", "Drydock", "ratio", "and planning"))
    for title, guide, ours, plan in (
        ("first build", guide_first, first, plan_first),
        ("after adding " + names[1][0], guide_again, again, plan_again),
        ("nothing changed", guide_same, same, 0),
    ):
        print("%-34s %8.1f s %8.1f s %7.1fx %12.1f s" % (title, guide, ours, guide / ours, plan))
    print("%-34s %7.0f MB %7.0f MB" % ("size of the image", *sizes))
    print("%-34s %s" % ("pip freeze", "has all %d pins of the plan" % pins if not missing else "lacks " + ", ".join(missing)))
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
