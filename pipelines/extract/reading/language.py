"""One language as a whole: its words, grammar and rules, read from `datapackage/language/<iso>/`.

Not here: how they are used.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.extract.reading.grammar import Grammar
from pipelines.extract.reading.lexicon import Lexicon
from pipelines.extract.reading.respondents import RespondentWords, compile_respondents
from pipelines.extract.reading.rules import Rules, load_rules
from pipelines.workspace.yaml_file import read_yaml

_ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Language:
    """A language in which paragraphs are read. `these`, `naming`: words that name States of whom something was said."""

    lexicon: Lexicon
    grammar: Grammar
    rules: Rules
    these: frozenset[str]
    naming: frozenset[str]
    respondents: RespondentWords
    organs: frozenset[str]


def load_language(folder: Path, names: Iterable[tuple[str, str, str]]) -> Language:
    """Read the folder of a language; `names`: code, form and kind of every name of a State.

    Raises:
        OSError: a file can't be read. KeyError: a part is missing. ValueError: a name, class or pattern is wrong.
    """
    words, english = (read_yaml(place / "lexicon.yaml") for place in (folder, folder.parent / _ENGLISH))
    for part in ("words", "nouns", "collective"):  # of which the language has no word is empty
        words[part] = {name: [] for name in english[part]} | words[part]
    grammar, rules = (_completed(folder, name) for name in ("grammar", "rules"))
    lexicon = Lexicon(words, grammar, names)
    return Language(
        lexicon,
        Grammar(grammar, lexicon),
        load_rules([*rules.get("first", []), *rules["rules"]], rules["sets"]),
        frozenset(words["these"]),
        frozenset(words["naming"]),
        compile_respondents(read_yaml(folder / "respondents.yaml")),
        frozenset(form for noun in words["nouns"]["organ"] for form in (noun, lexicon.plural_of(noun))),
    )


def _completed(folder: Path, name: str) -> dict[str, Any]:
    """A file of the language, each part that it leaves out as in English: kinds of groups are the same in all."""
    file, english = folder / f"{name}.yaml", folder.parent / _ENGLISH / f"{name}.yaml"
    own = read_yaml(file) if file.exists() else {}
    return own if folder.name == _ENGLISH else read_yaml(english) | own
