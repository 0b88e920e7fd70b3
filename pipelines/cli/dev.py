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
from pipelines.cli.options import SettingsOption, SourcesOption, dagster_home, open_workspace
from pipelines.cli.stop import heard_by_others
from pipelines.workspace.paths import PROJECT


def dev(
    outputs: OutputsOption = DEFAULT,
    settings: SettingsOption = None,
    sources: SourcesOption = None,
    port: Annotated[int, typer.Option("--port", help="Port of the web interface.")] = 3000,
) -> None:
    """Open Dagster's web interface: the assets, their runs, and a launchpad for each; until Ctrl-C."""
    from pipelines.operate.instance import end_killed_runs, mend_instance, open_instance

    program = Path(sys.executable).with_name("dagster")
    if not program.exists():
        fail("Dagster's web interface is not installed. `make setup-dev` installs it; or: uv sync.")
    workspace = open_workspace(None, outputs, settings, sources)
    home = dagster_home(workspace.outputs.root)
    if not workspace.busy():
        mend_instance(home)
        with open_instance(home) as instance:
            end_killed_runs(instance, workspace)
    environment = {
        **os.environ,
        "UNCAC_OUTPUTS": str(workspace.outputs.root),
        "UNCAC_SETTINGS": workspace.settings_file,
        "UNCAC_SOURCES": workspace.sources_file,
    }
    arguments = [str(program), "dev", "--workspace", str(PROJECT / "workspace.yaml"), "--port", str(port)]
    with heard_by_others():
        os.execve(program, arguments, environment)  # noqa: S606 - our own interpreter's Dagster
