"""Saying who publishes, and being told where nobody has."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import pipelines.workspace.paths
from pipelines.publish.publication import load_publication
from tests.conftest import ROOT, Run

ANSWERS = {
    "--publisher": "Ministry [of] Justice",
    "--publisher-url": "https://justice.example/",
    "--contact": "Data team",
    "--email": "data@justice.example",
    "--base-url": "https://data.justice.example/uncac/",
    "--portals": "opendata.swiss, CKAN",
}


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An operator's folder, which is not there yet."""
    monkeypatch.setattr(pipelines.workspace.paths, "CONFIG", tmp_path / "config")
    return tmp_path / "config"


def test_who_publishes_is_written_to_a_folder_of_ones_own_and_wins(uncac: Run, config: Path) -> None:
    dictionary = load_publication().dictionary
    given = [part for pair in ANSWERS.items() for part in pair]
    ran = uncac("init", *given)
    assert ran.returncode == 0, ran.stderr
    path = config / "publication.yaml"
    assert set(yaml.safe_load(path.read_text(encoding="utf-8"))) == {"publisher", "contact", "base_url", "publish"}
    found = load_publication()
    assert (found.publisher.name, found.base_url) == (ANSWERS["--publisher"], ANSWERS["--base-url"])
    assert found.dictionary == dictionary
    assert found.publish == ("dcat-ap-ch", "ckan", "croissant", "datacite", "xlsx", "zip")
    assert found.unset == ()
    again = uncac("init", *given)
    assert (again.returncode, "is there already" in again.stderr) == (1, True)


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--email", "mailto:data@justice.example", "publication.yaml can't be used:\n  contact.email"),
        ("--base-url", "https://data.justice.example", "base_url: this is no address that others can be appended to"),
        ("--publisher-type", "Ministry", "publisher.type: 'Ministry' is not on the list"),
    ],
)
def test_what_a_portal_would_refuse_is_not_written(
    uncac: Run, config: Path, option: str, value: str, said: str
) -> None:
    ran = uncac("init", *(part for pair in {**ANSWERS, option: value}.items() for part in pair))
    assert ran.returncode == 1
    assert said in ran.stderr
    assert list(config.iterdir()) == []
    ran = uncac("init", *(part for pair in {**ANSWERS, "--portals": "CKAN, Narnia"}.items() for part in pair))
    assert (ran.returncode, "No portal is known as narnia. Give some of data.europa.eu" in ran.stderr) == (2, True)


def test_in_a_terminal_what_is_not_given_is_asked_for(uncac: Run, config: Path) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, "".join(f"{answer}\n" for answer in list(ANSWERS.values())[1:]).encode())
    command = [sys.executable, "-c", "from pipelines.cli import main; main()", "init", "--publisher", "Us"]
    env = {**os.environ, "UNCAC_CONFIG": str(config)}
    ran = subprocess.run(command, stdin=theirs, capture_output=True, text=True, cwd=ROOT, env=env, check=False)
    os.close(ours)
    os.close(theirs)
    assert ran.returncode == 0, ran.stderr
    found = load_publication()
    assert (found.publisher.name, found.contact.email) == ("Us", ANSWERS["--email"])
    unasked = uncac("init", "--force")
    assert (unasked.returncode, "Give --publisher: Organisation that publishes." in unasked.stderr) == (2, True)


def test_the_example_is_told_in_every_run(program: Run, outputs: Path, tmp_path: Path) -> None:
    # A folder that says nothing: nothing of the machine's own declarations plays a part.
    run = program("publish", "--outputs", outputs, UNCAC_CONFIG=str(tmp_path))
    assert run.returncode == 0
    assert "Still as in the example: base_url, contact.email, publisher.name, publisher.url." in run.stderr
