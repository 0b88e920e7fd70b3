"""One declaration, many renderings: what is declared is what is built, and nothing else."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from pipelines.archive.formats import read
from pipelines.contract.tables import ContractError, load_contract
from pipelines.extract.builder import NoteBuilder
from pipelines.extract.vocabulary import load_vocabulary
from pipelines.model.tables import write_table
from pipelines.workspace.paths import DATAPACKAGE, SQL
from pipelines.workspace.yaml_file import read_yaml
from tests.contents import read_csv
from tests.extract.structures import HEAD, outline_of


def test_every_table_of_a_release_has_exactly_the_declared_columns(release: Path) -> None:
    for table in load_contract().tables:
        declared = [c.name for c in table.columns]
        assert pq.read_schema(release / "data" / f"{table.name}.parquet").names == declared
        with (release / "data" / f"{table.name}.csv").open(encoding="utf-8", newline="") as handle:
            assert next(csv.reader(handle)) == declared
    package = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    tables = {table.name for table in load_contract().tables}
    for found in (
        (r["name"] for r in package["resources"]),
        *((path.stem for path in (release / "data").glob(f"*.{kind}")) for kind in ("csv", "parquet")),
    ):
        assert set(found) == tables


def test_every_query_makes_a_declared_table() -> None:
    declared = {t.name for t in load_contract().tables}
    assert {p.stem for p in (SQL / "model").glob("*.sql")} <= declared
    assert {t.name for t in load_contract().of_stage("model")} <= {p.stem for p in (SQL / "model").glob("*.sql")}


def test_parquet_carries_types_and_descriptions(release: Path) -> None:
    for table in load_contract().tables:
        schema = pq.read_schema(release / "data" / f"{table.name}.parquet")
        # Whether a column may be empty is what the file's rows say, not the declaration.
        declared = [(f.name, f.type, f.metadata) for f in table.arrow_schema()]
        assert [(f.name, f.type, f.metadata) for f in schema] == declared
        assert schema.metadata[b"description"].decode() == table.description


def test_examples_are_taken_from_the_rows_and_written_as_in_the_csv(release: Path) -> None:
    package = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    described = {
        (r["name"], f["name"]): f.get("example", "") for r in package["resources"] for f in r["schema"]["fields"]
    }
    examples = {(row["table"], row["column"]): row["example"] for row in read_csv(release / "codebook.csv")}
    assert examples == described
    for table in load_contract().tables:
        rows = read_csv(release / "data" / f"{table.name}.csv")
        for column in table.columns:
            found = {row[column.name] for row in rows[:1000]} - {""}
            assert examples[table.name, column.name] in (found or {""}), (table.name, column.name)


def test_every_value_of_a_coded_column_has_its_meaning_in_codebook_and_descriptor(release: Path) -> None:
    package = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    fields = {(r["name"], f["name"]): f for r in package["resources"] for f in r["schema"]["fields"]}
    said = {(row["table"], row["column"]): row["values"] for row in read_csv(release / "codebook.csv")}
    coded = {key for key, field in fields.items() if "categories" in field}
    assert coded == {key for key, values in said.items() if values}
    assert coded >= {
        ("statements", "attribution"),
        ("by_state_article", "status"),
        ("collective_statements", "scope"),
        ("citations", "kind"),
        ("signals", "rule"),
    }
    for key in coded:
        categories = fields[key]["categories"]
        assert key[1] == "rule" or [c["value"] for c in categories] == fields[key]["constraints"]["enum"]
        assert all(f"{c['value']} = {c['label']}" in said[key] for c in categories)


def test_an_agenda_item_is_written_as_its_description_says(release: Path) -> None:
    (column,) = (column for column in load_contract()["notes"].columns if column.name == "agenda_item")
    described = re.search(r"“(\w+) \d+”", column.description)
    items = {row["agenda_item"] for row in read_csv(release / "data" / "notes.csv")}
    assert described
    assert items
    assert [item for item in items if not re.fullmatch(rf"{described[1]} \d+( \(\w+\))*", item)] == []


def test_the_rules_of_signals_are_declared() -> None:
    constants = "UNKNOWN_NAME|DOUBTFUL|NOT_READ|NO_STATEMENT|NO_STATE|MISLABELLED|RULE"
    raised = rf'\b(?:[Ss]ignal|_doubt)\(\s*"(\w+)"|\b(?:{constants}) = "(\w+)"|return "(\w+)", message'
    files = [file.read_text(encoding="utf-8") for file in (SQL.parent / "pipelines" / "extract").rglob("*.py")]
    found = {name for text in files for match in re.finditer(raised, text) for name in match.groups() if name}
    assert found == set(load_contract().meanings("rule"))


def test_the_same_thing_has_the_same_name_and_counts_say_so() -> None:
    columns = [column for table in load_contract().tables for column in table.columns]
    assert {c.name for c in columns} & {"name", "title", "number", "symbol", "issued"} == set()
    counts = {c.name for c in columns if c.type == "integer" and c.description.startswith("Number of ") and c.unit}
    assert {name for name in counts if not name.endswith("_count")} == {"source_bytes"}


def test_declarations_agree_with_each_other() -> None:
    contract, dictionary = load_contract(), read_yaml(DATAPACKAGE / "columns.yaml")
    assert {table.name for table in contract.tables} == {path.stem for path in (DATAPACKAGE / "tables").glob("*.yaml")}
    used = Counter(column.name for table in contract.tables for column in table.columns)
    assert set(dictionary) - set(used) == set(), "no table has it"
    assert {name for name, count in used.items() if count > 1} <= set(dictionary), "declare it in columns.yaml"
    for table in contract.tables:
        assert {column.name for column in table.columns} >= set(table.key), table.name
        for refers in (column.references for column in table.columns if column.references):
            target = contract[refers.table]
            identifying = {column.name for column in target.columns if column.unique or target.key == (column.name,)}
            assert refers.column in identifying, (table.name, refers)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  quote_end: {}\n", "  quote_end: {}\n  mood: {}\n", "'mood' is not declared"),
        ("  quote_end: {}", "  quote_end: {colour: red}", "unknown words"),
    ],
)
def test_a_column_that_is_not_declared_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    folder = tmp_path / "datapackage"
    (folder / "tables").mkdir(parents=True)
    for file in [*DATAPACKAGE.glob("*.yaml"), *(DATAPACKAGE / "tables").glob("*.yaml")]:
        text = file.read_text(encoding="utf-8")
        if file.name == "statements.yaml":
            assert old in text
            text = text.replace(old, new)
        (folder / file.relative_to(DATAPACKAGE)).write_text(text, encoding="utf-8")
    with pytest.raises(ContractError, match=said):
        load_contract(folder)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"section_id": "s", "article": "9", "provision": None, "inherited": False, "mood": "glad"}, "unknown: mood"),
        ({"section_id": "s", "provision": None, "inherited": False}, "missing: article"),
        (
            {"section_id": "s", "artikel": "9", "inherited": False},
            "unknown: artikel; missing: article, by_range, provision",
        ),
    ],
)
def test_a_row_with_an_unknown_or_a_missing_column_is_refused_where_it_is_made(
    tmp_path: Path, row: dict[str, object], said: str
) -> None:
    table = load_contract()["section_articles"]
    document = read(f"{HEAD}1. Peru reported that it had opened a portal.".encode())
    builder = NoteBuilder(document, outline_of(document), load_vocabulary(DATAPACKAGE), "n")
    with pytest.raises(ContractError, match=said):
        builder.add(table.name, **row)
    with pytest.raises(ContractError, match=said):
        table.as_extracted.arrow_rows([{"note_id": "n", **row}])
    select = ", ".join(f"NULL AS {column}" for column in ("note_id", *row))
    with duckdb.connect() as connection, pytest.raises(ContractError, match=said):
        write_table(connection, table, f"SELECT {select}", tmp_path / "rows.parquet")
