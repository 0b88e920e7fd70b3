"""`uncac review`: shows what is doubtful in the latest release, one after the other, and writes what a person decides.

Not here: what is doubtful (`pipelines/publish/doubts.py`), what becomes of a decision
(`pipelines/extract/corrections.py`).
"""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.text import Text

from pipelines.cli.console import DEFAULT, JsonOption, OutputsOption, fail, latest_release, out, say, say_json
from pipelines.contract.cures import with_cure
from pipelines.contract.tables import load_contract
from pipelines.extract.corrections import CorrectionError, load_corrections
from pipelines.publish.doubts import find_doubts, notes_of
from pipelines.publish.streams import Row
from pipelines.workspace.paths import own_file
from pipelines.workspace.words import counted
from pipelines.workspace.yaml_file import add_entry

# What a person may set of a statement; the rest follows from the note's text.
_SETTABLE = ("name_as_written", "reporting_verb", "theme", "articles")


def review(
    outputs: OutputsOption = DEFAULT,
    note: Annotated[str, typer.Option("--note", help="Only what is doubtful in this note.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Decide what is doubtful: accept, reject or correct each row, with a reason; the next run publishes it."""
    data, contract = latest_release(outputs) / "data", load_contract()
    if note and note not in notes_of(data):
        fail(f"The latest release has no note {note}. notes.csv lists them by note_id.", code=2)
    doubts = [doubt for doubt in find_doubts(data) if note in {"", doubt["note_id"]}]
    if as_json:
        say_json([{**doubt, "message": with_cure(doubt["rule"], doubt["message"])} for doubt in doubts])
        return
    about = ("quote", "words", "message")
    decided = {
        (c.table, c.row, next((c.expect[name] for name in about if name in c.expect), None))
        for c in load_corrections(None, contract)
    }
    waiting = [doubt for doubt in doubts if (doubt["table"], doubt["row"], _about(doubt)) not in decided]
    if not waiting:
        say("Nothing is doubtful that is not decided already.")
        return
    count, target = 0, own_file("corrections.yaml")
    for n, doubt in enumerate(waiting, 1):
        _show(doubt, f"{n} of {len(waiting)}")
        try:
            entry = _decision(doubt)
        except typer.Abort:
            left = counted(len(waiting) - n + 1, "row")
            fail(f"\n{left} not decided yet. Decide in a terminal, or list what is doubtful with --json.")
        if entry is None:
            break
        if entry:
            add_entry(target, "corrections", entry, lambda path: load_corrections(path, contract), CorrectionError)
            count += 1
    learn = "`make learn` learns from them"
    say(f"\n{counted(count, 'decision')} written to {target}; `uncac publish` publishes them, and {learn}.")


def _about(doubt: Row) -> str:
    """What a decision expects to find, so that it holds for these words only."""
    return str(doubt["message" if doubt["table"] == "signals" else "words"])


def _show(doubt: Row, place: str) -> None:
    say(f"\n{place}: {doubt['row']} ({doubt['rule']})\n{with_cure(doubt['rule'], doubt['message'])}\n")
    text = Text(doubt["text"] or doubt["words"])
    start = doubt["text"].find(doubt["words"]) if doubt["text"] and doubt["words"] else -1
    if start >= 0:
        text.stylize("bold", start, start + len(doubt["words"]))
    out.print(text)


def _ways(doubt: Row) -> tuple[str, str]:
    """What a person may decide, and the letters that say so."""
    if doubt["table"] == "statements":
        return "[a]ccept, [r]eject, [c]orrect", "arcsq"
    if doubt["same_key"] is not None:
        return "[o]ne and the same, [t]wo different ones", "otsq"
    if doubt["confidence"] is not None:
        return f"[y]es, it is a statement of {doubt['state_iso3']}, [n]o", "ynsq"
    return "[a]nswered, it is as it should be", "asq"


def _decision(doubt: Row) -> dict[str, Any] | None:
    """The entry for what a person decides; empty to go on, None to end."""
    ways, letters = _ways(doubt)
    answer = ""
    while answer not in set(letters):
        answer = str(typer.prompt(f"\n{ways}, [s]kip, [q]uit")).strip().lower()[:1]
    if answer in {"s", "q"}:
        return {} if answer == "s" else None
    entry: dict[str, Any] = {"table": doubt["table"], "row": doubt["row"]}
    if doubt["table"] == "signals":
        entry |= {"action": "answer", "expect": {"message": _about(doubt)}}
        if doubt["state_iso3"] and answer in {"y", "n"}:
            entry["value"] = {doubt["state_iso3"]: answer == "y"}
            entry["expect"]["signal_text"] = doubt["words"]
    elif doubt["same_key"] is not None:
        entry |= {"action": "accept", "expect": {"words": doubt["words"]}}
        if answer == "o":
            entry |= {"action": "set", "column": "system_key", "value": doubt["same_key"]}
    else:
        entry |= {"action": {"a": "accept", "r": "drop", "c": "set"}[answer], "expect": {"quote": _about(doubt)}}
    if answer == "c":
        while entry.get("column") not in _SETTABLE:
            entry["column"] = str(typer.prompt(f"Column ({', '.join(_SETTABLE)})")).strip()
        entry["value"] = str(typer.prompt("What it should say"))
    entry["reason"] = str(typer.prompt("Why (a sentence; it is published)"))
    return entry
