"""Prints a note as Markdown, as pandoc writes it: masthead in a table, escaped numbers, footnotes at its end."""

from __future__ import annotations

import re
import textwrap

from tests.renditions.content import Heading, NoteContent

SIGNS = re.compile(r"([\\*_`\[\]<>~])(?!\^)")
WIDTH = 72


def render_markdown(note: NoteContent) -> bytes:
    """Return the note as UTF-8 Markdown, wrapped."""
    masthead = note.masthead
    facts = f"Distr.: {masthead.distribution}<br>{masthead.date}<br>Original: {masthead.original}"
    table = f"| United Nations | {masthead.symbol or ''} |\n|---|---|\n| **{masthead.body}** | {facts} |"
    blocks = [table, *map(_printed, (*masthead.session, note.agenda_title))]
    blocks += [f"# {_printed(note.title)}", f"**{_printed(note.document_type)}**"]
    for element in note.elements:
        if isinstance(element, Heading):
            label = f"{element.label}. " if element.label else ""
            name = re.sub(r"\W+", "-", element.text).lower()
            blocks.append(f"{'#' * (element.level + 1)} {label}{_printed(element.text)} {{#{name}}}")
        else:
            number = f"{element.number}\\. " if element.number else ""
            lines = textwrap.wrap(
                number + _printed(element.text), WIDTH, break_long_words=False, break_on_hyphens=False
            )
            blocks.append("\n".join(lines))
    blocks += [f"[^{entry.mark}]: {_printed(entry.text)}" for entry in note.footnotes]
    return "\n\n".join(blocks).encode()


def _printed(text: str) -> str:
    """The text with signs of Markdown escaped, but for its references to footnotes."""
    parts = re.split(r"(\[\^[^\]]+\])", text)
    return "".join(part if part.startswith("[^") else SIGNS.sub(r"\\\1", part) for part in parts)
