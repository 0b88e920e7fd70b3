"""Runs the stages of the job in this process over an inbox of short notes, again and again, as days go by.

Not here: processes that are killed (`forked.py`), what is left out for speed (there, too).
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.operate.execute import execute
from pipelines.operate.failures import RunResult
from pipelines.operate.refresh import refresh
from pipelines.operate.status import Status, read_status
from pipelines.operate.workspace import RunOptions, Workspace
from pipelines.publish.history import History
from pipelines.workspace.paths import Outputs
from tests.conftest import Shared
from tests.held import read_csv, shown_digest
from tests.operate.forked import lighten, run_stages
from tests.operate.notes import note


class Days:
    """An inbox, its outputs, and settings and sources that a test may change.

    `shared`: where days that many tests begin with are made once.
    """

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, shared: Shared | None = None) -> None:
        lighten(monkeypatch.setattr)
        self._shared = shared
        self._patch = monkeypatch
        self.folder, self.inbox, self.outputs = folder, folder / "inbox", Outputs(folder / "outputs")
        self.home = folder / "dagster"
        self.inbox.mkdir()
        monkeypatch.delenv("DAGSTER_HOME", raising=False)
        self.settings: dict[str, Any] = {"workers": 1, "lock_seconds": 0.2}
        self.sources: list[dict[str, Any]] = [{"name": "inbox", "folder": "inbox", "at_least": 0}]
        self.documents: list[dict[str, Any]] = []
        self.history = History(self.outputs.publish)

    def put(self, name: str, data: bytes) -> None:
        (self.inbox / name).write_bytes(data)

    def workspace(self) -> Workspace:
        settings, sources = self.folder / "settings.yaml", self.folder / "sources.yaml"
        settings.write_text(yaml.safe_dump(self.settings), encoding="utf-8")
        sources.write_text(yaml.safe_dump({"sources": self.sources, "documents": self.documents}), encoding="utf-8")
        return Workspace(outputs_folder=str(self.outputs.root), settings_file=str(settings), sources_file=str(sources))

    def keep_history(self) -> None:
        """Let Dagster run the job, and keep its history of runs in files below `home`."""
        self._patch.setenv("DAGSTER_HOME", str(self.home))

    def run(self, **options: Any) -> RunResult:
        """One run, as `uncac publish` does it. `options`: how its release is published."""
        job = execute if os.environ.get("DAGSTER_HOME") else run_stages
        return refresh(self.workspace(), RunOptions(**options), job)[0]

    def first_day(self) -> str:
        """The release of a first day on which a note came in which Chile reports, as `a.txt`."""
        return self.after({"a.txt": 2022})

    def after(self, notes: Mapping[str, int]) -> str:
        """The last release of days on which such notes of some years came, one a day, under these names."""
        if self._shared is None:
            for name, year in notes.items():
                self.put(name, note(year, "Chile"))
                self.publish()
            return self.latest

        def make(folder: Path) -> None:
            with pytest.MonkeyPatch.context() as patch:
                Days(folder, patch).after(notes)

        made = self._shared("-".join(("days", *notes)), make)
        shutil.copytree(made / "inbox", self.inbox, dirs_exist_ok=True)
        shutil.copytree(made / "outputs", self.outputs.root, symlinks=True)
        self.workspace()  # writes settings and sources
        return self.latest

    def publish(self, **options: Any) -> str:
        """One run that publishes; the new release."""
        before = self.latest
        outcome = self.run(**options)
        assert outcome.error is None, outcome.error
        assert outcome.release["result"] == "published"
        assert self.latest != before
        return self.latest

    def accept(self, reason: str) -> str:
        """One run that is refused, and one that accepts the rows which the refusal showed; the new release."""
        return self.publish(accept_removals=shown_digest(self.run().error or ""), reason=reason)

    @property
    def latest(self) -> str:
        folder = self.history.latest()
        return folder.name if folder else ""

    def status(self) -> Status:
        return read_status(self.outputs, self.workspace().settings)

    def rows(self, table: str) -> list[dict[str, str]]:
        return read_csv(self.outputs.publish / "latest" / "data" / f"{table}.csv")

    def validation(self) -> dict[str, Any]:
        """What the latest release says of its own making."""
        report = json.loads((self.outputs.publish / "latest" / "validation.json").read_bytes())
        assert isinstance(report, dict)
        return report

    def changes(self) -> set[tuple[str, str, str]]:
        """Table, identifier and change of every row that differs from the release before."""
        rows = read_csv(self.outputs.publish / "latest" / "changes.csv")
        return {(row["table"], row["identifier"], row["change"]) for row in rows}

    def copy_outputs(self, target: Path) -> None:
        shutil.copytree(self.outputs.root, target, symlinks=True)
