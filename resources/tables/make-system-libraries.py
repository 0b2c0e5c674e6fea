#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes system-libraries.tsv: which Debian package brings a shared library, per release of Debian.

    resources/tables/make-system-libraries.py MIRROR [SUITE…] >resources/tables/system-libraries.tsv

Reads the lists of package contents from a Debian mirror ("http://deb.debian.org/debian"). A row is a library's name as a
program asks for it, and the packages with the releases in which they have it: "libodbc1:bullseye|libodbc2:bookworm,trixie".
"""
import collections
import gzip
import re
import sys
import urllib.request

SUITES = ["bullseye", "bookworm", "trixie"]
# A library in a folder where the dynamic linker looks; plugins lie deeper.
LIBRARY = re.compile(rb"^(?:usr/)?lib/(?:x86_64-linux-gnu/)?(lib[A-Za-z0-9_+.-]+\.so(?:\.[0-9]+)+)\s+(\S+)$")


def libraries(mirror, suite):
    """Yields (name, package) of one release."""
    with urllib.request.urlopen("%s/dists/%s/main/Contents-amd64.gz" % (mirror.rstrip("/"), suite)) as answer:
        for line in gzip.GzipFile(fileobj=answer):
            match = LIBRARY.match(line)
            if not match:
                continue
            # "libs/libgomp1,libs/libgomp2"; what is only for building or cross-building is left out.
            for package in match.group(2).decode().split(","):
                section, _, name = package.rpartition("/")
                if section in ("libs", "oldlibs") and name.startswith("lib"):
                    yield match.group(1).decode(), name


def main():
    mirror = sys.argv[1]
    suites = sys.argv[2:] or SUITES
    found = collections.defaultdict(set)
    for suite in suites:
        names = collections.defaultdict(set)
        for name, package in libraries(mirror, suite):
            names[package].add(name)
        for package, here in names.items():
            for name in here:
                # libgomp.so.1.0.0 is the file behind libgomp.so.1, which is what programs ask for.
                shorter = name.rpartition(".")[0]
                while shorter and not shorter.endswith(".so"):
                    if shorter in here:
                        break
                    shorter = shorter.rpartition(".")[0]
                if shorter.endswith(".so") or not shorter:
                    found[name, package].add(suite)
    rows = collections.defaultdict(list)
    for (name, package), where in sorted(found.items()):
        rows[name].append("%s:%s" % (package, ",".join(suite for suite in suites if suite in where)))
    print("# shared library, Debian packages that bring it with their releases, separated by |")
    for name, packages in rows.items():
        print("%s\t%s" % (name, "|".join(packages)))


if __name__ == "__main__":
    main()
