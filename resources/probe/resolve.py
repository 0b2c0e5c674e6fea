# SPDX-License-Identifier: Apache-2.0
"""Asks pip what it would install, and prints its report as one line of JSON.

Below pipcall.py, with the argument MARK; the question has requirements, constraints, source, and in base64 the archives that
requirements name as file://{sources}/NAME. An older pip cannot report: a newer one is put into a throwaway environment that sees
what is installed.
"""
import base64
import subprocess

REPORTS_FROM = (22, 2)


def pip_version(python):
    output = subprocess.run([python, "-m", "pip", "--version"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    words = output.stdout.decode("utf-8", "replace").split()
    try:
        return tuple(int(part) for part in words[1].split(".")[:2])
    except (IndexError, ValueError):
        return (0, 0)


def run(arguments, environment, folder):
    process = subprocess.run(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             env=environment, cwd=folder)
    return process.returncode, process.stdout, process.stderr.decode("utf-8", "replace")


def main():
    question, folder, environment = asked()
    sources = os.path.join(folder, "sources")
    os.mkdir(sources)
    for name, content in question["sources"].items():
        with open(os.path.join(sources, name), "wb") as file:
            file.write(base64.b64decode(content))
    for name in ("requirements", "constraints"):
        with open(os.path.join(folder, name + ".txt"), "w") as file:
            file.write("\n".join(question[name]).replace("file://{sources}/", "file://%s/" % sources) + "\n")

    python = sys.executable
    if pip_version(python) < REPORTS_FROM:
        venv = os.path.join(folder, "venv")
        status, _, said = run([python, "-m", "venv", "--system-site-packages", venv], environment, folder)
        if status:
            return {"status": status, "said": said or "venv"}
        python = os.path.join(venv, "bin", "python")
        status, _, said = run([python, "-m", "pip", "install", "--quiet", "pip>=22.2"], environment, folder)
        if status:
            return {"status": status, "said": said}
    report = os.path.join(folder, "report.json")
    arguments = [python, "-m", "pip", "install", "--dry-run", "--quiet", "--report", report,
                 "--requirement", "requirements.txt", "--constraint", "constraints.txt"]
    if not question["source"]:
        arguments += ["--only-binary", ":all:"]
    status, _, said = run(arguments, environment, folder)
    if status:
        return {"status": status, "said": said}
    with open(report) as file:
        installed = json.load(file)["install"]
    return {"status": 0, "said": said, "install": [
        {"name": each["metadata"]["name"], "version": each["metadata"]["version"],
         "url": each["download_info"]["url"].split("#")[0].split("/")[-1],
         "commit": each["download_info"].get("vcs_info", {}).get("commit_id"),
         "sha256": each["download_info"].get("archive_info", {}).get("hashes", {}).get("sha256")
         or each["download_info"].get("archive_info", {}).get("hash", "").partition("=")[2],
         "requires": each["metadata"].get("requires_dist", [])} for each in installed]}


answer = main()
sys.stdout.write("\n" + sys.argv[1] + json.dumps(answer) + "\n")
