"""What a person should look at in a release: open signals, and statements of rules that were often wrong.

A page of the release and `uncac review` list the same. Not here: deciding (`pipelines/extract/corrections.py`).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.contract.parts import rows_of
from pipelines.workspace.engine import literal
from pipelines.workspace.paths import DATAPACKAGE

# A rule below this share of right statements, on any of the notes it was measured on, is looked at row by row.
PRECISE = 0.95

_DOUBTS = """
SELECT
    'signals' AS "table", s.signal_id AS row, s.note_id, COALESCE(s.paragraph_id, '') AS paragraph_id, s.rule,
    s.message, COALESCE(s.signal_text, '') AS words, COALESCE(p.text, '') AS text, 0 AS precision
FROM {signals} AS s LEFT JOIN {paragraphs} AS p ON s.paragraph_id = p.paragraph_id
WHERE s.signal_status = 'open'
UNION ALL
SELECT 'statements', s.statement_id, s.note_id, s.paragraph_id, r.rule, r.message, s.quote, p.text, r.precision
FROM {statements} AS s INNER JOIN {paragraphs} AS p ON s.paragraph_id = p.paragraph_id
INNER JOIN (VALUES {rules}) AS r (rule, precision, message) ON s.attribution_rule = r.rule WHERE NOT s.reviewed
"""
# Signals, then statements of the rule that was wrong most often, and so on.
ORDER = 'precision, note_id, paragraph_id, "table", row'
_ACCURACY = DATAPACKAGE / "accuracy.csv"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One row that a person should look at.

    `table`: signals or statements. `row`: its identifier. `rule`: what raised or attributed it. `message`: why it is
    doubtful. `words`: those it is about. `text`: the whole paragraph, empty where it is about none.
    """

    table: str
    row: str
    note_id: str
    paragraph_id: str
    rule: str
    message: str
    words: str
    text: str


def measured_rules(path: Path = _ACCURACY) -> dict[str, tuple[int, int]]:
    """By rule of attribution, how many statements were right and how many wrong in all that was measured.

    Measured before a set's faults were mended and after it, together: what a rule will do on a note that nobody has
    seen lies between the two.
    """
    counted: dict[str, tuple[int, int]] = {}
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            right, wrong = counted.get(row["attribution_rule"], (0, 0))
            counted[row["attribution_rule"]] = right + int(row["right"]), wrong + int(row["wrong"])
    counted.pop("all", None)
    return {rule: counts for rule, counts in sorted(counted.items()) if any(counts)}


def imprecise_rules(path: Path = _ACCURACY) -> dict[str, float]:
    """By rule of attribution that was often wrong, the share of right statements in all that was measured."""
    shares = {rule: right / (right + wrong) for rule, (right, wrong) in measured_rules(path).items()}
    return {rule: share for rule, share in shares.items() if share < PRECISE}


def doubts_in(rules: dict[str, float], **tables: str) -> str:
    """A SELECT of the doubtful rows, with `precision` beside the fields of a `Doubt`, to be put in `ORDER`.

    `rules`: those that were often wrong, with their precision. `tables`: where signals, statements and paragraphs are.
    """
    said = [
        f"({literal(rule)}, {precision!r}, {literal(_imprecise(rule, precision))})" for rule, precision in rules.items()
    ]
    return _DOUBTS.format(**tables, rules=", ".join(said) or "(NULL, NULL, NULL)")


def find_doubts(data: Path, rules: dict[str, float]) -> list[Doubt]:
    """The doubtful rows of a release. `data`: folder of its tables. `rules`: as `doubts_in`.

    Raises:
        duckdb.Error: the tables can't be read.
    """
    tables = {name: rows_of(data, name) for name in ("signals", "statements", "paragraphs")}
    with duckdb.cursor() as connection:
        rows = connection.execute(f"FROM ({doubts_in(rules, **tables)}) ORDER BY {ORDER}").fetchall()
    return [Doubt(*row[:-1]) for row in rows]


def notes_of(data: Path) -> set[str]:
    """Identifiers of the notes of a release. `data`: folder of its tables. Raises as `find_doubts`."""
    with duckdb.cursor() as connection:
        found = connection.execute(f"SELECT note_id FROM {rows_of(data, 'notes')}").fetchall()
    return {note_id for (note_id,) in found}


def _imprecise(rule: str, precision: float) -> str:
    return f"Attributed by the rule {rule}, which was right in {precision:.1%} of the statements it was measured on."
