"""Shows how far a run is: bars with the time left in a terminal, one line a stage elsewhere, one JSON line an event.

Not here: what is told (`pipelines/workspace/progress.py`).
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

import typer
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from pipelines.cli.console import err, say
from pipelines.workspace.progress import Event, Listener, listening

# What a stage is at is shown in what is left of a line of 80 columns.
_AT = 24


@contextmanager
def shown(*, as_json: bool = False) -> Iterator[None]:
    """Show what happens meanwhile; `as_json`: on standard error, so that standard output holds the result alone."""
    if as_json:
        with listening(_one_by_one(_say_event)):
            yield
    elif err.is_terminal:
        with (
            Progress(
                SpinnerColumn(finished_text="✓"),
                TextColumn("{task.description}"),
                BarColumn(bar_width=16),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                TimeRemainingColumn(compact=True),
                TextColumn("{task.fields[at]}", style="dim"),
                console=err,
                transient=True,
            ) as bars,
            listening(_one_by_one(_Bars(bars))),
        ):
            yield
    else:
        with listening(_one_by_one(_say_line)):
            yield


def _one_by_one(listener: Listener) -> Listener:
    lock = threading.Lock()

    def heard(event: Event) -> None:
        with lock:
            listener(event)

    return heard


class _Bars:
    """A bar for each stage. Those that ended stay, with the time they took."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, event: Event) -> None:
        if event.event == "wait":
            self._bars.console.print(escape(event.what))
            return
        if event.event == "begin" or event.stage not in self._tasks:
            self._tasks[event.stage] = self._bars.add_task(escape(event.stage), total=event.total, at="")
        at = escape(event.what[-_AT:]) if event.event == "advance" else ""
        total = event.total if event.event != "end" or event.total is not None else event.done or 1
        done = total if event.event == "end" and event.total is None else event.done
        self._bars.update(self._tasks[event.stage], completed=done, total=total, at=at)


def _say_line(event: Event) -> None:
    if event.event == "wait":
        say(event.what)
    elif event.event == "end":
        count = "" if event.total is None else f"{event.done:,} of {event.total:,}, "
        say(f"{event.stage}: {count}{event.seconds:.1f} s")


def _say_event(event: Event) -> None:
    typer.echo(json.dumps({k: v for k, v in asdict(event).items() if v != ""}, ensure_ascii=False), err=True)
