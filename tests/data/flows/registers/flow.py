# SPDX-License-Identifier: Apache-2.0
"""A script of Prefect 1 that registers its flow whenever it is imported."""
import humanize
from prefect import Flow, task


@task
def say(count):
    return humanize.intword(count)


with Flow("registers") as flow:
    say(1200000)

flow.register(project_name="examples")
