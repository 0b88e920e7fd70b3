"""Saying who publishes, and being told where nobody has."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from pipelines.cli.app import app
from pipelines.publish.publication import Publication, PublicationError, load_publication
from pipelines.workspace.paths import DATAPACKAGE
from tests.conftest import ROOT, Run

ANSWERS = {
    "--publisher": "Ministry [of] Justice",
    "--publisher-url": "https://justice.example/",
    "--contact": "Data team",
    "--email": "data@justice.example",
    "--base-url": "https://data.justice.example/uncac/",
}


def loaded(path: Path) -> Publication:
    return load_publication(DATAPACKAGE / "publication.yaml", path)


def test_who_publishes_is_written_beside_the_code_and_wins(tmp_path: Path) -> None:
    path = tmp_path / "own" / "publication.yaml"
    given = [part for pair in ANSWERS.items() for part in pair]
    ran = CliRunner().invoke(app, ["init", "--file", str(path), *given])
    assert ran.exit_code == 0, ran.output
    assert f"UNCAC_PUBLICATION={path}" in ran.output
    assert set(yaml.safe_load(path.read_text(encoding="utf-8"))) == {"publisher", "contact", "base_url"}
    found = loaded(path)
    assert (found.publisher.name, found.base_url) == (ANSWERS["--publisher"], ANSWERS["--base-url"])
    assert found.dictionary == load_publication(DATAPACKAGE / "publication.yaml").dictionary
    assert found.unset == ()
    again = CliRunner().invoke(app, ["init", "--file", str(path), *given])
    assert (again.exit_code, "is there already" in again.output) == (1, True)


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--email", "mailto:data@justice.example", "publication.yaml can't be used:\n  contact.email"),
        ("--base-url", "https://data.justice.example", "base_url: this is no address that others can be appended to"),
        ("--publisher-type", "Ministry", "publisher.type: 'Ministry' is not on the list"),
    ],
)
def test_what_a_portal_would_refuse_is_not_written(tmp_path: Path, option: str, value: str, said: str) -> None:
    path = tmp_path / "publication.yaml"
    given = [part for pair in {**ANSWERS, option: value}.items() for part in pair]
    ran = CliRunner().invoke(app, ["init", "--file", str(path), *given])
    assert ran.exit_code == 1
    assert said in ran.output
    assert list(tmp_path.iterdir()) == []


def test_in_a_terminal_what_is_not_given_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "publication.yaml"
    ours, theirs = pty.openpty()
    os.write(ours, "".join(f"{answer}\n" for answer in list(ANSWERS.values())[1:]).encode())
    command = [sys.executable, "-c", "from pipelines.cli import main; main()", "init", "--file", str(path)]
    command += ["--publisher", "Us"]
    ran = subprocess.run(command, stdin=theirs, capture_output=True, text=True, cwd=ROOT, check=False)
    os.close(ours)
    os.close(theirs)
    assert ran.returncode == 0, ran.stderr
    assert (loaded(path).publisher.name, loaded(path).contact.email) == ("Us", ANSWERS["--email"])
    unasked = CliRunner().invoke(app, ["init", "--file", str(tmp_path / "other.yaml")])
    assert (unasked.exit_code, "Give --publisher: Organisation that publishes." in unasked.output) == (2, True)


def test_the_example_is_told_in_every_run(program: Run, outputs: Path, tmp_path: Path) -> None:
    own = tmp_path / "publication.yaml"
    # A file that says nothing: nothing of the machine's own setting plays a part.
    own.write_text("{}\n", encoding="utf-8")
    run = program("publish", "--outputs", outputs, UNCAC_PUBLICATION=str(own))
    assert run.returncode == 0
    assert "Still as in the example: base_url, contact.email, publisher.name, publisher.url." in run.stderr


def test_a_file_of_ones_own_that_can_not_be_meant_is_named(tmp_path: Path) -> None:
    own = tmp_path / "mine.yaml"
    own.write_text("just words", encoding="utf-8")
    with pytest.raises(PublicationError, match="must have settings"):
        loaded(own)
    own.write_text("base_url: nowhere", encoding="utf-8")
    with pytest.raises(PublicationError, match=r"mine.yaml can.t be used:\n  base_url"):
        loaded(own)
