"""`uncac status`: how things stand, and exit 1 where something failed or is stale.

Not here: what is a problem (`pipelines/operate/status.py`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from pipelines.cli.console import (
    DEFAULT,
    SOURCE_FAILED,
    JsonOption,
    OutputsOption,
    SettingsOption,
    fail,
    say,
    say_json,
    say_table,
)
from pipelines.operate.status import Status, read_status
from pipelines.workspace.paths import Outputs
from pipelines.workspace.settings import load_settings
from pipelines.workspace.words import in_one_line

_ON_SIGNALS = ": what was read with a doubt; nothing has failed. `uncac review` goes through them"


def status(
    outputs: OutputsOption = DEFAULT,
    settings: SettingsOption = None,
    as_json: JsonOption = False,
    monitor: Annotated[
        bool,
        typer.Option("--monitor", help="One line, and exit 0, 1 (warning) or 2 (critical), as Nagios reads."),
    ] = False,
) -> None:
    """Show when the sources were last looked at, what is published, and every problem.

    Ends with 1 if one is a failure, with 3 if none is but that a source could not be had.
    """
    status = read_status(Outputs(Path(outputs).resolve()), load_settings(settings))
    code = 0 if status.well else SOURCE_FAILED if status.only_sources_fail else 1
    if monitor:
        _say_line(status)
    if as_json:
        say_json(status.as_json())
        raise typer.Exit(code)
    _show(status)
    problems = "\n".join(f"  {problem.message}" for problem in status.problems)
    if not status.well:
        fail(f"\nNot well:\n{problems}", code=code)
    say(f"\nWell, but for an operator to look at:\n{problems}" if problems else "\nAll is well.")


def _say_line(status: Status) -> NoReturn:
    """What monitors of the kind of Nagios take: a word, a line, an exit code."""
    code = 0 if not status.problems else 1 if status.well or status.only_sources_fail else 2
    first = next((in_one_line(p.message) for p in status.problems if p.fails or status.well), "all is well")
    more = f" (and {len(status.problems) - 1} more)" if len(status.problems) > 1 else ""
    typer.echo(f"UNCAC {('OK', 'WARNING', 'CRITICAL')[code]} - {first}{more}")
    raise typer.Exit(code)


def _show(status: Status) -> None:
    beat = status.heartbeat
    facts: list[list[object]] = [
        ["latest release", status.release or "none"],
        ["sources last looked at", status.looked or "never"],
        ["latest release changed", status.changed or "never"],
        ["last run", _last_run(status)],
        ["sensor", f"{beat.at}: {beat.error or beat.outcome}" if beat.at else "never ran"],
        ["quarantined documents", len(status.quarantined)],
        ["open signals", f"{status.open_signals}{_ON_SIGNALS}" if status.open_signals else 0],
    ]
    if status.held.held:
        facts.insert(1, ["held", f"at {status.held.held} since {status.held.since}: {status.held.reason}"])
    say_table(["", ""], [[str(cell) for cell in row] for row in facts])
    if status.sources:
        rows: list[list[object]] = [
            [s.source, s.documents, s.answered or "never", f"fails since {s.failing_since}" if s.error else "answers"]
            for s in status.sources
        ]
        say("")
        say_table(["source", "documents", "last answered", ""], rows)


def _last_run(status: Status) -> str:
    last = status.last_run
    if last is None:
        return "none"
    if not last.at:
        return f"goes on since {status.running}" if status.running else f"began {last.began}, and nobody noted its end"
    return f"{'failed' if last.error else 'went well'}, {last.at}"
