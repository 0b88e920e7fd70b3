"""A line of releases made of real documents, without Dagster: what was there before decides what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipelines.archive.incoming import Incoming
from pipelines.archive.intake import Inventory, take_in
from pipelines.archive.sources.declared import DocumentFacts
from pipelines.archive.store import Archive
from pipelines.contract.tables import load_contract
from pipelines.extract.extraction import Extraction, Index
from pipelines.extract.identity import extract_inventory
from pipelines.model.build import build_tables
from pipelines.publish.history import History
from pipelines.publish.losses import Received
from pipelines.publish.publication import load_publication
from pipelines.publish.release import Inputs, Release
from pipelines.workspace.engine import Engine
from pipelines.workspace.limits import Limits
from pipelines.workspace.paths import DATAPACKAGE
from pipelines.workspace.seal import sha256_file
from tests import held
from tests.held import publish_accepting
from tests.operate.forked import LIGHT, render
from tests.runner import Here


@dataclass
class Line:
    """Releases below one folder, each made of the documents that are there then.

    `renderers`: whose files they have, all where none is named. Pages, downloads and catalogues take longer than all
    else.
    """

    folder: Path
    current: list[Extraction] | None = None
    renderers: tuple[str, ...] = LIGHT

    def publish(
        self, files: list[Path], facts: dict[str, DocumentFacts] | None = None, *, accepted: str = ""
    ) -> Release:
        """Publish some files; `facts`: what `sources.yaml` says, by the name of a file."""
        archive, index = Archive(self.folder / "archive"), Index(self.folder / "extract")
        incoming = [Incoming(file.name, file) for file in files]
        limits = Limits()
        inventory = take_in(Inventory(tuple(incoming)), archive, limits, Here(), today="2026-01-01")
        latest = History(self.folder / "publish").latest()
        declared = {sha256_file(file): facts[file.name] for file in files if facts and file.name in facts}
        seconds = limits.max_seconds
        self.current = extract_inventory(
            inventory, declared, (), index, archive=archive, runner=Here(), seconds=seconds, latest=latest
        )
        index.save(self.current)
        contract, engine = load_contract(), Engine(self.folder / "spill", 1, "1GB")
        model = self.folder / "model"
        build_tables(contract, self.current, self.folder / "extract", model, engine)
        publication = load_publication(DATAPACKAGE / "publication.yaml")
        received = Received([(item.name, item.sha256) for item in inventory.items])
        inputs = Inputs(contract, publication, (), self.current, archive, model, engine, date(2026, 1, 1), received)
        with pytest.MonkeyPatch.context() as patch:
            if self.renderers:
                render(self.renderers, patch.setattr)
            return publish_accepting(inputs, self.folder / "publish", reason=accepted)


def rows(release: Release, table: str) -> list[dict[str, Any]]:
    """The rows of a table of a release."""
    return held.rows(release.folder, table)
