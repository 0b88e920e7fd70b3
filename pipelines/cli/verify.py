"""`uncac verify`: checks a release folder as its reader would.

Not here: the checks (`pipelines/publish/verify.py`).
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from pipelines.cli.console import JsonOption, fail, say, say_json
from pipelines.publish.verify import verify as broken_in
from pipelines.workspace.engine import Engine


def verify(
    release: Annotated[Path, typer.Argument(help="Folder of a release, e.g. outputs/publish/latest.")],
    as_json: JsonOption = False,
) -> None:
    """Check checksums, CSV against Parquet, keys, and the package by Frictionless."""
    if not release.is_dir():
        fail(f"{release} is no folder. Name a release, e.g. outputs/publish/latest.", code=2)
    with TemporaryDirectory() as spill:
        broken = broken_in(release.resolve(), Engine(Path(spill)), thorough=True)
    name = release.resolve().name
    if as_json:
        say_json({"release": name, "valid": not broken, "broken": broken})
    elif not broken:
        say(f"Release {name} is whole: checksums, CSV and Parquet, keys, Frictionless.")
    if broken:
        if as_json:
            raise typer.Exit(1)
        fail("\n".join([f"Release {name} is not whole:", *(f"  {b}" for b in broken)]))
