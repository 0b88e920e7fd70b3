"""The same note as text, DOCX, PDF and HTML gives the same rows, so that no form is second best."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
from pypdfium2 import PdfDocument

from pipelines.archive.document import Document
from pipelines.archive.formats import read
from tests.extract.golden_language import rows_of
from tests.extract.structures import outline_of, shared
from tests.renditions import real_note

# The ledger and these columns tell of the file, not of the note.
OF_THE_FILE = {"ledger", "note_files"}
OF_THE_FILE_COLUMNS = {"characters_in_source", "characters_accounted_for", "page"}


def rows(document: Document) -> dict[str, list[dict[str, Any]]]:
    """The rows of a document, without what tells of its file."""
    return {
        name: [
            {
                column: " ".join(value.split()) if isinstance(value, str) else value
                for column, value in row.items()
                if not column.startswith("source_") and column not in OF_THE_FILE_COLUMNS
            }
            for row in table
        ]
        for name, table in rows_of(document).items()
        if name not in OF_THE_FILE
    }


@cache
def rows_of_the_text() -> dict[str, list[dict[str, Any]]]:
    return rows(read(real_note("text")))


@pytest.mark.parametrize("form", ["docx", "docx with automatic numbers", "pdf", "html"])
def test_renditions_of_the_real_note(form: str) -> None:
    expected, found = rows_of_the_text(), rows(read(real_note(form)))
    assert len(expected["paragraphs"]) == 41
    assert expected["signals"] == []
    for table in expected:
        assert found[table] == expected[table], table


def test_paragraphs_and_quotes_say_on_which_page_they_begin() -> None:
    pdf, text = real_note("pdf"), real_note("text")
    tables = {form: rows_of(read(data)) for form, data in (("pdf", pdf), ("text", text))}
    pages = [" ".join(page.get_textpage().get_text_range().split()) for page in PdfDocument(pdf)]
    for row in tables["pdf"]["paragraphs"]:
        assert f"{row['paragraph_number']}. {' '.join(row['text'].split()[:4])}" in pages[row["page"] - 1]
    for row in [*tables["pdf"]["statements"], *tables["pdf"]["collective_statements"]]:
        assert " ".join(row["quote"].split()[:3]) in pages[row["page"] - 1]
    assert {row["page"] for table in ("paragraphs", "statements") for row in tables["text"][table]} == {None}


def test_a_quote_may_begin_on_a_later_page_than_its_paragraph() -> None:
    head = "CAC/COSP/2022/9\n\nNote by the Secretariat\n\n"
    found = rows_of(f"{head}1. Chile reported that it had a law.\n\fPeru reported that it had none.".encode())
    assert [row["page"] for row in found["paragraphs"]] == [1]
    assert {row["state_iso3"]: row["page"] for row in found["statements"]} == {"CHL": 1, "PER": 2}


@pytest.mark.parametrize("addendum", range(2, 7))
def test_real_documents_say_the_same_as_docx_and_pdf(addendum: int) -> None:
    docx, pdf = (outline_of(shared(f"../real/twins/A_80_604_Add.{addendum}.{form}")) for form in ("docx", "pdf"))
    for numbered in ("paragraphs", "footnotes"):
        found, expected = ([(*row[:1], letters(row.text)) for row in getattr(o, numbered)] for o in (pdf, docx))
        assert found == expected
    assert [letters(s.heading) for s in pdf.sections] == [letters(s.heading) for s in docx.sections]


def letters(text: str) -> str:
    """A text without white space and punctuation, which the two forms print differently."""
    return re.sub(r"[\W_]+", "", text)
