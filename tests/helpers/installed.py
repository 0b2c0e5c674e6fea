# SPDX-License-Identifier: Apache-2.0
"""Says as JSON what importlib.metadata finds on the path of the Python that runs it, item by item."""
import importlib.machinery
import importlib.metadata
import importlib.util
import json
import os
import re
import sys

SUFFIXES = sorted(importlib.machinery.all_suffixes(), key=len, reverse=True)


def module_of(path):
    parts = list(path.parts)
    suffix = next((each for each in SUFFIXES if parts[-1].endswith(each)), None)
    if suffix is None or "__pycache__" in parts:
        return None
    parts[-1] = parts[-1][: -len(suffix)]
    if parts[-1] == "__init__":
        parts.pop()
    return ".".join(parts) if parts and all(part.isidentifier() for part in parts) else None


def main():
    found = {}
    for distribution in importlib.metadata.distributions():
        name = distribution.metadata["Name"]
        if not name or re.sub(r"[-_.]+", "-", name).lower() in found:
            continue
        # RECORD alone is exact; what top_level.txt and the like lead to is for others to compare.
        exact = distribution.read_text("RECORD") is not None and "__editable__" not in distribution.read_text("RECORD")
        files = [each for each in distribution.files or [] if os.path.exists(distribution.locate_file(each))] if exact else []
        found[re.sub(r"[-_.]+", "-", name).lower()] = {
            "name": name,
            "version": distribution.version,
            "requires": distribution.requires or [],
            "exact": exact,
            "modules": sorted({module_of(each) for each in files} - {None}),
            "holds": sorted({(module_of(each) or "").split(".")[0] for each in files}),
        }
    tops = getattr(importlib.metadata, "packages_distributions", dict)()  # from Python 3.10 on
    json.dump({"prefix": sys.prefix, "version": "%d.%d.%d" % sys.version_info[:3], "distributions": found,
               "tops": {top: names for top, names in tops.items() if top.isidentifier() and importlib.util.find_spec(top)}},
              sys.stdout)


main()
