"""Tells whoever listens how far long work is, and what it waits for; where nobody listens it costs nothing.

Here: the events, and who hears them. Not here: how they are shown (`pipelines/cli/progress.py`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Literal, Self

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
    """A stage of the work, in words ("Reading documents"), while it goes on; its end is told also where it fails.

    Nothing is said of one that has nothing to do.
    """

    def __init__(self, words: str, total: int | None = None) -> None:
        self._words, self._total, self._done = words, total, 0
        self._begun = time.monotonic()

    def __enter__(self) -> Self:
        """Say that it begins."""
        self._say("begin")
        return self

    def __exit__(self, *_: object) -> None:
        """Say that it ends."""
        self._say("end")

    def advance(self, what: str = "", pieces: int = 1) -> None:
        """Say that one piece more is done, or several, or none; `what`: which, or what the work is at now."""
        self._done += pieces
        self._say("advance", what)

    def _say(self, event: Kind, what: str = "") -> None:
        if self._total != 0:
            seconds = round(time.monotonic() - self._begun, 1)
            _tell(Event(event, self._words, what, self._done, self._total, seconds))


def waiting(what: str) -> None:
    """Say, in a sentence, what is waited for."""
    _tell(Event("wait", what=what))
