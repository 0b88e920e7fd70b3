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


def system(system_id: str) -> str:
    """The page of a system, body or law; `systems_with_a_page` says which have one."""
    return f"systems/{system_id}.html"


def note(note_id: str, language: str | None = None) -> str:
    """The page of a note; in another language than that which carries its structure, where one is named."""
    return f"notes/{note_id}{f'.{language}' if language else ''}.html"


def place(note_id: str, row_id: str, language: str | None = None) -> str:
    """Where a row stands on the page of its note: `notes/2022-note.html#p013.USA`; the note itself at its top."""
    return note(note_id, language) + ("" if row_id == note_id else f"#{anchor(row_id, note_id)}")


def anchor(row_id: str, note_id: str) -> str:
    """The same within that page: the row's identifier less that of the note."""
    return row_id.removeprefix(f"{note_id}.")


def _part(page: int) -> str:
    return "" if page == 1 else f".{page}"
