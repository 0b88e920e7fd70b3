"""The second process: it says what went wrong as this one would, and ends with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from pipelines.workspace import beside
from pipelines.workspace.beside import elsewhere, result_of, start_second_process
from pipelines.workspace.errors import ReportedError
from tests.conftest import ROOT


class _NoLuckError(ReportedError):
    """An error as renderers raise it."""


def _fail() -> None:
    raise _NoLuckError("The file", "it is full", "Make room")


def _there(function: Callable[..., Any], *given: object) -> Any:
    future = elsewhere(function, *given)
    assert future
    return future.result()


@pytest.fixture
def started() -> Iterator[None]:
    start_second_process(os.getpid)
    yield
    for pool in beside._started:
        pool.shutdown()
    beside._started.clear()


@pytest.mark.usefixtures("started")
def test_an_error_for_people_is_the_same_from_there() -> None:
    with pytest.raises(_NoLuckError, match=r"^The file: it is full. Make room.$"):
        _there(_fail)


@pytest.mark.usefixtures("started")
def test_where_it_is_ended_from_outside_the_work_is_done_here_and_another_can_be_started() -> None:
    there = _there(os.getpid)
    assert there != os.getpid()
    assert result_of(elsewhere(os.kill, there, signal.SIGKILL), lambda: None) is None
    assert result_of(elsewhere(os.getpid), os.getpid) == os.getpid()
    start_second_process(os.getpid)
    assert _there(os.getpid) not in (there, os.getpid())


def test_it_ends_with_the_first_whatever_it_is_at() -> None:
    code = (
        "import os, signal, time\nfrom pipelines.workspace.beside import elsewhere, start_second_process\n"
        "start_second_process(int)\nelsewhere(os.write, 1, b'begun\\n')\nelsewhere(time.sleep, 600)\nsignal.pause()"
    )
    first = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert first.stdout
    assert first.stdout.readline() == "begun\n"
    first.kill()
    # Its output is at an end when the last process that could write there is gone.
    assert first.communicate(timeout=30)[0] == ""


def test_ctrl_c_stays_with_the_thread_that_takes_it() -> None:
    code = (
        "import signal\nfrom pipelines.workspace.beside import elsewhere, start_second_process\n"
        "signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})\n"
        "start_second_process(int)\nelsewhere(abs, 1).result()\n"
        "print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ()))"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.stdout, ended.stderr) == ("True\n", "")


def values(expressions: Sequence[str]) -> list[object]:
    return [eval(expression) for expression in expressions]  # noqa: S307 - our own


def test_what_is_preloaded_is_there_in_it_and_in_every_pool() -> None:
    code = (
        "from pipelines.workspace.beside import elsewhere, start_second_process\n"
        "from pipelines.workspace.pool import Processes\n"
        "start_second_process(int, 'colorsys')\nthere = '\"colorsys\" in __import__(\"sys\").modules'\n"
        "from tests.workspace.test_beside import values\n"
        "(in_pool,) = Processes(1)(values, [there], seconds=60, most=1)\n"
        "print(elsewhere(eval, there).result(), in_pool.result)"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.stdout, ended.stderr) == ("True True\n", "")
