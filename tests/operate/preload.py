"""What every forked run would load anew: the server from which they are forked loads it once (`interruptions.py`)."""

from __future__ import annotations

import importlib.util

import pipelines.definitions  # noqa: F401
from pipelines.extract.batch import prepare
from pipelines.publish.renderers import registered

registered()
prepare()
if importlib.util.find_spec("pandas"):
    importlib.import_module("pandas")  # pyarrow does, where it is there
