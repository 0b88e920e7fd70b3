"""From a seed and an index to the bytes of a note and its answers, in any format.

Here: which layout a note gets and which module prints it. Not here: files and processes (`__main__.py`).
"""

from __future__ import annotations

from random import Random

from benchmarks.corpus import pages, text
from benchmarks.corpus.compose import SIZE, compose
from benchmarks.corpus.model import Note

FORMATS = ("txt", "html", "docx", "pdf")
# Layouts of a text note and their shares.
LAYOUTS = {"seed": 25, "split": 20, "flat": 15, "markdown": 10, "lines": 15, "tight": 5, "layout": 10}
PAPER_FORMS = ("modern", "modern", "nineties", "none")


def note_of(
    seed: str, index: int, profile: str, kind: str = "txt", *, layout: str | None = None, size: int = SIZE
) -> Note:
    """The note with that index, with a title page that its layout can print.

    `kind`: one of `FORMATS`; `layout`: one of `LAYOUTS`, for text only; None draws one.
    """
    if kind != "txt":
        note = compose(seed, index, profile, size, PAPER_FORMS)
        note.layout = kind
        return note
    if layout is None:
        rng = Random(f"{seed}/{profile}/{index}/layout")  # noqa: S311 - reproducible on purpose
        layout = "seed" if profile == "plain" else rng.choices(list(LAYOUTS), list(LAYOUTS.values()))[0]
    forms = text.FORMS.get(layout) or pages.FORMS[layout]
    note = compose(seed, index, profile, size, forms)
    note.layout = layout
    return note


def printed(note: Note) -> bytes:
    """The bytes of a note in its layout."""
    if note.layout in text.FORMS:
        return text.running_text(note, note.layout).encode()
    if note.layout in pages.FORMS:
        return pages.pages_text(note, note.layout).encode()
    # Imported only where asked for: the writers of DOCX and PDF are slow to load and need development packages.
    if note.layout == "docx":
        from benchmarks.corpus.word import word_bytes  # noqa: PLC0415

        return word_bytes(note)
    if note.layout == "pdf":
        from benchmarks.corpus.pdf import pdf_bytes  # noqa: PLC0415

        return pdf_bytes(note)
    from benchmarks.corpus.html import html_text  # noqa: PLC0415

    return html_text(note).encode()
