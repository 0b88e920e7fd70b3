"""Tells whoever listens how far long work is, and what it waits for; where nobody listens it costs nothing.

Here: the events, and who hears them. Not here: how they are shown (`pipelines/cli/progress.py`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    `event`: a stage begins, has come further or ends, or something is waited for. `stage`: what the work is, in words.
    `what`: what it is at, or what is waited for. `done`, `total`: of the stage's pieces, `total` None where nobody
    knows. `seconds`: since the stage began.
    """

    event: Literal["begin", "advance", "end", "wait"]
    stage: str = ""
    what: str = ""
    done: int = 0
    total: int | None = None
    seconds: float = 0.0


Listener = Callable[[Event], None]


class _Line:
    """Whom events go to; one at a time, whichever thread they come from."""

    def __init__(self) -> None:
        self.listener: Listener | None = None

    def send(self, event: Event) -> None:
        if self.listener:
            self.listener(event)


_line = _Line()


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Let `listener` hear all events of this process meanwhile; it may be called from any thread."""
    before, _line.listener = _line.listener, listener
    try:
        yield
    finally:
        _line.listener = before


class Stage:
    """A stage that goes on."""

    def __init__(self, words: str, total: int | None) -> None:
        self.words, self.total, self.done = words, total, 0
        self._begun = time.monotonic()

    def at(self, what: str) -> None:
        """Say what the work is at now."""
        self.send("advance", what)

    def advance(self, what: str = "", pieces: int = 1) -> None:
        """Say that one piece more is done, or several; `what`: which."""
        self.done += pieces
        self.send("advance", what)

    def send(self, event: Literal["begin", "advance", "end"], what: str = "") -> None:
        """Tell how far the stage is."""
        seconds = round(time.monotonic() - self._begun, 1)
        _line.send(Event(event, self.words, what, self.done, self.total, seconds))


@contextmanager
def stage(words: str, total: int | None = None) -> Iterator[Stage]:
    """A stage of the work, in words ("Reading documents"); nothing is said of one that has nothing to do.

    An event tells its end also where it fails.
    """
    running = Stage(words, total)
    if total == 0:
        yield running
        return
    running.send("begin")
    try:
        yield running
    finally:
        running.send("end")


def waiting(what: str) -> None:
    """Say, in a sentence, what is waited for."""
    _line.send(Event("wait", what=what))
