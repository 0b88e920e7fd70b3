"""Draws the pictures that other sites show beside a link: one for some kinds of page each, 1200 × 630 pixels.

Here: layout. Not here: which kind of page has which (`rendering.py`), numbers (`summary.py`).
"""

from __future__ import annotations

import textwrap
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made, renders
from pipelines.publish.site.phrases import ENGLISH
from pipelines.publish.site.summary import summarise

_SIZE = (1200, 630)
_GROUND, _WHITE, _RULE = (20, 64, 107), (255, 255, 255), (242, 177, 52)
# Shades between ground and white; one more colour is that of the rule. Sixteen take four bits a pixel.
_SHADES = 15
_SOFT = 190
_LEFT = 80
_KINDS = {
    "article": "One article: who is quoted, and what is said",
    "list": "Sort, filter, compare, save",
    "note": "One note: every paragraph, and what was extracted",
    "state": "One State: every quote, article by article",
}


@renders()
def render_cards(draft: ReleaseDraft) -> Made:
    """`cards/<kind>.png` for every kind of page."""
    summary = draft.once(summarise)
    numbers = " · ".join(
        f"{ENGLISH.number(value)} {label.lower()}" for label, value, _ in summary.counts[:1] + summary.counts[2:3]
    )
    for kind, line in ({"landing": numbers} | _KINDS).items():
        yield f"cards/{kind}.png", _drawn(draft.publication.title, line, draft.publication.publisher.name)


def _drawn(title: str, line: str, publisher: str) -> bytes:
    image = Image.new("L", _SIZE, 0)
    pen = ImageDraw.Draw(image)
    y = 130
    for text in textwrap.wrap(title, 30)[:4]:
        pen.text((_LEFT, y), text, fill=255, font=ImageFont.load_default(68))
        y += 84
    for text in textwrap.wrap(line, 56)[:2]:
        pen.text((_LEFT, y + 24), text, fill=_SOFT, font=ImageFont.load_default(36))
        y += 48
    pen.text((_LEFT, 540), publisher[:70], fill=_SOFT, font=ImageFont.load_default(28))
    image = image.point([value * (_SHADES - 1) // 255 for value in range(256)])
    ImageDraw.Draw(image).rectangle((_LEFT, 90, _LEFT + 120, 98), fill=_SHADES)
    image.putpalette(_palette())
    made = BytesIO()
    image.save(made, "PNG", bits=4, compress_level=6)
    return made.getvalue()


def _palette() -> list[int]:
    steps = [step / (_SHADES - 1) for step in range(_SHADES)]
    shades = [round(g + (w - g) * step) for step in steps for g, w in zip(_GROUND, _WHITE, strict=True)]
    return [*shades, *_RULE]
