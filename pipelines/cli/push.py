"""`uncac push`: pushes a release to a portal that does not harvest.

The token comes from the environment only and is never shown. Not here: what is pushed (`pipelines/publish/push.py`).
"""

from __future__ import annotations

import os
from typing import Annotated

import typer

from pipelines.cli.console import DEFAULT, JsonOption, OutputsOption, fail, latest_release, say_json, say_table
from pipelines.publish.push import push_ckan

# The name of the variable, not the token.
TOKEN = "CKAN_API_TOKEN"  # noqa: S105

GoOption = Annotated[bool, typer.Option("--go", help="Do it; without this, only say what would be done.")]

push = typer.Typer(name="push", help="Push a release to a portal.", no_args_is_help=True)


@push.command(name="ckan")
def ckan(
    url: Annotated[str, typer.Argument(help="Address of the portal, e.g. https://ckan.example.org/")],
    organization: Annotated[str, typer.Option("--organization", help="Organisation on the portal that owns the data.")],
    outputs: OutputsOption = DEFAULT,
    go: GoOption = False,
    as_json: JsonOption = False,
) -> None:
    """Create or update datasets and files on a CKAN; pushing the same release again changes nothing."""
    token = os.environ.get(TOKEN)
    if go and not token:
        fail(f"Set {TOKEN} to an API token of the portal; it is read from the environment only.", code=2)
    actions = push_ckan(latest_release(outputs), url, token, organization=organization, dry_run=not go)
    if as_json:
        say_json({"dry_run": not go, "actions": [{"action": a.deed, "what": a.what} for a in actions]})
        return
    say_table(["action", "what"], [[a.deed, a.what] for a in actions], "Done" if go else "Would be done (--go does it)")
