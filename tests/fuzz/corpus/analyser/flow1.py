import prefect
from prefect import Flow as F, task
from prefect.storage import GitHub, Docker
from prefect.run_configs import KubernetesRun
TAG = "1.0"
@task(name="add one")
def add(x): return x + 1
class Load(prefect.Task):
    pass
with F("first", storage=Docker(registry_url="r", python_dependencies=["numpy"])) as flow:
    add(1)
flow.storage = GitHub(repo="me/" + "repo", path=f"flow-{TAG}.py")
flow.run_config = KubernetesRun(image="i:" + TAG, env={"EXTRA_PIP_PACKAGES": "a b>1"})
flow.register("project")
pd.read_parquet("s3://bucket/x.parquet")
open("data.csv")
