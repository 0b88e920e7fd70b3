"""Renditions of a note in every format that is read, so that all forms can be held to give the same rows.

Here: the content of a note as a person would describe it, and one function for each form to print it in.
Not here: many notes (`benchmarks/corpus.py`), and hostile files (`tests/hostile`).
"""

from functools import cache

from pipelines.archive.document import Document, Role
from tests.renditions.content import Footnote, Heading, Masthead, NoteContent, Paragraph, seed_content
from tests.renditions.html import render_html
from tests.renditions.pdf import render_pdf
from tests.renditions.text import render_text
from tests.renditions.word import render_docx

__all__ = [
    "Footnote",
    "Heading",
    "Masthead",
    "NoteContent",
    "Paragraph",
    "real_note",
    "render_docx",
    "render_html",
    "render_pdf",
    "render_text",
    "seed_content",
    "shown",
]


@cache
def real_note(form: str) -> bytes:
    """The real note with a symbol as "text", "docx", "docx with automatic numbers", "pdf" or "html"."""
    content = seed_content("CAC/COSP/WG.4/2022/9")
    if form.startswith("docx"):
        return render_docx(content, automatic_numbers=form != "docx")
    renderers = {"text": render_text, "pdf": render_pdf, "html": render_html}
    return renderers[form](content)


def shown(document: Document, role: Role | None = None) -> list[str]:
    """The texts of the blocks of a document, or of those of one role."""
    return [document.text[block.start : block.end] for block in document.blocks if role in {None, block.role}]
