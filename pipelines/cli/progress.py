"""Shows how far a run is: bars with the time left in a terminal, one line a stage elsewhere, one JSON line an event.

Not here: the events (`pipelines/workspace/progress.py`).
"""

from __future__ import annotations

import json
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
from pipelines.workspace.progress import Event, listening

# What a stage is at is shown in what is left of a line of 80 columns.
_AT = 24


@contextmanager
def shown(*, as_json: bool = False) -> Iterator[None]:
    """Show what happens meanwhile; `as_json`: on standard error, so that standard output holds the result alone."""
    if as_json or not err.is_terminal:
        with listening(_say_event if as_json else _say_line):
            yield
        return
    columns = (
        SpinnerColumn(finished_text="✓"),
        TextColumn("{task.description}"),
        BarColumn(bar_width=16),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[at]}", style="dim"),
    )
    with Progress(*columns, console=err, transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def draw(event: Event) -> None:
            if event.event == "wait":
                bars.console.print(escape(event.what))
                return
            if event.stage not in tasks:
                tasks[event.stage] = bars.add_task(escape(event.stage), total=event.total, at="")
            ended = event.event == "end" and event.total is None  # of so many pieces as it turned out to have
            total = max(event.done, 1) if ended else event.total
            done = total if ended else event.done
            bars.update(tasks[event.stage], completed=done, total=total, at=escape(event.what[-_AT:]))

        with listening(draw):
            yield


def _say_line(event: Event) -> None:
    if event.event == "wait":
        say(event.what)
    elif event.event == "end":
        count = "" if event.total is None else f"{event.done:,} of {event.total:,}, "
        say(f"{event.stage}: {count}{event.seconds:.1f} s")


def _say_event(event: Event) -> None:
    typer.echo(json.dumps({k: v for k, v in asdict(event).items() if v != ""}, ensure_ascii=False), err=True)
