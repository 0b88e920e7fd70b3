"""What a line of releases says of itself: the list of them, what differs, citations, and old pages."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from pipelines.contract.frictionless_report import judge_rows
from pipelines.publish.history import History
from pipelines.publish.integrity import files_below, write_sums
from pipelines.publish.verify import verify
from pipelines.workspace.engine import Engine
from pipelines.workspace.seal import sha256_file
from tests.conftest import Run
from tests.publish.conftest import DAYS, FIRST, REASON, SECOND
from tests.publish.serving import served
from tests.publish.site_reading import text
from tests.publish.written import publish
from tests.releases import LIGHT

WRITTEN: tuple[str, ...] = (*LIGHT, "assets", "citing", "changes", "api", "states", "articles", "topics")
WRITTEN += ("notes",)
GONE = ", which gave it, is no longer at its source."


@pytest.fixture(scope="module")
def client(line: list[Path]) -> Iterator[httpx.Client]:
    with served(line[2].parent.parent / "latest") as found:
        yield found


def read(path: Path) -> Any:
    return json.loads(path.read_bytes())


def test_every_release_is_listed_with_what_it_changed(line: list[Path]) -> None:
    listed = read(line[2] / "history.json")
    assert [entry["identifier"] for entry in listed] == [release.name for release in reversed(line)]
    assert [entry["published"] for entry in listed] == [*DAYS[::-1]]
    assert [entry["counts"]["notes"] for entry in listed] == [2, 3, 1]
    assert listed[0]["changes"]["removed"]["statements"] == 1
    said = text(line[2] / "changes.html")
    assert "Added: 2 notes, 2 statements" in said
    assert "Changed: 1 note, 1 statement" in said
    assert "This is the first release." in said


def test_what_is_no_longer_kept_or_spoken_of_stays_listed(line: list[Path], tmp_path: Path) -> None:
    shutil.copytree(line[0].parent.parent.parent, tmp_path / "copy", symlinks=True)
    history = History(tmp_path / "copy" / "publish")
    history.retire(1)
    assert [entry["release"] for entry in read(history.folder / "current.json")["releases"]] == [line[2].name]
    release = publish([FIRST], tmp_path / "copy", day="2026-12-15", accepted=REASON, renderers=WRITTEN).folder
    assert len(read(release / "history.json")) == 4
    # What it no longer speaks of keeps a page.
    for path in ("states/CHL.html", "articles/article-06.html", "topics/national-strategies.html"):
        said = text(release / path)
        assert "No statement on this is published here." in said
        assert f"2023-02-01-second.p001.CHL: 2023-02-01-second.txt{GONE} {REASON}" in said
    assert not (release / "states" / "USA.html").exists()


def test_which_release_is_current_is_told_beside_them_and_follows_a_rollback(line: list[Path], tmp_path: Path) -> None:
    shutil.copytree(line[0].parent.parent, tmp_path / "publish", symlinks=True)
    history = History(tmp_path / "publish")
    told = read(history.folder / "current.json")
    assert told["current"] == line[2].name
    assert [entry["release"] for entry in told["releases"]] == [release.name for release in reversed(line)]
    assert told["releases"][1] == {"release": line[1].name, "published": DAYS[1], "notes": 3, "statements": 5}
    history.point_to(line[1].name)
    history.tell_readers()
    assert read(history.folder / "current.json")["current"] == line[1].name


def test_a_damaged_list_keeps_no_release_from_being_published(line: list[Path], tmp_path: Path) -> None:
    shutil.copytree(line[0].parent.parent.parent, tmp_path / "copy", symlinks=True)
    last = tmp_path / "copy" / "publish" / "releases" / line[2].name
    (last / "history.json").write_text("damaged", encoding="utf-8")
    release = publish([FIRST, SECOND], tmp_path / "copy", day="2026-12-16", accepted=REASON, renderers=WRITTEN).folder
    listed = read(release / "history.json")
    assert [entry["identifier"] for entry in listed] == [release.name, *(r.name for r in reversed(line))]
    assert text(release / "changes.html").count("Open this release") == 3


def test_pages_of_what_did_not_change_keep_their_bytes(line: list[Path]) -> None:
    # So that releases share them on the disk: only few files may name the release.
    for path in ("states/ARG.html", f"notes/{FIRST.note_id}.html", "api/states/ARG.json", "data/by-state/ARG.csv"):
        assert (line[1] / path).samefile(line[2] / path), path


def test_what_pages_cite_is_the_release_by_its_name_at_an_address_where_it_stands(
    line: list[Path], client: httpx.Client
) -> None:
    script = (line[1] / "release.js").read_text(encoding="utf-8")
    cited = json.loads(re.search(r"\{.*\}", script, re.DOTALL)[0])  # type: ignore[index]
    assert (cited["id"], cited["published"]) == (line[1].name, DAYS[1])
    path = cited["address"].removeprefix(read(line[1] / "api" / "index.json")["address"])
    assert client.get(f"/{path}releases/{cited['id']}/datapackage.json").json()["version"] == line[1].name


def test_the_file_of_a_silent_state_is_explained_where_it_is_got_and_in_the_codebook(line: list[Path]) -> None:
    assert len((line[2] / "data" / "by-state" / "JPN.csv").read_text(encoding="utf-8").splitlines()) == 1
    assert "The CSV has a header and no rows: no statement about Japan was found" in text(
        line[2] / "states" / "JPN.html"
    )
    assert "no rows" not in text(line[2] / "states" / "ARG.html")
    assert "has its header alone" in (line[2] / "codebook.csv").read_text(encoding="utf-8")


def test_every_file_that_the_readme_names_is_there(line: list[Path]) -> None:
    named = re.findall(
        r"`([\w.-]+(?:/[\w.-]+)*\.(?:csv|json|xml|xlsx|cff|bib|parquet|zip|db|md))`",
        (line[1] / "README.md").read_text("utf-8"),
    )
    assert len(named) > 5
    assert [name for name in named if not (line[1] / name).exists()] == []


def test_any_two_releases_can_be_compared_on_the_command_line(uncac: Run, line: list[Path]) -> None:
    outputs = line[0].parent.parent.parent
    found = uncac("diff", line[0].name, line[2].name, "--json", "--limit", 0, "--outputs", outputs)
    assert found.returncode == 0, found.stderr
    told = json.loads(found.stdout)
    assert told["counts"]["statements"] == {"added": 1, "changed": 0, "removed": 0}
    assert told["counts"]["notes"] == {"added": 1, "changed": 0, "removed": 0}
    rows = [row["identifier"] for row in told["rows"] if row["table"] == "statements"]
    assert rows == ["2023-02-01-second.p001.CHL"]
    # The rows that differ stand in the order of the counts, statements first.
    listed = list(dict.fromkeys(row["table"] for row in told["rows"]))
    assert listed == list(told["counts"])
    assert (listed[0], listed[-1]) == ("statements", "ledger")
    short = uncac("diff", "--limit", 1, "--outputs", outputs).stdout
    assert re.search(r"(added|changed|removed)\s+statements\s+2023.*\n… and \d+ more; --limit 0 lists all\.", short)


def test_without_names_the_latest_is_compared_and_what_is_gone_has_its_reason(uncac: Run, line: list[Path]) -> None:
    found = uncac("diff", "--outputs", line[0].parent.parent.parent)
    assert f"From {line[1].name} to {line[2].name}:" in found.stdout
    assert re.search(r"changed\s+statements\s+2023-02-01-second\.p001\.CHL\s+quote", found.stdout)
    assert re.search(rf"removed\s+statements\s+2023-03-01-third\.p001\.CHL\s+2023\S+{GONE} {REASON}", found.stdout)


def test_what_is_not_there_is_not_compared(uncac: Run, line: list[Path]) -> None:
    found = uncac("diff", "nothing", "--outputs", line[0].parent.parent.parent)
    assert found.returncode != 0
    assert "There is no release nothing." in found.stderr


def test_rows_that_break_what_the_release_declares_and_notes_without_a_text_are_told(
    small_release: Path, tmp_path: Path
) -> None:
    release, engine = tmp_path / "release", Engine(tmp_path / "spill")
    shutil.copytree(small_release, release)
    text = min((release / "texts").iterdir())
    text.unlink()
    write_sums(release, {name: sha256_file(path) for name, path in files_below(release).items()})
    lacks = f"Note {text.name.removesuffix('.txt')} of table notes lacks its text, texts/{text.name}."
    assert verify(release, engine) == [lacks]
    descriptor = read(release / "datapackage.json")
    states = next(resource for resource in descriptor["resources"] if resource["name"] == "by_state")
    count = next(field for field in states["schema"]["fields"] if field["name"] == "statement_count")
    count["constraints"]["maximum"] = 0
    (release / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    write_sums(release, {name: sha256_file(path) for name, path in files_below(release).items()})
    first, *_ = verify(release, engine)
    assert first.startswith("The contract: by_state, row 2, statement_count: it breaks the rule")


def test_frictionless_finds_in_each_run_what_a_table_does_not_declare(small_release: Path, tmp_path: Path) -> None:
    release = tmp_path / "release"
    shutil.copytree(small_release, release)
    resources = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    assert judge_rows(release, resources) == []
    states = release / "data" / "by_state.csv"
    text = states.read_text(encoding="utf-8")
    states.unlink()  # never through a name that others share
    header, first, *rest = text.splitlines()
    count = header.split(",").index("statement_count")
    cells = first.split(",")
    cells[count] = "many"
    states.write_text("\n".join((header, ",".join(cells), *rest, "")), encoding="utf-8")
    (found,) = judge_rows(release, resources)
    assert (found.table, found.row, found.column) == ("by_state", 2, "statement_count")
    assert '"many"' in found.rule
