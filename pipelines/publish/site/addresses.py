"""Names every page and every place in a page of the site, relative to the root of the release.

Here: one function per kind of page, so that a link and the page it leads to can't part. Not here: what is on a page.
"""

from __future__ import annotations

import re

from pipelines.contract.articles import article_code

# The series of a symbol ends before its year or session: CAC/COSP/WG.4/2022/2, CAC/COSP/IRG/II/4.
_SERIES = re.compile(r"([A-Z][A-Za-z0-9./-]*?)/(?:[0-9]|[IVXL]+(?:/|$))")


def state(iso3: str, page: int = 1) -> str:
    """The page of a State, or a further one by its number."""
    return f"states/{iso3}{_part(page)}.html"


def article(number: int, page: int = 1) -> str:
    """The page of an article, or a further one by its number."""
    return f"articles/{article_code(number)}{_part(page)}.html"


def topic(code: str, page: int = 1) -> str:
    """The page of a topic, or a further one by its number."""
    return f"topics/{code}{_part(page)}.html"


def note(note_id: str, page: int = 1) -> str:
    """The page of a note. Its identifier holds no full stop: the page number can't be taken for a part of it."""
    return f"notes/{note_id}{_part(page)}.html"


def version(note_id: str, language: str, page: int = 1) -> str:
    """The page of a note in another language; in as many parts as the note itself."""
    return f"notes/{note_id}.{language}{_part(page)}.html"


def listing(name: str, page: int = 1) -> str:
    """A page that lists things, or a further one by its number."""
    return f"{name}{_part(page)}.html"


def feed(kind: str, name: str) -> str:
    """The feed of a State, an article (by its code), a topic or a series. `kind`: states, articles, topics, series."""
    return f"feeds/{kind}/{name}.atom"


def series(symbol: str | None) -> str:
    """The series to which a document's symbol belongs, empty where it belongs to none."""
    found = _SERIES.match(symbol or "")
    return found[1] if found else ""


def series_feed(symbol: str | None) -> str:
    """The feed of the series to which a symbol belongs, empty where it belongs to none."""
    name = re.sub(r"[^a-z0-9]+", "-", series(symbol).lower()).strip("-")
    return feed("series", name) if name else ""


def anchor(row_id: str, note_id: str) -> str:
    """Where on the page of its note a paragraph, statement or text stands: its identifier less that of the note."""
    return row_id.removeprefix(f"{note_id}.")


def _part(page: int) -> str:
    return "" if page == 1 else f".{page}"
