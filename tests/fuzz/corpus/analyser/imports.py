from __future__ import annotations
import os, sys as system
import importlib, contextlib
from importlib import import_module as load
from google.cloud import storage
from . import sibling
from .. import *
from a.b import (c as d,
    e)
try:
    import ujson as json
except (ImportError, ModuleNotFoundError):
    import json
else:
    import x1
finally:
    import x2
with contextlib.suppress(ImportError):
    import numpy
if TYPE_CHECKING:
    import pandas
elif sys.version_info >= (3, 11) and sys.platform == "linux":
    import tomllib
else:
    import tomli
if importlib.util.find_spec("yaml"):
    import yaml
NAME = "scikit"
def f():
    m = load(NAME + f"_{'learn'}")
    n = [__import__(x) for x in y]
    return importlib.import_module(".x", package="p")
print 'old'
x = (1,
import late
