"""Whether a document is a note of the United Nations at all.

Here: what speaks for a note, and the refusal for the person who sent something else.
Not here: what kind of note it is (`titles`); error pages of web servers, which the readers refuse.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.extract.outline.front import Front
from pipelines.extract.outline.structure import Paragraph, SubmissionText
from pipelines.extract.outline.symbols import OwnSymbol
from pipelines.extract.outline.words import Words

MAX_MASTHEAD = 8000
LOOK = 20_000
CODE = re.compile(r"`[^`\n]{1,200}`")


def refusal_of(
    text: str,
    front: Front,
    own: OwnSymbol,
    vocabulary: Words,
    *,
    paragraphs: Sequence[Paragraph],
    texts: Sequence[SubmissionText],
) -> str | None:
    """Return why a document is no note, or None where it is one.

    A note has a masthead (a symbol, "Distr.", "Original:", an agenda item or a line that says its kind) and says
    something below it.
    """
    if not text.strip():
        return "The document holds no text."
    if other := _other_kind(text):
        return f"This is {other}, not a note of the United Nations. If a note is quoted in it, send the note itself."
    if texts or own.symbol or own.placeholder:
        return None
    masthead = text[front.start : min(max(front.body, front.start + 200), front.start + MAX_MASTHEAD)]
    signs = (vocabulary.distribution, vocabulary.original, vocabulary.kind, vocabulary.agenda, vocabulary.body)
    if any(sign.search(masthead) for sign in signs):
        return None
    found = f"{len(paragraphs)} numbered paragraphs" if paragraphs else "no numbered paragraphs either"
    return (
        "This does not look like a note of the United Nations. Looked for a symbol (such as CAC/COSP/WG.4/2022/3), "
        f"“Distr.”, “Original:”, an agenda item or a line such as “Note by the Secretariat”, and found none; {found}. "
        "If it is a note, declare its symbol in sources.yaml or send it in another format."
    )


def _other_kind(text: str) -> str | None:
    """What a text is that may quote symbols and mastheads by the dozen and has none: a technical text."""
    head = text[:LOOK]
    if "`" in head and len(CODE.findall(head)) > 20:
        return "a technical text with code in it"
    return None
