"""The same note as text, DOCX, PDF and HTML gives the same rows, so that no form is second best."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.archive.formats import read
from pipelines.extract.note import Source, SourceFile, extract_note
from pipelines.extract.vocabulary import load_vocabulary
from pipelines.workspace.paths import DATAPACKAGE
from tests.conftest import ROOT
from tests.renditions import render_docx, render_html, render_pdf, render_text, seed_content

CONTENT = seed_content("CAC/COSP/WG.4/2022/9")
FORMS = {
    "docx": render_docx(CONTENT),
    "docx with automatic numbers": render_docx(CONTENT, automatic_numbers=True),
    "pdf": render_pdf(CONTENT),
    "html": render_html(CONTENT),
}
NOTES = ROOT / ".." / "shared" / "notes" / "full"
# The ledger and these columns tell of the file, not of the note.
OF_THE_FILE = {"ledger", "note_files"}
OF_THE_FILE_COLUMNS = {"characters_in_source", "characters_accounted_for"}


def rows(data: bytes) -> dict[str, list[dict[str, Any]]]:
    document = read(data)
    source = Source((SourceFile("note", "0" * 64, len(data), document.media_type),))
    tables = extract_note(document, source, load_vocabulary(DATAPACKAGE))
    return {
        name: [
            {
                column: " ".join(value.split()) if isinstance(value, str) else value
                for column, value in row.items()
                if not column.startswith("source_") and column not in OF_THE_FILE_COLUMNS
            }
            for row in table
        ]
        for name, table in tables.items()
        if name not in OF_THE_FILE
    }


@pytest.mark.parametrize("form", FORMS)
def test_renditions_of_the_real_note(form: str) -> None:
    expected, found = rows(render_text(CONTENT)), rows(FORMS[form])
    assert len(expected["paragraphs"]) == 41
    assert expected["signals"] == []
    for table in expected:
        assert found[table] == expected[table], table


@pytest.mark.skipif(not NOTES.exists(), reason="the folder ../shared/notes with real documents is not there")
@pytest.mark.parametrize("table", ["paragraphs", "sections", "footnotes", "citations"])
def test_a_real_document_that_was_published_as_docx_and_pdf(table: str) -> None:
    docx, pdf = (rows((NOTES / f"a_80_604_add6.{form}").read_bytes()) for form in ("docx", "pdf"))
    assert docx[table]
    assert pdf[table] == docx[table]
