"""Judges the extracted rows by the contract, and refuses the notes whose rows break it.

Here: which notes are judged, and what becomes of one that is found wanting. Not here: the rules (`constraints.py`),
rules on whole tables (`sql/checks/`), Frictionless's verdict, which is on a release (`publish/verify.py`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipelines.contract.constraints import Relation, compile_checks
from pipelines.contract.tables import Contract
from pipelines.contract.violations import Violation, find_violations
from pipelines.extract.batches import Extraction
from pipelines.extract.refusal import UnfitReason, breaks_contract
from pipelines.extract.relations import attach_extracted
from pipelines.workspace.engine import Engine, connect
from pipelines.workspace.fingerprint import VALIDATION
from pipelines.workspace.progress import stage
from pipelines.workspace.state import State


@dataclass(frozen=True, slots=True)
class _Valid:
    """The extractions, by key, that this version of validation has found valid."""

    code: str = ""
    extractions: frozenset[str] = frozenset()


def refuse_invalid(
    contract: Contract, current: Sequence[Extraction], extract: Path, engine: Engine, *, good: Collection[str]
) -> list[Extraction]:
    """The extractions, a note whose rows break the contract as a refusal of the documents that are to blame.

    `good`: checksums of the documents that were published before: of a note that broke with a new translation, the
    translation is to blame.

    Raises: as `violations`.
    """
    kept = list(current)
    while found := violations(contract, kept, extract, engine):
        by_note: dict[str, list[Violation]] = defaultdict(list)
        for violation in found:
            # Identifiers of rows begin with that of their note.
            by_note[re.split("[./]", violation.where)[0]].append(violation)
        whole = [e for e in kept if not (e.batch and e.note_id in by_note)]
        if len(whole) == len(kept):
            break  # what is left concerns no single note, and the check of the whole stops publication
        broken = [e for e in kept if e.batch and e.note_id in by_note]
        kept = [*whole, *(r for e in broken for r in _refused(e, by_note[e.note_id], good))]
    return sorted(kept, key=lambda e: (e.note_id, e.sha256))


def _refused(extraction: Extraction, broken: Sequence[Violation], good: Collection[str]) -> Iterator[Extraction]:
    documents = [extraction.sha256, *(sha for _, sha in extraction.texts)]
    reason, message = str(UnfitReason.BREAKS_CONTRACT), str(breaks_contract([v.said for v in broken]))
    for sha256 in [d for d in documents if d not in good] or documents:
        yield replace(extraction, sha256=sha256, batch=None, claims=None, texts=(), reason=reason, refusal=message)


def violations(contract: Contract, current: Sequence[Extraction], extract: Path, engine: Engine) -> list[Violation]:
    """What breaks the contract in the notes that no run has found valid, sorted; where nothing does, that is kept.

    Raises:
        UnsupportedKeywordError: a table declares what would not be checked.
        duckdb.Error, OSError: the tables can't be read, or the verdict can't be kept.
    """
    known = _valid_at(extract).load()
    valid = known.extractions if known.code == VALIDATION else frozenset()
    new = [extraction for extraction in current if extraction.batch and extraction.key not in valid]
    found = []
    if new:
        with stage("Checking notes"):
            found = validate_extracted(contract, new, extract, engine)
    if not found:
        _valid_at(extract).save(_Valid(VALIDATION, frozenset(e.key for e in current if e.batch)))
    return found


def validate_extracted(
    contract: Contract, current: Sequence[Extraction], extract: Path, engine: Engine
) -> list[Violation]:
    """Every violation of the contract in the rows of some notes and in the code lists, sorted.

    Raises:
        UnsupportedKeywordError: a table declares what would not be checked.
        duckdb.Error, OSError: the tables can't be read.
    """
    tables = contract.of_stage("extract", "code_list")
    relations = {
        table.name: Relation(
            f"{'codes' if table.stage == 'code_list' else 'extracted'}.{table.name}",
            f"row_number() OVER (ORDER BY {', '.join(table.order)})",
        )
        for table in tables
    }
    checks = compile_checks({t.name: t.frictionless_schema(extracted=True) for t in tables}, relations)
    with connect(engine) as connection:
        attach_extracted(connection, contract, current, extract)
        return find_violations(connection, checks)


def _valid_at(extract: Path) -> State[_Valid]:
    return State[_Valid](extract / "valid.json", _Valid())
