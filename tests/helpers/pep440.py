# SPDX-License-Identifier: Apache-2.0
"""Makes versions, specifiers, requirements and markers, good and bad, and says what the library `packaging` makes of them.

Prints tab-separated lines: what is asked, its parts, and the answer. The same seed gives the same lines.
"""
import random
import sys

from packaging.markers import InvalidMarker, Marker
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

random.seed(440)
choose = random.choice


def number():
    return choose(["0", "0", "1", "1", "2", "3", "9", "10", "11", "007", "20260101", "99999999999999999999999"])


def version(wild=False):
    text = choose(["", "", "", "", "v", "1!", "0!", " "])
    text += ".".join(number() for _ in range(choose([1, 2, 2, 3, 3, 4])))
    if wild and random.random() < 0.3:
        return text.strip() + ".*"
    separator = lambda: choose(["", "", ".", "-", "_"])
    if random.random() < 0.35:
        text += separator() + choose(["a", "b", "rc", "c", "alpha", "BETA", "pre", "preview", "A"]) + separator() + choose(["", number()])
    if random.random() < 0.25:
        text += choose(["-" + number(), separator() + choose(["post", "rev", "r", "POST"]) + separator() + choose(["", number()])])
    if random.random() < 0.25:
        text += separator() + choose(["dev", "DEV"]) + separator() + choose(["", number()])
    if random.random() < 0.2:
        text += "+" + choose([".", "-", "_"]).join(choose(["ubuntu", "abc", "1", "02", "g1f", "Z"]) for _ in range(choose([1, 1, 2, 3])))
    if random.random() < 0.05:
        text += choose([" ", "x", ".", "-", "+", "é", "1.*", "!", "a"])
    return text


def near(text):
    """Another version, often one that differs little."""
    if random.random() < 0.6:
        return version()
    return choose([text + ".0", text + ".post1", text + ".dev0", text + "rc1", text.replace("1", "2", 1), text.partition("+")[0]])


def specifier():
    return choose(["==", "!=", "<=", ">=", "<", ">", "~=", "==="]) + choose(["", "", " "]) + version(wild=True)


def order(a, b):
    try:
        a, b = Version(a), Version(b)
    except InvalidVersion:
        return "invalid"
    return "<" if a < b else ">" if a > b else "="


def contains(text, candidate):
    try:
        found = SpecifierSet(text)
        candidate = Version(candidate)
    except (InvalidSpecifier, InvalidVersion):
        return "invalid"
    return "yes" if found.contains(candidate, prereleases=True) else "no"


def valid(kind, error, text):
    try:
        kind(text)
    except error:
        return "invalid"
    return "valid"


def requirement():
    text = choose(["", " "]) + choose(["numpy", "Zope.Interface", "a_b-c", "x", "-bad", "bad-", "a b", "é", "_a", "p9"])
    text += choose(["", "", "", "[s3]", "[ a , b_c ]", "[]", "[a,]", "[a b]", "[-a]"])
    text += choose(["", " "]) + choose(["", ",".join(specifier() for _ in range(choose([1, 1, 2]))), "(>=1.0)", "( >=1,<2 )", "(>=1", " @ https://example.org/x.whl", "@ git+ssh://git@example.org/x@v1", "@"])
    if random.random() < 0.4:
        text += choose([";", " ; ", "  ;"]) + marker()
    return text


def marker(depth=0):
    if depth < 3 and random.random() < 0.4:
        inner = marker(depth + 1) + choose([" and ", " or "]) + marker(depth + 1)
        return choose(["(%s)", "%s", "( %s )"]) % inner
    quoted = lambda text: choose(["'%s'", '"%s"']) % text
    left, right = choose([
        ("python_version", quoted(choose(["3.8", "3.11", "3.9", "3", "3.10", "2.7"]))),
        ("python_full_version", quoted(choose(["3.11.2", "3.8.0", "3.11"]))),
        ("sys_platform", quoted(choose(["linux", "win32", "darwin"]))),
        ("os_name", quoted(choose(["posix", "nt"]))),
        ("platform_machine", quoted(choose(["x86_64", "arm64"]))),
        ("platform_system", quoted(choose(["Linux", "Windows"]))),
        ("implementation_name", quoted("cpython")),
        ("extra", quoted(choose(["s3", "S_3", "other"]))),
    ])
    if random.random() < 0.1:
        left, right = right, left
    operators = ["==", "!=", "<", ">=", "<=", ">"] if "version" in left + right else ["==", "!=", "in", "not in"]
    if "extra" in left + right:
        operators = ["==", "!="]
    text = left + " " + choose(operators) + " " + right
    return text if random.random() > 0.05 else text[: random.randrange(len(text))]


ENVIRONMENT = {
    "python_version": "3.11", "python_full_version": "3.11.2", "sys_platform": "linux", "os_name": "posix",
    "platform_machine": "x86_64", "platform_system": "Linux", "implementation_name": "cpython", "extra": "s3",
    "platform_python_implementation": "CPython", "implementation_version": "3.11.2", "platform_release": "6.1", "platform_version": "#1",
}


def evaluate(text):
    try:
        found = Marker(text)
    except InvalidMarker:
        return "invalid"
    return "yes" if found.evaluate(ENVIRONMENT) else "no"


def main(count):
    for _ in range(count):
        a = version()
        b = near(a)
        print("order", a, b, order(a, b), sep="\t")
    for _ in range(count):
        text = ",".join(specifier() for _ in range(choose([1, 1, 1, 2])))
        wanted = text.lstrip("=!<>~ ").partition(",")[0].replace(".*", "")
        candidate = choose([version(), near(wanted), wanted])
        print("contains", text, candidate, contains(text, candidate), sep="\t")
    for _ in range(count // 4):
        text = requirement()
        print("requirement", text, valid(Requirement, InvalidRequirement, text), sep="\t")
    for _ in range(count // 4):
        text = marker()
        print("marker", text, evaluate(text), sep="\t")


main(int(sys.argv[1]))
