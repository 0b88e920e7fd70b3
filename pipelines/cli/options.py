"""Options of the commands that do what a run does, and opening what they name.

Not here: how commands speak (`console.py`), what they do.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from pipelines.archive.sources.declared import SourcesError
from pipelines.cli.console import fail, named_path
from pipelines.operate.workspace import Workspace

InboxOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--inbox",
        help="Folder or file with notes; may be given more than once.",
        show_default="the declared sources",
        parser=named_path,
        metavar="<path>",
    ),
]
AnyFamilyOption = Annotated[
    bool, typer.Option("--any-family", help="Publish what --inbox holds also where it is of another family.")
]
SourcesOption = Annotated[Path | None, typer.Option("--sources", help="Sources file, in place of what is declared.")]


def open_workspace(
    inbox: list[Path] | None, outputs: Path, settings: Path | None, sources: Path | None, **options: Any
) -> Workspace:
    """What a run works on, with declarations that can be used.

    Raises:
        ReportedError: one of them can't be.
    """
    if options.get("any_family") and not inbox:
        fail("--any-family goes with --inbox. For a source, say `any_family: true` in the sources file.", code=2)
    files = {"settings_file": settings, "sources_file": sources}
    options |= {name: str(path) for name, path in files.items() if path}
    workspace = Workspace(inboxes=[str(path) for path in inbox or []], outputs_folder=str(outputs), **options)
    try:
        _ = workspace.sources
    except SourcesError as error:
        fail(str(error), code=2 if inbox else 1)
    _ = workspace.settings, workspace.document_facts, workspace.publication, workspace.corrections
    return workspace
