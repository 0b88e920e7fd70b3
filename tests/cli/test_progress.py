"""What a run shows while it goes on, and how it ends when a person has had enough of it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

import pipelines.cli.progress
from pipelines.cli.progress import shown
from pipelines.workspace.lock import acquire
from pipelines.workspace.progress import Event, Stage, listening, waiting
from tests.conftest import ROOT, Run
from tests.operate.notes import note
from tests.processes import until
from tests.releases import Days

STAGES = [
    "Looking at sources",
    "Reading documents",
    "Extracting notes",
    "Making tables",
    "Checking tables",
    "Writing pages and files",
    "Verifying the release",
]


def test_every_stage_of_a_run_begins_counts_and_ends(days: Days) -> None:
    heard: list[Event] = []
    for n in range(3):
        days.put(f"{n}.txt", note(2020 + n, "Chile"))
    with listening(heard.append):
        days.publish()
    assert [event.stage for event in heard if event.event == "begin"] == STAGES
    ends = {event.stage: event for event in heard if event.event == "end"}
    assert list(ends) == STAGES
    assert (ends["Reading documents"].done, ends["Reading documents"].total) == (3, 3)
    assert (ends["Extracting notes"].done, ends["Extracting notes"].total) == (3, 3)
    assert all(end.total in {None, end.done} for end in ends.values())
    named = {event.what for event in heard if event.stage == "Reading documents"}
    assert {"0.txt", "1.txt", "2.txt"} <= named
    # Nothing new: nothing is read, and nothing said of it.
    heard.clear()
    with listening(heard.append):
        days.run()
    assert [event.stage for event in heard if event.event == "begin"] == ["Looking at sources"]


def _work() -> None:
    with Stage("Reading documents", 2) as running:
        running.advance("[bold]a.pdf[/bold]")
        waiting("The server asks to wait; asked again in 2 seconds.")
        running.advance("b.pdf")
    with Stage("Checking tables"):
        pass


def test_without_a_terminal_a_stage_is_one_line_and_a_wait_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with shown():
        _work()
    said = capsys.readouterr()
    assert re.sub(r"\d\.\d s", "0.0 s", said.out) == (
        "The server asks to wait; asked again in 2 seconds.\nReading documents: 2 of 2, 0.0 s\nChecking tables: 0.0 s\n"
    )
    assert said.err == ""


def test_events_are_json_lines_beside_the_result(capsys: pytest.CaptureFixture[str]) -> None:
    with shown(as_json=True):
        _work()
    said = capsys.readouterr()
    assert said.out == ""
    events = [json.loads(line) for line in said.err.splitlines()]
    assert [event["event"] for event in events] == ["begin", "advance", "wait", "advance", "end", "begin", "end"]
    assert events[1]["what"] == "[bold]a.pdf[/bold]"


def test_a_terminal_shows_bars_and_names_what_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    console = Console(force_terminal=True, width=100, record=True, file=open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    monkeypatch.setattr(pipelines.cli.progress, "err", console)
    with shown():
        with Stage("Reading documents", 2) as running:
            running.advance("[bold]a.pdf[/bold]")
            until("the name is drawn", lambda: "[bold]a.pdf[/bold]" in console.export_text(clear=False))
        waiting("The server asks to wait.")
    text = console.export_text()
    console.file.close()
    assert "The server asks to wait." in text


@pytest.fixture
def stopped(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A run in a session of its own that waits for another run, as long as it takes."""
    settings = tmp_path / "settings.yaml"
    settings.write_text("lock_seconds: 600\n", encoding="utf-8")
    arguments = ["publish", "--outputs", str(tmp_path / "outputs"), "--settings", str(settings)]
    with acquire(tmp_path / "outputs", 1):
        run = subprocess.Popen(
            [sys.executable, "-c", "from pipelines.cli import main; main()", *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={**os.environ, "DAGSTER_HOME": str(tmp_path / "dagster")},
        )
        try:
            yield run
        finally:
            run.kill()
            run.communicate()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_a_run_that_waits_with_one_sentence(
    stopped: subprocess.Popen[str], number: int, code: int
) -> None:
    assert stopped.stdout
    assert "Another run publishes to" in stopped.stdout.readline()
    for _ in range(2):
        os.killpg(stopped.pid, number)
    _, said = stopped.communicate(timeout=30)
    assert (stopped.returncode, said) == (code, "Stopped; the next run goes on from here. There is no release yet.\n")


def test_ctrl_c_during_the_start_is_no_traceback_either() -> None:
    # The signal waits in the process from before the program's first line on.
    code = (
        "import os, signal; signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}); "
        "os.kill(os.getpid(), signal.SIGINT); from pipelines.cli import main; main()"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, "status"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "Stopped.\n")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_takes_the_processes_with_it(number: int) -> None:
    code = (
        "import subprocess, sys, time; from pipelines.cli.stop import listen; listen(); "
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']); "
        "print(child.pid, flush=True); time.sleep(600)"
    )
    run = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert run.stdout
    child = int(run.stdout.readline())
    run.send_signal(number)
    assert run.wait(timeout=30) == 128 + number
    run.stdout.close()
    end = time.monotonic() + 30
    while _alive(child) and time.monotonic() < end:
        time.sleep(0.01)
    assert not _alive(child)


def _alive(process: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return False


def test_outputs_that_can_not_be_written_are_named_as_such(uncac: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for command, folder in (
        ("publish", "/proc/outputs"),
        ("publish", tmp_path / "file" / "outputs"),
        ("rollback", "/proc"),
    ):
        run = uncac(command, "--outputs", folder)
        assert run.returncode == 1
        assert run.stderr.startswith(f"Outputs can't be written to {folder} (")
        assert run.stderr.endswith("Name another folder with --outputs, or allow writing there.\n")


def test_what_the_program_starts_can_be_ended_as_any_other() -> None:
    """Dagster ends by SIGTERM what follows a run's output; what inherits a block stays for ever."""
    code = (
        "import subprocess; from pipelines.cli.stop import listen; listen(); "
        "child = subprocess.Popen(['sleep', '600']); child.terminate(); print(child.wait(timeout=30))"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.stdout == f"{-signal.SIGTERM}\n", ended.stderr
