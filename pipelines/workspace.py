"""What a run works on and with: inboxes, outputs and declarations, as one Dagster resource.

Here: opening them, and the lock that keeps two runs apart. Not here: what a stage does.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import dagster as dg
from filelock import FileLock, Timeout
from pydantic import Field

from pipelines.archive.inbox import Incoming, list_inboxes
from pipelines.archive.store import Archive
from pipelines.contract import Contract, load_contract
from pipelines.extract.corrections import Correction, load_corrections
from pipelines.model.tables import Engine
from pipelines.paths import DATAPACKAGE, DEFAULT_OUTPUTS, Outputs
from pipelines.publish.publication import Publication, load_publication
from pipelines.settings import DEFAULT, Settings, load_settings
from pipelines.sources import DocumentFacts, load_document_facts, load_folders


class BusyError(Exception):
    """Another run publishes to the same outputs and did not end in time."""


class Workspace(dg.ConfigurableResource):  # type: ignore[type-arg]
    """Inboxes, outputs and declarations of a run.

    `inboxes`: folders or files; empty for those of `datapackage/sources.yaml`. `accept_removals`: reason for which rows
    of the last release may disappear, empty where they may not.
    """

    inboxes: list[str] = Field(default_factory=list)
    outputs_folder: str = str(DEFAULT_OUTPUTS)
    settings_file: str = str(DEFAULT)
    accept_removals: str = ""

    @cached_property
    def outputs(self) -> Outputs:
        """The folders of the outputs."""
        return Outputs(Path(self.outputs_folder).resolve())

    @cached_property
    def settings(self) -> Settings:
        """How the run works."""
        return load_settings(Path(self.settings_file))

    @cached_property
    def contract(self) -> Contract:
        """Tables and columns."""
        return load_contract()

    @cached_property
    def publication(self) -> Publication:
        """What is said of the dataset."""
        return load_publication(DATAPACKAGE / "publication.yaml")

    @cached_property
    def corrections(self) -> tuple[Correction, ...]:
        """What a person decided about single rows."""
        return load_corrections(DATAPACKAGE / "corrections.yaml", self.contract)

    @cached_property
    def document_facts(self) -> dict[str, DocumentFacts]:
        """What is known of documents beside their text."""
        return load_document_facts(DATAPACKAGE / "sources.yaml")

    @cached_property
    def archive(self) -> Archive:
        """The archive of documents."""
        return Archive(self.outputs.archive)

    @cached_property
    def engine(self) -> Engine:
        """What DuckDB may use."""
        return Engine(self.outputs.root / ".spill", self.settings.engine_threads, self.settings.memory)

    def incoming(self) -> list[Incoming]:
        """The files that are there now.

        Raises:
            InboxError: an inbox doesn't exist, can't be listed or is empty.
        """
        return list_inboxes([Path(i) for i in self.inboxes] or load_folders(DATAPACKAGE / "sources.yaml"))

    def acquire(self) -> FileLock:
        """Hold the lock of these outputs, against other processes; `release()` it.

        Raises:
            BusyError: another run did not end in time.
        """
        self.outputs.root.mkdir(parents=True, exist_ok=True)
        # One lock object a process: entering it again, step after step, is no harm.
        lock = FileLock(self.outputs.root / ".lock", timeout=self.settings.lock_seconds, is_singleton=True)
        try:
            lock.acquire()
        except Timeout as error:
            raise BusyError(
                f"Another run publishes to {self.outputs.root} and has not ended within {self.settings.lock_seconds:g} "
                "seconds. Nothing was done; try again later."
            ) from error
        return lock
