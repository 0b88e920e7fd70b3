"""What the weights are made of, how right they are, and that labels teach."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.labelled import author_of, labelled_files
from benchmarks.learn import folds, lessons
from benchmarks.left_out import ALL, BANDS, MEASURES, REAL, compare_real
from benchmarks.samples import Labels, RealText, Text, digest_of, files_of_labels, unlearned
from benchmarks.trainer import NONE
from pipelines.contract.tables import load_contract
from pipelines.extract.reading import evidence, stages, topics
from pipelines.extract.reading.evidence import NAMED, NUMBER
from pipelines.extract.reading.model import Model, load_model
from pipelines.extract.reading.paragraphs import read_sentences
from pipelines.extract.reading.stages import STAGES
from pipelines.extract.reading.tokens import tokens_of
from pipelines.extract.reading.topics import load_subjects
from pipelines.publish.accuracy import accuracy_in_words
from pipelines.workspace.paths import DATAPACKAGE
from pipelines.workspace.yaml_file import read_yaml
from tests.contents import read_csv
from tests.extract.golden_language import vocabulary

WEIGHTS = DATAPACKAGE / "language"


FILES = (evidence.FILE, stages.FILE, topics.FILE)


@pytest.mark.parametrize("file", FILES)
def test_no_label_is_newer_than_the_weights(file: str) -> None:
    learned = json.loads((WEIGHTS / file).read_text("utf-8"))["learned_from"]
    newer = "The labels of tests/golden are not those from which the weights were learned: run `make learn`."
    assert learned["sha256 of the labels of tests/golden"] == digest_of(files_of_labels()), newer


@pytest.mark.parametrize("file", FILES)
def test_weights_are_whole_numbers_and_those_of_statements_few(file: str) -> None:
    given = json.loads((WEIGHTS / file).read_text("utf-8"))
    families = [family for answer in given["answers"].values() for family in answer["weights"].values()]
    weights = [weight for family in families for weight in family.values()]
    assert all(isinstance(weight, int) and weight for weight in weights)
    assert file != evidence.FILE or len(weights) <= 5_000
    for worth in given["papers"].values():
        assert worth["confidence"] == sorted(worth["confidence"])


@pytest.mark.parametrize(
    ("kind", "precision", "recall"), [(ALL, 0.97, 0.92), ("topics", 0.95, 0.75), ("stage", 0.915, 0.62)]
)
def test_of_what_is_published_hardly_any_is_false_in_notes_of_authors_left_out(
    kind: str, precision: float, recall: float
) -> None:
    """The pooled figures, as they are published."""
    (total,) = (row for row in read_csv(DATAPACKAGE / "accuracy.csv") if row["paper"] == row["measured"] == kind)
    assert float(total["precision"]) >= precision
    assert float(total["recall"]) >= recall


def test_each_attribution_topic_and_stage_is_measured() -> None:
    measured = {row["measured"] for row in read_csv(DATAPACKAGE / "accuracy.csv")}
    others = measured - {*MEASURES, "topics", *load_subjects(), "stage", *STAGES}
    assert measured > {*load_subjects(), *STAGES}, "a topic or stage is new: `make learn` measures it"
    assert others <= load_contract().meanings("attribution").keys()


KINDS = {read_yaml(file)["kind"] for file in labelled_files()}


def test_what_is_published_says_of_what_it_was_measured() -> None:
    """Invented notes and real papers apart, each kind for itself, and by how many authors, on how many paragraphs."""
    for table in ("accuracy", "calibration"):
        rows = read_csv(DATAPACKAGE / f"{table}.csv")
        assert {row["paper"] for row in rows} - {"stage", "topics"} == {ALL, REAL, *KINDS}, table
        for row in rows:
            invented, real = int(row["invented_count"]), int(row["real_count"])
            assert (real > 300 and not invented) if row["paper"] == REAL else (invented and not real), row
    authors = {author_of(file, read_yaml(file)) for file in labelled_files()}
    assert {row["invented_count"] for row in rows if row["paper"] == ALL} == {str(len(authors))}
    assert accuracy_in_words() in (DATAPACKAGE.parent / "README.md").read_text("utf-8"), "run `make learn`"


# Of papers by one author, or by three, the table has rows, and no share that another author's would have.
@pytest.mark.parametrize("paper", [ALL, REAL, *sorted(KINDS - {"compilation", "other"})])
def test_a_confidence_is_what_it_says_in_each_band(paper: str) -> None:
    bands = [band for band in read_csv(DATAPACKAGE / "calibration.csv") if band["paper"] == paper]
    assert len(bands) == len(BANDS) - 1
    for band in bands:
        statements, right, predicted = (
            int(band["statement_count"]),
            int(band["right_count"]),
            float(band["predicted"] or 0),
        )
        if statements:
            # Of shares that are as predicted all of some forty-five bands are so near, in 95 of 100 cases.
            margin = 3.26 * math.sqrt(predicted * (1 - predicted) / statements)
            one = 1 / statements  # no share lies between two numbers of statements
            assert abs(right / statements - predicted) <= max(0.05, margin, one), band


def test_every_author_of_notes_is_left_out_alone_and_every_real_document_once() -> None:
    notes = [Text(str(n), author, "other", frozenset()) for n, author in enumerate("abcb")]
    real = [Text(f"real/{n}", f"real/{n}", "real", frozenset()) for n in range(20)]
    found = list(folds([*notes, *real]))
    assert found[:3] == [("a",), ("b",), ("c",)]
    assert sorted(author for fold in found[3:] for author in fold) == sorted(text.author for text in real)


def test_a_label_on_which_readers_may_differ_counts_neither_way() -> None:
    said, either = frozenset([(1, "KEN"), (3, "PER")]), frozenset([(1, "FJI"), (2, "OMN")])
    paragraphs = [
        (1, "Kenya and Fiji reported that they had adopted laws on gifts."),
        (2, "Oman had adopted a law."),
        (3, "None is named."),
    ]
    real = RealText(Text("real/a", "real/a", "real", said, either), "en", paragraphs, frozenset([1, 3]))
    counts = compare_real(real, load_model(WEIGHTS / evidence.FILE)).counts
    assert [counts["statements", ALL, outcome] for outcome in ("right", "wrong", "missed")] == [1, 0, 1]


def _taught(labels: Labels) -> Model:
    answers = lessons(labels, ())[evidence.FILE].learned()
    return Model({**unlearned(NAMED, NUMBER), "answers": answers})


@pytest.fixture(scope="module")
def sentences() -> Path:
    return Path(__file__).parents[1] / "golden" / "language"


def _labels(sentences: Path) -> Labels:
    labels = Labels(vocabulary())
    for name in ("subjects", "mere-mentions", "collective"):
        labels.add_sentences(sentences / f"{name}.yaml")
    return labels


def _score(model: Model, text: str) -> int:
    language = replace(vocabulary().readings["en"], statements=model)
    (decision,) = [each for s in read_sentences(tokens_of(text, language.grammar), language) for each in s.decisions]
    return decision.score


NEW = [
    "Thanks to the perseverance of its auditors, the treasury of Fiji is whole again.",
    "Thanks to the perseverance of its clerks, the archive of Peru is whole again.",
    "Thanks to the patience of its prosecutors, the treasury of Oman is whole again.",
    "Thanks to the perseverance of its judges, the court of Mali is whole again.",
]


def test_ten_labelled_sentences_of_a_construction_are_enough_for_an_eleventh(sentences: Path) -> None:
    """What a person decides about one note changes how like sentences of another are read."""
    eleventh = "Thanks to the perseverance of its teachers, the academy of Togo is whole again."
    before = _score(_taught(_labels(sentences)), eleventh)
    scores = []
    for right in (True, False):
        labels = _labels(sentences)
        for number, text in enumerate(NEW * 3):
            code = ("FJI", "PER", "OMN", "MLI")[number % 4]
            said = frozenset([(0, code)] if right else ())
            labels.add_paragraphs(Text(f"decisions/{number}", "decisions", "decisions", said), "en", [(0, text)])
        scores.append(_score(_taught(labels), eleventh))
    assert scores[1] < before < scores[0]
    assert scores[1] < 0 < scores[0]


def test_a_decision_in_corrections_is_a_label(tmp_path: Path) -> None:
    decided = tmp_path / "corrections.yaml"
    decided.write_text(
        "corrections:\n"
        "  - {table: statements, row: a.p3.PER, action: drop, reason: told, expect: {quote: Peru was told by Chile.}}\n"
        "  - {table: statements, row: a.p004.FJI, action: accept, reason: has, expect: {quote: Fiji has a law.}}\n"
        "  - {table: signals, row: s.1, action: answer, reason: has, value: {OMN: true},"
        " expect: {message: m, signal_text: Oman has one.}}\n",
        encoding="utf-8",
    )
    labels = Labels(vocabulary())
    labels.add_decisions(decided)
    assert [(s.keys[0][2], s.answer) for s in labels.judge.samples[NAMED]] == [
        ("PER", NONE),
        ("CHL", None),
        ("FJI", NAMED),
        ("OMN", NAMED),
    ]


def test_a_state_that_the_note_lists_as_having_sent_information_is_believed_more() -> None:
    language, scores = vocabulary().readings["en"], []
    for declared in ("PER", "KEN"):
        tokens = tokens_of("In Kenya, a register of gifts was kept.", language.grammar)
        tokens.declared = frozenset([declared])
        scores += [decision.score for s in read_sentences(tokens, language) for decision in s.decisions]
    assert scores[0] < scores[1]
