"""A note as an HTML page.

Here: elements of a plain web page with a title block, headings, numbered paragraphs, footnotes at the end. Not here:
other formats.
"""

from __future__ import annotations

from html import escape
from random import Random

from benchmarks.corpus.model import MARK, Box, Heading, Listing, Note, Paragraph
from benchmarks.corpus.title_page import annex_name, before_title, box_lines, contents_lines, printed


def html_text(note: Note) -> str:
    """The whole page."""
    rng = Random(f"{note.seed}/html")  # noqa: S311 - reproducible on purpose
    mast = note.masthead
    body = [f"<p>{'<br>'.join(escape(line) for line in group)}</p>" for group in before_title(note)]
    body += [f"<h1>{escape(mast.title)}</h1>", f"<p><strong>{escape(mast.kind_line)}</strong></p>"]
    if note.summary:
        body += ["<p><em>Summary</em></p>", f"<blockquote>{escape(note.summary)}</blockquote>"]
    if note.contents:
        body.append(f"<div>{'<br>'.join(escape(line) for line in contents_lines(note, rng))}</div>")
    feet = [f"<p>{mark} {escape(text)}</p>" for mark, text in mast.stars]
    number = boxes = 0
    for block in note.blocks:
        if isinstance(block, Heading):
            text = block.text if block.part != "body" else printed(block)
            if block.part != "body":
                body.append(f"<h2>{annex_name(block)}</h2>")
            body.append(f"<h{block.level + 1}>{escape(text)}</h{block.level + 1}>")
        elif isinstance(block, Paragraph):
            marked = escape(f"{block.number}. {block.text}")
            for note_text in block.notes:
                number += 1
                mark = f'<sup><a href="#fn{number}">{number}</a></sup>'
                marked = marked.replace(MARK, mark, 1)
                feet.append(f'<p id="fn{number}"><sup>{number}</sup> {escape(note_text)}</p>')
            first, *items = marked.split("\n")
            body.append(f"<p>{first}</p>" + "".join(f"<p>{item}</p>" for item in items))
        elif isinstance(block, Box):
            boxes += 1
            lines = "".join(f"<p>{escape(line)}</p>" for line in box_lines(block, boxes))
            body.append(f'<table border="1"><tr><td>{lines}</td></tr></table>')
        elif isinstance(block, Listing):
            body.append("<ul>" + "".join(f"<li>{escape(line)}</li>" for line in block.lines) + "</ul>")
    content = "\n".join([*body, "<hr>", *feet])
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(mast.title)}</title>'
        f"<style>p {{margin: 1em}}</style></head>\n<body>\n<nav><a href='/'>Home</a></nav>\n<main>\n{content}\n"
        "</main>\n</body></html>\n"
    )
