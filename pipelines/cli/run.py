"""`uncac run` and `uncac extract`: a part of the job, and a note that is read again.

Not here: the whole job (`publish.py`), what the parts do (`pipelines/operate/assets.py`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from pipelines.cli.console import DEFAULT, OutputsOption, SettingsOption, fail, require_folder, say
from pipelines.cli.options import AnyFamilyOption, InboxOption, SourcesOption, open_workspace
from pipelines.cli.progress import shown
from pipelines.cli.publish import result_in_words
from pipelines.operate.execute import execute
from pipelines.operate.workspace import RunOptions, Workspace

VerboseOption = Annotated[bool, typer.Option("--verbose", help="Show the log.")]


def run(
    select: Annotated[
        str,
        typer.Option(
            "--select", help="Tables and stages in Dagster's words: model/by_state, group:model, extract/notes+."
        ),
    ],
    inbox: InboxOption = None,
    outputs: OutputsOption = DEFAULT,
    settings: SettingsOption = None,
    sources: SourcesOption = None,
    any_family: AnyFamilyOption = False,
    again: Annotated[
        bool, typer.Option("--again", help="Also where nothing is new: read and render all again.")
    ] = False,
    verbose: VerboseOption = False,
) -> None:
    """Make some tables or one stage again, from what the stages before have left."""
    if not select.strip():
        fail("--select is empty. Name a table with its stage, such as model/by_state, or a stage: group:model.", code=2)
    workspace = open_workspace(inbox, outputs, settings, sources, any_family=any_family)
    command = f"run --select {select}"
    options = RunOptions(again=again, all_again=again)
    release = _run(workspace, options, command=command, selection=select, verbose=verbose)
    say(f"Made: {select}.")
    if release:
        say(result_in_words(release["result"], Path(release["folder"])))


def extract(
    note_ids: Annotated[
        list[str], typer.Argument(help="Identifiers of notes, as in data/notes.csv.", metavar="NOTE_ID…")
    ],
    outputs: OutputsOption = DEFAULT,
    settings: SettingsOption = None,
    sources: SourcesOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Read notes again from the archive, though nothing about them is new; `uncac publish` then publishes them."""
    workspace = open_workspace(None, outputs, settings, sources)
    require_folder(workspace.outputs.root)
    command = f"extract {' '.join(note_ids)}"
    options = RunOptions(note_ids=tuple(note_ids))
    _run(workspace, options, command=command, selection="group:extract", verbose=verbose)
    say(f"Read again: {', '.join(note_ids)}.")


def _run(workspace: Workspace, options: RunOptions, **how: Any) -> dict[str, Any]:
    """Do it; facts on the release, empty where none was asked for."""
    with shown():
        outcome = execute(workspace, options, **how)
    if outcome.error is not None:
        fail(outcome.error)
    return outcome.release
