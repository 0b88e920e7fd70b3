"""Makes damaged files of the latest release again, byte for byte as they were published.

The release is made once more in a folder of its own, from the tables and the release before, and what the checksums
confirm takes the place of what is damaged. Not here: what is damaged (`integrity.py`).
"""

from __future__ import annotations

import glob
import logging
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from pipelines.publish.history import PUBLISHED, Entry, History
from pipelines.publish.integrity import SUMS, damage, noted, read_sums, told_damage, unpacked
from pipelines.publish.record import RECORD
from pipelines.publish.release import Inputs, ReleaseError, publish_release
from pipelines.publish.retention import make_again
from pipelines.workspace.atomic import write_file
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.seal import sha256_file

_LOG = logging.getLogger(__name__)


def mend_latest(inputs: Inputs, publish: Path) -> None:
    """Make damaged files of the latest release again, so far as they still follow from the tables.

    A file that can't be made again is left, where no later release is compared with it.

    Raises:
        ReleaseError: one is left that a later release is compared with.
        StateError: nobody knows whether an operator holds the latest release.
        OSError: a file can't be written.
    """
    history = History(publish)
    latest = history.latest()
    if latest is not None and noted(latest):
        # It is the latest because somebody moved the pointer, or deleted what came after it.
        make_again(history, latest.name, contract=inputs.contract, publication=inputs.publication, engine=inputs.engine)
    broken = damage(history)
    # A release that is held follows from other tables than today's.
    if latest is None or not broken or history.pins.load().held:
        return
    _LOG.warning("%s What is damaged is made again.", told_damage(latest.name, broken))
    # The rows first: the release before, from which the rest follows, too, may share a damaged file.
    _put_in(history, latest, {f"data/{path.name}": path for path in inputs.model.glob("*.parquet")})
    aside = TemporaryDirectory(prefix=".", suffix=".tmp", dir=publish)
    # What can't be made because of what is damaged stays damaged, and that is said below.
    with aside, suppress(ReportedError, duckdb.Error):
        again = _make_again(inputs, history, Path(aside.name))
        # Where the checksums themselves were damaged, they tell what else is.
        while _put_in(history, latest, {name: again / name for name in damage(history)}):
            pass
    broken = damage(history)
    needed = {name: said for name, said in broken.items() if name in {SUMS, RECORD} or name.endswith(".parquet")}
    if needed:
        raise cannot_mend(
            latest, needed, "the sources or the program have changed since, and nothing can be compared with it"
        )


def cannot_mend(release: Path, broken: dict[str, str], why: str) -> ReleaseError:
    """What to say of a damaged release that can't be made again."""
    return ReleaseError(
        told_damage(release.name, broken).rstrip("."),
        f"that can't be made again, because {why}",
        f"Put {release} back from a copy or the mirror, or run `uncac rollback`, and then `uncac rollback --resume` to "
        "go on from the release before it",
    )


def _make_again(inputs: Inputs, history: History, publish: Path) -> Path:
    """Publish the tables below another folder, as on the day of the latest release, after the release before it."""
    entry, *past = history.line() or [Entry(PUBLISHED)]
    then = History(publish)
    then.releases.mkdir()
    for earlier in reversed(past):
        then.record(replace(earlier, code=""))  # as if by other code: its files are not taken over
    day = date.fromisoformat(entry.published) if entry.published else inputs.day
    if not past or not (history.releases / past[0].id).is_dir():
        return publish_release(replace(inputs, day=day), publish).folder
    with unpacked(history.releases / past[0].id) as before:
        (then.releases / past[0].id).symlink_to(before)
        then.point_to(past[0].id)
        return publish_release(replace(inputs, day=day), publish).folder


def _put_in(history: History, latest: Path, files: dict[str, Path]) -> bool:
    """Put good files in the place of damaged ones, by path in the release; True where there was one."""
    broken = damage(history)
    expected = {SUMS: history.entry(latest.name).sums} if SUMS in broken else read_sums(latest)
    done = False
    for name in broken.keys() & files.keys():
        if name not in expected:
            (latest / name).unlink()
        elif files[name].is_file() and sha256_file(files[name]) == expected[name]:
            _replace(_names(history, latest / name), files[name])
        else:
            continue
        done = True
    return done


def _names(history: History, damaged: Path) -> set[Path]:
    """A file, and the same one under its names in other releases."""
    name = "/".join(damaged.relative_to(history.releases).parts[1:])
    others = history.releases.glob(f"[!.]*/{glob.escape(name)}") if damaged.is_file() else ()
    return {damaged, *(other for other in others if other.is_file() and other.samefile(damaged))}


def _replace(targets: Iterable[Path], good: Path) -> None:
    for target in targets:
        write_file(target, good.read_bytes(), durable=True)
