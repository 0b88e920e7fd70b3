"""What runs of Dagster work with, as resources that a person can set in the launchpad or in code.

Not here: what a stage does with them; the options of a single step (the `Config` beside its asset).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import dagster as dg
from pydantic import Field, PrivateAttr

from pipelines.operate.workspace import Workspace
from pipelines.publish.history import History
from pipelines.workspace.paths import DEFAULT_OUTPUTS, DEFAULT_SETTINGS, DEFAULT_SOURCES

RELEASE = dg.AssetKey(["publish", "release"])


class WorkspaceResource(dg.ConfigurableResource["WorkspaceResource"]):
    """Sources, outputs and declarations, read anew for each run; their lock is held as long as the run goes on."""

    inboxes: list[str] = Field(default=[], description="Folders or files with notes, in place of the sources file.")
    outputs_folder: str = Field(default=str(DEFAULT_OUTPUTS), description="Folder for everything that is made.")
    settings_file: str = Field(default=str(DEFAULT_SETTINGS), description="How a run works: settings.yaml.")
    sources_file: str = Field(default=str(DEFAULT_SOURCES), description="Where notes come from: sources.yaml.")
    any_family: bool = Field(default=False, description="Publish what the inboxes hold, whatever family it is of.")
    _opened: Workspace = PrivateAttr()

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[WorkspaceResource]:
        """Lock the workspace against other runs, so that none comes between two steps of this one.

        Raises:
            BusyError: another run did not end in time.
        """
        self._opened = Workspace(
            self.inboxes, self.outputs_folder, self.settings_file, self.sources_file, any_family=self.any_family
        )
        with self._opened.acquire():
            # What a run before has left there is of no use, and in the way where it is damaged.
            shutil.rmtree(self._opened.engine.spill, ignore_errors=True)
            with _noted(context, History(self._opened.outputs.publish)):
                yield self

    @property
    def workspace(self) -> Workspace:
        """What the run works on and with."""
        return self._opened


@contextmanager
def _noted(context: dg.InitResourceContext, history: History) -> Iterator[None]:
    """Note that a run that is to publish begins and ends; the release itself, or who started the run, notes how."""
    selected = context.run.asset_selection if context.run else None
    if selected and RELEASE not in selected:
        yield
        return
    # Where it can't be noted, the run itself meets that, too, and says so.
    with suppress(OSError):
        history.begin()
    try:
        yield
    finally:
        with suppress(OSError):
            history.leave()


class SparkCluster(dg.ConfigurableResource[None]):
    """The cluster that extracts and models in place of this machine."""

    master: str = Field(
        default="", description="Address, e.g. spark://host:7077; empty for `spark_master` of the settings."
    )

    def address(self, workspace: Workspace) -> str:
        """Address of the cluster, empty where this machine does the work."""
        return self.master or workspace.settings.spark_master
