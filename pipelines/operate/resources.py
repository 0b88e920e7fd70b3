"""What runs of Dagster work with, as a resource that a person can set in the launchpad or in code.

Not here: what a stage does with it; assets and the options of a single step (`assets.py`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace

import dagster as dg
from pydantic import Field

from pipelines.operate.run import at_work
from pipelines.operate.workspace import Workspace
from pipelines.workspace.pool import warm

RELEASE = dg.AssetKey(["publish", "release"])

# What an asset or check says of its parameter `project`.
WorkspaceResource = dg.ResourceParam[Workspace]


class Project(dg.ConfigurableResource[Workspace]):
    """Sources, outputs and declarations, locked meanwhile; what is set here goes before what is declared."""

    declared: dg.ResourceDependency[Workspace]
    inboxes: list[str] = Field(default=[], description="Folders or files with notes, in place of the sources.")
    outputs_folder: str = Field(default="", description="Folder for everything that is made.")
    settings_file: str = Field(default="", description="How a run works, in place of what is declared.")
    sources_file: str = Field(default="", description="Where notes come from, in place of what is declared.")
    any_family: bool = Field(default=False, description="Publish what the inboxes hold, whatever family it is of.")
    spark_master: str = Field(default="", description="Spark cluster that extracts and models, e.g. spark://host:7077.")

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[Workspace]:
        """Lock the outputs as long as the run goes on; note that it does where it is to publish."""
        set_here = {field.name: value for field in fields(Workspace) if (value := getattr(self, field.name))}
        workspace = replace(self.declared, **set_here) if set_here else self.declared
        warm("pipelines.operate.preloaded")
        selected = context.run.asset_selection if context.run else None
        with at_work(workspace, publishes=not selected or RELEASE in selected):
            yield workspace
