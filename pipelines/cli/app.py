"""The `uncac` program: its commands and how it ends.

Exit codes: 0 the release is current, 1 refused or failed (the old release stands), 2 wrong usage.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

import typer

from pipelines.cli import (
    dev,
    diff,
    explain,
    init,
    plan,
    publish,
    push,
    releases,
    review,
    run,
    serve,
    sources,
    status,
    verify,
)

app = typer.Typer(
    name="uncac",
    help="Open data from notes of the Secretariat on the UN Convention against Corruption.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command(name="init")(init.init)
app.command(name="publish")(publish.publish)
app.command(name="plan")(plan.plan)
app.command(name="run")(run.run)
app.command(name="extract")(run.extract)
app.command(name="dev")(dev.dev)
app.command(name="status")(status.status)
app.command(name="releases")(releases.releases)
app.command(name="diff")(diff.diff)
app.command(name="rollback")(releases.rollback)
app.command(name="verify")(verify.verify)
app.command(name="review")(review.review)
app.command(name="explain")(explain.explain)
app.command(name="serve")(serve.serve)
app.add_typer(push.push)
app.add_typer(sources.sources)


def _say_version(wanted: bool) -> None:  # noqa: FBT001 - how typer calls it
    if wanted:
        typer.echo(f"uncac {version('uncac-notes')}")
        raise typer.Exit


@app.callback()
def _root(
    _version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_say_version, is_eager=True)
    ] = False,
) -> None:
    """Keep the commands apart from the program even where there is only one."""
