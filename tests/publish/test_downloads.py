from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest

from pipelines.contract.tables import load_contract
from pipelines.publish.downloads.spreadsheet import MAX_CHARACTERS, SHEETS, write_xlsx
from pipelines.publish.downloads.sqlite_file import questions
from pipelines.publish.publication import load_publication
from pipelines.workspace.errors import ReportedError
from tests.conftest import DAY
from tests.contents import read_csv
from tests.publish.written import Note, Paragraph, Section, draft_of, publish
from tests.releases import LIGHT


def file(release: Path, suffix: str) -> Path:
    return release / f"uncac-statements.{suffix}"


def test_the_zip_has_one_csv_a_table_with_readme_and_codebook_and_nothing_else(small_release: Path) -> None:
    tables = [f"data/{table.name}.csv" for table in load_contract().tables]
    with zipfile.ZipFile(file(small_release, "zip")) as archive:
        assert archive.namelist() == sorted(["README.md", "codebook.csv", *tables])
        assert all(archive.read(name) == (small_release / name).read_bytes() for name in archive.namelist())
        assert "what else is named here is at <https:" in archive.read("README.md").decode()


def test_everything_has_a_row_a_statement_with_what_leads_to_its_words_and_how_to_cite_them(tmp_path: Path) -> None:
    said = Paragraph("=Argentina opened a portal.", {"ARG": "Argentina"}, topics={"open-data": "portal"}, stage="done")
    one = Note("a-2022-5", "N", (Section("One (article 9)", (said,), ("9",)),), symbol="CAC/COSP/2022/5")
    plain = Paragraph("Peru reported it.", {"PER": "Peru"})
    two = Note("n", "Undated", (Section("Two", (Paragraph("No State."), plain)),), issued=None)
    release = publish([two, one], tmp_path, renderers=(*LIGHT, "everything", "xlsx")).folder
    first, second = read_csv(release / "everything.csv")
    base = "https://data.example.org/uncac/"
    cited = f"In: {load_publication().title}, Example Open Data Office, release {release.name} ({DAY})."
    source = "“N”, Note by the Secretariat, CAC/COSP/2022/5 (9 June 2022)"
    assert list(first.items()) == [
        ("quote", "'=Argentina opened a portal."),
        ("state_name", "Argentina"),
        ("note_title", "N"),
        ("note_issued", "2022-06-09"),
        ("note_symbol", "CAC/COSP/2022/5"),
        ("articles", "article-09"),
        ("topics", "open-data"),
        ("stage", "done"),
        ("confidence", "0.97"),
        ("language", "en"),
        ("document_url", "https://documents.un.org/api/symbol/access?s=CAC/COSP/2022/5&l=en&t=pdf"),
        ("permalink", f"{base}notes/a-2022-5.html#p001.ARG"),
        ("citation", f"{source}, paragraph 1. {cited} {base}releases/{release.name}/notes/a-2022-5.html#p001.ARG"),
    ]
    assert (second["document_url"], second["permalink"]) == ("", f"{base}notes/n.html#p002.PER")
    assert second["citation"].startswith(f"“Undated”, Note by the Secretariat (no date), paragraph 2. {cited}")
    sheet = openpyxl.load_workbook(file(release, "xlsx")).worksheets[0]
    head, row, _ = sheet.iter_rows()
    assert (sheet.title, [cell.value for cell in head]) == ("everything", list(first))
    assert row[0].value == "=Argentina opened a portal."
    assert (row[3].is_date, row[8].value) == (True, 0.97)
    assert [head[cell.column - 1].value for cell in row if cell.hyperlink] == ["document_url", "permalink"]


def test_the_workbook_keeps_codes_as_text_and_texts_as_texts(tmp_path: Path) -> None:
    formula = '=HYPERLINK("http://example.org","click")'
    note = Note(
        "2022-01-01-formula",
        "+44 and @SUM(1)",
        (Section("Reporting (article 9)", (Paragraph(formula, {"ARG": "-Argentina"}),), ("9",)),),
        {"ARG": "-Argentina"},
    )
    book = openpyxl.load_workbook(file(publish([note], tmp_path, renderers=(*LIGHT, "xlsx")).folder, "xlsx"))
    assert book.sheetnames == ["everything", "README", *SHEETS, "columns"]
    for sheet in book.worksheets:
        assert not [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    statements = book["statements"]
    head = [cell.value for cell in statements[1]]
    row = dict(zip(head, (cell.value for cell in statements[2]), strict=True))
    assert (row["quote"], row["name_as_written"], row["note_title"]) == (formula, "-Argentina", "+44 and @SUM(1)")
    assert (row["articles"], row["paragraph_number"], row["note_issued"].isoformat()[:10]) == (
        "article-09",
        1,
        "2022-06-09",
    )
    assert statements.freeze_panes == "A2"
    assert statements.auto_filter.ref.startswith("A1:")
    states = {row[0].value: row[2].value for row in book["states"].iter_rows(min_row=2)}
    assert states["ARG"] == "032"
    columns = {(row[0].value, row[1].value): row[4].value for row in book["columns"].iter_rows(min_row=2)}
    assert columns["statements", "quote"] == next(
        c.description for c in load_contract()["statements"].columns if c.name == "quote"
    )


def test_the_workbook_says_what_excel_cannot_hold(tmp_path: Path) -> None:
    long = "Argentina reported. " + "word " * 8_000
    note = Note("2022-01-01-long", "Long", (Section("One", (Paragraph(long, {"ARG": "Argentina"}),)),))
    release = publish([note], tmp_path, renderers=(*LIGHT, "xlsx")).folder
    book = openpyxl.load_workbook(file(release, "xlsx"), read_only=True)
    names, *rows = book["statements"].iter_rows(values_only=True)
    quotes = [row[names.index("quote")] for row in rows]
    assert [len(str(quote)) for quote in quotes] == [MAX_CHARACTERS]
    assert str(quotes[0]).endswith("The whole text is in data/statements.csv")
    book.close()


def test_a_table_that_a_sheet_cannot_hold_is_refused_and_not_cut(small_release: Path, tmp_path: Path) -> None:
    draft = draft_of(small_release, tmp_path / "spill")
    draft.record.counts["statements"] = 1_048_576  # with its head one row more than Excel has
    with pytest.raises(ReportedError, match=r"everything: 1048576 rows.*Leave xlsx out of `publish:`"):
        write_xlsx(draft, tmp_path / "long.xlsx")


def test_the_workbook_holds_what_xml_can_not(small_release: Path, tmp_path: Path) -> None:
    data = shutil.copytree(small_release, tmp_path / "release") / "data"
    table = pq.read_table(data / "states.parquet")
    name = " a\x0b_x0041_\r\n\uffff<b> & ]]> _ "
    names = [name, "<r>bold</r>", *table["state_name"].to_pylist()[2:]]
    table = table.set_column(table.column_names.index("state_name"), "state_name", [names])
    pq.write_table(table, data / "states.parquet")
    write_xlsx(draft_of(data.parent, tmp_path / "spill"), tmp_path / "odd.xlsx")
    book = openpyxl.load_workbook(tmp_path / "odd.xlsx")
    # As Excel writes it (ECMA-376, ST_Xstring), and openpyxl leaves it.
    assert book["states"]["D2"].value == " a_x000B__x005F_x0041__x000D_\n_xFFFF_<b> & ]]> _ "
    assert str(book["states"]["D3"].value).strip() == names[1]
    assert book["states"]["D4"].value == names[2]


@pytest.mark.long  # a download that is off
def test_the_sqlite_file_holds_every_table_with_its_keys(whole_release: Path) -> None:
    database = sqlite3.connect(file(whole_release, "sqlite"))
    try:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        keys = {(row[2], row[3], row[4]) for row in database.execute("PRAGMA foreign_key_list(statements)")}
        assert ("paragraphs", "paragraph_id", "paragraph_id") in keys
        for table in load_contract().tables:
            rows = database.execute(f"SELECT * FROM {table.name}").fetchall()
            with duckdb.connect() as reader:
                columns = ", ".join(f'"{c.name}"{"::VARCHAR" if c.type == "date" else ""}' for c in table.columns)
                parquet = whole_release / "data" / f"{table.name}.parquet"
                assert rows == reader.execute(f"SELECT {columns} FROM '{parquet}'").fetchall(), table.name
        hits = "SELECT docid FROM statements_fts WHERE statements_fts MATCH ?"
        words = f"SELECT state_name FROM statements WHERE rowid IN ({hits})"
        assert database.execute(words, ["portal"]).fetchall() == [("Argentina",)]
        meaning = "SELECT description FROM about_columns WHERE table_name = 'statements' AND column_name = 'quote'"
        assert "verbatim" in database.execute(meaning).fetchone()[0]
        for name, question in questions().items():
            assert database.execute(question["sql"].replace("'procurement'", "'portal'")).fetchall(), name
    finally:
        database.close()


@pytest.mark.long  # a download that is off
def test_datasette_opens_the_database_and_searches_it(whole_release: Path) -> None:
    name = "uncac-statements"
    address = f"/{name}/statements.json?_search=portal&_shape=array&_extra="
    command = [sys.executable, "-m", "datasette", f"{name}.sqlite", "--get", address]
    found = subprocess.run(command, cwd=whole_release, capture_output=True, check=True).stdout
    assert [row["state_name"] for row in json.loads(found)] == ["Argentina"]


def test_the_workbook_prints_as_wide_as_a_page_with_its_header_on_each(small_release: Path) -> None:
    book = openpyxl.load_workbook(file(small_release, "xlsx"))
    for sheet in book:
        setup = sheet.page_setup
        assert setup.orientation == ("portrait" if sheet.title == "README" else "landscape"), sheet.title
        # One page wide is what a file says by saying nothing.
        assert (setup.paperSize, setup.fitToWidth or 1, setup.fitToHeight) == (9, 1, 0), sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert "&P" in str(sheet.oddFooter.right.text)
        assert sheet.title == "README" or sheet.print_title_rows == "$1:$1"
    # Nor has it a date of the clock.
    assert book.properties.created is not None
    assert f"{book.properties.created:%Y-%m-%d}" == DAY
