"""Reads documents in a process of its own, so that a hang or a crash in a C library costs that process only.

Here: the process, its limits, and what passes between it and its owner: bytes in, JSON out, never code.
Not here: reading (`read`), and how many such processes there are; each owner has one and reads one document at a time.
"""

from __future__ import annotations

import atexit
import json
import os
import resource
import subprocess
import sys
from dataclasses import asdict, replace
from multiprocessing.connection import Connection, Pipe
from typing import Any

from pipelines.archive.document import Document, from_plain
from pipelines.archive.formats import format_of, read
from pipelines.archive.unreadable import Reason, Unreadable, timed_out
from pipelines.workspace.interpreter import tune
from pipelines.workspace.limits import Limits

_READERS: dict[tuple[int, Limits], ReaderProcess] = {}
START_SECONDS = 60.0
READY = b"ready"


class ReaderProcess:
    """A process that reads documents within limits; it is started when first needed, and again after a crash.

    What is guaranteed, whatever the document: `read` answers within `max_seconds`, the process has no more than
    `max_memory_bytes` and writes no file. Call `close` at the end.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection[Any, Any] | None = None

    def read(self, data: bytes) -> Document:
        """Read a document, as `formats.read` does.

        Raises:
            Unreadable: as `formats.read`; also `timeout` for a document that hangs, `crashed` for one that crashes.
        """
        if len(data) > self._limits.max_bytes:
            return read(data, self._limits)  # refuses it; nothing that large is passed on
        try:
            connection = self._connected()
            connection.send_bytes(data)
            if not connection.poll(self._limits.max_seconds):
                self.close()
                raise timed_out(self._limits)
            answer = json.loads(connection.recv_bytes())
        except (EOFError, OSError) as error:
            raise self._crashed() from error
        if "refused" in answer:
            reason, *words = answer["refused"]
            raise Unreadable(Reason(reason), *words)
        return from_plain(answer["text"], answer)

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _connected(self) -> Connection[Any, Any]:
        if self._connection is None:
            ours, theirs = Pipe()
            # Not by -m: the package imports this module too, and Python would warn of that.
            start = f"import {__name__} as worker; worker.main()"
            command = [sys.executable, "-c", start, str(theirs.fileno()), json.dumps(asdict(self._limits))]
            path = os.pathsep.join(entry for entry in sys.path if entry)
            environment = {**os.environ, "PYTHONPATH": path}
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                command, pass_fds=[theirs.fileno()], env=environment, stdin=subprocess.DEVNULL
            )
            theirs.close()
            self._connection = ours
            # Starting takes its time on a busy machine, and is not the document's fault.
            if not ours.poll(START_SECONDS) or ours.recv_bytes() != READY:
                raise self._crashed()
        return self._connection

    def _crashed(self) -> Unreadable:
        process = self._process
        self.close()
        status = process.returncode if process else 0
        return Unreadable(
            Reason.CRASHED,
            "Reading the document ended the program that reads it",
            f"exit status {status}: most likely the file is damaged, or needs more memory than allowed",
        )


def read_apart(data: bytes, limits: Limits) -> Document:
    """Read a document as safely as `ReaderProcess`: plain text here, which needs no C library, all else apart.

    The process is kept for the next document with the same limits, until this one ends.

    Raises:
        Unreadable: as `ReaderProcess.read`.
    """
    try:
        form = format_of(data)[0] if len(data) <= limits.max_bytes else None
    except Unreadable:
        form = None  # refused without a parser
    if form and form.convert:
        return replace(read_apart(form.convert(data, limits), limits), media_type=form.media_type)
    if form is None or not form.apart:
        return read(data, limits)
    key = os.getpid(), limits  # a forked process must not talk to its parent's reader
    reader = _READERS.get(key)
    if reader is None:
        reader = _READERS[key] = ReaderProcess(limits)
        atexit.register(reader.close)
    return reader.read(data)


def _answer(data: bytes, limits: Limits) -> dict[str, Any]:
    try:
        document = read(data, limits)
    except Unreadable as refusal:
        return {"refused": refusal.args}
    return {"text": document.text, **document.plain()}


def _serve(handle: int, limits: Limits) -> None:
    """Answer until the owner is gone."""
    for kind, most in (
        (resource.RLIMIT_AS, limits.max_memory_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    connection: Connection[Any, Any] = Connection(handle)
    connection.send_bytes(READY)
    while True:
        try:
            data = connection.recv_bytes()
        except (EOFError, OSError):
            return
        connection.send_bytes(json.dumps(_answer(data, limits)).encode())


def main() -> None:
    """Be the process, for the owner whose arguments these are."""
    tune()
    _serve(int(sys.argv[1]), Limits(**json.loads(sys.argv[2])))
