"""`uncac init`: asks who publishes, and where, and writes it to the operator's folder of declarations.

Not here: what may be set, and what portals ask of it (`pipelines/publish/publication.py`).
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer
import yaml

from pipelines.cli.console import fail, say
from pipelines.publish.authorities import PORTALS
from pipelines.publish.publication import load_publication
from pipelines.workspace.atomic import write_file
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.paths import DATAPACKAGE, own_file

_HEAD = "# Who publishes, and where; written by `uncac init`. Keys that stand here win over those that are shipped.\n"


def init(
    publisher: Annotated[str, typer.Option("--publisher", help="Organisation that publishes.")] = "",
    publisher_url: Annotated[str, typer.Option("--publisher-url", help="Its address on the web.")] = "",
    publisher_type: Annotated[
        str, typer.Option("--publisher-type", help="Its kind, in the words of ADMS.")
    ] = "NonProfitOrganisation",
    contact: Annotated[str, typer.Option("--contact", help="Name that readers may write to.")] = "",
    email: Annotated[str, typer.Option("--email", help="Its e-mail address.")] = "",
    base_url: Annotated[
        str, typer.Option("--base-url", help="Address at which the latest release will stand, with a / at its end.")
    ] = "",
    portals: Annotated[
        str,
        typer.Option("--portals", help=f"Those that are to harvest it, of {', '.join(PORTALS)}; commas between."),
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Set publisher, contact and base address; what is not given is asked for."""
    target = own_file("publication.yaml")
    if target.exists() and not force:
        fail(f"{target} is there already. Edit it, or write over it with --force.")
    settings: dict[str, object] = {
        "publisher": {
            "name": publisher or _ask("Organisation that publishes", "--publisher"),
            "url": publisher_url or _ask("Its address on the web (https://…)", "--publisher-url"),
            "type": publisher_type,
        },
        "contact": {
            "name": contact or _ask("Name that readers may write to", "--contact"),
            "email": email or _ask("Its e-mail address", "--email"),
        },
        "base_url": base_url or _ask("Address of the latest release (https://…/)", "--base-url"),
    }
    if not portals and sys.stdin.isatty():
        question = f"Portals that are to harvest it, of {', '.join(PORTALS)} (commas between; or nothing)"
        portals = typer.prompt(question, default="", show_default=False)
    if portals:
        settings["publish"] = _exports(portals)
    text = _HEAD + yaml.safe_dump(settings, sort_keys=False, allow_unicode=True, width=120)
    aside = target.with_name(f".{target.name}.new")
    try:
        write_file(aside, text.encode())
        unset = load_publication(DATAPACKAGE / "publication.yaml", aside).unset
        aside.replace(target)
    except OSError as error:
        fail(f"{target} can't be written: {error.strerror or error}. Name another folder in UNCAC_CONFIG.")
    except ReportedError as error:
        fail(str(error).replace(aside.name, target.name))
    finally:
        aside.unlink(missing_ok=True)
    say(f"Written to {target}; the next run publishes with it.")
    say("Your sources.yaml, settings.yaml and corrections.yaml go there, too, over those of datapackage/.")
    say("What else of a release can be named stands at `publish` in datapackage/publication.yaml.")
    if unset:
        say(f"Still as in the example: {', '.join(unset)}.")


def _exports(portals: str) -> list[str]:
    """What to make for portals that somebody named, and what serves no portal."""
    exports = {portal.lower(): export for portal, export in PORTALS.items()}
    named = [portal.strip().lower() for portal in portals.split(",") if portal.strip()]
    if wrong := [portal for portal in named if portal not in exports]:
        fail(f"No portal is known as {', '.join(wrong)}. Give some of {', '.join(PORTALS)}.", code=2)
    shipped = load_publication(DATAPACKAGE / "publication.yaml").publish
    for_none = (export for export in shipped if export not in exports.values())
    return list(dict.fromkeys([*(exports[portal] for portal in named), *for_none]))


def _ask(what: str, option: str) -> str:
    if not sys.stdin.isatty():
        fail(f"Give {option}: {what}.", code=2)
    return str(typer.prompt(what)).strip()
