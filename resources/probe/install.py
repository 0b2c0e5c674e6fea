# SPDX-License-Identifier: Apache-2.0
"""Installs one distribution with pip into a folder that vanishes, and says on standard output what pip says.

The question's distribution is installed, below pipcall.py. The exit status is pip's.
"""
import base64
import ssl
import subprocess
import urllib.error
import urllib.parse
import urllib.request


def ask(question, certificates):
    """Newer versions of pip say "no matching distribution" and nothing else where the index refuses who asks."""
    parts = urllib.parse.urlsplit(question["index"].rstrip("/") + "/" + question["distribution"] + "/")
    login, _, host = parts.netloc.rpartition("@")
    request = urllib.request.Request(parts._replace(netloc=host).geturl())
    if login:
        login = urllib.parse.unquote(login if ":" in login else login + ":")
        request.add_header("Authorization", "Basic " + base64.b64encode(login.encode()).decode())
    proxies = {"http": question["proxy"], "https": question["proxy"]} if question["proxy"] else {}
    try:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler(proxies),
                                             urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=certificates)))
        opener.open(request, timeout=15).close()
    except urllib.error.HTTPError as error:
        print("The index answers: HTTP error %d %s" % (error.code, error.reason), flush=True)
    except (OSError, ValueError) as error:
        print("The index does not answer: %s" % error, flush=True)


def main():
    question, folder, environment = asked()
    environment.update(PIP_NO_CACHE_DIR="1", PIP_DEFAULT_TIMEOUT="15", PIP_RETRIES="1", PYTHONUNBUFFERED="1", PYTHONWARNINGS="ignore")
    arguments = [sys.executable, "-m", "pip", "install", "--no-deps", "--only-binary", ":all:", "--progress-bar", "off",
                 "--target", os.path.join(folder, "target"), question["distribution"]]
    status = subprocess.call(arguments, stdin=subprocess.DEVNULL, stderr=subprocess.STDOUT, env=environment, cwd=folder)
    if status and question["index"]:
        ask(question, environment.get("SSL_CERT_FILE"))
    return status


sys.exit(main())
