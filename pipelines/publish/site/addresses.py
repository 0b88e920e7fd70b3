"""Names every page and every place in a page of the site, relative to the root of the release.

Here: one function per kind of page, so that a link and the page it leads to can't part. Not here: what is on a page.
"""

from __future__ import annotations

from pipelines.contract.articles import article_code


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


def anchor(row_id: str, note_id: str) -> str:
    """Where on the page of its note a paragraph, statement or text stands: its identifier less that of the note."""
    return row_id.removeprefix(f"{note_id}.")


def _part(page: int) -> str:
    return "" if page == 1 else f".{page}"
