# SPDX-License-Identifier: Apache-2.0
"""Tasks that several flows share; a module of one's own, not on any package index."""

from prefect import task


@task
def task_1():
    return [1, 2, 3]
