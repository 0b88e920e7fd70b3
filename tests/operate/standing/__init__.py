"""Outputs as a test finds them standing, and the program's word on them."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner, Result

from pipelines.cli.app import app


def status(outputs: Path, *options: str) -> Result:
    return CliRunner().invoke(app, ["status", "--outputs", str(outputs), *options], env={"COLUMNS": "500"})


def latest(outputs: Path) -> Path:
    return (outputs / "publish" / "latest").resolve()
