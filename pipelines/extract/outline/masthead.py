"""What the first page says about the document and its meeting: title, kind, date, languages; body, place, days, item.

Here: reading these facts from the masthead's text, of which each is taken out; parting the title from the agenda item
above and the kind below, also where a rendition runs them together.
Not here: dates in six languages (`dates`), the own symbol (`own_symbol`), where the masthead ends (`front`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from pipelines.archive.document import Role
from pipelines.archive.formats.numerals import FIRST_HEADING, in_format, in_western_digits
from pipelines.archive.symbols import LOOSE_SYMBOL, PLACEHOLDER, normal_symbol, revision_of
from pipelines.extract.outline.dates import PrintedDate, find_dates, find_ranges
from pipelines.extract.outline.footnotes import EMPHASIS
from pipelines.extract.outline.front import Front
from pipelines.extract.outline.layout import MAX_MASTHEAD, MAX_TITLE, Reading, next_title
from pipelines.extract.outline.own_symbol import OwnSymbol
from pipelines.extract.outline.running_text import RunningText
from pipelines.extract.outline.structure import LedgerKind, Masthead
from pipelines.extract.outline.words import Words, folded

MAX_KIND_LINE = 200  # characters after "Contents" in which some renditions print title and kind

_TURNED_DAY = re.compile(r"(?<=[\u0621-\u064a])(\d{1,2})[-–](?= [\u0621-\u064a])")
_SPACES = re.compile(r"[ \t|]+")
_BLANK_LINES = re.compile(r"\n{3,}")


class HintedTitle(NamedTuple):
    """A title that the source format tells, and where it ends. `sure`: by its level; else by its type size."""

    words: str | None = None
    end: int = 0
    sure: bool = False


def hinted_title(reading: Reading, end: int) -> HintedTitle:
    """Return the one heading of the first level above others, else the largest headings in a row before `end`.

    None where the source format gives neither levels nor sizes, or all headings are alike.
    """
    document = reading.document
    in_body = (b for b in document.blocks if b.role is Role.BODY and b.start >= reading.start)
    hinted = [block for block in in_body if block.heading is not None]
    known = [block for block in hinted if block.heading]
    if len(known) > 1 and known[0].heading == 1 and all(block.heading != 1 for block in known[1:]):
        words = _words(reading.running.plain(known[0].start, known[0].end))
        return HintedTitle(words, known[0].end, sure=True)
    hinted = [block for block in hinted if block.start < end]
    first_roman = next((i for i, b in enumerate(hinted) if FIRST_HEADING.match(document.text, b.start)), len(hinted))
    sizes = {block.size for block in hinted if block.size is not None}
    largest = (i for i, block in enumerate(hinted[:first_roman]) if block.size == max(sizes))
    above = next(largest, None) if len(sizes) > 1 else None
    if above is None:
        return HintedTitle()
    from_there = (block for block in document.blocks if hinted[above].start <= block.start < end)
    row = [*takewhile(lambda block: block.size == max(sizes), from_there)]  # lines with no hint of their own, too
    title = " ".join(document.text[block.start : block.end] for block in row)
    return HintedTitle(" ".join(title.split()).strip(" *∗"), row[-1].end)


def read_masthead(reading: Reading, front: Front, own: OwnSymbol, hinted: HintedTitle) -> Masthead:
    """Return the facts of the masthead that stands before the body."""
    vocabulary = reading.vocabulary
    issued, languages, rest = _read_corner(_masthead_text(reading, front), own, vocabulary)
    meeting, below = _read_meeting(rest, vocabulary)
    has_agenda = meeting.agenda_item is not None
    title, document_type = _read_title(below, agenda_above=has_agenda, hinted=hinted, vocabulary=vocabulary)
    _take_session_from_title(title, meeting, vocabulary)
    session = meeting.session
    return Masthead(
        symbol=own.symbol,
        title=title,
        document_type=document_type,
        body=meeting.body,
        place=meeting.place,
        session_start=session.first if session else None,
        session_end=session.last if session else None,
        agenda_item=meeting.agenda_item,
        issued=issued,
        original_language=";".join(languages) or None,
        language=reading.language,
        revision=revision_of(own.symbol, reissued=own.reissued) if own.symbol else None,
        convention=_convention(own.symbol, meeting.body, reading.document.text, vocabulary),
    )


def _masthead_text(reading: Reading, front: Front) -> str:
    """Return the masthead's text: a blank line parts visual paragraphs, one newline lines."""
    zones = [zone[0] for zone in (front.contents, front.summary) if zone[1]]
    end = min([front.body, *zones])
    late = [cut for cut in reading.running.cuts if cut.kind is LedgerKind.MASTHEAD]
    spans = [(front.start, end)]
    kind = reading.vocabulary.kind
    if front.contents[1] and not kind.search(reading.text, front.start, end):
        below = kind.search(reading.text, *front.contents)
        word = reading.text[front.contents[0] : front.contents[1]].split(None, 1)[0]
        if below and below.end() - front.contents[0] < MAX_KIND_LINE:
            spans.append((front.contents[0] + len(word), below.end()))
    above = "".join(f"{reading.document.text[cut.start : cut.end]}\n\n" for cut in late)
    return _normal(above + _with_breaks(reading.running, spans))


def _with_breaks(running: RunningText, spans: list[tuple[int, int]]) -> str:
    parts = []
    for start, end in spans:
        position = start
        for cut in running.cuts_within(start, end):
            parts.append(running.text[position : cut.start])
            if cut.kind is not LedgerKind.FOOTNOTE_MARK:
                parts.append("\n\n" if cut.parts_words or cut.reason == EMPHASIS else "")
            position = cut.end
        parts += (running.text[position:end], "\n\n")
    return "".join(parts)


def _normal(text: str) -> str:
    text = text.replace("\x00", "").replace("\x1f", " ").replace("\f", "\n\n")
    text = _TURNED_DAY.sub(r"-\1", text)
    lines = [line.strip() for line in _SPACES.sub(" ", text).split("\n")]
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def _read_corner(text: str, own: OwnSymbol, vocabulary: Words) -> tuple[str | None, tuple[str, ...], str]:
    """Return date of issue, original languages, and a masthead without these, symbol, distribution and remarks."""
    if own.symbol:
        text = LOOSE_SYMBOL.sub(lambda m: "" if normal_symbol(m["symbol"]) in (own.symbol or "") else m.group(), text)
    elif own.placeholder:
        text = PLACEHOLDER.sub("", text, count=1)
    text = vocabulary.distribution.sub("", text)
    languages: tuple[str, ...] = ()
    if original := vocabulary.original.search(text):
        languages = _languages(original["names"] or "", vocabulary)
        text = text[: original.start()] + text[original.end() :]
    text = vocabulary.remark.sub(lambda remark: _kept(remark, vocabulary), text)
    issued, text = _take_date(text, vocabulary)
    text = "\n".join(line.strip() for line in text.split("\n")).strip()
    organization = vocabulary.organization.match(text)
    return issued, languages, text[organization.end() :].lstrip() if organization else text


def _languages(names: str, vocabulary: Words) -> tuple[str, ...]:
    return tuple(dict.fromkeys(vocabulary.language_codes[folded(n)] for n in vocabulary.language_name.findall(names)))


def _kept(remark: re.Match[str], vocabulary: Words) -> str:
    """Return the words of a remark that is a kind, or with which a title goes on after a colon; else nothing."""
    kind = vocabulary.kind.match(remark.string, remark.start())
    return remark[0] if kind or remark.string[: remark.start()].rstrip(" ").endswith(":") else ""


def _take_date(text: str, vocabulary: Words) -> tuple[str | None, str]:
    """Take the first date that is no part of a range of days and that no word before it makes another's."""
    ranges = [*find_ranges(text, vocabulary)]
    for found in find_dates(text, vocabulary):
        in_range = any(days.start <= found.start < days.end for days in ranges)
        if not in_range and not vocabulary.not_issued.search(text[max(0, found.start - 8) : found.start]):
            return found.first, text[: found.start] + text[found.end :]
    return None, text


def _convention(symbol: str | None, body: str | None, text: str, vocabulary: Words) -> str | None:
    """Return the treaty that "the Convention" is: by symbol, by the body that meets, or the one named most."""
    for key, prefixes, _ in vocabulary.treaties:
        if symbol and symbol.startswith(prefixes):
            return key
    named = folded(body or "")
    for words, key in vocabulary.treaty_bodies:
        if words in named:
            return key
    sample = folded(text[:MAX_MASTHEAD])
    counts = [(sum(map(sample.count, names)), key) for key, _, names in vocabulary.treaties]
    most = max(count for count, _ in counts)
    return next(key for count, key in counts if count == most) if most else None


_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"")


def _read_title(text: str, *, agenda_above: bool, hinted: HintedTitle, vocabulary: Words) -> tuple[str | None, str]:
    """Return the title, white space normalised, None where there is none; and the kind as in the table `notes`.

    `text`: below the agenda item, or the whole rest of a masthead without one. `hinted`: what the format tells of it.
    """
    kind = _find_kind(text, vocabulary)
    above = text[: kind.start()] if kind else text
    told = hinted.words
    alone = told and (kind is None or hinted.sure)
    title = None if alone else _title_above(above, agenda_above=agenda_above, vocabulary=vocabulary)
    if told and (title is None or (told.endswith(title) and told in " ".join(text.split()))):
        title = told  # also where the lines of a title stand apart
    return title, _document_type(title, text, kind, vocabulary)


def _document_type(title: str | None, text: str, kind: re.Match[str] | None, vocabulary: Words) -> str:
    if vocabulary.compilation_title.search(text[:400]):
        return "thematic_compilation"
    if kind is not None:
        return _kind_of(kind, vocabulary)
    inside = vocabulary.kind.search(text)
    if inside is not None:
        return _kind_of(inside, vocabulary)
    named = [title or "", *text.split("\n\n")]
    return "report" if any(vocabulary.report_title.match(words) for words in named) else "other"


def _kind_of(match: re.Match[str], vocabulary: Words) -> str:
    words = re.sub(r"['’]\s*", "'", match.group())
    return next(kind for kind, pattern in vocabulary.kinds.items() if pattern.fullmatch(" ".join(words.split())))


def _find_kind(text: str, vocabulary: Words) -> re.Match[str] | None:
    """Return the line that says the kind: one that stands on its own, else the last with a capital."""
    matches = [m for m in vocabulary.kind.finditer(text) if not m.group()[0].islower()]
    own = [
        m
        for m in matches
        if text[: m.start()].rstrip(" *")[-1:] in ("", "\n") and text[m.end() :].lstrip(" *∗")[:1] in ("", "\n")
    ]
    found = own or matches
    return found[-1] if found else None


def _title_above(text: str, *, agenda_above: bool, vocabulary: Words) -> str | None:
    """Return the title that ends a text: its last paragraph, parted from an agenda item that runs into it."""
    paragraphs = [paragraph for p in text.split("\n\n") if (paragraph := p.strip(" \n*∗"))]
    if not paragraphs:
        return None
    whole = next((i for i in range(len(paragraphs) - 1, 0, -1) if not paragraphs[i][0].islower()), 0)
    paragraphs[whole:] = ["\n".join(paragraphs[whole:])]  # lines that a rendition has set apart
    last = paragraphs[-1]
    for index, paragraph in enumerate(paragraphs):
        opens = (vocabulary.report_title, vocabulary.compilation_title, vocabulary.own_title)
        if any(words.match(paragraph) for words in opens):
            rest = " ".join(paragraphs[index:])
            return _words(rest if len(rest) <= MAX_TITLE else paragraph)
    if agenda_above and len(paragraphs) == 1:
        last = _part_from_agenda(last, vocabulary, glued=not text.startswith("\n\n"))
    return _words(last)


def _part_from_agenda(text: str, vocabulary: Words, *, glued: bool) -> str:
    """Return the title that follows an agenda item without a blank line: the last line or words that begin anew.

    `glued`: words may begin anew within a line too.
    """
    lines = text.split("\n")
    for index in range(len(lines) - 1, 0, -1):
        above = lines[index - 1].rstrip()
        opens = lines[index][:1].isupper() and above[-1:] not in {":", ",", ";", "-", "–"}
        if opens and above.rsplit(None, 1)[-1].casefold() not in vocabulary.sets["never_last"]:
            return "\n".join(lines[index:])
    flat = " ".join(text.split())
    if not glued:
        return flat
    masked = _QUOTED.sub(lambda m: "“" + "x" * (len(m.group()) - 2) + "”", flat)
    masked = masked[:1].lower() + masked[1:]  # the capital of a first word is not that of a name
    best = 0
    while (following := next_title(masked, best, len(masked), vocabulary)) is not None:
        best = following
    return flat[best:]


def _words(text: str) -> str | None:
    return " ".join(text.split()).strip(" *∗") or None


_LETTERS = dict(zip("أابجدهو", "aabcdef", strict=True))

_PLACE = re.compile(r"(?P<place>[^\W\d_][^\n\d]{1,60})\s{0,9}[,،，]\s{0,9}$")
_PLACE_AFTER = re.compile(r"(?:,[ ]|[,，][ ]?)(?P<place>[^\W\d_][^\n\d,]{1,40}(?:,[ ][^\n\d,]{2,30})?)(?=\n|$)")


@dataclass(slots=True)
class Meeting:
    """What a masthead says of a meeting. `session` has the first and last day."""

    agenda_item: str | None = None
    session: PrintedDate | None = None
    place: str | None = None
    body: str | None = None


def _read_meeting(text: str, vocabulary: Words) -> tuple[Meeting, str]:
    """Return what a masthead says of the meeting, and what it says below: the title, with an agenda item's above it."""
    meeting = Meeting()
    head, tail = _take_agenda(text, meeting, vocabulary)
    head, tail = _take_session(head, tail, meeting, vocabulary)
    return meeting, _take_body(head, tail, meeting, vocabulary)


def _take_agenda(text: str, meeting: Meeting, vocabulary: Words) -> tuple[str, str]:
    """Part the text at the agenda item: what stands above and below it. Without one all is below."""
    match = vocabulary.agenda.search(text)
    if match is None:
        return "", text
    number = match["number"] or match["alone"]
    meeting.agenda_item = _item(number)
    return text[: match.start()].rstrip(), text[match.end() :].lstrip(" \t*∗[]")


def _item(printed: str) -> str:
    """Return the number of an agenda item as English documents print it: "2 (a) (i)" for "2 a) i)", "2 (أ) '1'"."""
    western = in_western_digits(printed)
    numbered = re.sub(r"[‘'’]([1-9])[’'‘]", lambda m: f"({in_format(int(m[1]), 'lowerRoman')})", western)
    numbered = re.sub("[㈠-㈩]", lambda m: f"({in_format(ord(m[0]) - ord('㈠') + 1, 'lowerRoman')})", numbered)
    numbered = re.sub(r"(?<![(\w])(\w{1,4})\)", r"(\1)", numbered.replace("（", "(").replace("）", ")"))
    numbered = re.sub(r"\((\w)\)", lambda m: f"({_LETTERS.get(m[1], m[1])})", numbered)
    return re.sub(r"(?<=[\w)])\s*\(", " (", " ".join(numbered.split()))


def _take_session(head: str, tail: str, meeting: Meeting, vocabulary: Words) -> tuple[str, str]:
    """Take the line of place and days ("Vienna, 15-17 June 2022"); without an agenda item it parts head from tail."""
    text = head or tail
    days = [*find_ranges(text, vocabulary)]
    days += [d for d in find_dates(text, vocabulary) if not any(r.start <= d.start < r.end for r in days)]
    for found in sorted(days):
        above = _without_names(text[: found.start], vocabulary)
        if head and found.first != found.last and above.rstrip(" ")[-1:] in ("", "\n"):
            meeting.session = found  # days on a line of their own; the place may come after them
            after = _PLACE_AFTER.match(text, found.end)
            meeting.place = after["place"] if after else None
            return text[: found.start], tail
        place = _PLACE.search(above)
        if place is None:
            continue
        meeting.session, meeting.place = found, " ".join(place["place"].split())
        above = text[: found.start].rstrip(" ,")
        above = above[: above.rfind(meeting.place)] if meeting.place in above else above
        return above, (tail if head else text[found.end :])
    return head, tail


def _without_names(text: str, vocabulary: Words) -> str:
    """Return a text in which names of bodies and sessions are line ends, so that a place stands on its own."""
    return vocabulary.session.sub("\n", vocabulary.body.sub("\n", text))


def _take_body(head: str, tail: str, meeting: Meeting, vocabulary: Words) -> str:
    """Find the body that meets: the last one named above the agenda item, else before the title. Returns the rest."""
    if head:
        for named in vocabulary.body.finditer(head):
            if vocabulary.auspices.search(head, max(0, named.start() - 30), named.start()):
                continue
            meeting.body = vocabulary.body_names[folded(named.group())]
        if unlisted := _unlisted_body(head, vocabulary):
            meeting.body = unlisted
    rest = tail
    while True:
        rest = rest.lstrip(" \n,*")
        match = vocabulary.body.match(rest) or vocabulary.session.match(rest) or vocabulary.organization.match(rest)
        if match is None or vocabulary.report_title.match(rest):
            break
        if name := vocabulary.body_names.get(folded(match.group())):
            if head:
                break
            meeting.body = name
        rest = rest[match.end() :]
    return rest if not head or meeting.agenda_item is None else tail


def _unlisted_body(head: str, vocabulary: Words) -> str | None:
    """Return the last line that begins like the name of a body, unless a listed body is named below it."""
    lines = [" ".join(line.split()) for line in _without_names(head, vocabulary).split("\n")]
    found = None
    for index, line in enumerate(lines):
        if vocabulary.body_start.match(line):
            following = lines[index + 1 : index + 4]
            stop = next((i for i, words in enumerate(following) if not words or words.endswith(",")), len(following))
            found = " ".join([line, *following[:stop]])
    listed = [match.end() for match in vocabulary.body.finditer(head)]
    if found is None or (listed and head.rfind(found.split()[0]) < listed[-1]):
        return None
    return found.rstrip(" ,")


def _take_session_from_title(title: str | None, meeting: Meeting, vocabulary: Words) -> None:
    """Reports name place and days in their title ("held in Vienna from 27 to 29 January 2010")."""
    if meeting.session is not None or not title:
        return
    for found in find_ranges(title, vocabulary):
        if match := vocabulary.held.search(title[: found.start]):
            meeting.session, meeting.place = found, match["place"]
            return
