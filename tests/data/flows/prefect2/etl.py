# SPDX-License-Identifier: Apache-2.0
import humanize
from prefect import flow, task

from shared_tasks import double


@task
def say(count):
    return humanize.intword(count)


@flow(name="etl-2")
def etl(count: int = 600000):
    return say(double(count))


if __name__ == "__main__":
    etl()
