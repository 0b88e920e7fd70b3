"""`uncac plan`: what the next run would do with each document; it writes nothing.

Not here: the comparison (`pipelines/operate/plan.py`).
"""

from __future__ import annotations

import typer

from pipelines.cli.console import DEFAULT, JsonOption, OutputsOption, SettingsOption, fail, say, say_json, say_table
from pipelines.cli.options import AnyFamilyOption, InboxOption, SourcesOption, open_workspace
from pipelines.operate.plan import make_plan


def plan(
    inbox: InboxOption = None,
    outputs: OutputsOption = DEFAULT,
    settings: SettingsOption = None,
    sources: SourcesOption = None,
    any_family: AnyFamilyOption = False,
    as_json: JsonOption = False,
) -> None:
    """Show which documents are new, changed, unchanged, withdrawn or unfit, and write nothing."""
    workspace = open_workspace(inbox, outputs, settings, sources, any_family=any_family)
    made = make_plan(workspace)
    if as_json:
        say_json(made.as_json())
    else:
        say(f"Compared with release {made.release}:" if made.release else "There is no release yet:")
        say_table(["state", "documents"], [[state, count] for state, count in made.counts().items()])
        listed = [d for d in made.documents if d.state != "unchanged"]
        if listed:
            say("")
            say_table(["state", "document", "note"], [[d.state, d.name, d.note_id or ""] for d in listed])
        if why := [f"  {document.message}" for document in listed if document.message]:
            # Below, not in the table, where the longest would make every line as long.
            say("\n" + "\n".join(["Not published:", *why]))
        if made.lost:
            say("\n" + "\n".join(made.lost))
            say(
                "Where rows disappear with that and nothing replaces them, `uncac publish` will be refused: it lists "
                "them, with the digest that --accept-removals takes. Put the files back if they should be there."
            )
        if made.all_again:
            say(
                "\nThe program reads notes by new rules since that release: every note will be extracted anew. Where "
                "the new rules lose rows, `uncac publish` will be refused, too, and lists them with that cause."
            )
    if made.failed:
        if as_json:
            raise typer.Exit(1)
        fail("\n".join(made.failed))
