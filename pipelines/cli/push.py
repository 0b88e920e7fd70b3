"""`uncac push`: pushes a release to a portal that does not harvest, or to a repository that gives it a DOI.

The token comes from the environment only and is never shown. Not here: what is pushed (`push.py` and `deposit.py` of
`pipelines/publish/`).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.console import DEFAULT, JsonOption, OutputsOption, fail, latest_release, say, say_json, say_table
from pipelines.publish.deposit import push_deposit
from pipelines.publish.push import push_ckan
from pipelines.workspace.state import State

# The names of the variables, not tokens.
TOKEN = "CKAN_API_TOKEN"  # noqa: S105
DEPOSIT_TOKEN = "DEPOSIT_TOKEN"  # noqa: S105

ReleaseOption = Annotated[
    Path | None, typer.Option("--release", help="Folder of a release.", show_default="the latest of --outputs")
]
GoOption = Annotated[bool, typer.Option("--go", help="Do it; without this, only say what would be done.")]

push = typer.Typer(name="push", help="Push a release to a portal or repository.", no_args_is_help=True)


@push.command(name="ckan")
def ckan(
    url: Annotated[str, typer.Argument(help="Address of the portal, e.g. https://ckan.example.org/")],
    organization: Annotated[str, typer.Option("--organization", help="Organisation on the portal that owns the data.")],
    release: ReleaseOption = None,
    outputs: OutputsOption = DEFAULT,
    go: GoOption = False,
    as_json: JsonOption = False,
) -> None:
    """Create or update datasets and files on a CKAN; pushing the same release again changes nothing."""
    token = os.environ.get(TOKEN)
    if go and not token:
        fail(f"Set {TOKEN} to an API token of the portal; it is read from the environment only.", code=2)
    folder = release or latest_release(outputs)
    actions = push_ckan(folder, url, token, organization=organization, dry_run=not go)
    if as_json:
        say_json({"dry_run": not go, "actions": [{"action": a.deed, "what": a.what} for a in actions]})
        return
    say_table(["action", "what"], [[a.deed, a.what] for a in actions], "Done" if go else "Would be done (--go does it)")


@push.command(name="zenodo")
def zenodo(
    url: Annotated[str, typer.Argument(help="Address of Zenodo or of another InvenioRDM.")] = "https://zenodo.org",
    record: Annotated[
        str | None,
        typer.Option("--record", help="Record of an earlier version.", show_default="that of the push before"),
    ] = None,
    release: ReleaseOption = None,
    outputs: OutputsOption = DEFAULT,
    go: GoOption = False,
    as_json: JsonOption = False,
) -> None:
    """Make or update a draft with a reserved DOI, which a person publishes; what was published gets a new version."""
    token = os.environ.get(DEPOSIT_TOKEN)
    if go and not token:
        fail(f"Set {DEPOSIT_TOKEN} to a token of the repository; it is read from the environment only.", code=2)
    cure = "Delete it, and name the record of the deposition once with --record."
    kept = State[dict[str, str]](outputs / "publish" / "deposits.json", {}, cure=cure)
    url = url.rstrip("/")
    known = kept.load()
    done = push_deposit(
        release or latest_release(outputs),
        url,
        token,
        record=record or known.get(url),
        keep=lambda made: kept.save(dict(sorted({**known, url: made}.items()))),
        dry_run=not go,
    )
    if as_json:
        actions = [{"action": a.deed, "what": a.what} for a in done.actions]
        say_json({"dry_run": not go, "actions": actions, "address": done.address, "doi": done.doi})
        return
    rows: list[list[object]] = [[a.deed, a.what] for a in done.actions]
    say_table(["action", "what"], rows, "Done" if go else "Would be done (--go does it)")
    if done.published:
        say(f"{done.address} has this release already.")
    elif go:
        say(f"The draft waits at {done.address}: look at it, and publish it there. Nothing else publishes it.")
        if done.doi and not done.named:
            say(
                f"Its DOI is {done.doi}, which its files don't name yet: write 'doi: {done.doi}' into "
                "publication.yaml, then 'uncac publish' and push again, before you publish the draft."
            )
