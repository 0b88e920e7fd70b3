"""Tells whoever listens how far long work is, and what it waits for; where nobody listens it costs nothing.

Here: the events, and who hears them. Not here: how they are shown (`pipelines/cli/progress.py`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Literal

Kind = Literal["begin", "advance", "end", "wait"]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    `event`: a stage begins, has come further or ends, or something is waited for. `stage`: what the work is, in words.
    `what`: what it is at, or what is waited for. `done`, `total`: of the stage's pieces, `total` None where nobody
    knows. `seconds`: since the stage began.
    """

    event: Kind
    stage: str = ""
    what: str = ""
    done: int = 0
    total: int | None = None
    seconds: float = 0.0


Listener = Callable[[Event], None]
_listeners: list[Listener] = []
_one_at_a_time = Lock()


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Let `listener` hear the events of this process meanwhile: one at a time, from any thread."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


def _tell(event: Event) -> None:
    with _one_at_a_time:
        for listener in _listeners[-1:]:
            listener(event)


class Stage:
    """A stage that goes on."""

    def __init__(self, words: str, total: int | None) -> None:
        self.words, self.total, self.done = words, total, 0
        self._begun = time.monotonic()

    def at(self, what: str) -> None:
        """Say what the work is at now."""
        self.advance(what, 0)

    def advance(self, what: str = "", pieces: int = 1) -> None:
        """Say that one piece more is done, or several; `what`: which."""
        self.done += pieces
        self.tell("advance", what)

    def tell(self, event: Kind, what: str = "") -> None:
        """Tell how far the stage is."""
        _tell(Event(event, self.words, what, self.done, self.total, round(time.monotonic() - self._begun, 1)))


@contextmanager
def stage(words: str, total: int | None = None) -> Iterator[Stage]:
    """A stage of the work, in words ("Reading documents"); nothing is said of one that has nothing to do.

    An event tells its end also where it fails.
    """
    running = Stage(words, total)
    if total == 0:
        yield running
        return
    running.tell("begin")
    try:
        yield running
    finally:
        running.tell("end")


def waiting(what: str) -> None:
    """Say, in a sentence, what is waited for."""
    _tell(Event("wait", what=what))
