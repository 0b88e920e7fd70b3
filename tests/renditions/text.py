"""Prints a note as plain text, as word processors save it: superscript figures, footnotes below their paragraph."""

from __future__ import annotations

from tests.renditions.content import Heading, NoteContent, pieces

SUPERSCRIPTS = str.maketrans("1234567890", "¹²³⁴⁵⁶⁷⁸⁹⁰")


def render_text(note: NoteContent) -> bytes:
    """Return the note as UTF-8 text, one paragraph a line, parted by blank lines."""
    masthead = note.masthead
    opening = ["United Nations", masthead.symbol or "", masthead.body, f"Distr.: {masthead.distribution}"]
    opening += [masthead.date, f"Original: {masthead.original}"]
    blocks = [*opening, *masthead.session, note.agenda_title, note.title, note.document_type]
    text = [_printed(block) for block in blocks if block]
    text += _notes(note, *blocks)
    for element in note.elements:
        if isinstance(element, Heading):
            text.append(f"{element.label}. {element.text}" if element.label else element.text)
        else:
            number = f"{element.number}. " if element.number else ""
            text += [number + _printed(element.text), *_notes(note, element.text)]
    return "\n\n".join(text).encode()


def _printed(text: str) -> str:
    return "".join(part + (mark or "").translate(SUPERSCRIPTS) for part, mark in pieces(text))


def _notes(note: NoteContent, *texts: str) -> list[str]:
    marks = [mark for text in texts for _, mark in pieces(text) if mark]
    return [f"{mark.translate(SUPERSCRIPTS)} {note.footnote(mark).text}" for mark in marks]
