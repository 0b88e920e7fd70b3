"""How commands speak: tables and plain sentences on standard output, what is wrong on standard error.

Colour and line width only on a terminal. Not here: the sentences.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipelines.publish.history import History
from pipelines.workspace.paths import DEFAULT_OUTPUTS

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)
_ANY_WIDTH = 10_000
SOURCE_FAILED = 3  # exit code where all else went well


def named_path(value: str | Path) -> Path:
    """A path that an option names; no text at all, as an unset variable gives it, would be the folder at hand.

    Raises:
        typer.BadParameter: it is empty.
    """
    if not str(value).strip():
        raise typer.BadParameter("it is empty. Name a folder; perhaps a variable is not set.")
    return Path(value)


OutputsOption = Annotated[
    Path,
    typer.Option(
        "--outputs",
        help="Folder for everything that is made.",
        show_default="outputs/ of the project",
        parser=named_path,
        metavar="<path>",
    ),
]
SettingsOption = Annotated[Path | None, typer.Option("--settings", help="Settings file, in place of what is declared.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
DEFAULT = DEFAULT_OUTPUTS


def say(text: str) -> None:
    """Print a sentence; text from documents is never read as markup."""
    out.print(escape(text))


def fail(message: str, *, code: int = 1) -> NoReturn:
    """Say what is wrong and end.

    Raises:
        typer.Exit: always.
    """
    err.print(escape(message))
    raise typer.Exit(code)


def say_json(value: Any) -> None:
    """Print JSON, without colour or line breaks of ours."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))


def say_table(header: list[str], rows: list[list[object]], title: str | None = None) -> None:
    """Print a table; numbers to the right."""
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for n, name in enumerate(header):
        numeric = bool(rows) and all(isinstance(row[n], int) for row in rows)
        table.add_column(name, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(escape(str(cell)) for cell in row))
    # A program that reads it finds each row on one line, and identifiers whole.
    (out if out.is_terminal else Console(highlight=False, width=_ANY_WIDTH)).print(table)


def require_folder(outputs: Path) -> None:
    """End where there is no folder of outputs: a command that only reads must not make it.

    Raises:
        typer.Exit: it is not there.
    """
    if not outputs.is_dir():
        fail(f"{outputs} does not exist. Run `uncac publish` first, or name another folder with --outputs.")


def latest_release(outputs: Path) -> Path:
    """Folder of the latest release.

    Raises:
        typer.Exit: there is none.
    """
    history = History(outputs / "publish")
    latest = history.latest()
    if latest is None:
        fail(
            history.lost()
            or f"There is no release below {outputs}. Run `uncac publish` first, or name the folder with --outputs."
        )
    return latest
