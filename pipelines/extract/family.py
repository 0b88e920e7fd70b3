"""Whether a document belongs to the family of `datapackage/family.yaml`: the documents of the bodies of one treaty.

Not here: whether a document is a note at all (`outline/signals.py`), how a masthead is read (`outline/masthead.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from pipelines.extract.outline.structure import Structure
from pipelines.extract.reading.systems import key_of
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.faults import read_declaration, validated

_PARTS = re.compile(r"-(?=[A-Z])")  # two symbols of one document are joined by a hyphen
_TATWEEL = "\u0640"  # lengthens Arabic words in print
_CURE = (
    "If it is to be published all the same, say `any_family: true` for it or for its source in sources.yaml "
    "(`--any-family` with --inbox)."
)


class FamilyError(ReportedError):
    """`family.yaml` can't be used."""


class Family(BaseModel):
    """The declaration. `symbols`: their beginnings, as `CAC/COSP/`. `names`: of the treaty, by language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    treaty: str
    symbols: tuple[str, ...]
    names: dict[str, tuple[str, ...]]
    bodies: dict[str, tuple[str, ...]]
    kinds: frozenset[str]

    def holds(self, symbol: str) -> bool:
        """Whether a symbol is of one of its documents."""
        return any(part.startswith(self.symbols) for part in _PARTS.split(symbol.replace(" ", "")))


def load_family(path: Path) -> Family:
    """Read `family.yaml`.

    Raises:
        FamilyError: it can't be read, is incomplete, or holds a word that means nothing.
    """
    return validated(Family, read_declaration(path, FamilyError), FamilyError, path.name)


def foreign(structure: Structure, symbol: str | None, family: Family) -> str | None:
    """The message on a document of another family; None for one of this family.

    Its symbol decides, where it has none the body in its masthead, else its title and headings. `symbol`: of the
    masthead or sources.yaml.
    """
    if symbol:
        ours = family.holds(symbol)
        why = f"its symbol is {symbol}, and those of this family begin with {' or '.join(family.symbols)}"
    elif body := structure.masthead.body:
        ours = _holds(body, family.names) or _holds(body, family.bodies)
        why = f"it was written for another body ({body})"
    else:
        ours = structure.masthead.document_type in family.kinds and _is_about_treaty(structure, family)
        why = (
            "it prints neither a symbol nor a body of this family, and neither does its title name the Convention nor "
            "a heading one of its articles. If it belongs, declare its symbol in sources.yaml"
        )
    return None if ours else f"This is a document of another family (datapackage/family.yaml): {why}. {_CURE}"


def _is_about_treaty(structure: Structure, family: Family) -> bool:
    """Whether the title names the treaty, or a heading one of its articles."""
    if structure.masthead.convention != family.treaty:
        return False
    articles = (article for section in structure.sections for article in section.articles)
    return (
        _holds(structure.masthead.title or "", family.names)
        or any(not article.inherited for article in articles)
        or any(text.article for text in structure.submission_texts)
    )


def _holds(text: str, names: Mapping[str, tuple[str, ...]]) -> bool:
    key = _key(text)
    return any(_key(name) in key for of_language in names.values() for name in of_language)


@cache
def _key(text: str) -> str:
    return key_of(text.replace(_TATWEEL, ""))
