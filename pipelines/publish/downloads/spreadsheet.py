"""Writes the Excel workbook of a release: everything in a sheet, README, the tables that people read, their columns.

Here: sheets, formats and Excel's limits. Not here: tables for machines (paragraphs, ledger …), which are in the CSV
and Parquet files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter

from pipelines.contract.parts import rows_of
from pipelines.contract.tables import Column, Table
from pipelines.publish.documents import HEADER, codebook, from_template
from pipelines.publish.downloads.everything import FILE, everything, opened
from pipelines.publish.downloads.kinds import download
from pipelines.publish.draft import ReleaseDraft
from pipelines.workspace.engine import literal
from pipelines.workspace.errors import ReportedError

SHEETS = (
    "statements",
    "collective_statements",
    "submissions",
    "by_state",
    "by_article",
    "by_theme",
    "notes",
    "states",
)
# Limits of the file format (Microsoft, "Excel specifications and limits").
MAX_CHARACTERS = 32_767
_MAX_LINKS = 65_530  # of one sheet
_LINKS = {"document_url", "permalink"}
_CUT = " […] The whole text is in {path}"
_WIDTHS = {"string": 24, "integer": 12, "number": 12, "boolean": 10, "date": 12}
_WIDE = {"quote": 80, "text": 80, "article_title": 50, "note_title": 50, "theme": 40, "description": 60, "heading": 50}
_FORMATS: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "bottom": 1},
    "string": {"num_format": "@"},
    "wrapped": {"num_format": "@", "text_wrap": True},
    "integer": {"num_format": "0"},
    "number": {"num_format": "0.00"},
    "boolean": {},
    "date": {"num_format": "yyyy-mm-dd", "align": "left"},
}
_TOO_LONG = "a sheet of Excel holds 1,048,575 below its head"
_WITHOUT = "Leave xlsx out of `publish:` in publication.yaml; CSV and Parquet have all rows"
_CHUNK = 1_000
# Text is text, whatever it looks like: what begins with = is no formula.
_TEXT = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@download(
    ".xlsx",
    "Excel",
    "the tables that people read, with an explanation of every column",
    export="xlsx",
)
def write_xlsx(draft: ReleaseDraft, target: Path) -> None:
    """Write the workbook.

    Raises:
        ReportedError: a table has more rows than a sheet holds.
    """
    publication = draft.publication
    tables = (everything(draft.contract), *(draft.contract[name] for name in SHEETS))
    with (
        opened(draft) as connection,
        xlsxwriter.Workbook(target, _TEXT | {"tmpdir": str(target.parent)}) as book,
    ):
        for name in SHEETS:
            connection.execute(f"CREATE OR REPLACE VIEW {name} AS FROM {rows_of(draft.folder / 'data', name)}")
        book.use_zip64()
        book.set_size(2000, 1200)
        # Excel wants a date of creation; the clock would change the bytes.
        created = datetime.combine(_last_changed(draft), time(), UTC)
        book.set_properties({"title": publication.title, "author": publication.publisher.name, "created": created})
        formats = {name: book.add_format({"valign": "top"} | how) for name, how in _FORMATS.items()}
        for table in tables:
            count = draft.record.counts.get(table.name, draft.record.counts["statements"])
            _table(book.add_worksheet(table.name), formats, table, _rows(connection, table), count)
            if table is tables[0]:
                _readme(book.add_worksheet("README"), formats, draft)
        _columns(book.add_worksheet("columns"), formats, codebook(draft, tables))


def _rows(connection: duckdb.DuckDBPyConnection, table: Table) -> Iterator[tuple[Any, ...]]:
    path = f"data/{table.name}.csv" if table.name in SHEETS else FILE
    cells = ", ".join(map(partial(_cell, path), table.columns))
    cursor = connection.execute(f"SELECT {cells} FROM {table.name}")
    while some := cursor.fetchmany(_CHUNK):
        yield from some


def _cell(path: str, column: Column) -> str:
    """What Excel can hold of a cell. What begins with `<r>`, XlsxWriter takes for markup of its own.

    `path`: where the text is whole.
    """
    name, end = column.name, _CUT.format(path=path)
    if column.type != "string":
        return name
    return (
        f"CASE WHEN length({name}) > {MAX_CHARACTERS} THEN {name}[:{MAX_CHARACTERS - len(end)}] || {literal(end)} "
        f"WHEN starts_with({name}, '<r>') THEN {name} || ' ' ELSE {name} END"
    )


def _table(sheet: Any, formats: Mapping[str, Any], table: Table, rows: Iterable[tuple[Any, ...]], count: int) -> None:
    # Rows below the last of a sheet would be left out without a word.
    if count >= sheet.xls_rowmax:
        raise ReportedError(f"{table.name}: {count} rows", _TOO_LONG, _WITHOUT)
    for position, column in enumerate(table.columns):
        form = formats["wrapped" if column.name in _WIDE else column.type]
        sheet.set_column(position, position, _WIDE.get(column.name, _WIDTHS[column.type]), form)
    _head(sheet, formats, [c.name for c in table.columns], count)
    links = [position for position, column in enumerate(table.columns) if column.name in _LINKS]
    for line, row in enumerate(rows, 1):
        sheet.write_row(line, 0, row)
        for position in links if line * len(links) <= _MAX_LINKS else ():
            if row[position]:
                sheet.write_url(line, position, row[position], formats["string"], row[position])


def _pages(sheet: Any) -> None:
    """Have a sheet print on A4, one page wide, with its name and the page below."""
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")


def _head(sheet: Any, formats: Mapping[str, Any], names: Iterable[str], rows: int) -> None:
    names = list(names)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    _pages(sheet)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(rows, 1), len(names) - 1)
    for position, name in enumerate(names):
        sheet.write_string(0, position, name, formats["head"])


def _last_changed(draft: ReleaseDraft) -> date:
    return max(draft.record.tables[name].last_changed for name in SHEETS)


def _columns(sheet: Any, formats: Mapping[str, Any], rows: Sequence[tuple[str, ...]]) -> None:
    for position, name in enumerate(HEADER):
        sheet.set_column(position, position, _WIDE.get(name, 20))
    _head(sheet, formats, HEADER, len(rows))
    for number, row in enumerate(rows, 1):
        for position, value in enumerate(row):
            sheet.write_string(number, position, value, formats["wrapped"])


def _readme(sheet: Any, formats: Mapping[str, Any], draft: ReleaseDraft) -> None:
    _pages(sheet)
    sheet.set_column(0, 0, 110)
    _, text = from_template("workbook.txt", draft, sheets=SHEETS, last_changed=_last_changed(draft))
    for row, line in enumerate(text.splitlines()):
        sheet.write_string(row, 0, line, formats["head" if row == 0 else "wrapped"])
