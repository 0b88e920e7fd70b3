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
    found = read_status(Outputs(Path(outputs).resolve()), load_settings(settings))
    code = 0 if found.well else SOURCE_FAILED if found.only_sources_fail else 1
    if monitor:
        _say_line(found)
    if as_json:
        say_json(found.as_json())
        raise typer.Exit(code)
    _show(found)
    problems = "\n".join(f"  {problem.message}" for problem in found.problems)
    if not found.well:
        fail(f"\nNot well:\n{problems}", code=code)
    say(f"\nWell, but for an operator to look at:\n{problems}" if problems else "\nAll is well.")


def _say_line(found: Status) -> NoReturn:
    """What monitors of the kind of Nagios take: a word, a line, an exit code."""
    code = 0 if not found.problems else 1 if found.well or found.only_sources_fail else 2
    first = next((in_one_line(p.message) for p in found.problems if p.fails or found.well), "all is well")
    more = f" (and {len(found.problems) - 1} more)" if len(found.problems) > 1 else ""
    typer.echo(f"UNCAC {('OK', 'WARNING', 'CRITICAL')[code]} - {first}{more}")
    raise typer.Exit(code)


def _show(found: Status) -> None:
    beat = found.heartbeat
    facts: list[list[object]] = [
        ["latest release", found.release or "none"],
        ["sources last looked at", found.looked or "never"],
        ["latest release changed", found.changed or "never"],
        ["last run", _last_run(found)],
        ["sensor", f"{beat.at}: {beat.error or beat.outcome}" if beat.at else "never ran"],
        ["quarantined documents", len(found.quarantined)],
        ["open signals", f"{found.open_signals}{_ON_SIGNALS}" if found.open_signals else 0],
    ]
    if found.held.held:
        facts.insert(1, ["held", f"at {found.held.held} since {found.held.since}: {found.held.reason}"])
    say_table(["", ""], [[str(cell) for cell in row] for row in facts])
    if found.sources:
        rows: list[list[object]] = [
            [s.source, s.documents, s.answered or "never", f"fails since {s.failing_since}" if s.error else "answers"]
            for s in found.sources
        ]
        say("")
        say_table(["source", "documents", "last answered", ""], rows)


def _last_run(found: Status) -> str:
    last = found.last_run
    if last is None:
        return "none"
    if not last.at:
        return f"goes on since {found.running}" if found.running else f"began {last.began}, and nobody noted its end"
    return f"{'failed' if last.error else 'went well'}, {last.at}"
