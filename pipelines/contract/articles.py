"""The code of an article of the Convention, as it stands in lists of articles and in the names of files and pages.

A list such as `13` or `5;6` is a number in one release and text in the next to whatever guesses types from a CSV;
`article-13` is text to all. Not here: what an article is called (`datapackage/codes/articles.csv`).
"""

from __future__ import annotations

from collections.abc import Sequence


def article_code(article: int) -> str:
    """The code of an article: `article-09` for 9."""
    return f"article-{article:02d}"


def articles_in(codes: str | Sequence[str] | None) -> list[int]:
    """The numbers of the articles in a list of codes, one text or several: 5 and 13 in `article-05;article-13`."""
    listed = codes.split(";") if isinstance(codes, str) else codes or ()
    return [int(code.removeprefix("article-")) for code in listed if code]
