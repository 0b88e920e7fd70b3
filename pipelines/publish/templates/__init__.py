"""The templates of documents and of Akoma Ntoso. Pages have their own environment (`site/rendering.py`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined


def templates(*, xml: bool = False, finalize: Callable[[Any], Any] | None = None) -> Environment:
    """Jinja as these templates want it. `xml`: for markup, not plain text; `finalize`: what is written of a value."""
    return Environment(
        loader=PackageLoader("pipelines.publish"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=xml,  # noqa: S701 - documents are plain text
        finalize=finalize,
    )
