"""Writes the Excel workbook of a release: a README, the tables that people read, and what their columns mean.

Here: sheets, formats and Excel's limits. XlsxWriter makes all but the rows of tables, which SQL writes as XML, whole
columns at a time. Not here: tables for machines (paragraphs, ledger …), which are in the CSV, Parquet, SQLite and
DuckDB files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import duckdb
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from pipelines.contract.parts import rows_of
from pipelines.contract.tables import Column, Table
from pipelines.publish.codebook import HEADER, codebook
from pipelines.publish.downloads.kinds import COMPRESSION, download
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
# A cell in SQL, after its address and format. Text is text, whatever it looks like: what begins with = is no formula.
_CELLS = {
    "string": """ t="inlineStr"><is><t xml:space="preserve">' || {} || '</t></is></c>'""",
    "boolean": """ t="b"><v>' || CAST({} AS INTEGER) || '</v></c>'""",
    **dict.fromkeys(("integer", "number"), """><v>' || {} || '</v></c>'"""),
    "date": """><v>' || ({} - DATE '1899-12-30') || '</v></c>'""",
}
_ESCAPED = "replace(replace(replace({}, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')"
# What XML can't hold is written as Excel does, `_x000B_`, and so is what looks like that.
_ODD = "[\\x00-\\x08\\x0b-\\x1f\\x{fffe}\\x{ffff}]|_x[0-9a-fA-F]{4}_"
_CODED = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9a-fA-F]{4}_)")
# The last row of a sheet that XlsxWriter made: a blank in each column, in its format.
_BLANKS = re.compile(r"<row [^>]*>((?:<c [^>]*/>)+)</row>(?=</sheetData>)")
_CHUNK = 5_000
# Rows that stay below 2 GB, beyond which a zip has a form that older readers do not know.
_OLD_ZIP = 500_000


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet of so many rows of a table, from one of them on."""

    name: str
    table: Table
    start: int
    rows: int


@download(
    ".xlsx",
    "Excel",
    "the tables that people read, with an explanation of every column",
)
def write_xlsx(draft: ReleaseDraft, target: Path, *, max_rows: int = MAX_ROWS) -> None:
    """Write the workbook. A table of more than `max_rows` rows, its header included, goes on in a further sheet.

    Raises:
        OSError, duckdb.Error: the file can't be written.
    """
    sheets = [sheet for name in SHEETS for sheet in _sheets(draft.contract[name], draft.rows[name], max_rows - 1)]
    by_path = {f"xl/worksheets/sheet{number}.xml": sheet for number, sheet in enumerate(sheets, 2)}
    with connect(replace(draft.engine, threads=1)) as connection:  # which keeps the order of rows
        for name in SHEETS:
            rows = rows_of(draft.folder / "data", name)
            connection.execute(f"CREATE VIEW {name} AS SELECT row_number() OVER () AS number, * FROM {rows}")
        cut = {name: _too_long(connection, draft.contract[name]) for name in SHEETS}
        with (
            ZipFile(_frame(draft, sheets, cut)) as frame,
            ZipFile(target, "w", ZIP_DEFLATED, compresslevel=COMPRESSION) as book,
        ):
            for path in frame.namelist():
                before, *rest = _BLANKS.split(frame.read(path).decode())
                with book.open(path, "w", force_zip64=bool(rest) and by_path[path].rows > _OLD_ZIP) as part:
                    part.write(before.encode())
                    if rest:
                        for some in _rows(connection, by_path[path], re.findall(' s="[0-9]+"', rest[0])):
                            part.write(some)
                        part.write(rest[1].encode())


def _sheets(table: Table, rows: int, most: int) -> Iterator[_Sheet]:
    for number, start in enumerate(range(0, max(rows, 1), most), 1):
        name = table.name if number == 1 else f"{table.name[:27]}_{number}"
        yield _Sheet(name, table, start, min(most, rows - start))


def _too_long(connection: duckdb.DuckDBPyConnection, table: Table) -> int:
    """How many cells hold more text than Excel takes."""
    counts = [f"count(*) FILTER (length({c.name}) > {MAX_CHARACTERS})" for c in table.columns if c.type == "string"]
    row = connection.execute(f"SELECT {' + '.join(counts)} FROM {table.name}").fetchone()
    return int(row[0]) if row else 0


def _rows(connection: duckdb.DuckDBPyConnection, sheet: _Sheet, formats: Iterable[str]) -> Iterator[bytes]:
    """The rows of a sheet as XML."""
    cells = []
    for number, (column, form) in enumerate(zip(sheet.table.columns, formats, strict=True)):
        cell = _CELLS[column.type].format(_value(sheet.table, column))
        cells.append(f"""'<c r="{xl_col_to_name(number)}' || n || '"{form}{cell}""")
    # `concat` passes over what is empty.
    found = connection.execute(
        f"SELECT row, regexp_matches(row, '{_ODD}') FROM ("
        f"""SELECT concat('<row r="', n, '">', {", ".join(cells)}, '</row>') AS row """
        f"FROM (SELECT *, number - {sheet.start - 1} AS n FROM {sheet.table.name}) "
        f"WHERE n BETWEEN 2 AND {sheet.rows + 1})"
    )
    while rows := found.fetchmany(_CHUNK):
        yield "".join(_CODED.sub(_coded, row) if odd else row for row, odd in rows).encode()


def _value(table: Table, column: Column) -> str:
    if column.type != "string":
        return column.name
    end = _CUT.format(table=table.name)
    text = (
        f"CASE WHEN length({column.name}) > {MAX_CHARACTERS} "
        f"THEN left({column.name}, {MAX_CHARACTERS - len(end)}) || '{end}' ELSE {column.name} END"
    )
    return _ESCAPED.format(text)


def _coded(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_"


def _frame(draft: ReleaseDraft, sheets: Iterable[_Sheet], cut: Mapping[str, int]) -> BytesIO:
    """The workbook without the rows of tables: of each sheet the header, and a blank last row."""
    made = BytesIO()
    publication = draft.publication
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_size(2000, 1200)
        # Excel wants a date of creation; the clock would change the bytes.
        created = datetime.combine(_last_changed(draft), time(), UTC)
        book.set_properties({"title": publication.title, "author": publication.publisher.name, "created": created})
        formats = {name: book.add_format({"valign": "top"} | how) for name, how in _FORMATS.items()}
        _readme(book.add_worksheet("README"), formats, draft, cut)
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            _head(page, formats, [c.name for c in sheet.table.columns], sheet.rows)
            for position, column in enumerate(sheet.table.columns):
                form = formats["wrapped" if column.name in _WIDE else column.type]
                page.set_column(position, position, _WIDE.get(column.name, _WIDTHS[column.type]), form)
                if sheet.rows:
                    page.write_blank(sheet.rows, position, None, form)
        _columns(book.add_worksheet("columns"), formats, draft)
    return made


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
    return max(draft.days[name].last_changed for name in SHEETS)


def _columns(sheet: Any, formats: Mapping[str, Any], draft: ReleaseDraft) -> None:
    rows = [row for row in codebook(draft) if row[0] in SHEETS]
    for position, name in enumerate(HEADER):
        sheet.set_column(position, position, _WIDE.get(name, 20))
    _head(sheet, formats, HEADER, len(rows))
    for number, row in enumerate(rows, 1):
        for position, value in enumerate(row):
            sheet.write_string(number, position, value, formats["wrapped"])


def _readme(sheet: Any, formats: Mapping[str, Any], draft: ReleaseDraft, cut: Mapping[str, int]) -> None:
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
        for table, cells in sorted(cut.items())
        if cells
    ]
    _pages(sheet)
    sheet.set_column(0, 0, 110)
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line, formats["head" if row == 0 else "wrapped"])
