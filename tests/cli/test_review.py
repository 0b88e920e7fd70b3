"""A person decides what is doubtful; the next run publishes it, and it holds until the words change."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from typer.testing import CliRunner, Result

import pipelines.publish.doubts
import pipelines.workspace.paths
from pipelines.cli.app import app
from pipelines.contract.cures import operators_alone
from pipelines.contract.tables import load_contract
from pipelines.publish.doubts import find_doubts
from pipelines.workspace.paths import DATAPACKAGE
from pipelines.workspace.yaml_file import read_yaml
from tests.extract.golden_language import FOR_OPERATORS
from tests.operate.notes import note
from tests.releases import Days

NOTE = "cac-cosp-wg-4-2022-2"
CHILE, PERU, OMAN = (f"{NOTE}.p00{n}.{iso3}" for n, iso3 in ((2, "CHL"), (3, "PER"), (4, "OMN")))
KEPT = "# What we decided.\ncorrections: []\n"


@pytest.fixture
def decisions(days: Days, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file for decisions, and a release none of whose statements is taken for sure."""
    days.first_day("Chile", "Peru", "Oman")
    path = days.folder / "config" / "corrections.yaml"
    path.parent.mkdir()
    path.write_text(KEPT, encoding="utf-8")
    monkeypatch.setattr(pipelines.workspace.paths, "CONFIG", path.parent)
    monkeypatch.setattr(pipelines.publish.doubts, "SURE", 1.01)
    return path


def review(days: Days, *answers: str, option: str = "--note=") -> Result:
    arguments = ["review", "--outputs", str(days.outputs.root), option]
    return CliRunner().invoke(app, arguments, input="".join(f"{answer}\n" for answer in answers))


def test_what_is_accepted_rejected_and_corrected_is_published_so(days: Days, decisions: Path) -> None:
    ran = review(days, "a", "It says so.", "reject", "Not Peru: the donor.", "c", "nose", "theme", "Buying", "Title.")
    assert ran.exit_code == 0, ran.output
    assert "A statement of CHL with a confidence of 0." in ran.output
    assert "3 decisions written" in ran.output
    written = decisions.read_text(encoding="utf-8")
    assert written.startswith("# What we decided.\n")
    assert [entry["action"] for entry in yaml.safe_load(written)["corrections"]] == ["accept", "drop", "set"]
    assert "Nothing is doubtful that is not decided already." in review(days).output
    days.publish()
    rows = {row["statement_id"]: row for row in days.rows("statements")}
    assert set(rows) == {CHILE, OMAN}
    assert (rows[CHILE]["reviewed"], rows[OMAN]["reviewed"], rows[OMAN]["theme"]) == ("true", "false", "Buying")
    left = find_doubts(days.outputs.publish / "latest" / "data")
    assert [doubt["row"] for doubt in left] == [OMAN]


@pytest.mark.usefixtures("decisions")
def test_what_was_accepted_is_doubtful_again_once_its_words_change(days: Days) -> None:
    review(days, "a", "Read.", "a", "Read.", "a", "Read.")
    days.publish()
    assert {row["reviewed"] for row in days.rows("statements")} == {"true"}
    days.put("a.txt", note(2022, "Chile", "Peru", "Oman", said="register"))
    days.publish()
    assert {row["reviewed"] for row in days.rows("statements")} == {"false"}
    again = review(days, "a", "Read again.", "q")
    assert f"1 of 3: {CHILE}" in again.output
    days.publish()
    assert [row["statement_id"] for row in days.rows("statements") if row["reviewed"] == "true"] == [CHILE]


def test_leaving_half_way_keeps_what_was_decided(days: Days, decisions: Path) -> None:
    ran = review(days, "s", "r", "No.")
    assert ran.exit_code == 1
    assert "1 row not decided yet" in ran.output
    (entry,) = yaml.safe_load(decisions.read_text(encoding="utf-8"))["corrections"]
    quote = next(row["quote"] for row in days.rows("statements") if row["statement_id"] == PERU)
    assert entry == {
        "table": "statements",
        "row": PERU,
        "action": "drop",
        "expect": {"quote": quote},
        "reason": "No.",
    }
    unknown = review(days, option="--note=nonsense")
    assert unknown.exit_code == 2
    assert "has no note nonsense" in unknown.output
    listed = review(days, option="--json")
    assert [doubt["row"] for doubt in json.loads(listed.output)] == [CHILE, PERU, OMAN]


@pytest.mark.usefixtures("decisions")
def test_what_is_most_doubtful_comes_first(days: Days) -> None:
    data = days.folder / "data"
    shutil.copytree(days.outputs.publish / "latest" / "data", data)
    statements = pq.read_table(data / "statements.parquet").to_pylist()
    for row, confidence in zip(statements, (0.9, 0.55, 0.72), strict=True):
        row["confidence"] = confidence
    pq.write_table(pa.Table.from_pylist(statements), data / "statements.parquet")
    found = [doubt for doubt in find_doubts(data) if doubt["table"] == "statements"]
    assert [doubt["confidence"] for doubt in found] == [0.55, 0.72, 0.9]


def test_readers_are_told_what_was_met_and_the_operator_what_to_do_about_it(days: Days) -> None:
    text = note(2023, "Chile").decode().replace("9 June 2023", "").replace("2023/2", "2023/--")
    unsure = text.replace("Use of technologies in 2023\n\nNote by", "Note by").replace(
        "opened a", "opened, as Ruritania reported, a"
    )
    days.first_day()
    days.put("b.txt", unsure.encode())
    days.put("c.txt", note(2022, "Peru"))
    days.publish()
    told = {doubt["rule"]: doubt["message"] for doubt in json.loads(days.uncac("review", "--json").stdout)}
    said = {row["rule"]: row["message"] for row in days.rows("signals")}
    curable = {"no_title", "placeholder_symbol", "other_text_of_version"}
    assert curable <= set(said)
    for rule, message in said.items():
        assert rule in operators_alone() or not FOR_OPERATORS.search(message)
        assert told[rule].startswith(message)
        assert rule not in curable or "sources.yaml" in told[rule]
    named = {*read_yaml(DATAPACKAGE / "cures.yaml")["cures"], *operators_alone()}
    assert named <= set(load_contract().meanings("rule"))


@pytest.mark.parametrize("answer", ["one", "two"])
def test_two_names_of_a_state_are_one_system_if_a_person_says_so(
    days: Days, decisions: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setattr(pipelines.publish.doubts, "SURE", 0)
    days.put("b.txt", note(2023, "Kenya", said="portal called the Open Data Portal"))
    days.put("c.txt", note(2024, "Kenya", said="portal called the National Open Data Portal"))
    days.publish()
    before = {row["system_id"]: row["system_name"] for row in days.rows("systems")}
    assert sorted(before.values()) == ["National Open Data Portal", "Open Data Portal"]
    ran = review(days, answer, "Their site says so.")
    assert "1 decision written" in ran.output, ran.output
    days.publish()
    after = days.rows("systems")
    assert "Nothing is doubtful" in review(days).output
    assert {row["system_id"] for row in after} <= set(before)
    assert [row["note_count"] for row in after] == (["2"] if answer == "one" else ["1", "1"])
    assert "Their site says so." in decisions.read_text(encoding="utf-8")
