"""The front of a document: where it begins, where its contents table and summary stand, where its body begins.

Here: the zones before the body.
Not here: what the masthead says (`masthead`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pipelines.extract.endings import MAX_TITLE
from pipelines.extract.headings import without_label
from pipelines.extract.numbering import AFTER_SENTENCE
from pipelines.extract.symbols import LOOSE_SYMBOL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.extract.layout import Layout
    from pipelines.extract.numbering import Candidate
    from pipelines.extract.running_text import RunningText
    from pipelines.extract.structure_vocabulary import StructureVocabulary

MAX_CHROME = 2500  # characters that a web site may put before a document
CHROME_SIGNS = 600  # characters in which a web site shows itself
MAX_FRONT = 12000  # characters in which a contents table must begin

_BLANKS = " \t\n\f\x00\x1f"
_BETWEEN = re.compile(r"[\s|*\x00\x1f]*")
_BARE_NUMBER = re.compile(r"\s*(?:\d{1,4}\s*\n|1[ \t])")
_PAGE_ONE = re.compile(r"(?:(?<=\s)|^)1[ \t]+$")
_FIRST_ROMAN = re.compile(r"(?<![^\s\x00\x1f])I\.[\s\x00\x1f]*(?=[^\W\d_]|[“\"«])")
_TAKES_NUMERAL = re.compile(
    r"(?:annex|annexe|anexo|part|chapter|section|war|table|figure|volume|book|phase)[\s\x1f]+$", re.IGNORECASE
)
_LEADER = re.compile(r"(?:\.[ \t]?){4,}|…{2,}|[ \t]\d{1,3}(?:[-–]\d{1,3})?(?:[ \t]+\d{1,3})?[ \t]*(?:\n|$)|\t\d+")
_ENTRY_WORD = re.compile(r"[^\W\d_]+")


class Front(NamedTuple):
    """Zones as half-open spans; `body` is where headings and paragraphs begin. Zones that are missing are empty."""

    start: int
    contents: tuple[int, int]
    summary: tuple[int, int]
    body: int


def find_start(text: str, vocabulary: StructureVocabulary) -> int:
    """Return where the document begins, after what a web site put before it.

    The document begins with the name of the Organization beside a symbol or "Distr.", or with a symbol above "Distr.".
    """
    head = text[: MAX_CHROME + 400]
    folded = head[:CHROME_SIGNS].casefold()
    if not any(word in folded for word in vocabulary.chrome) and _BARE_NUMBER.match(head) is None:
        first_line = head.lstrip().partition("\n")[0]
        if "..." not in first_line and "…" not in first_line:
            return 0
    for match in vocabulary.organization.finditer(head):
        after = _BETWEEN.match(head, match.end())
        at = after.end() if after else match.end()
        if LOOSE_SYMBOL.match(head, at) or vocabulary.distribution.match(head, at) or "[" in head[at : at + 40]:
            page = _PAGE_ONE.search(head, 0, match.start())
            return page.start() if page else match.start()
    for match in LOOSE_SYMBOL.finditer(head):
        distribution = vocabulary.distribution.search(head, match.end(), match.end() + 200)
        if distribution and head[: match.start()].rstrip(" \t")[-1:] in ("", "\n"):
            return match.start()
    return 0


def find_front(
    running: RunningText,
    layout: Layout,
    start: int,
    candidates: Sequence[Candidate],
    titled: int,
    vocabulary: StructureVocabulary,
) -> Front:
    """Return the zones before the body. `titled`: where a title known by its type size ends, 0 if there is none."""
    text = running.text
    contents = _find_contents(running, layout, start, candidates, vocabulary)
    body = _find_body(running, layout, contents[1] or start, candidates, vocabulary)
    summary = _find_summary(running, layout, start, contents, body, vocabulary)
    title_end = max(_title_end(running, layout, start, min(body, start + MAX_FRONT), vocabulary), titled)
    if title_end:
        # What stands between the title and the first heading or number is body too, though it has no number.
        above = max(title_end, contents[1], summary[1])
        between = layout.chunks(above, body) if above < body else []
        body = between[0].start if between else body
    return Front(start, contents, summary, min(body, len(text)))


def _title_end(running: RunningText, layout: Layout, start: int, end: int, vocabulary: StructureVocabulary) -> int:
    """Return where the line ends that says the kind of document, else a title that begins by saying it; 0 if neither."""
    found = 0
    for chunk in layout.chunks(start, end):
        if chunk.end - chunk.start > MAX_TITLE:
            continue
        words = running.plain(chunk.start, chunk.end).strip("* ")
        kind = vocabulary.kind.match(words)
        if kind is not None and kind.end() == len(words):
            return chunk.end
        if vocabulary.report_title.match(words) or vocabulary.own_title.match(words):
            found = chunk.end
    return found


def _find_body(
    running: RunningText, layout: Layout, start: int, candidates: Sequence[Candidate], vocabulary: StructureVocabulary
) -> int:
    """Return where the first heading or paragraph begins: "I. Introduction", "Introduction" on its own, or "1."."""
    text = running.text
    first = next(
        (c.start for c in candidates if c.start >= start and c.number == 1 and c.strength >= AFTER_SENTENCE - 1), None
    )
    if first is None:
        first = next((c.start for c in candidates if c.start >= start and c.number == 1), None)
    limit = len(text) if first is None else first
    for match in _FIRST_ROMAN.finditer(text, start, limit):
        if not _TAKES_NUMERAL.search(text, max(start, match.start() - 12), match.start()):
            return match.start()
    for chunk in layout.chunks(start, min(limit, start + MAX_FRONT)):
        words = text[chunk.start : chunk.end] if chunk.end - chunk.start < 60 else ""
        if words and (words.casefold() in vocabulary.opening or vocabulary.label.match(words)):
            return chunk.start
    return limit


def _find_contents(
    running: RunningText, layout: Layout, start: int, candidates: Sequence[Candidate], vocabulary: StructureVocabulary
) -> tuple[int, int]:
    """Return the contents table: from its title to where its first entry comes again, as a heading of the body."""
    text = running.text
    for title, title_end in layout.occurrences(vocabulary.contents, start, min(len(text), start + MAX_FRONT)):
        if layout.opens_line(title):
            follows = _entries_follow(text, title_end, vocabulary)
        else:
            follows = _columns_follow(text, title_end, vocabulary)
        if follows:
            return title, _contents_end(running, layout, title_end, candidates, vocabulary)
    return 0, 0


def _columns_follow(text: str, end: int, vocabulary: StructureVocabulary) -> bool:
    words = [word.casefold() for word in text[end : end + 200].split()]
    return bool(words) and (
        words[0] in vocabulary.contents_columns
        or words[0] in {"i.", "introduction"}
        or any(word in vocabulary.contents_columns for word in words)
    )


def _entries_follow(text: str, end: int, vocabulary: StructureVocabulary) -> bool:
    """Tell a contents table from a heading "Contents" of the body: columns, leaders or a label follow."""
    following = text[end : end + 600]
    return (
        _columns_follow(text, end, vocabulary)
        or _LEADER.search(following) is not None
        or _FIRST_ROMAN.search(following) is not None
    )


def _contents_end(
    running: RunningText, layout: Layout, start: int, candidates: Sequence[Candidate], vocabulary: StructureVocabulary
) -> int:
    text = running.text
    entry = _first_entry(text, start, vocabulary)
    if entry is not None:
        label, words, end = entry
        gap = r"[\W\d_]{0,12}"
        again = re.compile(rf"(?<![^\s\x00\x1f]){label}{gap.join(map(re.escape, words))}(?!\w)", re.IGNORECASE)
        found = again.search(text, end)
        if found:
            return found.start()
    first = next(
        (c.start for c in candidates if c.start >= start and c.number == 1 and c.strength >= AFTER_SENTENCE), None
    )
    last = start
    for match in _LEADER.finditer(text, start, len(text) if first is None else first):
        if match.start() - last > MAX_FRONT:
            break
        last = match.end()
    if first is None:
        return len(text) if last > start else last
    chunks = [chunk for chunk in layout.chunks(last, first) if chunk.start >= last]
    return chunks[0].start if chunks else first


def _first_entry(text: str, start: int, vocabulary: StructureVocabulary) -> tuple[str, list[str], int] | None:
    """Return the pattern of the label, the first words and the end of the first entry of a contents table."""
    limit = min(len(text), start + 1500)
    roman = _FIRST_ROMAN.search(text, start, limit)
    position = roman.start() if roman else start
    label, _ = without_label(text[position : position + 12])
    words: list[str] = []
    for match in _ENTRY_WORD.finditer(text, position, limit):
        if match.group() == label or (not words and match.group().casefold() in vocabulary.contents_columns):
            continue
        if words and text[match.end() : match.end() + 1] == "." and without_label(f"{match.group()}. x")[0]:
            break
        if (
            words
            and (between := text[end : match.start()])
            and (len(between.strip(_BLANKS)) > 1 or "." in between or "\n" in between)
        ):
            break
        words.append(match.group())
        end = match.end()
        if len(words) == 4:
            break
    if not words:
        return None
    pattern = rf"{re.escape(label)}\.[\s\x00\x1f]*" if label else ""
    return pattern, words, end


def _find_summary(
    running: RunningText,
    layout: Layout,
    start: int,
    contents: tuple[int, int],
    body: int,
    vocabulary: StructureVocabulary,
) -> tuple[int, int]:
    """Return the summary: from its title to the contents table or the body."""
    text = running.text
    for title, title_end in layout.occurrences(vocabulary.summary, start, body):
        if contents[0] <= title < contents[1]:
            continue
        if not layout.opens_line(title) and not text[title_end : title_end + 4].strip(_BLANKS)[:1].isupper():
            continue
        end = contents[0] if contents[0] > title else body
        return title, end
    return 0, 0
