"""`uncac verify`: checks release folders as their reader would, and the archive against its receipts.

Not here: the checks (`pipelines/publish/verify.py`, `pipelines/archive/store.py`).
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.markup import escape

from pipelines.cli.console import DEFAULT, JsonOption, OutputsOption, err, fail, say, say_json
from pipelines.publish.verify import verify as broken_in
from pipelines.workspace.engine import Engine


def verify(
    release: Annotated[
        Path | None, typer.Argument(help="Folder of a release, e.g. outputs/publish/latest.", show_default="the latest")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Check every release that stands.")] = False,
    archive: Annotated[bool, typer.Option("--archive", help="Check the archived documents instead.")] = False,
    outputs: OutputsOption = DEFAULT,
    as_json: JsonOption = False,
) -> None:
    """Check checksums, CSV against Parquet, keys, and the package by Frictionless; or what is archived."""
    root = Path(outputs).resolve()
    if (release is not None) + every + archive > 1:
        fail("Give a release, --all or --archive, not two of them.", code=2)
    if archive:
        broken_by_part = {"The archive": _broken_in_archive(root)}
        how = "documents, and what was read in them, are what their receipts say"
    else:
        folders = _standing(root) if every else [release or root / "publish" / "latest"]
        broken_by_part = {f"Release {folder.resolve().name}": _broken_in(folder) for folder in folders}
        how = "checksums, CSV and Parquet, keys, Frictionless"
    if as_json:
        say_json([{"checked": name, "valid": not broken, "broken": broken} for name, broken in broken_by_part.items()])
    else:
        for name, broken in broken_by_part.items():
            if broken:
                err.print(escape("\n".join([f"{name} is not whole:", *(f"  {line}" for line in broken)])))
            else:
                say(f"{name} is whole: {how}.")
    if any(broken_by_part.values()):
        raise typer.Exit(1)


def _standing(root: Path) -> list[Path]:
    from pipelines.publish.history import History

    history = History(root / "publish")
    return [history.releases / record.identifier for record in history.standing()] or [root / "publish" / "latest"]


def _broken_in(release: Path) -> list[str]:
    if not release.is_dir():
        fail(f"{release} is no folder. Name a release, e.g. outputs/publish/latest.", code=2)
    with TemporaryDirectory() as spill:
        return broken_in(release.resolve(), Engine(Path(spill)), thorough=True)


def _broken_in_archive(root: Path) -> list[str]:
    from pipelines.archive.store import Archive

    return [f"{file} {why}." for file, why in Archive(root / "archive").damage(thorough=True).items()]
