# /// script
# requires-python = ">=3.10"
# dependencies = ["prefect>=3", "pandas[parquet]==2.0 ; python_version < '3.12'"]
# ///
import prefect as p
from prefect import flow, task
@flow
def my_flow(): pass
@p.flow(name='Other', log_prints=True)
async def other(): pass
if __name__ == "__main__":
    my_flow.deploy(name="d", work_pool_name="w", image=p.docker.DockerImage(name="i", tag="1"), job_variables={"env": {"A": "b"}})
    my_flow.from_source(source="https://github.com/a/b", entrypoint="f.py:my_flow").serve("x")
    other.with_options(name="y").deploy("z", build=False, push=False)
