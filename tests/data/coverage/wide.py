# SPDX-License-Identifier: Apache-2.0
"""Imports of every kind: what images have, lack, have without what it needs, or have under another Prefect."""
import asyncio
import distutils.util
import imp
import sys
import tkinter
import tomllib
import zoneinfo

import cloudpickle
import dask.array
import dask.bag as bag
import yaml
from dateutil import parser, tz
from google.cloud import storage
from prefect import Flow, task
from prefect.executors import DaskTaskRunner, LocalDaskExecutor
from prefect.run_configs import DockerRun
from prefect.storage import S3, GitHub
from prefect.tasks.aws.s3 import S3Upload
from prefect.tasks.prefect import StartFlowRun, create_flow_run
from prefect.tasks.snowflake import SnowflakeQuery
from prefect.utilities.notifications import slack_notifier

try:
    import ujson as json
except ImportError:
    import json

try:
    import matplotlib.pyplot as plt
except ImportError:
    plt = None

if sys.version_info < (3, 9):
    import backports.zoneinfo

with Flow("wide") as flow:
    create_flow_run(flow_name="other")

flow.storage = S3(bucket="flows")
flow.run_config = DockerRun()
