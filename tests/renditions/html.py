"""Prints a note as an HTML page: masthead in a table, linked footnotes at its end, and the chrome of a web site."""

from __future__ import annotations

from html import escape

from tests.renditions.content import Heading, NoteContent, pieces

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>p {{ margin: 1em }}</style>
<script>document.write("not the note")</script></head><body>
<nav><a href="/">Home</a> <a href="/documents">Documents</a></nav>
<main>
<table><tr><td>United Nations</td><td>{symbol}</td></tr>
<tr><td>{body}</td><td>Distr.: {distribution}<br>{date}<br>Original: {original}</td></tr></table>
{content}
</main>
<section class="footnotes"><hr>
{notes}
</section>
</body></html>
"""


def render_html(note: NoteContent) -> bytes:
    """Return the note as a page in UTF-8."""
    masthead = note.masthead
    content = [f"<p>{_printed(line)}</p>" for line in (*masthead.session, note.agenda_title)]
    content += [f"<h1>{_printed(note.title)}</h1>", f"<p><b>{_printed(note.document_type)}</b></p>"]
    for element in note.elements:
        if isinstance(element, Heading):
            label = f"{element.label}. " if element.label else ""
            content.append(f"<h{element.level + 1}>{label}{escape(element.text)}</h{element.level + 1}>")
        else:
            number = f"{element.number}. " if element.number else ""
            content.append(f"<p>{number}{_printed(element.text)}</p>")
    notes = [
        f'<p id="note-{_name(entry.mark)}"><sup>{entry.mark}</sup> {escape(entry.text)} '
        f'<a href="#mark-{_name(entry.mark)}" role="doc-backlink">↩</a></p>'
        for entry in note.footnotes
    ]
    return PAGE.format(
        title=escape(note.title),
        symbol=masthead.symbol or "",
        body=escape(masthead.body),
        distribution=masthead.distribution,
        date=masthead.date,
        original=masthead.original,
        content="\n".join(content),
        notes="\n".join(notes),
    ).encode()


def _printed(text: str) -> str:
    return "".join(escape(part) + (_reference(mark) if mark else "") for part, mark in pieces(text))


def _reference(mark: str) -> str:
    return f'<sup id="mark-{_name(mark)}"><a href="#note-{_name(mark)}">{mark}</a></sup>'


def _name(mark: str) -> str:
    return mark.replace("*", "star")
