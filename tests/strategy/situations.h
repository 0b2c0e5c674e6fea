// SPDX-License-Identifier: Apache-2.0
#pragma once

// What an expert would choose, and why: a flow script × the images at hand × where it runs → the strategy. Written down before
// the advisor's rules were tuned; a row is changed only when the expert was wrong, never to make a rule pass.
namespace drydock::test {

struct ExpertRow {
    const char *name;
    /// Python; further files follow after lines "#### NAME". Names that end in _flow.py are scripts too; "#### .venv PYTHON
    /// PREFECT" is the environment that the person runs.
    const char *script;
    /// Images at hand: p1, core1, p2, p3 (Prefect), py39, py313 (Python); "+dist" is installed in addition; "/nonroot",
    /// "/noentry", "/arm64", "/compiler", "/git" change the image; "@name" renames it.
    const char *images;
    const char *runsOn; ///< Empty: as the script says.
    /// What the package index answered: "MEGABYTES DISTRIBUTIONS", "source NAME", "conflict", or empty when it was not asked.
    const char *index;
    const char *strategy;
    const char *rule; ///< The rule of the advisor's table that must speak for it.
    const char *why; ///< The expert's words.
};

inline constexpr ExpertRow expertRows[] = {
    // Prefect 1: what the guide is about.
    {"tasks in the same file", R"(from prefect import Flow, task
@task
def one(): return 1
with Flow("f") as flow: one()
)",
     "p1 py39", "", "", "default-image", "covered", "The guide's first recommendation: everything is in the file or in Prefect."},
    {"tasks of Prefect's library", R"(from prefect import Flow
from prefect.tasks.shell import ShellTask
from prefect.run_configs import KubernetesRun
with Flow("f") as flow: ShellTask()(command="ls")
flow.run_config = KubernetesRun()
)",
     "p1", "", "", "default-image", "covered", "Tasks that are part of Prefect itself are in its default image, on Kubernetes too."},
    {"what Prefect brings along", R"(from prefect import Flow, task
import dask.bag, requests, pendulum
with Flow("f") as flow: pass
)",
     "p1 core1", "", "", "default-image", "covered", "dask, requests and pendulum are Prefect 1's own dependencies."},
    {"no image anywhere, only Prefect", R"(from prefect import Flow, task
with Flow("f") as flow: pass
)",
     "", "", "", "default-image", "prefects-own", "Nothing has to be at hand to know that Prefect's own image has Prefect."},
    {"the storage's extra is in the full image", R"(from prefect import Flow
from prefect.storage import GitHub
with Flow("f") as flow: pass
flow.storage = GitHub(repo="a/b", path="f.py")
)",
     "core1 p1", "", "", "default-image", "covered", "core lacks PyGithub, the X.Y.Z image has it: take that one."},
    {"the guide's example", R"(from prefect import Flow, task
from prefect.storage import GitHub
import numpy
from my_task_library import task_1
with Flow("example") as flow: task_1()
flow.storage = GitHub(repo="u/r", path="path/to/flow.py")
#### my_task_library.py
from prefect import task
@task
def task_1(): return [1]
)",
     "p1 core1 py39", "", "17 1", "extend-image", "own-code", "Both numpy and my_task_library need to be installed as part of the image."},
    {"Git storage brings own code along", R"(from prefect import Flow, task
from prefect.storage import Git
import numpy
from my_task_library import task_1
with Flow("example") as flow: task_1()
flow.storage = Git(repo="u/r", flow_path="flow.py")
#### my_task_library.py
def task_1(): return [1]
)",
     "p1", "kubernetes", "17 1", "runtime-install", "few-small-extras", "The repository is cloned, so only one small wheel is missing."},
    {"one small wheel on Kubernetes", R"(from prefect import Flow, task
import emoji
from prefect.run_configs import KubernetesRun
with Flow("f") as flow: pass
flow.run_config = KubernetesRun()
)",
     "p1", "", "0.4 1", "runtime-install", "few-small-extras", "The guide's second recommendation: a small dependency that is quick to install."},
    {"one small wheel on ECS", R"(from prefect import Flow
import emoji
from prefect.run_configs import ECSRun
with Flow("f") as flow: pass
flow.run_config = ECSRun()
)",
     "p1", "", "0.4 1", "runtime-install", "few-small-extras", "ECS overrides only the command, so the entrypoint installs."},
    {"one small wheel on Vertex", R"(from prefect import Flow
import emoji
from prefect.run_configs import VertexRun
with Flow("f") as flow: pass
flow.run_config = VertexRun()
)",
     "p1", "", "0.4 1", "extend-image", "extras-or-shared-libraries", "Vertex replaces the entrypoint: EXTRA_PIP_PACKAGES is ignored."},
    {"scikit-learn and matplotlib", R"(from prefect import Flow
import sklearn, matplotlib
with Flow("f") as flow: pass
)",
     "p1", "kubernetes", "95 14", "extend-image", "too-large", "For production a custom image: 95 MB in every run are costly."},
    {"scikit-learn, index not asked", R"(from prefect import Flow
import sklearn
with Flow("f") as flow: pass
)",
     "p1", "kubernetes", "", "extend-image", "known-large", "Everybody knows that scikit-learn and scipy are large."},
    {"Docker storage", R"(from prefect import Flow
from prefect.storage import Docker
import sklearn
with Flow("f") as flow: pass
flow.storage = Docker(python_dependencies=["scikit-learn"])
)",
     "p1", "", "60 5", "docker-storage", "ships-flow", "The guide's fourth recommendation: the flow is distributed as an image alone."},
    {"Docker storage that needs nothing more", R"(from prefect import Flow
from prefect.storage import Docker
with Flow("f") as flow: pass
flow.storage = Docker(registry_url="r.example/x")
)",
     "p1", "", "", "docker-storage", "ships-flow", "A covered import does not carry the flow's source: the image still has to."},
    {"a pickle of another Python", R"(from prefect import Flow
from prefect.storage import S3
with Flow("f") as flow: pass
flow.storage = S3(bucket="b")
#### .venv 3.8.10 1.4.1
)",
     "p1", "kubernetes", "", "default-image", "prefects-own", "Pickled on 3.8, it has to run on 3.8: prefect:1.4.1-python3.8 exists and needs nothing more."},
    {"a pickle of the same Python", R"(from prefect import Flow
from prefect.storage import S3
with Flow("f") as flow: pass
flow.storage = S3(bucket="b")
#### .venv 3.9.13 1.4.1
)",
     "p1", "kubernetes", "", "default-image", "covered", "Python 3.9 wrote it and Python 3.9 reads it."},
    {"an extra of Prefect with large distributions", R"(from prefect import Flow
from prefect.tasks.snowflake import SnowflakeQuery
with Flow("f") as flow: pass
)",
     "p1", "docker", "70 9", "extend-image", "too-large", "prefect[snowflake] is not in the default image, and its connector is large."},
    {"Prefect 1 on a Python it was never published for", R"(from prefect import Flow
import emoji
with Flow("f") as flow: pass
#### pyproject.toml
[project]
name = "x"
version = "1"
requires-python = ">=3.11"
)",
     "p1 py313", "", "", "scratch-image", "no-prefect-image-fits", "There is no Prefect 1 image with Python 3.11: it is built from a Python image."},
    {"an official image has the Python", R"(from prefect import Flow
import pandas
with Flow("f") as flow: pass
#### pyproject.toml
[project]
name = "x"
version = "1"
requires-python = ">=3.10"
)",
     "p1", "kubernetes", "", "extend-image", "extras-or-shared-libraries", "prefect:1.4.1-python3.10 exists; no reason to start from nothing."},
    {"only a Python image at hand", R"(from prefect import Flow
import pandas
with Flow("f") as flow: pass
)",
     "py39", "", "30 5", "scratch-image", "only-python-at-hand", "What is at hand fits and needs no download of another base."},
    {"pins of long ago", R"(from prefect import Flow
import pandas
with Flow("f") as flow: pass
#### requirements.txt
pandas==1.0.5
)",
     "p1", "", "source pandas", "extend-image", "compiled-once", "No wheel for this Python: compiled once, while the image is built, never in every run."},
    {"three small requirements", R"(from prefect import Flow
import emoji, tqdm, humanize
with Flow("f") as flow: pass
)",
     "p1", "docker", "0.9 3", "runtime-install", "few-small-extras", "Three small wheels are still a few."},
    {"five small requirements", R"(from prefect import Flow
import emoji, tqdm, humanize, tenacity, unidecode
with Flow("f") as flow: pass
)",
     "p1", "docker", "1.4 5", "extend-image", "many", "Five of them are a list to maintain, which belongs in a Dockerfile."},
    {"a run configuration that names a company image", R"(from prefect import Flow
import pandas
from prefect.run_configs import KubernetesRun
with Flow("f") as flow: pass
flow.run_config = KubernetesRun(image="acme/base:1")
)",
     "p1+pandas p1+pandas@acme/base:1", "", "", "default-image", "named-by-the-flow", "The flow names the image itself, and it has everything."},
    {"a company image that lacks something", R"(from prefect import Flow
import pandas, xgboost
from prefect.run_configs import KubernetesRun
with Flow("f") as flow: pass
flow.run_config = KubernetesRun(image="acme/base:1")
)",
     "p1 p1+pandas@acme/base:1", "", "190 4", "extend-image", "named-base", "Stand on the image that the team uses already."},
    {"on the agent's own machine", R"(from prefect import Flow
import pandas
from prefect.run_configs import LocalRun
with Flow("f") as flow: pass
flow.run_config = LocalRun()
)",
     "p1", "", "30 5", "extend-image", "process-runs-no-image", "No image takes part today; when one shall, it is an extended one. Installing at run time does nothing there."},
    {"git in a requirement", R"(from prefect import Flow
import mylib
with Flow("f") as flow: pass
#### requirements.txt
mylib @ git+https://git.example/mylib.git
)",
     "p1", "docker", "", "extend-image", "git-is-missing", "The 1.x images have no git, so pip could not fetch it when the flow starts."},
    {"a shared library is missing", R"(from prefect import Flow
import xgboost
with Flow("f") as flow: pass
)",
     "p1+xgboost!libgomp.so.1", "docker", "", "extend-image", "shared-library", "pip cannot install libgomp.so.1; the guide: extra dependencies or shared libraries need an image."},
    {"two flows that share a large need", R"(from prefect import Flow
import pandas
with Flow("a") as flow: pass
#### other_flow.py
from prefect import Flow
import pandas
with Flow("b") as flow: pass
)",
     "p1", "kubernetes", "30 5", "extend-image", "shared-by-flows", "The guide's third recommendation: one shared image for several flows."},
    {"two flows that share a small need", R"(from prefect import Flow
import emoji
with Flow("a") as flow: pass
#### other_flow.py
from prefect import Flow
import emoji
with Flow("b") as flow: pass
)",
     "p1", "kubernetes", "0.4 1", "extend-image", "shared-by-flows", "What several flows need is installed once, not in every run of each."},

    // Prefect 2.
    {"Prefect 2 only", R"(from prefect import flow, task
from prefect.deployments import Deployment
@flow
def f(): pass
Deployment.build_from_flow(flow=f, name="d")
)",
     "p1 p2 p3", "", "", "default-image", "covered", "The Prefect 2 image has it; the others are of another generation."},
    {"Prefect 2, no Prefect 2 image at hand", R"(from prefect import flow
from prefect.deployments import Deployment
@flow
def f(): pass
Deployment.build_from_flow(flow=f, name="d")
)",
     "p1 p3", "", "", "default-image", "prefects-own", "Prefect's own image of the right generation has all of it."},
    {"Prefect 2 and pandas", R"(from prefect import flow
from prefect.deployments import Deployment
import pandas
@flow
def f(): pass
Deployment.build_from_flow(flow=f, name="d")
)",
     "p1 p2 p3", "kubernetes", "62 3", "extend-image", "too-large", "62 MB in every run cost more than one build."},
    {"kubernetes comes with 2.20", R"(from prefect import flow
from prefect.deployments import Deployment
import kubernetes
@flow
def f(): pass
Deployment.build_from_flow(flow=f, name="d")
)",
     "p2", "kubernetes", "", "default-image", "covered", "Prefect 2.20 depends on it."},
    {"an integration of Prefect 2", R"(from prefect import flow
from prefect.deployments import Deployment
from prefect_aws import S3Bucket
@flow
def f(): pass
Deployment.build_from_flow(flow=f, name="d")
)",
     "p2", "docker", "15 8", "runtime-install", "few-small-extras", "prefect-aws below 0.5 is small wheels; without the bound it would bring Prefect 3."},

    // Prefect 3.
    {"Prefect 3 only", R"(from prefect import flow
@flow
def f(): pass
if __name__ == "__main__":
    f.deploy(name="d", work_pool_name="k8s-pool", image="acme/f:1", build=False)
)",
     "p3", "docker", "", "docker-storage", "ships-flow", "deploy(image=…) runs the source that is in the image."},
    {"a flow without a deployment", R"(from prefect import flow
import httpx
@flow(log_prints=True)
def f(): pass
)",
     "p3", "docker", "", "default-image", "covered", "httpx is what Prefect 3 itself uses."},
    {"Prefect 3, no image, small extra", R"(from prefect import flow
from prefect.docker import DockerImage
import emoji
@flow
def f(): pass
)",
     "", "kubernetes", "", "runtime-install", "few-small-extras", "Prefect's own image installs it; nothing has to be on this computer."},
    {"Prefect 3, no image, pandas", R"(from prefect import flow
from prefect.docker import DockerImage
import pandas
@flow
def f(): pass
)",
     "", "kubernetes", "", "extend-image", "known-large", "pandas is large; the official image is extended."},
    {"pandas, measured", R"(from prefect import flow
from prefect.docker import DockerImage
import pandas
@flow
def f(): pass
)",
     "p3 py313", "kubernetes", "62 3", "extend-image", "too-large", "62 MB in every run."},
    {"a company image has it", R"(from prefect import flow
from prefect.docker import DockerImage
import pandas
@flow
def f(): pass
)",
     "p3 p3+pandas@acme/py:3", "kubernetes", "", "default-image", "covered", "It is there already."},
    {"Cloud Run", R"(from prefect import flow
from prefect.docker import DockerImage
import emoji
@flow
def f(): pass
)",
     "p3", "cloud-run", "0.4 1", "extend-image", "extras-or-shared-libraries", "Cloud Run sets the command without the entrypoint."},
    {"Vertex AI, Prefect 3", R"(from prefect import flow
from prefect.docker import DockerImage
import emoji
@flow
def f(): pass
)",
     "p3", "vertex", "0.4 1", "extend-image", "extras-or-shared-libraries", "The entrypoint is not used there."},
    {"Azure containers", R"(from prefect import flow
from prefect.docker import DockerImage
import emoji
@flow
def f(): pass
)",
     "p3", "aci", "0.4 1", "runtime-install", "few-small-extras", "ACI keeps the entrypoint."},
    {"managed, only Prefect", R"(from prefect import flow
@flow
def f(): pass
f.from_source("https://github.com/a/b", entrypoint="f.py:f").deploy(name="d", work_pool_name="my-managed-pool")
)",
     "p3", "", "", "default-image", "covered", "The managed pool's own image is all it takes."},
    {"managed, pandas", R"(from prefect import flow
import pandas
@flow
def f(): pass
f.from_source("https://github.com/a/b", entrypoint="f.py:f").deploy(name="d", work_pool_name="my-managed-pool")
)",
     "p3", "", "62 3", "runtime-install", "managed-installs", "A managed pool takes no image: pip_packages is the only way, whatever the size."},
    {"managed, a company image has it", R"(from prefect import flow
import pandas
@flow
def f(): pass
f.from_source("https://github.com/a/b", entrypoint="f.py:f").deploy(name="d", work_pool_name="managed")
)",
     "p3 p3+pandas@acme/py:3", "", "62 3", "runtime-install", "managed-installs", "The company's image is not what runs there."},
    {"managed, own code in the repository", R"(from prefect import flow
import emoji
import helpers
@flow
def f(): pass
f.from_source("https://github.com/a/b", entrypoint="f.py:f").deploy(name="d", work_pool_name="managed")
#### helpers.py
X = 1
)",
     "p3", "", "0.4 1", "runtime-install", "managed-installs", "The repository is pulled, so own code travels along."},
    {"served on a machine", R"(from prefect import flow
@flow
def f(): pass
if __name__ == "__main__":
    f.serve(name="d")
)",
     "p3", "", "", "default-image", "covered", "serve() runs where it is started; Prefect's image has all it needs once that is a container."},
    {"served, with pandas", R"(from prefect import flow
import pandas
@flow
def f(): pass
if __name__ == "__main__":
    f.serve(name="d")
)",
     "p3", "", "62 3", "extend-image", "process-runs-no-image", "EXTRA_PIP_PACKAGES does nothing in a process; an image to run it in is an extended one."},
    {"deploy with an image", R"(from prefect import flow
import pandas
@flow
def f(): pass
if __name__ == "__main__":
    f.deploy(name="d", work_pool_name="docker-pool", image="acme/f:1")
)",
     "p3", "", "62 3", "docker-storage", "ships-flow", "flow.deploy(image=…) puts the source into the image."},
    {"deploy with an image, source from git", R"(from prefect import flow
import pandas
@flow
def f(): pass
if __name__ == "__main__":
    f.from_source("https://github.com/a/b", entrypoint="f.py:f").deploy(name="d", work_pool_name="docker-pool", image="acme/f:1")
)",
     "p3", "", "62 3", "extend-image", "too-large", "The source is pulled when the flow runs, so the image needs only rebuilding when dependencies change."},
    {"a base that runs as somebody else", R"(from prefect import flow
from prefect.docker import DockerImage
import emoji
@flow
def f(): pass
)",
     "p3/nonroot", "docker", "0.4 1", "extend-image", "extras-or-shared-libraries", "That user may not write where pip installs."},
    {"a base with another entrypoint", R"(from prefect import flow
from prefect.docker import DockerImage
import emoji
@flow
def f(): pass
)",
     "p3/noentry", "kubernetes", "0.4 1", "extend-image", "extras-or-shared-libraries", "Nobody would look at EXTRA_PIP_PACKAGES."},
    {"one requirement that brings twenty", R"(from prefect import flow
from prefect.docker import DockerImage
import great_library
@flow
def f(): pass
#### requirements.txt
great-library
)",
     "p3", "docker", "12 21", "extend-image", "many", "Twenty-one distributions take their time in every run."},
    {"a conflict with Prefect's own pins", R"(from prefect import flow
from prefect.docker import DockerImage
import emoji
@flow
def f(): pass
)",
     "p3", "docker", "conflict", "extend-image", "conflict", "pip would change what Prefect needs while the flow starts; while building it is seen and can be solved."},
    {"a source archive and a compiler", R"(from prefect import flow
from prefect.docker import DockerImage
import tiny
@flow
def f(): pass
#### requirements.txt
tiny
)",
     "p3/compiler", "docker", "source tiny", "extend-image", "compiled-once", "The guide: if the installation requires compiling code, a custom image is better."},
    {"gone from the standard library", R"(from prefect import flow
from prefect.docker import DockerImage
import distutils.util
@flow
def f(): pass
)",
     "p3", "docker", "", "default-image", "prefects-own", "Python 3.12 removed distutils; Prefect 3 has an official image with Python 3.11."},
    {"an image of another platform", R"(from prefect import flow
from prefect.docker import DockerImage
@flow
def f(): pass
)",
     "p3/arm64", "kubernetes", "", "default-image", "prefects-own", "The cluster runs linux/amd64; the image at hand was pulled on an arm64 laptop."},
    {"an optional import that is absent", R"(from prefect import flow
from prefect.docker import DockerImage
try:
    import lightgbm
except ImportError:
    lightgbm = None
@flow
def f(): pass
)",
     "p3", "docker", "", "default-image", "covered", "The script goes on without it."},
    {"torch", R"(from prefect import flow
from prefect.docker import DockerImage
import torch
@flow
def f(): pass
)",
     "p3", "kubernetes", "", "extend-image", "known-large", "Gigabytes of CUDA in every run would be absurd."},
    {"own code beside the flow", R"(from prefect import flow
from prefect.docker import DockerImage
import emoji
import helpers
@flow
def f(): pass
#### helpers.py
X = 1
)",
     "p3", "kubernetes", "0.4 1", "extend-image", "own-code", "No index has helpers; an image can hold it."},
};

} // namespace drydock::test
