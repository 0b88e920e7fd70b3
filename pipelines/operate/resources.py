"""What runs of Dagster work with, as resources that a person can set in the launchpad or in code.

Not here: what a stage does with them; assets and the options of a single step (`assets.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import dagster as dg

from pipelines.operate.run import at_work
from pipelines.operate.workspace import Workspace
from pipelines.workspace.pool import warm

RELEASE = dg.AssetKey(["publish", "release"])

# What an asset or check says of its parameter `project`.
WorkspaceResource = dg.ResourceParam[Workspace]

_CONFIG = {
    "inboxes": dg.Field([str], is_required=False, description="Folders or files with notes, in place of the sources."),
    "outputs_folder": dg.Field(str, is_required=False, description="Folder for everything that is made."),
    "settings_file": dg.Field(str, is_required=False, description="How a run works, in place of what is declared."),
    "sources_file": dg.Field(
        str, is_required=False, description="Where notes come from, in place of what is declared."
    ),
    "any_family": dg.Field(
        bool, is_required=False, description="Publish what the inboxes hold, whatever family it is of."
    ),
    "spark_master": dg.Field(
        str, is_required=False, description="Spark cluster that extracts and models, e.g. spark://host:7077."
    ),
}


def opened(workspace: Workspace) -> dg.ResourceDefinition:
    """The workspace as a resource: locked against other runs as long as a run goes on, and noted that one does.

    What the launchpad sets stands in place of what the workspace says.
    """

    @contextmanager
    def lock(context: dg.InitResourceContext) -> Iterator[Workspace]:
        set_there: dict[str, Any] = context.resource_config or {}
        used = replace(workspace, **set_there) if set_there else workspace
        warm("pipelines.operate.preloaded")
        selected = context.run.asset_selection if context.run else None
        with at_work(used, publishes=not selected or RELEASE in selected):
            yield used

    return dg.ResourceDefinition(
        lock, config_schema=_CONFIG, description="Sources, outputs and declarations; their lock is held meanwhile."
    )
