"""The declared words by which an outline is recognised, compiled once into look-ups and patterns.

Here: reading `datapackage/vocabulary/structure.yaml` and compiling what it declares.
Not here: how the words are used (the sibling modules), nor names of States and reporting verbs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import methodcaller
from typing import TYPE_CHECKING, Any

from pipelines.workspace.yaml_file import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

SPACE = r"[\s\x00]+"  # NUL: see `running_text`
LETTER = r"[^\W\d_\u3400-\u9fff]"  # of a script that parts its words


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
class StructureVocabulary:
    """Words of `structure.yaml`; patterns ignore case, and any white space stands for a space.

    `scripts`, `common`: how languages are known. `language_codes`, `months`, `ordinals`, `kinds`: word to meaning.
    `treaties`: key, symbol prefixes, names. `treaty_bodies`: words in
    a body's name, key. `labels`: non-Latin heading label to (level, ordinal).
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
    held: str
    agenda: re.Pattern[str]
    session: re.Pattern[str]
    kinds: dict[str, str]
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
    label: re.Pattern[str]
    annex: re.Pattern[str]
    annex_words: PrintedPhrases
    annex_to: frozenset[str]
    contents: PrintedPhrases
    contents_columns: frozenset[str]
    summary: PrintedPhrases
    opening: frozenset[str]
    caption: re.Pattern[str]
    chrome: tuple[str, ...]
    abbreviations: frozenset[str]
    before_numbers: frozenset[str]
    footnote_opening: re.Pattern[str]
    never_last: frozenset[str]
    institutions: frozenset[str]
    after_suspended_hyphens: frozenset[str]
    ordinals: dict[str, int]


def load_structure_vocabulary(file: Path) -> StructureVocabulary:
    """Read and compile `structure.yaml`.

    Raises:
        OSError: the file can't be read. KeyError: a part of the vocabulary is missing.
    """
    return compile_structure_vocabulary(read_yaml(file))


def compile_structure_vocabulary(data: dict[str, Any]) -> StructureVocabulary:
    """Compile the parsed content of `structure.yaml`. Raises `KeyError` where a part is missing."""
    words = data["words"]
    languages = data["languages"]
    codes = {name: code for code, names in data["language_names"].items() for name in names}
    months = {name: number for number, names in enumerate(data["months"], 1) for name in names}
    kinds = {_key(phrase): kind for kind, phrases in data["kinds"].items() for phrase in phrases}
    labels = {
        label: (level, ordinal)
        for level, rows in enumerate(data["heading_labels"].values(), 1)
        for ordinal, row in enumerate(rows, 1)
        for label in row
    }
    agenda = data["agenda"]
    return StructureVocabulary(
        scripts=tuple((c, re.compile(f"[{v['script']}]")) for c, v in languages.items() if "script" in v),
        common=tuple((c, frozenset(v["common"])) for c, v in languages.items() if "common" in v),
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
        agenda=_agenda(agenda["before"], agenda["after"]),
        held=_alternation(data["held"]),
        session=_session(data["session"]),
        kinds=kinds,
        kind=_pattern(phrase for phrases in data["kinds"].values() for phrase in phrases),
        report_title=_pattern(data["report_titles"], anchored=True),
        compilation_title=_pattern(data["compilation_titles"], anchored=True),
        own_title=_pattern(data["titles"], anchored=True),
        body=_pattern([*data["bodies"], *data["cut_off_bodies"]]),
        body_names={
            _key(n): whole for n, whole in [*((n, n) for n in data["bodies"]), *data["cut_off_bodies"].items()]
        },
        body_start=_pattern(data["body_starts"], anchored=True),
        treaties=tuple((key, tuple(row["symbols"]), tuple(row["names"])) for key, row in data["treaties"].items()),
        treaty_bodies=tuple((words, key) for key, row in data["treaties"].items() for words in row.get("bodies", ())),
        labels=labels,
        label=re.compile(f"({_alternation(labels)})(?:[.．、]|\\s*[-–])\\s*(?=\\S)"),
        annex=re.compile(
            rf"(?P<word>{_alternation(words['annex'])})\b"
            r"(?:[ \t]+(?P<number>[IVXLC]+|\d{1,2}|[A-Z])(?![\w’']))?[.:]?",
            re.IGNORECASE,
        ),
        annex_to=frozenset(words["annex_to"]),
        annex_words=_as_printed(words["annex"]),
        contents=_as_printed(words["contents"]),
        contents_columns=frozenset(words["contents_columns"]),
        summary=_as_printed(words["summary"]),
        opening=frozenset(words["opening"]),
        caption=re.compile(rf"(?:{_alternation(words['caption'])})\s+(?:[IVX]+|\d+)\b", re.IGNORECASE),
        chrome=tuple(words["chrome"]),
        abbreviations=frozenset(words["abbreviations"]),
        before_numbers=frozenset(words["before_numbers"]),
        institutions=frozenset(words["institutions"]),
        footnote_opening=_pattern(words["footnote_openings"], anchored=True),
        never_last=frozenset(words["never_last"]),
        after_suspended_hyphens=frozenset(words["after_suspended_hyphens"]),
        ordinals={name: number for number, names in enumerate(data["ordinals"], 1) for name in names},
    )


def _as_printed(phrases: Iterable[str]) -> PrintedPhrases:
    printed = {form(phrase) for phrase in phrases for form in (str.capitalize, str.upper, str.title)}
    by_first: dict[str, list[str]] = {}
    for phrase in sorted(printed, key=lambda p: (-len(p), p)):
        by_first.setdefault(phrase[0], []).append(re.escape(phrase[1:]))
    return PrintedPhrases(
        tuple(re.compile(f"{re.escape(first)}(?:{'|'.join(rests)})") for first, rests in by_first.items())
    )


def _alternation(phrases: Iterable[str]) -> str:
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "|".join(re.escape(p).replace(r"\ ", SPACE).replace("_", r"(?:['’\s]\s*)") for p in ordered)


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


def _agenda(before: list[str], after: list[str]) -> re.Pattern[str]:
    """Match "Item 2 (a) (i) of the provisional agenda *"; renditions lose some of the blanks."""
    sub = r"(?:\s*\((?:[a-z]|[ivx]{1,4})\))"
    more = rf"(?:(?:\s*,\s*|\s+(?:and|et|y|и)\s+)(?:\d{{1,3}}{sub}*|{sub}+))*"
    number = rf"(?P<number>\d{{1,3}}{sub}*{more})"
    line = rf"(?<!\w)(?:{_alternation(before)})\s*{number}\s*(?:{_alternation(after)})"
    alone = rf"(?<!\w)(?-i:A(?:genda|GENDA))\s+items?\s+(?P<alone>\d{{1,3}}{sub}*{more})(?![\w(])"
    chinese = r"临时议程\s*[*∗]?\s*项目\s*(?P<number_zh>\d{1,3}(?:\s*\([a-z]\))*)"
    return re.compile(f"(?:{line}|{chinese}|{alone})", re.IGNORECASE)


def _original(before: list[str], names: Iterable[str]) -> re.Pattern[str]:
    """Match "Original: Arabic and English", with the name of the document's own language that may stand before it."""
    name = rf"(?:{_alternation(names)})(?!\w)"
    more = rf"(?:\s*(?:,|;|、|،|/|(?<=\s)(?:and|et|y|и|和))\s*{name})*"
    return re.compile(rf"(?:(?<!\w){name}\s+)?(?:{_alternation(before)})\s*(?P<names>{name}{more})?", re.IGNORECASE)


def _session(words: list[str]) -> re.Pattern[str]:
    """Match "Sixty-first session", "2025 session", "Second regular session 2024", "Quinto período de sesiones"."""
    number = r"(?:[^\W\d_]+(?:-[^\W\d_]+)?|\d{1,4}(?:st|nd|rd|th|-я|er|e|º|ª)?)"
    latin = rf"(?<!\w){number}[ \t]+(?:{_alternation(words)})(?!\w)(?:[ \t]+of[ \t]+\d{{4}}|,?[ \t]+\d{{4}}(?!\d))?"
    others = r"第[一二三四五六七八九十\d]+届会议|الدورة[ ]\w+"
    return re.compile(f"{latin}|{others}", re.IGNORECASE)


def _key(phrase: str) -> str:
    return " ".join(phrase.replace("_", "'").split()).casefold()
