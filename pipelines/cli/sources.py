"""`uncac sources`: switches on sources that are ready, and tries one without taking anything.

Not here: what a source may be (`pipelines/archive/sources/`).
"""

from __future__ import annotations

from datetime import UTC, datetime
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from pipelines.archive.sources.declared import add_source, load_ready, load_sources
from pipelines.archive.sources.un import UnSource, candidates
from pipelines.cli.console import DEFAULT, JsonOption, OutputsOption, SettingsOption, fail, say, say_json, say_table
from pipelines.cli.options import SourcesOption, open_workspace
from pipelines.cli.progress import shown
from pipelines.publish.publication import load_publication
from pipelines.workspace.paths import declared_in, own_file
from pipelines.workspace.words import counted

sources = typer.Typer(name="sources", help="Switch on a source, or try one.", no_args_is_help=True)

_ANSWER_SECONDS = 1
_SYSTEM = "https://documents.un.org/api/symbol/access"


@sources.command(name="test")
def try_one(
    name: Annotated[str, typer.Argument(help="Name of a declared source.")],
    outputs: OutputsOption = DEFAULT,
    settings: SettingsOption = None,
    sources_file: SourcesOption = None,
    as_json: JsonOption = False,
) -> None:
    """Look at one source and say what a run would take from it; nothing is taken or remembered."""
    workspace = open_workspace(None, outputs, settings, sources_file)
    source = next((source for source in workspace.sources if source.name == name), None)
    if source is None:
        names = ", ".join(source.name for source in workspace.sources)
        fail(f"No source is called '{name}'; there are {names}.", code=2)
    with TemporaryDirectory() as fetched, shown(as_json=as_json):
        (look,) = workspace.watch(Path(fetched)).look([source])
    if as_json:
        files = [{"name": f.name, "bytes": f.bytes, "url": f.url, "refused": f.message or None} for f in look.files]
        say_json({"source": name, "files": files, "error": look.error or None, "notice": look.notice or None})
        raise typer.Exit(1 if look.error else 0)
    if look.files or not look.error:
        say(f"A run would take {counted(len(look.files), 'document')} from {name}; nothing was taken now.")
    if look.files:
        say_table(["document", "bytes", ""], [[file.name, file.bytes, file.message] for file in look.files])
    if look.notice:
        say(f"Source {name}: {look.notice}.")
    if look.error:
        fail(look.error)


@sources.command(name="enable")
def enable(
    name: Annotated[str, typer.Argument(help="A source that is ready, or family: all series of the United Nations.")],
    contact: Annotated[
        str, typer.Option("--contact", help="Whom those who run the system can write to.", show_default="publication")
    ] = "",
    system: Annotated[str, typer.Option("--system", help="Address that gives a document by symbol.")] = _SYSTEM,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before.")] = False,
    sources_file: SourcesOption = None,
) -> None:
    """Switch on sources that come with the project; it shows before what that asks of their hosts."""
    path, below = _files(sources_file)
    ready = load_ready()
    if name != "family" and name not in ready:
        fail(f"No source that is ready is called '{name}'; there are family, {', '.join(ready)}.", code=2)
    there = [file for file in (*below, path) if file.exists()]
    declared = {source.name for source in load_sources(*there)} if there else set()
    chosen = {k: entry for k, entry in ready.items() if k == name or (name == "family" and "un" in entry)}
    own = (
        {"system": system, "contact": contact or _contact()} if any("un" in entry for entry in chosen.values()) else {}
    )
    wanted = {k: entry | (own if "un" in entry else {}) for k, entry in chosen.items() if k not in declared}
    if not wanted:
        say(f"{', '.join(chosen)}: on already.")
        return
    for source, entry in wanted.items():
        say(f"{source}: {_estimate(entry)}")
    if not yes and not typer.confirm("Switch on?"):
        raise typer.Exit(1)
    for entry in wanted.values():
        add_source(path, entry, *below)
    say(f"Added to {path}: {', '.join(wanted)}. From the next run on they are asked; `uncac sources test` tries one.")


def _estimate(entry: dict[str, Any]) -> str:
    """What it takes to find out which documents a source has."""
    if "un" not in entry:
        return "one page, and each document that it lists"
    source = UnSource.model_validate(entry)
    requests = len(source.formats) * len(candidates(source, (), datetime.now(tz=UTC).year))
    minutes = ceil(requests * (source.pause_seconds + _ANSWER_SECONDS) / 60)
    runs = ceil(requests / source.requests)
    return (
        f"{requests:,} requests tell what is there since {source.since}, some {minutes:,} minutes in {runs} runs of at "
        f"most {source.requests}; each document takes one more for every language, and for its revisions"
    )


def _files(sources_file: Path | None) -> tuple[Path, list[Path]]:
    """The file that a source is written to, and those that are read below it."""
    if sources_file:
        return sources_file, []
    path = own_file("sources.yaml")
    return path, [file for file in declared_in("sources.yaml") if file != path]


def _contact() -> str:
    publication = load_publication()
    if "contact.email" in publication.unset:
        fail("Give --contact: an address at which those who run the system can reach you.", code=2)
    return publication.contact.email
