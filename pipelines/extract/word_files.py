"""Reads files of declared words, `datapackage/language/<iso>/*.yaml`; errors name the file and the part of it.

Not here: how words are compiled (`outline/words.py`, `reading/language.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from re import error as NoPatternError  # noqa: N812
from typing import Any

from pipelines.workspace.errors import ReportedError
from pipelines.workspace.faults import read_declaration


class VocabularyError(ReportedError):
    """Declared words can't be used; the message names the file and the part of it."""


class Declared(dict[str, Any]):
    """The parts of a file. `declared["verbs"]["report"]` raises `VocabularyError` where either part is missing."""

    def __init__(self, parts: Mapping[str, Any], file: Path, *above: str) -> None:
        super().__init__({n: Declared(p, file, *above, n) if isinstance(p, dict) else p for n, p in parts.items()})
        self._file, self._above = file, above

    def __missing__(self, part: str) -> Any:
        """Say that a part is missing."""
        cure = "Declare it; CONTRIBUTING.md says under “What a language is” what each file holds"
        raise VocabularyError(f"{self._file}, {'.'.join((*self._above, str(part)))}", "this part is missing", cure)


def read_words(file: Path) -> Declared:
    """Read a file of declared words.

    Raises:
        VocabularyError: it can't be read, is no YAML or has no parts.
    """
    with naming(file):
        return Declared(read_declaration(file, VocabularyError), file)


@contextmanager
def naming(place: Path) -> Iterator[None]:
    """Turn an error over declared words into a `VocabularyError` that names their file or folder."""
    try:
        yield
    except (AttributeError, LookupError, NoPatternError, OSError, TypeError, ValueError) as error:
        why = f"it can't be used ({type(error).__name__}: {error})"
        raise VocabularyError(str(place), why, "Correct what was changed last, or take the folder away") from error
