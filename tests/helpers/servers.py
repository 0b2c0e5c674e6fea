#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Servers on this machine's loopback for tests; the first line on standard output is the port, then one line a request.

    servers.py index     a package index with one distribution, drydock-private 1.0, for those who know $CREDENTIALS (user:password)
    servers.py proxy     a proxy for http, for those who know $CREDENTIALS (user:password)
    servers.py registry DIGEST        a registry whose every image has that digest, for those who fetched a token before
    servers.py files FOLDER           the files in a folder, for those who know $CREDENTIALS (user:password)
    servers.py answer STATUS          answers everything with that status
"""
import base64
import hashlib
import http.server
import io
import os
import sys
import urllib.error
import urllib.request
import zipfile

WHEEL = "drydock_private-1.0-py3-none-any.whl"


def wheel():
    files = {
        "drydock_private/__init__.py": "__version__ = '1.0'\n",
        "drydock_private-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: drydock-private\nVersion: 1.0\n",
        "drydock_private-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(
        "%s,sha256=%s,%d\n" % (name, base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("="), len(text))
        for name, text in files.items()
    )
    files["drydock_private-1.0.dist-info/RECORD"] = record + "drydock_private-1.0.dist-info/RECORD,,\n"
    bytes_ = io.BytesIO()
    with zipfile.ZipFile(bytes_, "w") as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), text)
    return bytes_.getvalue()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        sys.stdout.write("%s %s\n" % (self.command, getattr(self, "path", "")))
        sys.stdout.flush()

    def answer(self, status, body=b"", kind="text/html", **headers):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def is_allowed(self, header):
        expected = base64.b64encode(os.environ["CREDENTIALS"].encode()).decode()
        return self.headers.get(header, "") == "Basic " + expected


class Index(Handler):
    def do_GET(self):
        if not self.is_allowed("Authorization"):
            return self.answer(401, WWW_Authenticate='Basic realm="test"')
        content = wheel()
        if self.path.rstrip("/") == "/simple/drydock-private":
            link = '<a href="/files/%s#sha256=%s">%s</a>' % (WHEEL, hashlib.sha256(content).hexdigest(), WHEEL)
            return self.answer(200, ("<!DOCTYPE html><html><body>%s</body></html>" % link).encode())
        if self.path == "/files/" + WHEEL:
            return self.answer(200, content, "application/octet-stream")
        return self.answer(404)

    do_HEAD = do_GET


class Proxy(Handler):
    def do_GET(self):
        if not self.is_allowed("Proxy-Authorization"):
            return self.answer(407, Proxy_Authenticate='Basic realm="test"')
        request = urllib.request.Request(self.path, method=self.command)
        for name in ("Authorization", "Accept", "Range"):
            if self.headers.get(name):
                request.add_header(name, self.headers[name])
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as reply:
                return self.answer(reply.status, reply.read(), reply.headers.get("Content-Type", "text/html"))
        except urllib.error.HTTPError as error:
            return self.answer(error.code, error.read(), **({"WWW_Authenticate": 'Basic realm="test"'} if error.code == 401 else {}))

    do_HEAD = do_GET


class Registry(Handler):
    def do_GET(self):
        if self.path.startswith("/token?"):
            return self.answer(200, b'{"token": "for-' + self.path.partition("scope=")[2].encode() + b'"}', "application/json")
        scope = "repository:" + self.path[len("/v2/"):].partition("/manifests/")[0] + ":pull"
        if self.headers.get("Authorization", "") != "Bearer for-" + scope:
            challenge = 'Bearer realm="http://%s/token",service="test",scope="%s"' % (self.headers["Host"], scope)
            return self.answer(401, WWW_Authenticate=challenge)
        self.answer(200, b"{}", "application/vnd.oci.image.index.v1+json", Docker_Content_Digest=sys.argv[2])

    do_HEAD = do_GET


class Files(Handler):
    def do_GET(self):
        if not self.is_allowed("Authorization"):
            return self.answer(401, WWW_Authenticate='Basic realm="test"')
        try:
            with open(os.path.join(sys.argv[2], self.path.partition("?")[0].lstrip("/")), "rb") as file:
                return self.answer(200, file.read(), "application/octet-stream")
        except OSError:
            return self.answer(404)

    do_HEAD = do_GET


class Answer(Handler):
    def do_GET(self):
        self.answer(int(sys.argv[2]), b"no")

    do_HEAD = do_POST = do_GET


def main():
    kinds = {"index": Index, "proxy": Proxy, "registry": Registry, "files": Files, "answer": Answer}
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), kinds[sys.argv[1]])
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
