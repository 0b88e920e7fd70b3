"""Writes the Excel workbook of a release: a README, the tables that people read, and what their columns mean.

Here: sheets, formats and Excel's limits. Not here: tables for machines (paragraphs, ledger …), which are in the CSV,
Parquet, SQLite and DuckDB files.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import count
from pathlib import Path
from typing import Any

import xlsxwriter

from pipelines.contract.parts import rows_of
from pipelines.contract.tables import Column, Table
from pipelines.publish.codebook import HEADER, codebook
from pipelines.publish.downloads.kinds import download
from pipelines.publish.draft import ReleaseDraft
from pipelines.workspace.engine import connect

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
MAX_ROWS = 1_048_576
MAX_CHARACTERS = 32_767
_CUT = " […] The whole text is in data/{table}.csv"
_WIDTHS = {"string": 24, "integer": 12, "boolean": 10, "date": 12}
_WIDE = {"quote": 80, "text": 80, "article_title": 50, "note_title": 50, "theme": 40, "description": 60, "heading": 50}


@dataclass(slots=True)
class _Workbook:
    book: Any
    formats: dict[str, Any] = field(default_factory=dict)
    cut: dict[str, int] = field(default_factory=dict)


@download(
    ".xlsx",
    "Excel",
    "the tables that people read, with an explanation of every column",
    tables=SHEETS,
    beside="process",
)
def write_xlsx(draft: ReleaseDraft, target: Path, *, max_rows: int = MAX_ROWS) -> None:
    """Write the workbook. A table of more than `max_rows` rows, its header included, goes on in a further sheet.

    Raises:
        OSError: the file can't be written.
    """
    book = xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_urls": False})
    book.set_size(2000, 1200)
    # Excel wants a date of creation; the clock would change the bytes.
    created = datetime.combine(_last_changed(draft), time(), UTC)
    publication = draft.publication
    book.set_properties({"title": publication.title, "author": publication.publisher.name, "created": created})
    workbook = _Workbook(book)
    workbook.formats = {
        "head": book.add_format({"bold": True, "bottom": 1, "valign": "top"}),
        "string": book.add_format({"num_format": "@", "valign": "top"}),
        "wrapped": book.add_format({"num_format": "@", "valign": "top", "text_wrap": True}),
        "integer": book.add_format({"num_format": "0", "valign": "top"}),
        "boolean": book.add_format({"valign": "top"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"}),
    }
    # Sheets are written in this order; the README comes first and is written last, when it is known what was cut.
    readme = book.add_worksheet("README")
    with connect(draft.engine) as connection:
        for name in SHEETS:
            table = draft.contract[name]
            source = rows_of(draft.folder / "data", name)
            columns = ", ".join(c.name for c in table.columns)
            rows = connection.execute(f"SELECT {columns} FROM {source} ORDER BY {', '.join(table.order)}")
            _table(workbook, table, rows, draft.rows[name], max_rows)
    _columns(workbook, draft)
    _readme(workbook, readme, draft)
    book.close()


def _table(workbook: _Workbook, table: Table, rows: Any, total: int, max_rows: int) -> None:
    per_sheet = max_rows - 1
    for part in count(1):
        name = table.name if part == 1 else f"{table.name[:27]}_{part}"
        sheet = workbook.book.add_worksheet(name)
        here = min(per_sheet, total - (part - 1) * per_sheet)
        _head(workbook, sheet, [c.name for c in table.columns], here)
        for position, column in enumerate(table.columns):
            sheet.set_column(
                position, position, _WIDE.get(column.name, _WIDTHS[column.type]), _format(workbook, column)
            )
        writers = [_writer(workbook, sheet, table.name, column) for column in table.columns]
        row = 0
        while row < here:
            for values in rows.fetchmany(min(10_000, here - row)):
                row += 1
                for position, (write, value) in enumerate(zip(writers, values, strict=True)):
                    if value is not None:
                        write(row, position, value)
        if part * per_sheet >= total:
            return


def _writer(workbook: _Workbook, sheet: Any, table: str, column: Column) -> Any:
    form = _format(workbook, column)
    if column.type == "date":
        return lambda row, position, value: sheet.write_datetime(row, position, value, form)
    if column.type == "boolean":
        return lambda row, position, value: sheet.write_boolean(row, position, value, form)
    if column.type == "integer":
        return lambda row, position, value: sheet.write_number(row, position, value, form)

    def write(row: int, position: int, value: str) -> None:
        if len(value) > MAX_CHARACTERS:
            end = _CUT.format(table=table)
            value = value[: MAX_CHARACTERS - len(end)] + end
            workbook.cut[table] = workbook.cut.get(table, 0) + 1
        # As a string, whatever it looks like: a text that begins with = is no formula.
        sheet.write_string(row, position, value, form)

    return write


def _pages(sheet: Any) -> None:
    """Have a sheet print on A4, one page wide, with its name and the page below."""
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")


def _head(workbook: _Workbook, sheet: Any, names: Iterable[str], rows: int) -> None:
    names = list(names)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    _pages(sheet)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(rows, 1), len(names) - 1)
    for position, name in enumerate(names):
        sheet.write_string(0, position, name, workbook.formats["head"])


def _last_changed(draft: ReleaseDraft) -> date:
    return max(draft.days[name].last_changed for name in SHEETS)


def _format(workbook: _Workbook, column: Column) -> Any:
    return workbook.formats["wrapped" if column.name in _WIDE else column.type]


def _columns(workbook: _Workbook, draft: ReleaseDraft) -> None:
    sheet = workbook.book.add_worksheet("columns")
    rows = [row for row in codebook(draft) if row[0] in SHEETS]
    for position, name in enumerate(HEADER):
        sheet.set_column(position, position, _WIDE.get(name, 20))
    _head(workbook, sheet, HEADER, len(rows))
    for number, row in enumerate(rows, 1):
        for position, value in enumerate(row):
            sheet.write_string(number, position, value, workbook.formats["wrapped"])


def _readme(workbook: _Workbook, sheet: Any, draft: ReleaseDraft) -> None:
    publication = draft.publication
    lines = [
        publication.title,
        publication.description,
        f"Rows as of {_last_changed(draft)}, when one last changed.",
        "A blank is not 'did nothing': a State that is not listed, or is listed and not spoken of, may have done much.",
        "The words are the Secretariat's summary, not the State's own submission.",
        "Codes are text: 032 keeps its zero. The sheet 'columns' says what every column means.",
        f"Licence: {publication.license.title}, {publication.license.url}. {publication.rights}",
        f"Publisher: {publication.publisher.name}, {publication.contact.email}. {publication.base_url}",
        "Further tables (paragraphs, sections, footnotes and others) are in the CSV, Parquet and database files.",
        "",
    ]
    lines += [f"{name}: {draft.contract[name].description} Rows: {draft.rows[name]}." for name in SHEETS]
    lines += [
        f"{table}: {cells} cells hold more text than Excel takes ({MAX_CHARACTERS} characters) and were cut; "
        f"data/{table}.csv holds the whole text."
        for table, cells in sorted(workbook.cut.items())
    ]
    _pages(sheet)
    sheet.set_column(0, 0, 110)
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line, workbook.formats["head" if row == 0 else "wrapped"])
