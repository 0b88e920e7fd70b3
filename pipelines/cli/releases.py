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
from pipelines.publish.history import FAILED, PUBLISHED, ROLLED_BACK, Entry, History, Pins, now
from pipelines.publish.integrity import bytes_of, damage_by_release
from pipelines.workspace.lock import acquire
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
    history = History(Path(outputs).resolve() / "publish")
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
    entries = history.entries()
    if as_json:
        say_json([asdict(entry) for entry in entries])
        return
    if not entries:
        fail(f"There is no release below {outputs}. Run `uncac publish` first, or name the folder with --outputs.")
    listed = [e for e in entries if e.result != FAILED]
    sizes = bytes_of(history.releases / e.id for e in reversed(history.published()))
    rows: list[list[object]] = [
        [e.id, _minute(e.at), *(e.rows.get(t, 0) for t in ("notes", "statements")), _added(sizes, e)] for e in listed
    ]
    seen: set[str] = set()
    damaged = damage_by_release(history)
    for row, entry in zip(rows, listed, strict=True):
        # A release that was gone back to stands twice; what it is now is said where it stands first.
        row.append(_remark(history, pins, entry, damaged, now=entry.id not in seen))
        seen.add(entry.id)
    if rows:
        say_table(["release", "at", "notes", "statements", "adds", ""], rows)
    for e in (e for e in entries if e.result == FAILED):
        times = f", {e.times} times" if e.times > 1 else ""
        say(f"Failed at {_minute(e.last or e.at)}{times}: {in_one_line(e.error or '')}")


def _minute(at: str) -> str:
    """A time to the minute, as short as a table wants it."""
    return at[:16].replace("T", " ")


def _added(sizes: dict[str, int], entry: Entry) -> str:
    """What a release takes on disk beyond those before it."""
    return f"{sizes[entry.id] / 1e6:.1f} MB" if entry.result == PUBLISHED and entry.id in sizes else ""


def _remark(history: History, pins: Pins, entry: Entry, damaged: Collection[str], *, now: bool) -> str:
    latest = history.latest()
    marks = {
        entry.result.replace("_", " "): entry.result != PUBLISHED,
        "latest": now and latest is not None and latest.name == entry.id,
        "held": now and pins.held == entry.id,
        "pinned": now and entry.id in pins.kept,
        "damaged": now and entry.id in damaged,
        "deleted": now and not (history.releases / entry.id).is_dir(),
    }
    return ", ".join(mark for mark, applies in marks.items() if applies)


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
        said = _resume(history) if resume else _roll_back(history, release, reason)
    say(said)
    if os.environ.get("DAGSTER_HOME"):
        from pipelines.operate.execute import record

        latest = history.latest()
        what = {"resumed": said} if resume else {"held": said, "reason": reason}
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
    history.pins.save(Pins(kept=pins.kept))
    return "Publication goes on with the next run."


def _roll_back(history: History, release: str, reason: str) -> str:
    latest = history.latest()
    if not release:
        line = history.line()
        if len(line) < 2:
            fail("There is no earlier release to go back to.")
        release = line[1].id
    if not (history.releases / release).is_dir() or release.startswith("."):
        fail(f"There is no release {release}. `uncac releases` lists them.", code=2)
    _require_whole(history, history.releases / release)
    # Held first: where this process is killed now, the next run completes it instead of publishing over it.
    history.pins.save(replace(_pins(history), held=release, reason=reason or "no reason given", since=now()))
    listed = history.entry(release)
    history.point_to(release)
    if latest is None or latest.name != release:
        history.record(replace(listed, result=ROLLED_BACK, at="", changes={}, previous=latest.name if latest else None))
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
        whole = next((entry.id for entry in history.published() if entry.id not in others), "")
        cure = f"The newest that is whole is {whole}: `uncac rollback {whole}`." if whole else "No release is whole."
        fail(f"Release {folder.name} is not whole, and was not made the latest. {cure}\n{listed}")
