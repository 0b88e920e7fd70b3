"""Whole notes with labels: of each kind of paper about as much is read right as is published, and no less.

Published is what was measured on all labels by weights that had not seen their author (`datapackage/accuracy.csv`); the
notes here are some of these, so that a kind may lie a little below. Labels are whole.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from benchmarks import accuracy
from benchmarks.labelled import FOLDER, Tally, compare, labelled_notes
from benchmarks.left_out import ALL, MEASURES, REAL
from pipelines.archive.formats import read
from pipelines.contract.cures import operators_alone
from pipelines.extract.outline.read import read_structure
from pipelines.extract.reading.tokens import tokens_of
from pipelines.extract.versions.names import state_named
from pipelines.workspace.paths import DATAPACKAGE
from tests.extract.golden_language import FOR_OPERATORS, vocabulary

Labelled = tuple[str, bytes, Mapping[str, Any]]

LITTLE = 0.01
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
def notes() -> tuple[Labelled, ...]:
    """All labelled notes, whoever wrote them."""
    folders = sorted({labels.parent for labels in FOLDER.rglob("*.yaml")})
    return tuple(note for folder in folders for note in labelled_notes(folder))


# Each is read once for all tests.
rows_of = cache(accuracy.rows_of)


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


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_paper_is_read_as_well_as_is_published(kind: str) -> None:
    tally = Tally()
    for name, text, labels in notes():
        if labels["kind"] == kind:
            tally.merge(compare(name, labels, rows_of(text)))
    assert shortfalls(tally, FLOORS[kind]) == [], tally.cases


def test_what_readers_are_told_of_a_doubt_is_no_order_to_an_operator() -> None:
    doubts = [row for _, text, _ in notes() for row in rows_of(text)["signals"] if row["rule"] not in operators_alone()]
    assert len({row["rule"] for row in doubts}) > 10
    assert [row["message"] for row in doubts if FOR_OPERATORS.search(row["message"])] == []


def test_each_kind_has_floors() -> None:
    assert {labels["kind"] for _, _, labels in notes()} == set(KINDS)


def test_a_note_of_which_something_is_missed_or_made_up_is_below_the_floors() -> None:
    name, text, labels = next(note for note in notes() if note[2]["kind"] == "compilation")
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


FOLDERS = sorted({labels.parent for labels in FOLDER.rglob("*.yaml")})


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_whatever_state_a_note_names_is_labelled_by_an_author_who_is_named(folder: Path) -> None:
    """A State in a paragraph makes a statement or is a mention, for which a reason is given, and not both."""
    for name, text, labels in labelled_notes(folder):
        assert labels["author"], name
        assert labels["kind"] in KINDS, name
        structure = read_structure(read(text), vocabulary().structure, state_named)
        language = vocabulary().readings[structure.masthead.language]
        statements, mentions = labels["statements"] or {}, labels["mentions"] or {}
        assert (statements.keys() | mentions.keys()) <= {int(p.number) for p in structure.paragraphs}, name
        for paragraph in structure.paragraphs:
            tokens = tokens_of(paragraph.text, language.grammar)
            named = {
                language.lexicon.code[word]
                for word, tag in zip(tokens.words, tokens.tags, strict=True)
                if tag == language.grammar.of["state"]
            }
            number = int(paragraph.number)
            said, merely = statements.get(number, {}).keys(), mentions.get(number, {})
            if isinstance(merely, dict):
                assert named - said <= merely.keys(), f"{name}, paragraph {number}"
                assert not said & merely.keys(), f"{name}, paragraph {number}"
