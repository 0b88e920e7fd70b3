"""`uncac dev`: Dagster's web interface over the project's outputs.

Not here: a deployment (`deploy/`), what Dagster shows (`pipelines/definitions.py`).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.console import DEFAULT, OutputsOption, fail
from pipelines.cli.options import open_workspace
from pipelines.workspace.paths import DEFAULT_OUTPUTS, PROJECT


def dev(
    outputs: OutputsOption = DEFAULT,
    port: Annotated[int, typer.Option("--port", help="Port of the web interface.")] = 3000,
) -> None:
    """Open Dagster's web interface: the assets, their runs, and a launchpad for each; until Ctrl-C."""
    program = Path(sys.executable).with_name("dagster")
    if not program.exists():
        fail("Dagster's web interface is not installed. `make setup-dev` installs it; or: uv sync.")
    workspace = open_workspace(None, outputs, None, None)
    # Set to nothing is not set: Dagster would take the current folder.
    home = Path(os.environ.get("DAGSTER_HOME") or _home(workspace.outputs.root))
    from pipelines.operate.execute import open_instance

    # Its tables are made before two programs that would both make them start at once.
    open_instance(str(home)).dispose()
    environment = {**os.environ, "DAGSTER_HOME": str(home), "UNCAC_OUTPUTS": str(workspace.outputs.root)}
    declared = PROJECT / "workspace.yaml"  # an installed wheel has none
    what = ["--workspace", str(declared)] if declared.is_file() else ["--module-name", "pipelines.definitions"]
    arguments = [str(program), "dev", *what, "--port", str(port)]
    os.execve(program, arguments, environment)  # noqa: S606 - our own interpreter's Dagster


def _home(outputs: Path) -> Path:
    """Dagster's folder; other outputs than the project's have their own."""
    return (PROJECT if outputs == DEFAULT_OUTPUTS.resolve() else outputs) / ".dagster"
