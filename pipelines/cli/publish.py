"""`uncac publish`: from the documents in the inboxes to a verified release.

Runs the Dagster job in this process. Not here: what the job does (`pipelines/definitions.py`).
"""

from __future__ import annotations

import os
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipelines.cli.console import DEFAULT, JsonOption, OutputsOption, err, fail, say, say_json, say_table
from pipelines.paths import PROJECT

if TYPE_CHECKING:
    from pipelines.workspace import Workspace

_SUMMARY = ("notes", "statements", "collective_statements", "submissions", "submission_texts", "signals")


def publish(
    inbox: Annotated[
        list[Path] | None,
        typer.Option(
            "--inbox", help="Folder or file with notes; may be given more than once.", show_default="sources.yaml"
        ),
    ] = None,
    outputs: OutputsOption = DEFAULT,
    settings: Annotated[Path | None, typer.Option("--settings", help="Settings file.")] = None,
    accept_removals: Annotated[
        str, typer.Option("--accept-removals", help="Let rows of the last release disappear, for this reason.")
    ] = "",
    as_json: JsonOption = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 if a file was quarantined.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show the log and tracebacks.")] = False,
) -> None:
    """Publish a release of all notes in the inboxes, unless the latest already is one."""
    home = Path(os.environ.setdefault("DAGSTER_HOME", str(PROJECT / ".dagster")))
    os.environ["DAGSTER_DISABLE_TELEMETRY"] = "1"
    # Dagster takes a second to import: not for `uncac --help`.
    from pipelines.definitions import JOB, build
    from pipelines.run import execute
    from pipelines.workspace import Workspace

    options: dict[str, Any] = {"inboxes": [str(path) for path in inbox or []], "outputs_folder": str(outputs)}
    if settings:
        options["settings_file"] = str(settings)
    workspace = Workspace(**options, accept_removals=accept_removals)
    with err.status("Reading, extracting, checking and publishing …"):
        run = execute(build(workspace).resolve_job_def(JOB), home, verbose=verbose)
    report = _report(run, workspace)
    if as_json:
        say_json(report)
    elif run.error is None:
        _show(report)
    if run.error is not None:
        if verbose and run.exception is not None:
            traceback.print_exception(run.exception)
        if as_json:
            raise typer.Exit(1)
        _show_quarantined(report)
        fail(run.error)
    if strict and report["quarantined"]:
        fail(f"{len(report['quarantined'])} files were quarantined, and --strict was given.")


def _report(run: Any, workspace: Workspace) -> dict[str, Any]:
    from pipelines.archive.quarantine import read_quarantine
    from pipelines.publish.history import History

    history = History(workspace.outputs.publish)
    latest = history.latest()
    rows = next((e.rows for e in history.entries() if latest and e.id == latest.name), {})
    quarantined = (
        read_quarantine(workspace.outputs.archive / "quarantine") if workspace.outputs.archive.exists() else []
    )
    return {
        "result": "failed" if run.error else "published" if run.release["new"] else "current",
        "error": run.error,
        "release": latest.name if latest else None,
        "folder": str(latest) if latest else None,
        "rows": rows,
        "changes": {k: run.release[k] for k in ("added", "changed", "removed")} if run.release.get("new") else None,
        "quarantined": [{"file": q.name, "reason": q.reason, "message": q.message} for q in quarantined],
    }


def _show(report: dict[str, Any]) -> None:
    if report["result"] == "current":
        say(f"Nothing new: release {report['release']} is current.")
    else:
        changes = report["changes"]
        say(f"Published release {report['release']}: {', '.join(f'{n} rows {what}' for what, n in changes.items())}.")
    say_table(["table", "rows"], [[name, report["rows"].get(name, 0)] for name in _SUMMARY])
    say(f"Folder: {report['folder']}")
    _show_quarantined(report)


def _show_quarantined(report: dict[str, Any]) -> None:
    if report["quarantined"]:
        say(f"\nQuarantined ({len(report['quarantined'])}), every other note was read:")
        for entry in report["quarantined"]:
            say(f"  {entry['message']}")
