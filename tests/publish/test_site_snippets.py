"""Every snippet of the how-to page, but those for R, is run as it stands there, in a release."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from pipelines.publish.site.reference import SNIPPETS
from tests.publish.conftest import FIRST
from tests.publish.serving import served
from tests.publish.site_reading import tree

pytestmark = pytest.mark.long  # each starts a program of its own: pandas, polars, Datasette, node


def snippet(release: Path, name: str, page: str = "use.html") -> str:
    """The snippet as the page shows it."""
    headings = tree(release / page).xpath(f"//*[@id='{name.replace('.', '-')}']/following-sibling::pre[1]")
    return str(headings[0].text_content())


def test_the_page_shows_every_snippet(small_release: Path) -> None:
    assert all(snippet(small_release, name) for name in SNIPPETS)


@pytest.mark.parametrize("name", ["pandas.py", "polars.py", "duckdb.py"])
def test_python(small_release: Path, name: str) -> None:
    command = [sys.executable, "-c", snippet(small_release, name)]
    found = subprocess.run(command, cwd=small_release, capture_output=True, text=True, check=True).stdout
    assert [line.strip("│ ").split()[-1] for line in found.splitlines() if "Argentina" in line] == ["2"]


def test_frictionless_gives_every_column_its_type(small_release: Path) -> None:
    command = [sys.executable, "-c", snippet(small_release, "frictionless.py")]
    found = subprocess.run(command, cwd=small_release, capture_output=True, text=True, check=True).stdout
    assert found.splitlines()[0] == "Argentina 3 2022-06-09"


def test_duckdb_takes_the_types_from_the_address(small_release: Path) -> None:
    load, query = snippet(small_release, "address.sql").splitlines()
    assert load == "INSTALL httpfs; LOAD httpfs;"
    # The extension is not in the package, so that the same file is read from its folder.
    query = query.replace("https://data.example.org/uncac/", f"{small_release}/")
    with duckdb.connect() as connection:
        rows = connection.sql(query.rstrip(";"))
        kinds = dict(zip(rows.columns, map(str, rows.types), strict=True))
    assert (kinds["articles"], kinds["paragraph_number"], kinds["note_issued"]) == ("VARCHAR", "BIGINT", "DATE")


def test_duckdb_sql(small_release: Path) -> None:
    before = Path.cwd()
    os.chdir(small_release)
    try:
        with duckdb.connect() as connection:
            assert connection.execute(snippet(small_release, "duckdb.sql")).fetchall() == [
                ("Argentina", 2),
                ("Qatar", 1),
            ]
    finally:
        os.chdir(before)


@pytest.mark.long  # a download that is off
def test_datasette(whole_release: Path) -> None:
    command = snippet(whole_release, "datasette.sh").split()
    command = [sys.executable, "-m", *command, "--get", "/uncac-statements/statements.json?_shape=array&_size=1"]
    found = subprocess.run(command, cwd=whole_release, capture_output=True, text=True, check=True).stdout
    assert '"state_iso3": "ARG"' in found


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("api.sh", ["sh", "-c"]),
        ("api.py", [sys.executable, "-c"]),
        ("api.js", ["node", "--input-type=module", "-e"]),
    ],
)
def test_examples_of_the_api_ask_a_server_for_a_state(small_release: Path, name: str, command: list[str]) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not there")
    base = json.loads((small_release / "api" / "index.json").read_bytes())["address"]
    with served(small_release) as client:
        code = snippet(small_release, name, "api.html").replace(base, f"{client.base_url}/")
        found = subprocess.run([*command, code], capture_output=True, text=True, check=True).stdout
    assert f"{base}notes/{FIRST.note_id}.html#p003.ARG" in found
