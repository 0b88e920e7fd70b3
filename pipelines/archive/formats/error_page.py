"""Knows the pages that web servers send in place of a document, in whatever format they were saved.

Here: their tell-tale phrases.
Not here: what a note looks like; that a readable document is no note is found out by extraction.
"""

from __future__ import annotations

import re

from pipelines.archive.formats.limits import Reason, Unreadable

MAX_LENGTH = 3_000  # characters: error pages are short, and a note that quotes such a phrase is not
PHRASES = re.compile(
    r"""
    does\s+not\s+exist\s+in\s+the\s+Official\s+Document\s+System
    | \b(?:40[0-9]|410|429|50[0-4])\b[\s:.–—-]*(?:error|not\s+found|forbidden|unauthorized|gone
        |bad\s+(?:request|gateway)|too\s+many\s+requests|internal\s+server\s+error|service\s+unavailable|gateway\s+time-?out)
    | \b(?:http\s+)?(?:error|status)[\s:]+(?:40[0-9]|410|429|50[0-4])\b
    | \b(?:page|file|document|url|resource)\s+(?:(?:was|could|can)\s*(?:not|n[’']t)\s+(?:be\s+)?found|not\s+found)
    | \baccess\s+(?:is\s+|was\s+)?denied\b | \brequest\s+(?:was\s+)?blocked\b
    | \b(?:service|site|server)\s+(?:is\s+)?(?:temporarily\s+)?unavailable\b
    | \bbad\s+gateway\b | \bgateway\s+time-?out\b | \binternal\s+server\s+error\b
    | \bchecking\s+your\s+browser\b | \bverify(?:ing)?\s+(?:that\s+)?you\s+are\s+(?:a\s+)?human\b
    | \benable\s+javascript\b | \byour\s+session\s+has\s+expired\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def refuse_error_page(text: str, title: str = "") -> None:
    """Raise `Unreadable` (`error_page`) where a short text, or its title, is that of an error page."""
    if len(text) > MAX_LENGTH:
        return
    match = PHRASES.search(text) or PHRASES.search(title)
    if match:
        raise Unreadable(
            Reason.ERROR_PAGE,
            "The file is an error page, not a document",
            f"a web server wrote in it: “{' '.join(match.group().split())}”",
            "Check the address of the document and download it again",
        )
