"""`uncac serve`: serves a release over HTTP, as harvesters and browsers want it.

Not here: how a request is answered (`pipelines/publish/serve.py`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.console import DEFAULT, OutputsOption, latest_release, say
from pipelines.cli.stop import heard_by_others
from pipelines.publish.serve import listen
from pipelines.publish.serve import serve as serve_release


def serve(
    release: Annotated[
        Path | None, typer.Argument(help="Folder of a release.", show_default="the latest of --outputs")
    ] = None,
    outputs: OutputsOption = DEFAULT,
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to listen on; 0: any free one.")] = 8000,
) -> None:
    """Serve a release at / and those beside it at /releases/<id>/, until interrupted."""
    # The pointer itself, not where it points to now: a new release is served without a restart.
    folder = release or latest_release(outputs).parent.parent / "latest"
    with heard_by_others(), listen(host, port) as listening:
        at = listening.getsockname()
        shown = f"[{at[0]}]" if ":" in at[0] else at[0]
        line = f"Serving {folder.resolve().name} at http://{shown}:{at[1]}/ (end with Ctrl-C)."
        serve_release(folder, listening, lambda: say(line))
