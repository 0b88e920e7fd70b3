"""The declared words by which an outline is recognised, compiled once into look-ups and patterns; a text's language.

Here: reading `datapackage/language/<iso>/structure.yaml` of every language and compiling what they declare together;
which of the six official languages a text is written in, by script or by commonest short words.
Not here: how the words are used (the sibling modules), names of States and reporting verbs, the original language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipelines.archive.formats.numerals import HEADING_LABEL
from pipelines.extract.word_files import Declared, naming, read_words

RESOLUTION_NUMBER = (
    r"(?:\d{1,3}/\d{1,3}(?:[ ]?[A-Z](?![\w/]))?"
    r"|\d{1,4}[ ]\([A-Z\-]*[ ]?(?:19|20)\d\d\)|\d{1,4}[ ]\([IVXLS\-]+\))"
)
_SUB = r"(?:\s?\((?:\d{1,2}|[a-z]{1,2}|[ivx]{1,4})\))"
SPACE = r"[\s\x00]+"  # NUL: see `running_text`
LETTER = r"[^\W\d_\u3400-\u9fff]"  # of a script that parts its words
# Letters that Arabic renditions print in more than one way, each with what may stand in its place.
_ARABIC = {"أ": "[أا]", "إ": "[إا]", "آ": "[آا]", "ا": "[اأإآ]", "ى": "[ىي]", "ي": "[يى]"}


class ReferencePatterns:
    """Patterns of references in the words of all languages; `signs`: what is behind first letters.

    `reference` has a group `several` where its word announces more articles than one; `with_paragraphs`: one of those,
    with its paragraphs.
    """

    def __init__(self, declared: Mapping[str, Sequence[str]]) -> None:
        """`declared`: words by the part that declares them."""
        any_of = {part: _alternation(listed) for part, listed in declared.items()}
        to = rf"\s?[-–—]\s?|\s{{1,9}}(?:{any_of['to']})\s{{1,9}}"
        also = rf"(?:\s{{0,9}}[,;،]\s{{0,9}}|\s{{1,9}})(?:{any_of['and']})\s{{0,9}}|\s{{0,9}}[,;،]\s{{0,9}}"
        numbers = rf"\d{{1,3}}{_SUB}{{0,3}}(?![\d/])(?:(?:{to}|{also})\d{{1,3}}{_SUB}{{0,3}}(?![\w/]|\.\d))*"
        of = f"{any_of['of']}|{any_of['under']}"
        plural = r"(?:(?<=[sS])|(?<=[sS]\.))"
        word, paragraph = rf"(?<![^\W\d_])(?i:{any_of['article']})", rf"(?i:{any_of['paragraph']})\s*"
        article = rf"{word}[\s\x00]*"
        self.reference = re.compile(
            rf"{word}(?P<several>{plural})?[\s\x00]*(?P<articles>{numbers})(?:[,،]?\s+{paragraph}(?P<paragraphs>{numbers}))?"
            rf"|(?<![^\W\d_]){paragraph}(?P<before>{numbers})\s+(?:(?i:{of})\s*)?{article}(?P<article>\d{{1,2}})(?!\d)"
        )
        # "paragraph 4" is one, "paragraphs 1, 2 and 4" are three; what follows ("…, and 33") is an article.
        number = rf"\d{{1,3}}{_SUB}{{0,3}}(?![\w/])"
        ranged, comma, last = (
            rf"{number}(?:(?:{to}){number})?",
            r"\s{0,9}[,،]\s{0,9}",
            rf"\s{{1,9}}(?:{any_of['and']})\s{{1,9}}",
        )
        those = rf"{ranged}(?:(?:{comma}{ranged})+(?:[,،]?{last}{number})?|{last}{number})?"
        self.with_paragraphs = re.compile(
            rf"(?:(?:{also})(?:(?:{any_of['the']})\s{{1,9}})?)?(?P<articles>{ranged})"
            rf"(?:[,،]?\s+(?i:{any_of['paragraph']}){plural}\s*(?P<many>{those})"
            rf"|[,،]?\s+{paragraph}(?P<single>{number}))?"
        )
        both = rf"(?:[ ]?,[ ]?|[ ]?,?[ ](?:{any_of['and']})[ ]|[ ]?[和及与][ ]?|、)(?:(?:{any_of['the']})[ ])?"
        self.resolutions = re.compile(
            rf"(?i:{any_of['resolution']})(?![^\W\d_])(?:[ ](?:{any_of['of']})[ ](?:[^\W\d_]|[ ]){{1,60}}?)?[ ]*"
            rf"(?:(?:{any_of['numbered']})[ ])?(?P<list>{RESOLUTION_NUMBER}"
            rf"(?:(?:,?[ ](?:{any_of['entitled']})[ ]“[^”]{{0,400}}”)?{both}{RESOLUTION_NUMBER})*)"
        )
        self.one = re.compile(rf"(?P<to>{to})?(?P<number>\d{{1,3}})(?P<sub>{_SUB}{{0,3}})")
        self.of = re.compile(rf"[\s,]{{0,9}}(?:{of})\s{{0,9}}(?P<owner>[^.;:()]{{1,90}})", re.IGNORECASE)
        self.surely_of = re.compile(rf"[\s,]{{0,9}}(?:{any_of['of']})", re.IGNORECASE)
        self.convention = re.compile(
            rf"(?:(?:{any_of['the']})\s{{0,9}}){{0,3}}(?:{any_of['convention']})(?P<rest>[^.;:()]*)", re.IGNORECASE
        )
        self.goes_on = re.compile(rf"(?:{any_of['goes_on']})", re.IGNORECASE)
        self.signs = _signs([*declared["article"], *declared["paragraph"]])
        self.resolution_signs = _signs(declared["resolution"])


class Words:
    """Words of all languages; patterns ignore case, and any white space stands for a space."""

    def __init__(self, languages: Mapping[str, Declared], files: Path) -> None:
        """Compile the parsed files, by language. Raises `VocabularyError` where no one of `files` declares a part."""
        merged: dict[str, Any] = {}
        for declared in languages.values():
            _merge(merged, {key: value for key, value in declared.items() if key not in {"known_by", "months"}})
        data = Declared(merged, files)
        # By what languages are recognised: their script, or their commonest words.
        signs = {code: declared["known_by"] for code, declared in languages.items()}
        self.scripts = [(c, re.compile(f"[{v['script']}]")) for c, v in signs.items() if "script" in v]
        self.common = [(c, frozenset(v["common"])) for c, v in signs.items() if "common" in v]
        self.language_codes = {_key(name): code for code, names in data["language_names"].items() for name in names}
        self.language_name = _pattern(self.language_codes)
        self.months = {
            _key(name): number
            for declared in languages.values()
            for number, names in enumerate(declared.get("months", ()), 1)
            for name in ([names] if isinstance(names, str) else names)
        }
        to, also, of = (_alternation(data["days"][part]) for part in ("to", "and", "of"))
        self.date, self.days = _dates(_alternation(self.months), to, also, of)
        self.organization = _pattern(data["organization"])
        self.distribution = re.compile(
            rf"(?:{_alternation(data['distribution'])})\s*:?(?:\s*(?:{_alternation(data['distributions'])})(?!\w))?",
            re.IGNORECASE,
        )
        self.remark = _pattern(data["remarks"])
        self.original = _original(data["original"], self.language_codes, also)
        self.agenda = _agenda(data["agenda"], also)
        self.place_of_meeting = _place_of_meeting(data)
        self.session = _session(data["session"], data["session_forms"], of)
        self.auspices = re.compile(rf"(?:{_alternation(data['under_auspices'])})\s+\Z", re.IGNORECASE)
        self.not_issued = re.compile(
            rf"(?<![^\W\d_])(?:{_alternation(data['words']['not_issued'])}|[-–—])[ ]*$", re.IGNORECASE
        )
        kinds: dict[str, list[str]] = data["kinds"]
        self.kinds = {kind: re.compile(_alternation(phrases), re.IGNORECASE) for kind, phrases in kinds.items()}
        self.kind = _pattern(phrase for phrases in kinds.values() for phrase in phrases)
        self.report_title = _pattern(data["report_titles"], anchored=True)
        self.compilation_title = _pattern(data["compilation_titles"], anchored=True)
        self.own_title = _pattern(data["titles"], anchored=True)
        # Bodies as they are printed, to their whole names.
        self.body = _pattern([*data["bodies"], *data["cut_off_bodies"]])
        self.body_names = {_key(name): name for name in data["bodies"]}
        self.body_names |= {_key(name): whole for name, whole in data["cut_off_bodies"].items()}
        self.body_start = _pattern(data["body_starts"], anchored=True)
        # Treaties: key, symbol prefixes, names; words in the name of a body, key.
        treaties: dict[str, dict[str, list[str]]] = data["treaties"]
        self.treaties = [(k, tuple(row["symbols"]), tuple(map(_key, row["names"]))) for k, row in treaties.items()]
        self.treaty_bodies = [(_key(phrase), k) for k, row in treaties.items() for phrase in row.get("bodies", ())]
        self._compile_body(data, languages)

    def _compile_body(self, data: dict[str, Any], languages: Mapping[str, Declared]) -> None:
        """Compile the words that tell the parts of a text below its masthead."""
        words = data["words"]
        # Labels of headings in another script: level and ordinal; the Latin letters that others stand for.
        self.labels = {
            label: (level, ordinal)
            for declared in languages.values()
            for level, name in enumerate(("level_1", "level_2"), 1)
            for ordinal, label in enumerate(declared.get("heading_labels", {}).get(name, ()), 1)
        }
        self.latin: dict[str, str] = data["heading_labels"]["latin"]
        self.label = _label(_alternation(self.labels))
        self.annex = re.compile(
            rf"(?P<word>{_alternation(words['annex'])})\b"
            rf"(?:[ \t]+(?P<number>{HEADING_LABEL}|\d{{1,2}})(?![\w’']))?[.:]?",
            re.IGNORECASE,
        )
        self.chapter = re.compile(
            rf"(?=[^\W\d_a-zß-ÿ])(?i:{_alternation(words['chapter'])})[ \t]+(?P<label>{HEADING_LABEL})"
            r"(?:[.:]|[ \t]*[–—-](?=\s)|(?=\s))"
        )
        self.contents = _pattern(_printed(words["contents"]), cased=True)
        self.summary = _pattern(_printed(words["summary"]), cased=True)
        self.caption = re.compile(
            rf"(?:{_alternation(words['caption'])})(?:\s*(?:[IVX]+|\d+)\b|\s?[:：])", re.IGNORECASE
        )
        self.sets = {part: frozenset(map(str, listed)) for part, listed in words.items()}
        self.references = ReferencePatterns(data["references"])
        self.ordinals = {name: number for number, names in enumerate(data["ordinals"], 1) for name in names}
        self.nth_meeting = re.compile(
            rf"[(\[–—-][ \t]*(?P<ordinal>{_alternation(self.ordinals)})\s+"
            rf"(?:{_alternation(data['session'])})(?!\w)[)\]]?[ \t]*:?",
            re.IGNORECASE,
        )
        self.state_field = re.compile(rf"(?:{_alternation(words['state_fields'])})[ \t]*:[ \t]*", re.IGNORECASE)


def load_words(language: Path) -> Words:
    """Read and compile `<iso>/structure.yaml` of every language in a folder.

    Raises:
        VocabularyError: a file can't be used, or a part that must be declared in one of them is missing.
    """
    files = language / "*" / "structure.yaml"
    with naming(files):
        declared = sorted(language.glob("*/structure.yaml"))
        return Words({file.parent.name: read_words(file) for file in declared}, files)


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


def _alternation(phrases: Iterable[str]) -> str:
    return "|".join(map(_escaped, sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))))


def _escaped(phrase: str) -> str:
    escaped = re.escape(phrase).replace(r"\-", "[-–—‑]").replace("'", "['’]").replace(r"…\ ", r"(?:[^\W\d]+ ){1,4}?")
    escaped = escaped.replace(r"\ ", SPACE).replace("_", r"(?:['’\s]\s*)")
    return "".join(_ARABIC.get(letter, letter) for letter in escaped) if "ا" <= max(phrase) <= "ي" else escaped


def _printed(phrases: Iterable[str]) -> set[str]:
    """Return phrases as titles print them."""
    return {form(phrase) for phrase in phrases for form in (str.capitalize, str.upper, str.title)}


def _pattern(phrases: Iterable[str], *, anchored: bool = False, cased: bool = False) -> re.Pattern[str]:
    """Match any of the phrases; as whole words where their script has word boundaries.

    What is searched for, not matched at a place, begins with the class of first letters: a search skips to those.
    """
    if anchored:
        return re.compile(rf"\s{{0,9}}(?:{_alternation(phrases)})(?!{LETTER})", re.IGNORECASE)
    rests: dict[str, list[str]] = {}
    for phrase in phrases:
        first = phrase[0] if cased else "".join(sorted({phrase[0].lower(), phrase[0].upper()}))
        rests.setdefault(first, []).append(phrase[1:])
    flag = "" if cased else "i"
    words = "|".join(rf"(?<=[{first}])(?{flag}:{_alternation(group)})" for first, group in sorted(rests.items()))
    return re.compile(rf"[{''.join(sorted(rests))}](?<!{LETTER}.)(?:{words})(?!{LETTER})")


def _dates(month: str, to: str, also: str, of: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Match a single date, and a range of days; both begin with a digit."""
    day = r"\d{1,2}(?:\s?(?:º|°|er|st|nd|rd|th)(?!\w))?"
    to = rf"\s*(?:[-–—−]|(?<=\s)(?:{to})(?=\s)|(?<=\s)و(?=\d)|至)\s*"
    of = rf"(?:\s+(?:{of})\s+|\s*)"
    single = rf"(?<![\d/-])(?P<d>{day}){of}(?P<m>{month})(?:\s*,)?{of}(?P<y>\d{{4}})(?!\d)"
    chinese = r"(?P<zy>\d{4})\s?年\s?(?P<zm>\d{1,2})\s?月\s?(?P<zd>\d{1,2})\s?日"
    span = (
        rf"(?<![\d/-])(?:(?P<d0>{day}){to}{day}\s+(?:{also})\s+)?(?P<d1>{day})(?:{of}(?P<m1>{month})(?:{of}(?P<y1>\d{{4}}))?)?{to}"
        rf"(?P<d2>{day}){of}(?P<m2>{month})(?:\s*,)?{of}(?P<y2>\d{{4}})(?!\d)"
    )
    days = (
        r"(?P<y3>\d{4})\s?年\s?(?P<m3>\d{1,2})\s?月\s?(?P<d3>\d{1,2})\s?日?\s?(?:至|-|–|—)\s?"
        r"(?:(?P<y4>\d{4})\s?年\s?)?(?:(?P<m4>\d{1,2})\s?月\s?)?(?P<d4>\d{1,2})\s?日"
    )
    return re.compile(f"{single}|{chinese}", re.IGNORECASE), re.compile(f"{span}|{days}", re.IGNORECASE)


def _agenda(declared: dict[str, list[str]], also: str) -> re.Pattern[str]:
    """Match "Item 2 (a) (i) of the provisional agenda *"; renditions lose some of the blanks."""
    sub = r"(?:\s*[(（]?(?:[a-zа-я]|[أابجدهو]{1,2}|[ivx]{1,4})[)）]|\s*[‘'’]\d[’'‘]|\s*[㈠-㈩])"
    more = rf"(?:(?:\s*[,،、]\s*|\s+(?:{also})\s+|\s*[和及]\s*)(?:\d{{1,3}}{sub}*|{sub}+))*"
    number = rf"\d{{1,3}}{sub}*{more}"
    before = _alternation(declared["before"])
    line = rf"(?<!\w)(?:{before})[\s*∗:]*(?P<number>{number})\s*(?:{_alternation(declared['after'])})"
    alone = (
        rf"(?<!\w)(?=(?-i:[^\W\d_a-zß-ÿа-я]))(?:{_alternation(declared['alone'])})[\s*∗:]*(?P<alone>{number})(?![\w(])"
    )
    return re.compile(f"(?:{line}|{alone})", re.IGNORECASE)


def _label(labels: str) -> re.Pattern[str]:
    """Match a label of another script: before its stop, or turned round behind it."""
    return re.compile(rf"[-–]\s?(?P<turned>{labels})(?=\s)|(?P<label>{labels})(?:[.．、]|\s*[-–])(?=\s*\S)")


def _place_of_meeting(data: dict[str, Any]) -> re.Pattern[str]:
    """Match "held in Vienna from" before the days of a session."""
    place = rf"(?:(?:{_alternation(data['held_in'])})\s+(?P<place>[^\d]{{2,60}}?),?\s+)?"
    return re.compile(
        rf"(?:{_alternation(data['held'])}),?\s+{place}(?:{_alternation(data['held_from'])})\s+$", re.IGNORECASE
    )


def _original(before: list[str], names: Iterable[str], also: str) -> re.Pattern[str]:
    """Match "Original: Arabic and English", with the name of the document's own language that may stand before it."""
    own = rf"(?:(?<!\w)(?:{_alternation(names)})\s+)?"
    listed = _language_list(names, also)
    return re.compile(rf"{own}(?:{_alternation(before)})\s*(?P<names>{listed})?", re.IGNORECASE)


def _language_list(names: Iterable[str], also: str) -> str:
    name = rf"(?:{_alternation(names)})(?!\w)"
    return rf"{name}(?:\s*(?:,|;|、|،|/|(?<=\s)(?:{also})|和)\s*{name})*"


def _session(words: list[str], forms: list[str], of: str) -> re.Pattern[str]:
    """Match "Sixty-first session", "2025 session", "Second regular session 2024", "Quinto período de sesiones"."""
    number = r"(?:[^\W\d_]+(?:-[^\W\d_]+)?|\d{1,4}(?:st|nd|rd|th|-я|er|e|º|ª)?)"
    latin = (
        rf"(?<!\w){number}[ \t]+(?:{_alternation(words)})(?!\w)(?:[ \t]+(?:{of})[ \t]+\d{{4}}|,?[ \t]+\d{{4}}(?!\d))?"
    )
    return re.compile("|".join([latin, *forms]), re.IGNORECASE)


# Windows at even distances: mastheads of all languages hold English words, and some notes quote other languages.
WINDOWS, WINDOW = 4, 700
DEFAULT = "en"


def language_of(text: str, start: int, vocabulary: Words) -> str:
    """Return the ISO 639-1 code of the official language of a text from `start` on; English if nothing tells.

    A script other than Latin decides where at least a quarter of the letters are in it; Latin script is told apart by
    the number of common words.
    """
    step = max(WINDOW, (len(text) - start) // WINDOWS)
    sample = " ".join(text[start + i * step : start + i * step + WINDOW] for i in range(WINDOWS))
    if len(sample.encode()) - len(sample) > len(sample) // 8:
        for code, script in vocabulary.scripts:
            if 4 * len(script.findall(sample)) > sum(map(str.isalpha, sample)):
                return code
    words = Counter(sample.lower().replace("'", " ").replace("’", " ").split())
    counts = [(sum(map(words.__getitem__, common.intersection(words))), code) for code, common in vocabulary.common]
    best = max(count for count, _ in counts)
    return next(code for count, code in counts if count == best) if best else DEFAULT
