"""How the program ends. On Ctrl-C and SIGTERM: one sentence, no traceback, all processes of ours gone, within a second.

A run may end at any moment and harms nothing (what it makes is moved into place when it is whole), so there is nothing
to wait for: not for a query, not for a server that does not answer. Not here: what a command does.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_word: list[Callable[[], str]] = []


def listen() -> None:
    """From now on a thread of its own takes the signal: the main one may be deep in work that hears none.

    No signal stays blocked: what this process starts would inherit that, and Dagster could not end what it started.
    """
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    _wake(writing)
    # Where the last word goes is kept here: a step of a run may have turned `sys.stderr` to a file meanwhile.
    try:
        errors = os.dup(2)
    except OSError:  # there is none
        errors = os.open(os.devnull, os.O_WRONLY)
    threading.Thread(target=_take, args=(reading, errors), name="signals", daemon=True).start()
    # What came since the program began is taken now.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)


def _wake(pipe: int) -> None:
    # Python writes the signal's number into the pipe at once, and runs the handler when the main thread comes to it.
    signal.set_wakeup_fd(pipe, warn_on_full_buffer=False)
    for number in _SIGNALS:
        signal.signal(number, lambda *_: None)


@contextmanager
def last_word(say: Callable[[], str]) -> Iterator[None]:
    """While this goes on, `say` gives the sentence that is shown where the work is stopped."""
    _word.append(say)
    try:
        yield
    finally:
        _word.remove(say)


@contextmanager
def heard_by_others() -> Iterator[None]:
    """While this goes on, the main thread gets the signal as in any program: for servers that end in order."""
    pipe = signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        yield
    finally:
        _wake(pipe)


def _take(reading: int, errors: int) -> None:
    number = os.read(reading, 1)[0]
    while number not in _SIGNALS:  # another, for which somebody has a handler
        number = os.read(reading, 1)[0]
    word = "Stopped."
    if _word:
        with suppress(Exception):
            word = _word[-1]()
    with suppress(OSError):
        # A line of its own, whatever stood on the last one.
        os.write(errors, (f"\r\x1b[K{word}\n" if os.isatty(errors) else f"{word}\n").encode(errors="replace"))
    for process in _descendants(os.getpid()):
        with suppress(OSError):
            os.kill(process, signal.SIGKILL)
    if os.isatty(errors):
        with suppress(OSError):
            os.write(errors, b"\x1b[?25h")  # the cursor, which a bar hides
    os._exit(128 + number)


def _descendants(parent: int) -> list[int]:
    """The processes that came from one, where the system tells (Linux); those that end meanwhile do no harm."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError, IndexError):
            # The name of the program, in parentheses, may hold anything.
            parents[int(status.parent.name)] = int(status.read_text(errors="replace").rpartition(")")[2].split()[1])
    descendants, latest = [], {parent}
    while latest:
        latest = {child for child, of in parents.items() if of in latest}
        descendants += sorted(latest)
    return descendants
