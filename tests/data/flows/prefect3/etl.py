# SPDX-License-Identifier: Apache-2.0
import humanize
from prefect import flow, task


@task
def say(count):
    return humanize.intword(count)


@flow
def etl(count: int = 1200000):
    return say(count)


if __name__ == "__main__":
    etl.deploy(name="nightly", work_pool_name="pool", image="registry.example.org/etl:1")
