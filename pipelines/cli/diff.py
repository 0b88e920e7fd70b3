"""`uncac diff`: what differs between any two releases, row by row.

Not here: the comparison (`pipelines/publish/changes.py`).
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from pipelines.cli.console import DEFAULT, JsonOption, OutputsOption, fail, require_folder, say, say_json, say_table
from pipelines.contract.parts import is_there
from pipelines.contract.register import register_of
from pipelines.contract.tables import load_contract
from pipelines.publish.changes import KINDS, compare
from pipelines.publish.history import History
from pipelines.workspace.engine import Engine

# What is shown of a row that differs.
_SHOWN = ("change", "table", "identifier", "columns", "reason", "successor_id")


def diff(
    before: Annotated[str, typer.Argument(help="Release, or its folder.", show_default="the one before")] = "",
    after: Annotated[str, typer.Argument(help="Release to compare with it.", show_default="the latest")] = "",
    limit: Annotated[int, typer.Option("--limit", min=0, help="How many rows are listed; 0: all.")] = 50,
    outputs: OutputsOption = DEFAULT,
    as_json: JsonOption = False,
) -> None:
    """Say what differs between two releases: counts by table, and rows by identifier."""
    history = History(Path(outputs).resolve() / "publish")
    line = [record.identifier for record in history.line()]
    old, new = _folder(history, before or _second(history, line)), _folder(history, after or (line[0] if line else ""))
    contract = load_contract()
    with TemporaryDirectory() as spill:
        engine = Engine(Path(spill))
        # The tables of the publish stage say what became of the others.
        compared = [t for t in contract.tables if t.stage != "publish" and is_there(new / "data", t.name)]
        changes = compare(compared, old / "data", new / "data", engine)
        wanted = limit or sum(changes.totals.values())
        tables = [table.name for table in contract.tables]
        listed = changes.first(wanted, tables, register=register_of(new / "data")) if wanted else []
    counts = {name: {kind: changes.count(kind, name) for kind in KINDS} for name in tables}
    counts = {name: kinds for name, kinds in counts.items() if any(kinds.values())}
    if as_json:
        say_json(
            {"from": old.name, "to": new.name, "counts": counts, "schema": list(changes.structure), "rows": listed}
        )
        return
    say(f"From {old.name} to {new.name}:")
    for sentence in changes.structure:
        say(sentence)
    if not counts:
        say("No row differs.")
        return
    say_table(["table", *KINDS], [[name, *kinds.values()] for name, kinds in counts.items()])
    for c in listed:  # a line each, whose identifiers can be copied, however wide the terminal is
        say("  ".join(c[name] for name in _SHOWN if c[name]))
    total = sum(sum(kinds.values()) for kinds in counts.values())
    if total > len(listed):
        say(f"… and {total - len(listed)} more; --limit 0 lists all.")


def _second(history: History, line: list[str]) -> str:
    if len(line) < 2:
        require_folder(history.folder.parent)
        fail("There are not two releases to compare. `uncac releases` lists them.")
    return line[1]


def _folder(history: History, release: str) -> Path:
    folders = [f for f in (history.releases / release, Path(release).resolve()) if release and (f / "data").is_dir()]
    if not folders:
        require_folder(history.folder.parent)
        fail(f"There is no release {release}. `uncac releases` lists them.", code=2)
    return folders[0]
