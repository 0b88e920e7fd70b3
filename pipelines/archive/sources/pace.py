"""Keeps requests to one host apart. Not here: the requests."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager


class Pace:
    """Keeps requests to one host apart, whichever source makes them: one at a time, and a pause between two."""

    def __init__(self) -> None:
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._ended: dict[str, float] = {}

    @contextmanager
    def turn(self, host: str, seconds: float) -> Iterator[None]:
        """Wait until it is time to ask; nobody else asks meanwhile."""
        with self._locks[host]:
            time.sleep(max(0.0, self._ended.get(host, 0.0) + seconds - time.monotonic()))
            try:
                yield
            finally:
                self._ended[host] = time.monotonic()
