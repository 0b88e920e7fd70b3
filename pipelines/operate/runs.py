"""What becomes of runs: what came of one, how the last one ended, when the sensor looked, what an operator was told.

Kept in one file, `runs.json`, from which status, health page and alerts are told. Not here: what of it is a problem
(`status.py`), the list of releases (`publish/history.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from filelock import FileLock

from pipelines.publish.history import History
from pipelines.workspace.day import now
from pipelines.workspace.paths import Outputs
from pipelines.workspace.state import State

_LONGEST_ERROR = 4_000
_FAILED = 20  # failures that are kept


@dataclass(frozen=True, slots=True)
class RunResult:
    """What came of a run.

    `error`: what is wrong, for a person; None where all went well. `release`: its metadata, also where something else
    went wrong after it was published. `begun`: False where nothing could be done at all, since
    another run was at work or the outputs can't be written.
    """

    error: str | None = None
    release: dict[str, Any] = field(default_factory=dict)
    begun: bool = True


@dataclass(frozen=True, slots=True)
class LastRun:
    """How the last run ended. `error`: why it failed; `since`: when the first of those runs failed that failed so.

    `began`: when it began. `at`: when it was noted how it ended; empty where that was not noted, because the run goes
    on, or was killed, or ended (`left`) before anybody noted how.
    """

    at: str = ""
    since: str = ""
    error: str | None = None
    began: str = ""
    left: str = ""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """When the sensor last tried, what came of it, and why it failed; all empty where it never did."""

    at: str = ""
    outcome: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Runs:
    """What is kept. `last`: None where no run is known. `sensor`: of its last tick.

    `failed`: the last runs that failed, newest first; of several in a row that failed for the same reason the last.
    `told`: by way of telling, the key of each problem that was told, with the line that says that it is over; empty
    where none does.
    """

    last: LastRun | None = None
    failed: tuple[LastRun, ...] = ()
    sensor: Heartbeat = Heartbeat()
    told: dict[str, dict[str, str]] = field(default_factory=dict)


def _kept(outputs: Outputs) -> State[Runs]:
    return State[Runs](outputs.publish / "runs.json", Runs())


def load(outputs: Outputs) -> Runs:
    """What became of the runs over these outputs."""
    return _kept(outputs).load()


def note(outputs: Outputs, **what: Any) -> None:
    """Keep something of a run. `what`: fields of `Runs`.

    Raises:
        OSError: it can't be written.
    """
    outputs.publish.mkdir(parents=True, exist_ok=True)
    # A run, the sensor and who tells an operator may note something at the same time.
    with FileLock(outputs.publish / ".runs.lock"):
        kept = _kept(outputs)
        kept.save(replace(kept.load(), **what))


def begin(outputs: Outputs) -> None:
    """Note that a run begins, and that nobody knows yet how it will end.

    Raises:
        OSError: it can't be written.
    """
    note(outputs, last=replace(load(outputs).last or LastRun(), began=now(), at="", left=""))


def leave(outputs: Outputs) -> None:
    """Note that a run ends of which nobody has noted how, so that it is not taken for one that was killed.

    Raises:
        OSError: it can't be written.
    """
    last = load(outputs).last
    if last and not last.at:
        note(outputs, last=replace(last, left=now()))


def conclude(outputs: Outputs, error: str | None) -> None:
    """Note how a run ended.

    Raises:
        OSError: it can't be written.
    """
    runs = load(outputs)
    if error is None:
        History(outputs.publish).complete()
        note(outputs, last=LastRun(now()))
        return
    error = error if len(error) <= _LONGEST_ERROR else error[: _LONGEST_ERROR - 1] + "…"
    again = runs.last is not None and runs.last.error == error
    failed = LastRun(now(), runs.last.since if runs.last and again else now(), error)
    earlier = runs.failed[1:] if again else runs.failed
    note(outputs, last=failed, failed=(failed, *earlier)[:_FAILED])
