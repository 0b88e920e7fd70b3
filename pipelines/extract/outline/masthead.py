"""What the first page says about the document and its meeting: date, languages; body, place, days, item; its title.

Here: taking these facts out of the masthead's text, one after the other, until the title is left.
Not here: the title (`title`), dates in six languages (`dates`), the own symbol (`own_symbol`), where the masthead ends
(`front`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.archive.formats.numerals import in_format, in_western_digits
from pipelines.archive.symbols import LOOSE_SYMBOL, PLACEHOLDER, normal_symbol, revision_of
from pipelines.extract.outline.dates import PrintedDate, find_dates, find_ranges
from pipelines.extract.outline.footnotes import EMPHASIS
from pipelines.extract.outline.front import Front
from pipelines.extract.outline.layout import MAX_MASTHEAD, Reading
from pipelines.extract.outline.own_symbol import OwnSymbol
from pipelines.extract.outline.running_text import RunningText
from pipelines.extract.outline.structure import LedgerKind, Masthead
from pipelines.extract.outline.title import read_title
from pipelines.extract.outline.words import Words, folded

MAX_KIND_LINE = 200  # characters after "Contents" in which some renditions print title and kind

_TURNED_DAY = re.compile(r"(?<=[\u0621-\u064a])(\d{1,2})[-–](?= [\u0621-\u064a])")
_SPACES = re.compile(r"[ \t|]+")
_BLANK_LINES = re.compile(r"\n{3,}")


def read_masthead(reading: Reading, front: Front, own: OwnSymbol) -> Masthead:
    """Return the facts of the masthead that stands before the body."""
    vocabulary = reading.vocabulary
    issued, languages, rest = _read_corner(_masthead_text(reading, front), own, vocabulary)
    meeting, below = _read_meeting(rest, vocabulary)
    title, document_type = read_title(reading, below, front.title, agenda_above=meeting.agenda_item is not None)
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
    for day in find_dates(text, vocabulary):
        in_range = any(days.start <= day.start < days.end for days in ranges)
        if not in_range and not vocabulary.not_issued.search(text[max(0, day.start - 8) : day.start]):
            return day.first, text[: day.start] + text[day.end :]
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
    for session in sorted(days):
        above = _without_names(text[: session.start], vocabulary)
        if head and session.first != session.last and above.rstrip(" ")[-1:] in ("", "\n"):
            meeting.session = session  # days on a line of their own; the place may come after them
            after = _PLACE_AFTER.match(text, session.end)
            meeting.place = after["place"] if after else None
            return text[: session.start], tail
        place = _PLACE.search(above)
        if place is None:
            continue
        meeting.session, meeting.place = session, " ".join(place["place"].split())
        above = text[: session.start].rstrip(" ,")
        above = above[: above.rfind(meeting.place)] if meeting.place in above else above
        return above, (tail if head else text[session.end :])
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
    body = None
    for index, line in enumerate(lines):
        if vocabulary.body_start.match(line):
            following = lines[index + 1 : index + 4]
            stop = next((i for i, words in enumerate(following) if not words or words.endswith(",")), len(following))
            body = " ".join([line, *following[:stop]])
    listed = [match.end() for match in vocabulary.body.finditer(head)]
    if body is None or (listed and head.rfind(body.split()[0]) < listed[-1]):
        return None
    return body.rstrip(" ,")


def _take_session_from_title(title: str | None, meeting: Meeting, vocabulary: Words) -> None:
    """Take place and days from the title of a report ("held in Vienna from 27 to 29 January 2010")."""
    if meeting.session is not None or not title:
        return
    for session in find_ranges(title, vocabulary):
        if match := vocabulary.place_of_meeting.search(title[: session.start]):
            meeting.session, meeting.place = session, match["place"]
            return
