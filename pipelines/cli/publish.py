"""`uncac publish`: from the documents in the inboxes to a verified release.

Not here: what that takes (`pipelines/operate/refresh.py`).
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from pipelines.cli.console import (
    DEFAULT,
    SOURCE_FAILED,
    JsonOption,
    OutputsOption,
    SettingsOption,
    err,
    fail,
    say,
    say_json,
    say_table,
)
from pipelines.cli.options import AnyFamilyOption, InboxOption, SourcesOption, open_workspace
from pipelines.cli.progress import shown
from pipelines.cli.stop import last_word
from pipelines.operate.refresh import refresh
from pipelines.operate.runs import RunResult
from pipelines.operate.status import TOLD_BY_RUN, Status, read_status
from pipelines.operate.workspace import RunOptions, Workspace
from pipelines.publish.changes import news_in_words
from pipelines.publish.history import History

_SUMMARY = ("notes", "statements", "collective_statements", "submissions", "submission_texts", "signals")


def publish(
    inbox: InboxOption = None,
    outputs: OutputsOption = DEFAULT,
    settings: SettingsOption = None,
    sources: SourcesOption = None,
    any_family: AnyFamilyOption = False,
    accept_removals: Annotated[
        str,
        typer.Option(
            "--accept-removals",
            metavar="DIGEST",
            help="Let those rows disappear that a refusal showed with this digest.",
        ),
    ] = "",
    reason: Annotated[
        str | None, typer.Option("--reason", help="Why they may; it is published in their place.")
    ] = None,
    master: Annotated[
        str,
        typer.Option(
            "--master",
            help="Spark cluster that extracts and models, e.g. spark://host:7077.",
            show_default="that of the settings, else this machine",
        ),
    ] = "",
    day: Annotated[
        datetime | None,
        typer.Option(
            "--date", formats=["%Y-%m-%d"], help="Day of publication.", show_default="SOURCE_DATE_EPOCH, or today"
        ),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Make another release, also where the latest is the same, or is damaged.")
    ] = False,
    as_json: JsonOption = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show the log and tracebacks.")] = False,
) -> None:
    """Publish a release of all notes at the sources, unless the latest already is one.

    Ends with 0 where the release is current, 1 where publication was refused or failed and the last release stands, 2
    where the command is used wrongly, 3 where all else is published and a source could not be had.
    """
    _require_consent(accept_removals, reason)
    workspace = open_workspace(inbox, outputs, settings, sources, any_family=any_family, spark_master=master)
    options = RunOptions(accept_removals, reason or "", day.date().isoformat() if day else "", again)
    _require_not_before_the_last(options.date, workspace)
    with shown(as_json=as_json), last_word(lambda: f"Stopped; the next run goes on from here. {_standing(workspace)}"):
        run, failures = refresh(workspace, options, partial(_run_job, verbose=verbose))
    for failure in failures:
        err.print(escape(failure))
    status = read_status(workspace.outputs, workspace.settings)
    report = _report(run, workspace, status)
    if as_json:
        say_json(report)
    elif run.error is None:
        _show(report, status)
    if accept_removals and run.release and not run.release.get("accepted"):
        err.print(
            f"--accept-removals {accept_removals} accepted nothing: no row was to disappear that needs consent. A "
            "reason is published with the rows that it lets go; those that went before keep theirs."
        )
    if not as_json and report["unset"]:
        err.print(
            f"Still as in the example: {', '.join(report['unset'])}. `uncac init` asks for who publishes, and where."
        )
    if run.error is not None:
        code = SOURCE_FAILED if run.release and _failed_for_sources(run.error, workspace) else 1
        if as_json:
            raise typer.Exit(code)
        if run.release:
            _show(report, status)
        else:
            _show_documents(report, status)
        stands = "" if run.release or not report["release"] else f"\n{_standing(workspace)}"
        fail(f"{run.error}{stands}", code=code)


def _run_job(workspace: Workspace, options: RunOptions, *, verbose: bool) -> RunResult:
    # Dagster, which takes a while to import, is not needed where nothing is new.
    from pipelines.operate.execute import execute

    return execute(workspace, options, verbose=verbose)


def _failed_for_sources(error: str, workspace: Workspace) -> bool:
    """Whether a run ended with nothing else than that sources could not be had."""
    failed = "\n".join(workspace.inventory.load().failed)
    return bool(failed) and error.startswith(failed)


def _require_consent(digest: str, reason: str | None) -> None:
    if digest and not re.fullmatch("[0-9a-f]{12}", digest):
        fail(
            f"--accept-removals {digest} is no digest. Run `uncac publish` without it: where rows would disappear, it "
            "shows them, with the digest that accepts them.",
            code=2,
        )
    if reason is not None and not digest:
        fail("--reason goes with --accept-removals: it says why rows may disappear.", code=2)
    if reason is not None and not reason.strip():
        fail("--reason may not be empty: it is published in place of the rows that disappear.", code=2)


def _standing(workspace: Workspace) -> str:
    """What is published after a run that published nothing."""
    history = History(workspace.outputs.publish)
    latest = history.latest()
    return f"Release {latest.name} stands." if latest else history.lost() or "There is no release yet."


def _require_not_before_the_last(day: str, workspace: Workspace) -> None:
    line = History(workspace.outputs.publish).line()
    if day and line and date.fromisoformat(day) < line[0].published:
        fail(
            f"Release {line[0].identifier} was published on {line[0].published}, and what follows it can't be older. "
            "Give that day or a later one, or leave --date out.",
            code=2,
        )


def _report(run: RunResult, workspace: Workspace, status: Status) -> dict[str, Any]:
    history = History(workspace.outputs.publish)
    latest = history.latest()
    result = run.release.get("result", "failed")
    return {
        "result": result,
        "error": run.error,
        "release": latest.name if latest else None,
        "folder": str(latest) if latest else None,
        "rows": history.record(latest).counts if latest else {},
        "changes": {k: run.release[k] for k in ("added", "changed", "removed")} if result == "published" else None,
        "unset": list(workspace.publication.unset) if run.release else [],
        "news": news_in_words(latest) if latest and result == "published" else None,
        "no_longer_made": _no_longer_made(latest) if latest and result == "published" else [],
        "skipped": [asdict(entry) for entry in workspace.inventory.load().skipped],
        "other_texts": [problem.message for problem in status.problems if problem.kind == "text"],
        "quarantined": [{"file": q.name, "reason": q.reason, "message": q.message} for q in status.quarantined],
    }


def _no_longer_made(release: Path) -> list[str]:
    return list(json.loads((release / "changes.json").read_bytes())["no_longer_made"])


def result_in_words(result: str, release: Path) -> str:
    """What came of a run that ended well, in words. `release`: the latest."""
    if result == "held":
        return (
            f"Release {release.name} is held after a rollback, and nothing was published. "
            "`uncac rollback --resume` lets publication go on."
        )
    if result == "current":
        return f"Nothing new: release {release.name} is current."
    return f"Published release {release.name}; {news_in_words(release)}."


def _show(report: dict[str, Any], status: Status) -> None:
    say(result_in_words(report["result"], Path(report["folder"])))
    say_table(["table", "rows"], [[name, report["rows"].get(name, 0)] for name in _SUMMARY])
    say(f"Folder: {report['folder']}")
    for sentence in report["no_longer_made"]:
        say(sentence)
    _show_documents(report, status)


def _show_documents(report: dict[str, Any], status: Status) -> None:
    """What an operator is to look at: documents that are not published, or not as one might think, and damage."""
    if messages := [problem.message for problem in status.problems if problem.kind in TOLD_BY_RUN]:
        # A run that failed may have read nothing; then these are those of the run before, of whatever it looked at.
        when = ", as of when files were last read" if report["result"] == "failed" else ""
        say("\n" + "\n".join([f"For an operator to look at{when}:", *(f"  {message}" for message in messages)]))
    if report["skipped"]:
        say(f"\nPassed over ({len(report['skipped'])}):")
        for entry in report["skipped"][:10]:
            say(f"  {entry['name']}: {entry['why']}")
        if len(report["skipped"]) > 10:
            say(f"  and {len(report['skipped']) - 10} more; `uncac plan` lists all.")
