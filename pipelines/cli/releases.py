"""`uncac releases` and `uncac rollback`: the list of releases, and going back to an earlier one.

Not here: how releases are kept (`pipelines/publish/history.py`).
"""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.console import (
    DEFAULT,
    JsonOption,
    OutputsOption,
    SettingsOption,
    fail,
    require_folder,
    say,
    say_json,
    say_table,
)
from pipelines.operate.runs import load
from pipelines.publish.history import History, Pins
from pipelines.publish.integrity import bytes_of, damage_by_release
from pipelines.workspace.day import now
from pipelines.workspace.lock import acquire
from pipelines.workspace.paths import Outputs
from pipelines.workspace.settings import load_settings
from pipelines.workspace.state import StateError
from pipelines.workspace.words import in_one_line


def releases(
    outputs: OutputsOption = DEFAULT,
    pin: Annotated[str, typer.Option("--pin", help="Never delete this release.")] = "",
    unpin: Annotated[str, typer.Option("--unpin", help="Let retention delete this release.")] = "",
    as_json: JsonOption = False,
) -> None:
    """List every release and failed run, newest first; pin releases that must stay."""
    folders = Outputs(Path(outputs).resolve())
    history = History(folders.publish)
    pins = history.pins.load()
    if pin and unpin:
        fail("Give --pin or --unpin, not both.", code=2)
    if pin and not (history.releases / pin).is_dir():
        fail(f"There is no release {pin}. `uncac releases` lists them.", code=2)
    if unpin and unpin not in pins.kept:
        fail(f"No release {unpin} is pinned. `uncac releases` says which are.", code=2)
    if pin or unpin:
        pins = replace(pins, kept=tuple(sorted({*pins.kept, pin} - {unpin, ""})))
        history.pins.save(pins)
    records, failed = history.records(), load(folders).failed
    if as_json:
        say_json(
            {"releases": [record.model_dump(mode="json") for record in records], "failed": [asdict(f) for f in failed]}
        )
        return
    if not records and not failed:
        fail(f"There is no release below {outputs}. Run `uncac publish` first, or name the folder with --outputs.")
    standing = [record.identifier for record in history.standing()]
    sizes = bytes_of(history.releases / identifier for identifier in reversed(standing))
    marks = _marks(history, pins, standing)
    if records:
        say_table(
            ["release", "at", "notes", "statements", "adds", ""],
            [
                [
                    record.identifier,
                    _minute(record.at),
                    *(record.counts.get(table, 0) for table in ("notes", "statements")),
                    f"{sizes[record.identifier] / 1e6:.1f} MB" if record.identifier in sizes else "",
                    ", ".join(mark for mark, releases in marks.items() if record.identifier in releases),
                ]
                for record in records
            ],
        )
    for run in failed:
        since = f" since {_minute(run.since)}" if run.since != run.at else ""
        say(f"Failed at {_minute(run.at)}{since}: {in_one_line(run.error or '')}")


def _minute(at: str) -> str:
    """A time to the minute, as short as a table wants it."""
    return at[:16].replace("T", " ")


def _marks(history: History, pins: Pins, standing: Collection[str]) -> dict[str, Collection[str]]:
    """The releases that have a mark, by the mark."""
    names, line = [[record.identifier for record in records] for records in (history.records(), history.line())]
    return {
        "latest": line[:1],
        "held": [pins.held or ""],
        "rolled back": [name for name in names if name not in line],
        "pinned": pins.kept,
        "damaged": damage_by_release(history),
        "deleted": [name for name in names if name not in standing],
    }


def rollback(
    release: Annotated[str, typer.Argument(help="Release to go back to.", show_default="the one before")] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why; `uncac status` shows it.")] = "",
    resume: Annotated[bool, typer.Option("--resume", help="Let publication go on after a rollback.")] = False,
    outputs: OutputsOption = DEFAULT,
    settings: SettingsOption = None,
) -> None:
    """Make an earlier release the latest and hold it there: no run moves it until --resume."""
    if release and resume:
        fail("Give a release or --resume, not both.", code=2)
    history = History(Path(outputs).resolve() / "publish")
    require_folder(history.folder.parent)
    used = load_settings(settings)
    with acquire(history.folder.parent, used.lock_seconds):
        sentence = _resume(history) if resume else _roll_back(history, release, reason)
    say(sentence)
    if os.environ.get("DAGSTER_HOME"):
        from pipelines.operate.execute import record

        latest = history.latest()
        what = {"resumed": sentence} if resume else {"held": sentence, "reason": reason}
        if failed := record(release=latest.name if latest else "", **what):
            say(failed)
    if used.mirror and not resume:
        from pipelines.publish.mirror import mirror_releases

        mirror_releases(history, used.mirror)


def _pins(history: History) -> Pins:
    """What is held and kept; where nobody can tell, something is held."""
    try:
        return history.pins.load()
    except StateError:
        return Pins(held="?")


def _resume(history: History) -> str:
    pins = _pins(history)
    if not pins.held:
        return "No release is held; publication goes on as it did."
    history.pins.save(Pins(since=pins.since, kept=pins.kept))
    return "Publication goes on with the next run."


def _roll_back(history: History, release: str, reason: str) -> str:
    if not release:
        line = history.line()
        if len(line) < 2:
            fail("There is no earlier release to go back to.")
        release = line[1].identifier
    if not (history.releases / release).is_dir() or release.startswith("."):
        fail(f"There is no release {release}. `uncac releases` lists them.", code=2)
    _require_whole(history, history.releases / release)
    # Held first: where this process is killed now, the next run completes it instead of publishing over it.
    history.pins.save(replace(_pins(history), held=release, reason=reason or "no reason given", since=now()))
    history.complete()
    history.point_to(release)
    history.tell_readers()
    return f"Release {release} is the latest, and stays it until `uncac rollback --resume`."


def _require_whole(history: History, folder: Path) -> None:
    from tempfile import TemporaryDirectory

    from pipelines.publish.verify import verify
    from pipelines.workspace.engine import Engine

    with TemporaryDirectory() as spill:
        broken = verify(folder, Engine(Path(spill)))
    if broken:
        listed = "\n".join(f"  {b}" for b in broken)
        others = damage_by_release(history).keys() | {folder.name}
        whole = next((r.identifier for r in history.standing() if r.identifier not in others), "")
        cure = f"The newest that is whole is {whole}: `uncac rollback {whole}`." if whole else "No release is whole."
        fail(f"Release {folder.name} is not whole, and was not made the latest. {cure}\n{listed}")
