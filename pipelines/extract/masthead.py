"""What the first page says about the document itself.

Here: the document's own symbol, date of issue, languages, body, place and days of the session, agenda item.
Not here: title and kind of document (`titles`), where the masthead ends (`front`).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from pipelines.document import Role
from pipelines.extract.dates import PrintedDate, find_dates, find_ranges
from pipelines.extract.footnotes import EMPHASIS
from pipelines.extract.structure import LedgerKind, Masthead, Signal
from pipelines.extract.symbols import LOOSE_SYMBOL, PLACEHOLDER, SYMBOL, normal_symbol, revision_of, superseded_by
from pipelines.extract.titles import Title, read_title

if TYPE_CHECKING:
    from pipelines.document import Document
    from pipelines.extract.running_text import RunningText
    from pipelines.extract.structure_vocabulary import StructureVocabulary

MAX_SYMBOL = 1500  # characters from the start in which a masthead prints the symbol
TREATY_SAMPLE = 4000
MAX_PLACE_WORDS = 5

# What may not stand before a document's own symbol: a footnote mark, a bracket, or words that cite.
_CITES = re.compile(r"(?:[*∗(¹\[“]|(?:documents?|see|resolutions?|and|in|of|to|report|item)[\s\x1f]*)$", re.IGNORECASE)
_PLACE = re.compile(r"(?P<place>[^\W\d_][^\n\d]{1,60})\s*,\s*$")
_PLACE_AFTER = re.compile(r",[ ](?P<place>[^\W\d_][^\n\d,]{1,40}(?:,[ ][^\n\d,]{2,30})?)(?=\n|$)")
_NO_DATE = re.compile(r"(?<![^\W\d_])(?:dated|on|of|from|to|until|since|le|el|du|del|от|[-–—])[ ]*$", re.IGNORECASE)
_PRESENTATION_FORMS = re.compile(r"[\ufb50-\ufdff\ufe70-\ufefc]")
_SPACES = re.compile(r"[ \t|]+")


class OwnSymbol(NamedTuple):
    """The document's own symbol and where the masthead prints it; `placeholder` where it is not filled in."""

    symbol: str | None
    start: int
    end: int
    reissued: bool
    placeholder: str | None


@dataclass(slots=True)
class Facts:
    """The facts of a masthead while its text is read."""

    original_languages: tuple[str, ...] = ()
    issued: str | None = None
    session: PrintedDate | None = None
    place: str | None = None
    body: str | None = None
    agenda_item: str | None = None


def find_own_symbol(document: Document, start: int, vocabulary: StructureVocabulary) -> OwnSymbol:
    """Return the document's own symbol, as the masthead prints it, else as running headers do.

    A symbol after the agenda item, in brackets, in a footnote or after words that cite is not the document's own.
    """
    text = document.text
    end = min(len(text), start + MAX_SYMBOL)
    if agenda := vocabulary.agenda.search(text, start, end):
        end = agenda.start()
    placeholder = PLACEHOLDER.search(text, start, end)
    for match in LOOSE_SYMBOL.finditer(text, start, end):
        if placeholder and placeholder.start() <= match.start():
            break
        if _CITES.search(text, max(start, match.start() - 14), match.start()) or _ends_like_a_footnote(
            text, match.end()
        ):
            continue
        symbol, last = normal_symbol(match["symbol"]), match.end()
        second = LOOSE_SYMBOL.match(text, last + len(text[last:end]) - len(text[last:end].lstrip(" \t\n|")), end)
        if second and (other := normal_symbol(second["symbol"])) != symbol and "-" not in symbol:
            symbol, last = f"{symbol}-{other}", second.end()
        return OwnSymbol(symbol, match.start(), last, match["reissue"] is not None, None)
    if placeholder:
        return OwnSymbol(
            None, placeholder.start(), placeholder.end(), reissued=False, placeholder=placeholder["symbol"]
        )
    return OwnSymbol(_running_symbol(document), start, start, reissued=False, placeholder=None)


def _ends_like_a_footnote(text: str, end: int) -> bool:
    """A full stop after a symbol ends a footnote ("* A/61/150.")."""
    return text[end : end + 1] == "." and not text[end + 1 : end + 2].isalnum()


def header_symbols(document: Document) -> list[str]:
    """Return the symbols that the source format marks as running headers, the commonest first."""
    counts: dict[str, int] = {}
    for block in document.blocks:
        if block.role is Role.PAGE_HEADER:
            for match in SYMBOL.finditer(document.text, block.start, block.end):
                symbol = normal_symbol(match["symbol"])
                counts[symbol] = counts.get(symbol, 0) + 1
    return sorted(counts, key=lambda symbol: (-counts[symbol], symbol))


def _running_symbol(document: Document) -> str | None:
    """Return the symbol that stands alone on more than one line, or in page headers."""
    if headers := header_symbols(document):
        return headers[0]
    counts: dict[str, int] = {}
    for line in document.text.split("\n"):
        if len(line) < 60 and "/" in line and (match := SYMBOL.fullmatch(line.strip())):
            symbol = normal_symbol(match["symbol"])
            counts[symbol] = counts.get(symbol, 0) + 1
    repeated = sorted((-count, symbol) for symbol, count in counts.items() if count > 1)
    return repeated[0][1] if repeated else None


def masthead_text(running: RunningText, spans: list[tuple[int, int]]) -> str:
    """Return the text of the masthead's spans: a blank line parts visual paragraphs, one newline lines."""
    parts = []
    for start, end in spans:
        position = start
        for cut in running.cuts_within(start, end):
            parts.append(running.text[position : cut.start])
            if cut.kind is not LedgerKind.FOOTNOTE_MARK:
                parts.append("\n\n" if cut.parts_words or cut.reason == EMPHASIS else "")
            elif cut.parts_words:
                parts.append(" ")
            position = cut.end
        parts += (running.text[position:end], "\n\n")
    text = "".join(parts).replace("\x00", "").replace("\x1f", " ").replace("\f", "\n\n")
    if _PRESENTATION_FORMS.search(text):
        text = unicodedata.normalize("NFKC", text).replace("ـ", "")
    lines = [line.strip() for line in _SPACES.sub(" ", text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def hinted_title(document: Document, start: int, end: int) -> tuple[str | None, int]:
    """Return the title known by its type size, and where it ends: the largest headings in a row before `end`.

    None and 0 where the source format gives no sizes, or all headings are of one size.
    """
    hinted = [b for b in document.blocks if b.role is Role.BODY and b.heading is not None and start <= b.start < end]
    sizes = {block.size for block in hinted if block.size is not None}
    if len(sizes) < 2:
        return None, 0
    title: list[str] = []
    title_end = 0
    for block in hinted:
        if block.size == max(sizes):
            title.append(document.text[block.start : block.end])
            title_end = block.end
        elif title:
            break
    return " ".join(" ".join(title).split()).strip(" *∗"), title_end


def read_masthead(
    document: Document,
    text: str,
    own: OwnSymbol,
    language: str,
    hinted_title: str | None,
    vocabulary: StructureVocabulary,
) -> Masthead:
    """Return the facts of a masthead from its `text` (see `masthead_text`)."""
    facts = Facts()
    text = _take_symbol_and_languages(text, own, facts, vocabulary)
    head, tail = _take_agenda(text, facts, vocabulary)
    head, tail = _take_session(head, tail, facts, vocabulary)
    tail = _take_body(head, tail, facts, vocabulary)
    title = read_title(tail, agenda_above=facts.agenda_item is not None, hinted=hinted_title, vocabulary=vocabulary)
    _take_session_from_title(title, facts, vocabulary)
    session = facts.session
    symbol = own.symbol
    return Masthead(
        symbol=symbol,
        title=title.title,
        document_type=title.document_type,
        body=facts.body,
        place=facts.place,
        session_start=session.first if session else None,
        session_end=session.last if session else None,
        agenda_item=facts.agenda_item,
        issued=facts.issued,
        original_language=";".join(facts.original_languages) or None,
        language=language,
        revision=revision_of(symbol, reissued=own.reissued) if symbol else None,
        supersedes=superseded_by(symbol) if symbol else None,
        convention=_convention(symbol, document.text, vocabulary),
    )


def _take_symbol_and_languages(text: str, own: OwnSymbol, facts: Facts, vocabulary: StructureVocabulary) -> str:
    """Take out what stands in the corner of a masthead: symbol, distribution, date, languages, remarks."""
    if own.symbol or own.placeholder:
        text = PLACEHOLDER.sub(
            "", LOOSE_SYMBOL.sub(lambda m: "" if _is_part(m["symbol"], own) else m.group(), text), count=1
        )
    text = vocabulary.distribution.sub("", text)
    original = vocabulary.original.search(text)
    if original and original["names"]:
        names = vocabulary.language_name.findall(original["names"])
        facts.original_languages = tuple(dict.fromkeys(vocabulary.language_codes[_folded(n)] for n in names))
    if original:
        text = text[: original.start()] + text[original.end() :]
    text = vocabulary.remark.sub("", text)
    ranges = list(find_ranges(text, vocabulary))
    for found in find_dates(text, vocabulary):
        in_range = any(r.start <= found.start < r.end for r in ranges)
        if not in_range and not _NO_DATE.search(text[max(0, found.start - 8) : found.start]):
            facts.issued = found.first
            text = text[: found.start] + text[found.end :]
            break
    text = "\n".join(line.strip() for line in text.split("\n")).strip()
    organization = vocabulary.organization.match(text)
    return text[organization.end() :].lstrip() if organization else text


def _is_part(symbol: str, own: OwnSymbol) -> bool:
    return own.symbol is not None and normal_symbol(symbol) in own.symbol


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()


def _take_agenda(text: str, facts: Facts, vocabulary: StructureVocabulary) -> tuple[str, str]:
    """Part the text at the agenda item: what stands above and below it. Without one all is below."""
    match = vocabulary.agenda.search(text)
    if match is None:
        return "", text
    number = match["number"] or match["number_zh"] or match["alone"]
    facts.agenda_item = re.sub(r"(?<=[\w)])\s*\(", " (", " ".join(number.split()))
    return text[: match.start()].rstrip(), text[match.end() :].lstrip(" \t*∗[]")


def _take_session(head: str, tail: str, facts: Facts, vocabulary: StructureVocabulary) -> tuple[str, str]:
    """Take the line of place and days ("Vienna, 15-17 June 2022"); without an agenda item it parts head from tail."""
    text = head or tail
    days = [*find_ranges(text, vocabulary)]
    days += [d for d in find_dates(text, vocabulary) if not any(r.start <= d.start < r.end for r in days)]
    for found in sorted(days):
        above = _without_names(text[: found.start], vocabulary)
        if head and found.first != found.last and above.rstrip(" ")[-1:] in ("", "\n"):
            facts.session = found  # days on a line of their own; the place may come after them
            after = _PLACE_AFTER.match(text, found.end)
            facts.place = after["place"] if after else None
            return text[: found.start], tail
        place = _PLACE.search(above)
        if place is None or (not head and "\n" not in above[place.start() :] and _is_prose(above)):
            continue
        facts.session, facts.place = found, _last_name(place["place"])
        above = text[: found.start].rstrip(" ,")
        above = above[: above.rfind(facts.place)] if facts.place in above else above
        return above, (tail if head else text[found.end :])
    return head, tail


def _without_names(text: str, vocabulary: StructureVocabulary) -> str:
    """Return a text in which names of bodies and sessions are line ends, so that a place stands on its own."""
    return vocabulary.session.sub("\n", vocabulary.body.sub("\n", text))


def _is_prose(text: str) -> bool:
    line = text[text.rfind("\n") + 1 :]
    return line.count(",") > 2 or len(line) > 60


def _last_name(place: str) -> str:
    """Return the name that ends a line: the whole line if it is short, else its last words with capitals.

    A country may follow after a comma ("Sharm el-Sheikh, Egypt"); small words may stand between capitals.
    """
    words = place.split()
    if len(words) <= MAX_PLACE_WORDS:
        return " ".join(words)
    first = len(words) - 1
    while first > 0 and (
        words[first - 1][0].isupper() or (len(words[first - 1]) < 4 and first > 1 and words[first - 2][0].isupper())
    ):
        first -= 1
    return " ".join(words[first:])


def _take_body(head: str, tail: str, facts: Facts, vocabulary: StructureVocabulary) -> str:
    """Find the body that meets: the last one named above the agenda item, else those before the title. Returns the rest."""
    if head:
        for match in vocabulary.body.finditer(head):
            facts.body = vocabulary.body_names[_folded(match.group())]
        if unlisted := _unlisted_body(head, vocabulary):
            facts.body = unlisted
    rest = tail
    while True:
        rest = rest.lstrip(" \n,*")
        match = vocabulary.body.match(rest) or vocabulary.session.match(rest) or vocabulary.organization.match(rest)
        if match is None or vocabulary.report_title.match(rest):
            break
        if name := vocabulary.body_names.get(_folded(match.group())):
            if head:
                break
            facts.body = name
        rest = rest[match.end() :]
    return rest if not head or facts.agenda_item is None else tail


def _unlisted_body(head: str, vocabulary: StructureVocabulary) -> str | None:
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


def _take_session_from_title(title: Title, facts: Facts, vocabulary: StructureVocabulary) -> None:
    """Reports name place and days in their title ("held in Vienna from 27 to 29 January 2010")."""
    if facts.session is not None or not title.title:
        return
    held = re.compile(
        rf"(?:{vocabulary.held})\s+(?:(?:in|at|en|à|au|в)\s+(?P<place>[^\d]{{2,60}}?),?\s+)?(?:from|on|del?|du|с)\s+$",
        re.IGNORECASE,
    )
    for found in find_ranges(title.title, vocabulary):
        if match := held.search(title.title[: found.start]):
            facts.session, facts.place = found, match["place"]
            return


def _convention(symbol: str | None, text: str, vocabulary: StructureVocabulary) -> str | None:
    """Return the treaty that "the Convention" is: by the symbol, else the one that the opening names most."""
    if symbol:
        for key, prefixes, _ in vocabulary.treaties:
            if symbol.startswith(prefixes):
                return key
    sample = " ".join(text[:TREATY_SAMPLE].casefold().split())
    counts = [(sum(map(sample.count, names)), key) for key, _, names in vocabulary.treaties]
    most = max(count for count, _ in counts)
    return next(key for count, key in counts if count == most) if most else None


def masthead_signals(document: Document, own: OwnSymbol, masthead: Masthead) -> list[Signal]:
    """Return what is doubtful about the symbol: a placeholder, or running headers that disagree with it."""
    signals = []
    if own.placeholder:
        message = f"The symbol “{own.placeholder}” is not filled in. Declare the symbol in sources.yaml if it is known."
        signals.append(Signal("placeholder_symbol", own.start, own.end, own.placeholder, message))
    for symbol in header_symbols(document):
        if masthead.symbol and symbol not in masthead.symbol and masthead.symbol not in symbol:
            at = document.text.find(symbol.split("/")[0], own.end)
            message = f"Page headers say {symbol}, the masthead {masthead.symbol}. The masthead is followed."
            signals.append(Signal("symbols_disagree", max(at, 0), max(at, 0) + len(symbol), symbol, message))
    return signals
