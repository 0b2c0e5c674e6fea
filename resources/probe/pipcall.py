# SPDX-License-Identifier: Apache-2.0
"""What programs that call pip inside a confined container share; each of them stands below this text.

The question is one line of JSON on standard input. Of it, index, certificates (PEM) and proxy are the network's.
"""
import json
import os
import sys
import tempfile


def asked():
    """The question, a folder for everything that is written, and the environment to call pip in."""
    question = json.loads(sys.stdin.readline())
    folder = tempfile.mkdtemp()
    environment = dict(os.environ, HOME=folder, TMPDIR=folder, PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1",
                       PIP_ROOT_USER_ACTION="ignore", PIP_CACHE_DIR=os.path.join(folder, "cache"))
    if question["certificates"]:
        path = os.path.join(folder, "ca.pem")
        with open(path, "w") as file:
            file.write(question["certificates"])
        environment.update(PIP_CERT=path, SSL_CERT_FILE=path, REQUESTS_CA_BUNDLE=path)
    if question["index"]:
        environment["PIP_INDEX_URL"] = question["index"]
    if question["proxy"]:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
            environment[name] = question["proxy"]
    return question, folder, environment


