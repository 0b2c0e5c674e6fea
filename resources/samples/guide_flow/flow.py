# SPDX-License-Identifier: Apache-2.0
"""The flow of Prefect's guide "Managing Docker Images", written for Prefect 3.

It needs two things that no Prefect image has: numpy, and the module my_task_library beside this file.
"""

from prefect import flow, task

import numpy
from my_task_library import task_1


@task
def task_2(x):
    return int(numpy.sum(x))


@flow(name="example", log_prints=True)
def example():
    x = task_1()
    y = task_2(x)
    print(f"The sum is {y}")
    return y


if __name__ == "__main__":
    example()
