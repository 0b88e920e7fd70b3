"""How tests make a release of documents: by the stages of the job, in this process, without what costs most.

Not here: releases of hand-written notes (`publish/written.py`), the program as a user starts it (`conftest.py`), runs
that are killed (`operate/interruptions.py`).
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

import pipelines.cli.publish
import pipelines.operate.assets
import pipelines.operate.refresh
import pipelines.operate.workspace
import pipelines.publish.release
from pipelines.operate.assets import broke_down, in_words
from pipelines.operate.execute import execute
from pipelines.operate.refresh import refresh
from pipelines.operate.run import STAGES, at_work, release_facts
from pipelines.operate.runs import RunResult
from pipelines.operate.status import Status, read_status
from pipelines.operate.workspace import RunOptions, Workspace
from pipelines.publish.consent import RemovalsNeedConsentError
from pipelines.publish.history import History
from pipelines.publish.release import Inputs, Release, publish_release
from pipelines.publish.renderers import Renderer, registered
from pipelines.workspace.lock import BusyError, OutputsError
from pipelines.workspace.paths import Outputs
from pipelines.workspace.pool import Completion, Item, Result, Work
from tests.conftest import Ended, Shared, run_here
from tests.contents import read_csv
from tests.operate.notes import note


@dataclass(frozen=True)
class Here:
    """A runner without processes and time limits."""

    workers: int = 1

    def __call__(
        self, work: Work[Item, Result], items: Sequence[Item], *, seconds: float, most: int
    ) -> Iterator[Completion[Item, Result]]:
        """As `Runner`."""
        for at in range(0, len(items), most):
            together = items[at : at + most]
            results = work(together)
            assert seconds > 0
            yield from (Completion(item, result) for item, result in zip(together, results, strict=True))


# Renderers of what the next release needs, and of nothing else.
LIGHT = ("descriptor", "codebook", "documents")


def only(names: Sequence[str]) -> list[Renderer]:
    """The renderers of some names; all where none is named."""
    return [renderer for renderer in registered() if renderer.name in names or not names]


def render(names: Sequence[str], replace: Callable[[Any, str, Any], None]) -> None:
    """Have releases made of the files of some renderers, and not verified, which whole ones are."""
    replace(pipelines.publish.release, "asked_for", lambda _: only(names))
    replace(pipelines.publish.release, "verify", lambda *_: [])


def lighten(replace: Callable[[Any, str, Any], None] = setattr) -> None:
    """Leave out what costs most of a run and has its own tests: pages, verification, other processes, Dagster."""
    render(LIGHT, replace)
    replace(pipelines.cli.publish, "_run_job", run_job)
    replace(pipelines.operate.workspace, "Processes", Here)
    replace(pipelines.operate.refresh, "warm", lambda *_: None)
    replace(pipelines.operate.assets, "warm", lambda *_: None)


def run_stages(workspace: Workspace, options: RunOptions) -> RunResult:
    """All stages one after the other, without Dagster, which runs them in the job."""
    release: dict[str, Any] = {}
    try:
        with at_work(workspace):
            for name, stage in STAGES.items():
                made = stage(workspace, options)
                release |= release_facts(made) if name == "publish" else {}
    except Exception as error:  # noqa: BLE001 - as the job tells every error
        said = in_words(error, workspace.outputs) or broke_down(f"{type(error).__name__}: {error}")
        return RunResult(said, release, begun=not isinstance(error, BusyError | OutputsError))
    return RunResult(release=release)


def run_job(workspace: Workspace, options: RunOptions, *, verbose: bool = False) -> RunResult:
    """All stages: in Dagster's job where a home keeps its history, else without it."""
    if os.environ.get("DAGSTER_HOME"):
        return execute(workspace, options, verbose=verbose)
    return run_stages(workspace, options)


def publish_accepting(inputs: Inputs, publish: Path, *, reason: str, again: bool = False) -> Release:
    """Publish a release, and where that is refused over removals, again with the digest of what was shown.

    `reason`: why rows may disappear, empty where they may not.
    """
    try:
        return publish_release(inputs, publish, again=again)
    except RemovalsNeedConsentError as refused:
        if not reason:
            raise
        return publish_release(inputs, publish, accepted=shown_digest(str(refused)), reason=reason, again=again)


def shown_digest(refusal: str) -> str:
    """The digest of the rows that a refusal shows."""
    return refusal.partition("--accept-removals ")[2].split()[0]


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

    def render(self, *names: str) -> None:
        """Let releases also have the files of these renderers; of all where none is named."""
        render((*LIGHT, *names) if names else (), self._patch.setattr)

    def keep_history(self) -> None:
        """Let Dagster run the job, and keep its history of runs in files below `home`."""
        self._patch.setenv("DAGSTER_HOME", str(self.home))

    def uncac(self, *arguments: str | Path, **more: str) -> Ended:
        """A command over these outputs, in this process."""
        return run_here(*arguments, "--outputs", self.outputs.root, **more)

    @property
    def declared(self) -> tuple[str | Path, ...]:
        """The options of a command that name settings and sources."""
        self.workspace()  # writes both
        return "--settings", self.folder / "settings.yaml", "--sources", self.folder / "sources.yaml"

    def run(self, **options: Any) -> RunResult:
        """One run, as `uncac publish` does it. `options`: how its release is published."""
        return refresh(self.workspace(), RunOptions(**options), run_job)[0]

    def first_day(self, *states: str) -> str:
        """The release of a first day on which a note came in which these States report (Chile alone), as `a.txt`."""

        def come(days: Days) -> None:
            days.put("a.txt", note(2022, *states or ("Chile",)))
            days.publish()

        return self.begin("-".join(("first", *states)), come)

    def after(self, count: int) -> str:
        """The last release of some days, on each of which a note of Chile came: `a.txt` of 2022, `b.txt` of 2023 …"""

        def come(days: Days) -> None:
            days.after(count - 1)
            days.put(f"{'abc'[count - 1]}.txt", note(2021 + count, "Chile"))
            days.publish()

        return self.first_day() if count == 1 else self.begin(f"{count}-days", come)

    def begin(self, name: str, come: Callable[[Days], object]) -> str:
        """Go on from what earlier days left, which all tests that give them this name share; their last release."""
        assert self._shared is not None

        def make(folder: Path) -> None:
            with pytest.MonkeyPatch.context() as patch:
                come(Days(folder, patch, self._shared))

        made = self._shared(f"days-{name}", make)
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

    def publish_files(self, *files: Path, documents: Sequence[dict[str, Any]] = (), reason: str = "") -> Path:
        """The release of a run over these files and no others.

        `documents`: facts as `sources.yaml` declares them. `reason`: why rows may disappear, empty where none may.
        """
        for path in self.inbox.iterdir():
            path.unlink()
        for file in files:
            shutil.copy(file, self.inbox)
        self.documents = [*documents]
        error = self.run().error
        if error and reason:
            error = self.run(accept_removals=shown_digest(error), reason=reason).error
        assert error is None, error
        return self.history.releases / self.latest

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
