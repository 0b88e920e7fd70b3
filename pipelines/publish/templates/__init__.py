"""The templates of documents and of Akoma Ntoso. Pages have their own environment (`site/rendering.py`)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

_MARKUP = re.compile(r"[\\`*_\[\]<>|~&]")


def templates(*, xml: bool = False, finalize: Callable[[Any], Any] | None = None) -> Environment:
    """Jinja as these templates want it. `xml`: for markup, not plain text; `finalize`: what is written of a value."""
    environment = Environment(
        loader=PackageLoader("pipelines.publish"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=xml,  # noqa: S701 - documents are plain text
        finalize=finalize,
    )
    environment.filters["in_markdown"] = in_markdown
    return environment


def in_markdown(text: str) -> str:
    r"""A text of a note as Markdown shows it, on one line: nothing in it is markup, a link or HTML.

    >>> in_markdown("Law <b>")
    'Law \\<b\\>'
    """
    return _MARKUP.sub(r"\\\g<0>", " ".join(text.split()))
