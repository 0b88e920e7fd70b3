"""What the program imports before it does anything: nothing that the command at hand does not need."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.cli.app import _COMMANDS, _summary_of, app

_SCRIPT = """
import atexit, sys
from pipelines.cli import main
atexit.register(lambda: print(*sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr))
main()
"""


def imported(*words: str) -> set[str]:
    """The packages that a command line imports."""
    command = [sys.executable, "-c", _SCRIPT, *words]
    return set(subprocess.run(command, check=True, capture_output=True, text=True).stderr.split())


@pytest.mark.parametrize("words", [("--help",), ("--version",)])
def test_help_imports_no_library_of_any_command(words: tuple[str, ...]) -> None:
    assert not imported(*words) & {"dagster", "duckdb", "pyarrow", "pydantic", "frictionless", "httpx"}


def test_help_of_a_command_imports_neither_dagster_nor_databases() -> None:
    assert not imported("status", "--help") & {"dagster", "duckdb", "pyarrow", "frictionless"}


def test_status_imports_no_database_and_no_reader_of_files(outputs: Path) -> None:
    unused = {"dagster", "duckdb", "pyarrow", "frictionless", "lxml", "pypdfium2"}
    assert not imported("status", "--outputs", str(outputs)) & unused


@pytest.mark.parametrize("command", _COMMANDS)
def test_every_listed_command_is_there_and_says_what_it_does(command: str) -> None:
    result = CliRunner().invoke(app, [command, "--help"])
    assert result.exit_code == 0, result.output
    assert _summary_of(command).split()[0] in result.output


def test_a_command_that_is_not_there_is_wrong_usage() -> None:
    assert CliRunner().invoke(app, ["nonsense"]).exit_code == 2
