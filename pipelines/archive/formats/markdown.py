"""Reads Markdown: renders it as HTML, which `html.py` reads.

Here: what is Markdown beyond doubt; CommonMark with the tables, footnotes, front matter, attributes and fenced parts of
GitHub and pandoc. Not here: what an element is (`html_parts.py`); a text with a sign of emphasis or a link now and then
(`text.py`).
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping, Sequence
from dataclasses import replace
from functools import cache
from html import escape
from itertools import islice
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.superscript import superscript_plugin

from pipelines.archive.document import Document
from pipelines.archive.formats.arabic import plain_forms
from pipelines.archive.formats.builder import clean
from pipelines.archive.formats.html import read_html
from pipelines.archive.formats.registry import Format, register
from pipelines.archive.formats.text import decode
from pipelines.archive.unreadable import Reason, Unreadable
from pipelines.workspace.limits import Limits

MEDIA_TYPE = "text/markdown"
# Front matter, headings and lines of quotations, of which one alone may stand in any text.
SIGN, MIN_SIGNS = re.compile(r"\A---[ \t]*$|^ {0,3}(?:#{1,6}[ \t]+|>[> \t]*)\S", re.MULTILINE), 2
# The row of dashes below the names of a table's columns, a footnote, the fence of a part, a number that is to stay one:
# no other text has these.
BEYOND_DOUBT = re.compile(
    r"^ {0,3}(?:\|?[ \t]*:?-{2,}:?[ \t]*\|[ \t|:-]*$|\[\^[^\]\s]{1,40}\]:|:{3,}[ \t]*[\w{]|\d{1,3}\\[.)])",
    re.MULTILINE,
)
DEPTH = 20  # of quotations within quotations
NOTE_LABEL = re.compile(r"\d{1,3}|[*†‡§]{1,5}")  # of a footnote
# The fences of parts, whose text is text as all other; the identifier and the classes of a heading.
LEFT_OUT = re.compile(r"^ {0,3}:{3,}.*$|[ \t]\{[#.-][^{}\n]{0,300}\}[ \t]*$", re.MULTILINE)


def read_markdown(text: str, limits: Limits) -> Document:
    """Read a decoded text in Markdown, as the page that it makes.

    Raises:
        Unreadable: `too_deep` for quotations within quotations; as `read_html`.
    """
    parser = _parser()
    env: dict[str, Any] = {}
    tokens = parser.parse(LEFT_OUT.sub("", plain_forms(clean(text))), env)
    if any(token.level >= DEPTH - 1 for token in tokens):  # deeper, the library leaves out text
        raise Unreadable(Reason.TOO_DEEP, "Quotations are nested too deeply", "the text can't be read to its end")
    page = parser.renderer.render(tokens, parser.options, env)
    return replace(read_html(f"<body>{page}</body>", limits), media_type=MEDIA_TYPE)


@cache
def _parser() -> MarkdownIt:
    """Numbers stay as they are typed, and no text is code because it is indented; lines stay lines."""
    parser = MarkdownIt("commonmark", {"breaks": True, "maxNesting": DEPTH})
    parser.enable(["table", "strikethrough"]).disable(["list", "code"])
    parser.use(front_matter_plugin).use(footnote_plugin).use(superscript_plugin)
    parser.use(attrs_plugin, spans=True).use(attrs_block_plugin)
    parser.core.ruler.before("footnote_tail", "marks_of_footnotes", _marks_of_footnotes)
    parser.add_render_rule("front_matter", _front_matter)
    parser.add_render_rule("footnote_caption", _mark)
    return parser


def _marks_of_footnotes(state: StateCore) -> None:
    """Give each footnote its mark: the label, or its place where labels are words; those without a mark stay, too."""
    notes = state.env.get("footnotes", {"refs": {}, "list": {}})
    for label in [label for label, number in notes["refs"].items() if number < 0]:
        notes["list"][len(notes["list"])] = {"label": label[1:], "count": 0}
    labels = [note.get("label", "").replace("\\", "") for note in notes["list"].values()]
    typed = all(map(NOTE_LABEL.fullmatch, labels))
    state.env["marks"] = labels if typed else [str(place) for place in range(1, len(labels) + 1)]


def _front_matter(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    return "<p>" + escape(tokens[index].content).replace("\n", "<br>") + "</p>"


def _mark(_: Any, tokens: Sequence[Token], index: int, __: Any, env: MutableMapping[str, Any]) -> str:
    return str(env["marks"][tokens[index].meta["id"]])


def _told(data: bytes) -> str | None:
    text = decode(data)
    signs = islice(SIGN.finditer(text), MIN_SIGNS)
    return text if BEYOND_DOUBT.search(text) or sum(1 for _ in signs) == MIN_SIGNS else None


register(Format(MEDIA_TYPE, "md", "Markdown", 50, _told, read_markdown, is_text=True))
