"""Whole notes with labels: of each kind of paper about as much is read right as is published, and no less.

Published is what was measured on all labels by weights that had not seen their author (`datapackage/accuracy.csv`); the
notes here are some of these, so that a kind may lie a little below. Labels are whole.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest

from benchmarks.labelled import Tally, compare, labelled_files
from benchmarks.left_out import ALL, MEASURES, REAL
from pipelines.archive.formats import read
from pipelines.contract.cures import operators_alone
from pipelines.contract.rows import Rows
from pipelines.extract.promises import broken_promises
from pipelines.extract.reading.tokens import tokens_of
from pipelines.workspace.paths import DATAPACKAGE
from pipelines.workspace.yaml_file import read_yaml
from tests.extract.golden_language import FOR_OPERATORS, rows_of, vocabulary

Labelled = tuple[str, bytes, Mapping[str, Any]]

LITTLE = 0.01
YEARS = "twentyfourth"  # an author by whose labels a note is about what its title says
Floors = dict[str, tuple[float, float]]


def _floors() -> dict[str, Floors]:
    """By kind of paper and measure, the least precision and recall."""
    found: dict[str, Floors] = {}
    with (DATAPACKAGE / "accuracy.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            if (measure := MEASURES.get(row["measured"])) and row["precision"] and row["recall"]:
                # Nobody may be called silent who isn't.
                little = 0 if measure == "silent" else LITTLE
                least = float(row["precision"]) - little, float(row["recall"]) - LITTLE
                found.setdefault(row["paper"], {})[measure] = least
    return found


FLOORS = _floors()
KINDS = sorted(FLOORS.keys() - {ALL, REAL})


@cache
def labelled() -> dict[str, list[Labelled]]:
    """Name, text and labels of all labelled notes, whoever wrote them, by kind of paper."""
    found: dict[str, list[Labelled]] = {}
    for file in labelled_files():
        labels = read_yaml(file)
        assert labels["author"], file
        found.setdefault(labels["kind"], []).append((file.stem, file.with_suffix(".txt").read_bytes(), labels))
    return found


def shortfalls(tally: Tally, floors: Floors) -> list[str]:
    """What is read worse than its floor."""
    found = []
    for measure, least in floors.items():
        right, wrong, missed = (tally.counts[measure, "all", o] for o in ("right", "wrong", "missed"))
        for name, others, floor in (("precision", wrong, least[0]), ("recall", missed, least[1])):
            share = right / (right + others) if right + others else 1.0
            if share < floor:
                found.append(f"{name} of {measure}: {share:.3f} is below {floor:.3f}")
    return found


def without_label(labels: Mapping[str, Any], rows: Rows) -> Iterator[str]:
    """Where a State that a paragraph names makes neither a statement nor a mention, or both; labels of no paragraph."""
    language = vocabulary().readings[rows["notes"][0]["language"]]
    statements, mentions = labels["statements"] or {}, labels["mentions"] or {}
    numbers = {row["paragraph_number"] for row in rows["paragraphs"]}
    yield from (f"no paragraph {number}" for number in (statements.keys() | mentions.keys()) - numbers)
    for row in rows["paragraphs"]:
        tokens = tokens_of(row["text"], language.grammar)
        tagged = zip(tokens.words, tokens.tags, strict=True)
        named = {language.lexicon.code[word] for word, tag in tagged if tag == language.grammar.of["state"]}
        said = statements.get(row["paragraph_number"], {}).keys()
        merely = mentions.get(row["paragraph_number"], {})
        if isinstance(merely, dict):
            yield from (f"paragraph {row['paragraph_number']}: {iso3}" for iso3 in (named - said) - merely.keys())
            yield from (f"paragraph {row['paragraph_number']}: {iso3} twice" for iso3 in said & merely.keys())


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_paper_is_read_as_well_as_is_published(kind: str) -> None:
    """Each note is read once for all that holds of it; to read them takes most of the time of these tests."""
    tally = Tally()
    for name, text, labels in labelled()[kind]:
        rows = rows_of(text)
        tally.merge(compare(name, labels, rows))
        assert list(without_label(labels, rows)) == [], name
        assert broken_promises(rows, read(text).text) == [], name
        doubts = [row["message"] for row in rows["signals"] if row["rule"] not in operators_alone()]
        assert [message for message in doubts if FOR_OPERATORS.search(message)] == [], name
        if labels["author"] == YEARS:
            assert rows["notes"][0]["note_title"].casefold() == labels["about"].casefold()
    assert shortfalls(tally, FLOORS[kind]) == [], tally.mistakes


def test_each_kind_has_floors() -> None:
    assert labelled().keys() == set(KINDS)


def test_a_note_of_which_something_is_missed_or_made_up_is_below_the_floors() -> None:
    name, text, labels = labelled()["compilation"][0]
    rows, floors = dict(rows_of(text)), FLOORS["compilation"]
    assert shortfalls(compare(name, labels, rows), floors) == []
    first, *others = rows["statements"]
    mentions = [row for row in rows["system_mentions"] if row["statement_id"] != first["statement_id"]]
    missed = {**rows, "statements": others, "system_mentions": mentions}
    assert shortfalls(compare(name, labels, missed), floors) == ["recall of statements: 0.929 is below 0.990"]
    invented = {**rows, "submissions": [*rows["submissions"], {"state_iso3": "XXX", "declared": True, "silent": False}]}
    assert shortfalls(compare(name, labels, invented), floors) == ["precision of respondents: 0.900 is below 0.990"]
    denied = {**rows, "submissions": [{**row, "silent": False} for row in rows["submissions"]]}
    assert shortfalls(compare(name, labels, denied), floors) == ["recall of silent: 0.000 is below 0.990"]
    assert compare(name, labels, denied).counts["silent", "all", "denied"] == len(labels["silent"])
