# SPDX-License-Identifier: Apache-2.0
from prefect import task


@task
def double(count):
    return 2 * count
