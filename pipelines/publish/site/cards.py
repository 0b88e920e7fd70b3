"""Draws the pictures that other sites show beside a link: one per kind of page, 1200 × 630 pixels.

Here: layout. Not here: which kinds of page there are (`rendering.py`), numbers (`summary.py`).
"""

from __future__ import annotations

import textwrap
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from pipelines.publish.site.rendering import Site, number
from pipelines.publish.site.summary import Summary

_SIZE = (1200, 630)
_GROUND, _WHITE, _SOFT, _RULE = "#14406b", "#ffffff", "#c5d9ee", "#f2b134"
_LEFT = 80
_KINDS = {
    "article": "One article: who is quoted, and what is said",
    "changes": "What changed with this release",
    "columns": "What every column means",
    "list": "The list",
    "matrix": "States and articles",
    "note": "One note: every paragraph, and what was extracted",
    "search": "Search every paragraph",
    "sql": "Ask the data in SQL",
    "state": "One State: every quote, article by article",
    "use": "How to use the data",
}


def write_cards(site: Site, summary: Summary) -> None:
    """Write `cards/<kind>.png` for every kind of page that was written."""
    folder = site.facts.folder / "cards"
    folder.mkdir(exist_ok=True)
    numbers = " · ".join(
        f"{number(value)} {label.lower()}" for label, value in summary.counts[:1] + summary.counts[2:3]
    )
    for kind in sorted(site.kinds):
        _draw(
            folder / f"{kind}.png",
            site.facts.publication.title,
            _KINDS.get(kind, numbers),
            site.facts.publication.publisher.name,
        )


def _draw(path: Path, title: str, line: str, publisher: str) -> None:
    # A palette of shades between two colours keeps a card below 15 kB.
    image = Image.new("RGB", _SIZE, _GROUND)
    pen = ImageDraw.Draw(image)
    pen.rectangle((_LEFT, 90, _LEFT + 120, 98), fill=_RULE)
    y = 130
    for text in textwrap.wrap(title, 30)[:4]:
        pen.text((_LEFT, y), text, fill=_WHITE, font=ImageFont.load_default(68))
        y += 84
    for text in textwrap.wrap(line, 56)[:2]:
        pen.text((_LEFT, y + 24), text, fill=_SOFT, font=ImageFont.load_default(36))
        y += 48
    pen.text((_LEFT, 540), publisher[:70], fill=_SOFT, font=ImageFont.load_default(28))
    image.quantize(32, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(path, optimize=True)
