"""The templates of documents. Pages have their own environment (`site/rendering.py`)."""

from __future__ import annotations

import re

from jinja2 import Environment, PackageLoader, StrictUndefined

_MARKUP = re.compile(r"[\\`*_\[\]<>|~&]")


def templates() -> Environment:
    """Jinja as these templates want it."""
    environment = Environment(
        loader=PackageLoader("pipelines.publish"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - documents are plain text
    )
    environment.filters["in_markdown"] = in_markdown
    return environment


def in_markdown(text: str) -> str:
    r"""A text of a note as Markdown shows it, on one line: nothing in it is markup, a link or HTML.

    >>> in_markdown("Law <b>")
    'Law \\<b\\>'
    """
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))
