"""The declared words by which an outline is recognised, compiled once into look-ups and patterns.

Here: reading `datapackage/language/<iso>/structure.yaml` of every language and compiling what they declare together.
Not here: how the words are used (the sibling modules), nor names of States and reporting verbs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import methodcaller
from typing import TYPE_CHECKING, Any

from pipelines.extract.outline.articles import ReferencePatterns, compile_references
from pipelines.workspace.yaml_file import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

SPACE = r"[\s\x00]+"  # NUL: see `running_text`
LETTER = r"[^\W\d_\u3400-\u9fff]"  # of a script that parts its words
# Letters that Arabic renditions print in more than one way, each with what may stand in its place.
_ARABIC = {"أ": "[أا]", "إ": "[إا]", "آ": "[آا]", "ا": "[اأإآ]", "ى": "[ىي]", "ي": "[يى]"}


@dataclass(frozen=True, slots=True)
class PrintedPhrases:
    """Phrases as titles print them: a pattern for each first letter, for which a search skips through a text."""

    patterns: tuple[re.Pattern[str], ...]

    def find(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """Yield the matches in order; of two that overlap the one that begins first."""
        matches = [match for pattern in self.patterns for match in pattern.finditer(text, start, end)]
        position = start
        for match in sorted(matches, key=methodcaller("start")):
            if match.start() >= position:
                position = match.end()
                yield match


@dataclass(frozen=True, slots=True)
class Words:
    """Words of all languages; patterns ignore case, and any white space stands for a space.

    `scripts`, `common`: how languages are known. `language_codes`, `months`, `ordinals`: word to meaning.
    `treaties`: key, symbol prefixes, names. `treaty_bodies`: words in a body's name, key. `labels`: label of a heading
    in another script to (level, ordinal). `sets`: single words, by the part that declares them.
    `references`: those of references to articles, compiled.
    """

    scripts: tuple[tuple[str, re.Pattern[str]], ...]
    common: tuple[tuple[str, frozenset[str]], ...]
    language_codes: dict[str, str]
    language_name: re.Pattern[str]
    months: dict[str, int]
    month: str
    organization: re.Pattern[str]
    distribution: re.Pattern[str]
    remark: re.Pattern[str]
    original: re.Pattern[str]
    held: re.Pattern[str]
    agenda: re.Pattern[str]
    session: re.Pattern[str]
    kinds: dict[str, re.Pattern[str]]
    kind: re.Pattern[str]
    report_title: re.Pattern[str]
    compilation_title: re.Pattern[str]
    own_title: re.Pattern[str]
    body: re.Pattern[str]
    body_names: dict[str, str]
    body_start: re.Pattern[str]
    treaties: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]
    treaty_bodies: tuple[tuple[str, str], ...]
    labels: dict[str, tuple[int, int]]
    latin: dict[str, str]
    label: re.Pattern[str]
    annex: re.Pattern[str]
    annex_words: PrintedPhrases
    contents: PrintedPhrases
    summary: PrintedPhrases
    caption: re.Pattern[str]
    footnote_opening: re.Pattern[str]
    sets: dict[str, frozenset[str]]
    references: ReferencePatterns
    ordinals: dict[str, int]


def load_words(language: Path) -> Words:
    """Read and compile `<iso>/structure.yaml` of every language in a folder.

    Raises:
        OSError: a file can't be read. KeyError: a part that must be declared in one of them is missing.
    """
    files = sorted(language.glob("*/structure.yaml"))
    return compile_words({file.parent.name: read_yaml(file) for file in files})


def compile_words(languages: dict[str, dict[str, Any]]) -> Words:
    """Compile the parsed files, by language. Raises `KeyError` where no language declares a part."""
    data: dict[str, Any] = {}
    for declared in languages.values():
        _merge(data, {key: value for key, value in declared.items() if key not in {"known_by", "months"}})
    known = {code: declared["known_by"] for code, declared in languages.items()}
    words = data["words"]
    codes = {_key(name): code for code, names in data["language_names"].items() for name in names}
    months = {
        _key(name): number
        for declared in languages.values()
        for number, names in enumerate(declared.get("months", ()), 1)
        for name in ([names] if isinstance(names, str) else names)
    }
    labels = {
        label: (level, ordinal)
        for declared in languages.values()
        for level, name in enumerate(("level_1", "level_2"), 1)
        for ordinal, label in enumerate(declared.get("heading_labels", {}).get(name, ()), 1)
    }
    return Words(
        scripts=tuple((c, re.compile(f"[{v['script']}]")) for c, v in known.items() if "script" in v),
        common=tuple((c, frozenset(v["common"])) for c, v in known.items() if "common" in v),
        language_codes=codes,
        language_name=_pattern(codes),
        months=months,
        month=_alternation(months),
        organization=_pattern(data["organization"]),
        distribution=re.compile(
            rf"(?:{_alternation(data['distribution'])})\s*:?(?:\s*(?:{_alternation(data['distributions'])})(?!\w))?",
            re.IGNORECASE,
        ),
        remark=_pattern(data["remarks"]),
        original=_original(data["original"], codes),
        agenda=_agenda(data["agenda"]),
        held=_held(data),
        session=_session(data["session"]),
        kinds={kind: re.compile(_alternation(phrases), re.IGNORECASE) for kind, phrases in data["kinds"].items()},
        kind=_pattern(phrase for phrases in data["kinds"].values() for phrase in phrases),
        report_title=_pattern(data["report_titles"], anchored=True),
        compilation_title=_pattern(data["compilation_titles"], anchored=True),
        own_title=_pattern(data["titles"], anchored=True),
        body=_pattern([*data["bodies"], *data["cut_off_bodies"]]),
        body_names={
            _key(n): whole for n, whole in [*((n, n) for n in data["bodies"]), *data["cut_off_bodies"].items()]
        },
        body_start=_pattern(data["body_starts"], anchored=True),
        treaties=tuple(
            (key, tuple(row["symbols"]), tuple(map(_key, row["names"]))) for key, row in data["treaties"].items()
        ),
        treaty_bodies=tuple(
            (_key(phrase), key) for key, row in data["treaties"].items() for phrase in row.get("bodies", ())
        ),
        labels=labels,
        latin=data["heading_labels"]["latin"],
        label=re.compile(
            rf"[-–]\s?(?P<turned>{_alternation(labels)})(?=\s)|(?P<label>{_alternation(labels)})(?:[.．、]|\s*[-–])(?=\s*\S)"
        ),
        annex=re.compile(
            rf"(?P<word>{_alternation(words['annex'])})\b"
            r"(?:[ \t]+(?P<number>[IVXLC]+|\d{1,2}|[A-Z])(?![\w’']))?[.:]?",
            re.IGNORECASE,
        ),
        annex_words=_as_printed(words["annex"]),
        contents=_as_printed(words["contents"]),
        summary=_as_printed(words["summary"]),
        caption=re.compile(rf"(?:{_alternation(words['caption'])})\s*(?:[IVX]+|\d+)\b", re.IGNORECASE),
        footnote_opening=_pattern(words["footnote_openings"], anchored=True),
        sets={part: frozenset(map(str, listed)) for part, listed in words.items()},
        references=compile_references(
            {part: _alternation(listed) for part, listed in data["references"].items()},
            {
                code: tuple(_signs([word for part in ("article", "paragraph") for word in said.get(part, ())]))
                for code, said in ((code, declared.get("references", {})) for code, declared in languages.items())
            },
        ),
        ordinals={name: number for number, names in enumerate(data["ordinals"], 1) for name in names},
    )


def _merge(into: dict[str, Any], declared: dict[str, Any]) -> None:
    """Add what one language declares to what others do: lists are joined, parts of parts likewise."""
    for key, value in declared.items():
        if isinstance(value, dict):
            _merge(into.setdefault(key, {}), value)
        elif isinstance(value, list):
            into[key] = [*into.get(key, ()), *value]
        else:
            into[key] = value


def folded(words: str) -> str:
    """Return words as they are looked up here: with single spaces, without regard to case."""
    return " ".join(words.split()).casefold()


def _key(phrase: str) -> str:
    return folded(phrase.replace("_", "'"))


def _signs(words: Iterable[str]) -> list[str]:
    """Return what words hold after their first letter, by which a text is searched for them: the shortest of each."""
    rests = {form(word[1:]) for word in words for form in (str, str.upper)}
    for letter in _ARABIC:
        rests = {max(rest.split(letter), key=len) if letter in rest else rest for rest in rests}
    return sorted(rest for rest in rests if not any(o != rest and o in rest for o in rests))


def _as_printed(phrases: Iterable[str]) -> PrintedPhrases:
    printed = {form(phrase) for phrase in phrases for form in (str.capitalize, str.upper, str.title)}
    by_first: dict[str, list[str]] = {}
    for phrase in sorted(printed, key=lambda p: (-len(p), p)):
        by_first.setdefault(phrase[0], []).append(re.escape(phrase[1:]))
    return PrintedPhrases(
        tuple(re.compile(f"{re.escape(first)}(?:{'|'.join(rests)})") for first, rests in by_first.items())
    )


def _alternation(phrases: Iterable[str]) -> str:
    return "|".join(map(_escaped, sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))))


def _escaped(phrase: str) -> str:
    escaped = re.escape(phrase).replace(r"\-", "[-–—‑]").replace("'", "['’]").replace(r"…\ ", r"(?:[^\W\d]+ ){1,4}?")
    escaped = escaped.replace(r"\ ", SPACE).replace("_", r"(?:['’\s]\s*)")
    return "".join(_ARABIC.get(letter, letter) for letter in escaped) if "ا" <= max(phrase) <= "ي" else escaped


def _pattern(phrases: Iterable[str], *, anchored: bool = False) -> re.Pattern[str]:
    """Match any of the phrases; as whole words where their script has word boundaries.

    What is searched for, not matched at a place, begins with the class of first letters: a search skips to those.
    """
    if anchored:
        return re.compile(rf"\s*(?:{_alternation(phrases)})(?!{LETTER})", re.IGNORECASE)
    rests: dict[str, list[str]] = {}
    for phrase in phrases:
        rests.setdefault("".join(sorted({phrase[0].lower(), phrase[0].upper()})), []).append(phrase[1:])
    words = "|".join(rf"(?<=[{first}])(?i:{_alternation(group)})" for first, group in rests.items())
    return re.compile(rf"[{''.join(rests)}](?<!{LETTER}.)(?:{words})(?!{LETTER})")


def _agenda(declared: dict[str, list[str]]) -> re.Pattern[str]:
    """Match "Item 2 (a) (i) of the provisional agenda *"; renditions lose some of the blanks."""
    sub = r"(?:\s*[(（]?(?:[a-zа-я]|[أابجدهو]{1,2}|[ivx]{1,4})[)）]|\s*[‘'’]\d[’'‘]|\s*[㈠-㈩])"
    more = rf"(?:(?:\s*[,،、]\s*|\s+(?:and|et|y|и|و)\s+|\s*[和及]\s*)(?:\d{{1,3}}{sub}*|{sub}+))*"
    number = rf"\d{{1,3}}{sub}*{more}"
    before = _alternation(declared["before"])
    line = rf"(?<!\w)(?:{before})[\s*∗]*(?P<number>{number})\s*(?:{_alternation(declared['after'])})"
    alone = (
        rf"(?<!\w)(?=(?-i:[^\W\d_a-zß-ÿа-я]))(?:{_alternation(declared['alone'])})[\s*∗]*(?P<alone>{number})(?![\w(])"
    )
    return re.compile(f"(?:{line}|{alone})", re.IGNORECASE)


def _held(data: dict[str, Any]) -> re.Pattern[str]:
    """Match "held in Vienna from" before the days of a session."""
    place = rf"(?:(?:{_alternation(data['held_in'])})\s+(?P<place>[^\d]{{2,60}}?),?\s+)?"
    return re.compile(
        rf"(?:{_alternation(data['held'])}),?\s+{place}(?:{_alternation(data['held_from'])})\s+$", re.IGNORECASE
    )


def _original(before: list[str], names: Iterable[str]) -> re.Pattern[str]:
    """Match "Original: Arabic and English", with the name of the document's own language that may stand before it."""
    name = rf"(?:{_alternation(names)})(?!\w)"
    more = rf"(?:\s*(?:,|;|、|،|/|(?<=\s)(?:and|et|y|и|و)|和)\s*{name})*"
    return re.compile(rf"(?:(?<!\w){name}\s+)?(?:{_alternation(before)})\s*(?P<names>{name}{more})?", re.IGNORECASE)


def _session(words: list[str]) -> re.Pattern[str]:
    """Match "Sixty-first session", "2025 session", "Second regular session 2024", "Quinto período de sesiones"."""
    number = r"(?:[^\W\d_]+(?:-[^\W\d_]+)?|\d{1,4}(?:st|nd|rd|th|-я|er|e|º|ª)?)"
    latin = rf"(?<!\w){number}[ \t]+(?:{_alternation(words)})(?!\w)(?:[ \t]+of[ \t]+\d{{4}}|,?[ \t]+\d{{4}}(?!\d))?"
    others = r"第[一二三四五六七八九十\d]+届会议|(?:الدورة|الاجتماع)[ ]\w+(?:[ ]عشرة?)?"
    return re.compile(f"{latin}|{others}", re.IGNORECASE)
