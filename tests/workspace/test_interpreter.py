"""Python is set in processes that are the project's own, and in none that only imports it."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Sequence

from pipelines.workspace.pool import Processes

OURS = (50_000, 100, 50)
SAY = "print(gc.get_threshold(), sys.getswitchinterval())"


def _threshold(items: Sequence[int]) -> list[tuple[int, int, int]]:
    return [gc.get_threshold() for _ in items]


def _said(program: str) -> list[str]:
    command = [sys.executable, "-c", f"import gc, sys; {program}"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()


def test_what_imports_the_package_stays_as_it_was() -> None:
    before, after = _said(f"{SAY}; import pipelines.cli.app, pipelines.archive.formats.worker; {SAY}")
    assert before == after


def test_the_program_and_its_workers_are_set() -> None:
    program = (
        f"import atexit; atexit.register(lambda: {SAY}); sys.argv = ['uncac', '--version']; import pipelines.cli; "
    )
    assert _said(program + "pipelines.cli.main()")[-1].startswith(str(OURS))
    assert [done.result for done in Processes(1)(_threshold, [1], seconds=60, most=1)] == [OURS]
