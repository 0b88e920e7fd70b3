"""Reports to a listener how far long work is, and what it waits for; without a listener it costs nothing.

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


def _send(event: Event) -> None:
    with _one_at_a_time:
        for listener in _listeners[-1:]:
            listener(event)


class Stage:
    """A stage of the work, in words ("Reading documents"), while it goes on; its end is reported also where it fails.

    A stage without pieces (`total` is 0) reports nothing.
    """

    def __init__(self, words: str, total: int | None = None) -> None:
        self._words, self._total, self._done = words, total, 0
        self._begun = time.monotonic()

    def __enter__(self) -> Self:
        """Report that it begins."""
        self._report("begin")
        return self

    def __exit__(self, *_: object) -> None:
        """Report that it ends."""
        self._report("end")

    def advance(self, what: str = "", pieces: int = 1) -> None:
        """Report that one more piece is done, or several, or none; `what`: which piece, or what the work is at now."""
        self._done += pieces
        self._report("advance", what)

    def _report(self, event: Kind, what: str = "") -> None:
        if self._total != 0:
            seconds = round(time.monotonic() - self._begun, 1)
            _send(Event(event, self._words, what, self._done, self._total, seconds))


def waiting(what: str) -> None:
    """Report, in a sentence, what is waited for."""
    _send(Event("wait", what=what))
