"""What runs of Dagster work with, as resources that a person can set in the launchpad or in code.

Not here: what a stage does with them; the options of a single step (`options.py`).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

import dagster as dg
from pydantic import Field

from pipelines.operate.health import write_status
from pipelines.operate.workspace import Workspace
from pipelines.publish.history import History
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
        with used.acquire():
            # What a run before has left there is of no use, and in the way where it is damaged.
            shutil.rmtree(used.engine.spill, ignore_errors=True)
            with _noted(context, used):
                yield used

    return dg.ResourceDefinition(
        lock, config_schema=_CONFIG, description="Sources, outputs and declarations; their lock is held meanwhile."
    )


@contextmanager
def _noted(context: dg.InitResourceContext, workspace: Workspace) -> Iterator[None]:
    """Note that a run that is to publish begins and ends; the release itself, or who started the run, notes how."""
    selected = context.run.asset_selection if context.run else None
    if selected and RELEASE not in selected:
        yield
        return
    history = History(workspace.outputs.publish)
    # Where it can't be noted, the run itself meets that, too, and says so.
    with suppress(OSError):
        history.begin()
        write_status(workspace)
    try:
        yield
    finally:
        with suppress(OSError):
            history.leave()
            write_status(workspace)


class SparkCluster(dg.ConfigurableResource[None]):
    """The cluster that extracts and models in place of this machine."""

    master: str = Field(
        default="", description="Address, e.g. spark://host:7077; empty for `spark_master` of the settings."
    )

    def address(self, workspace: Workspace) -> str:
        """Address of the cluster, empty where this machine does the work."""
        return self.master or workspace.settings.spark_master
