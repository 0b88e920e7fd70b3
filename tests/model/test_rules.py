"""Every rule of `sql/checks/` is shown to fail on a release in which its fault was planted."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import duckdb
import pytest

import pipelines.model.rules
from pipelines.contract.tables import load_contract
from pipelines.model.rules import RULES, broken_rules
from pipelines.workspace.engine import Engine, literal

# By rule, the table to change, and how: each change alone breaks it.
FAULTS: dict[str, list[tuple[str, str]]] = {
    "every_quote_is_in_its_paragraph": [
        ("statements", "UPDATE t SET quote = quote || '!' WHERE paragraph_number = 9"),
    ],
    "every_character_is_accounted_for": [
        ("coverage", "UPDATE t SET accounted_character_count = source_character_count - 1"),
        # A gap and an overlap of equal length: nothing is lost from the sum.
        (
            "ledger",
            "UPDATE t SET source_start = source_start - 3, source_end = source_end - 3 WHERE owner_id LIKE '%p009'",
        ),
        ("ledger", "DELETE FROM t WHERE source_end = (SELECT MAX(source_end) FROM t)"),
    ],
    "by_state_sums_to_the_statements": [
        ("by_state", "UPDATE t SET statement_count = 7 WHERE state_iso3 = 'BRA'"),
    ],
    "by_article_sums_to_the_articles_of_statements": [
        ("by_article", "DELETE FROM t WHERE article = 10"),
    ],
    "by_article_sums_to_by_state_article": [
        ("by_article", "UPDATE t SET note_count = 2 WHERE article = 9"),
        ("by_article", "UPDATE t SET state_count = 2 WHERE article = 9"),
        (
            "by_article",
            "INSERT INTO t SELECT * REPLACE (16 AS article, 0 AS statement_count, 0 AS state_count) FROM t LIMIT 1",
        ),
    ],
    "by_state_article_sums_to_the_articles_of_statements": [
        ("by_state_article", "UPDATE t SET statement_count = 0 WHERE state_iso3 = 'BRA' AND article = 9"),
    ],
    "by_state_article_has_every_state_and_every_covered_article": [
        ("by_state_article", "DELETE FROM t WHERE state_iso3 = 'JPN' AND article = 9"),
        (
            "by_state_article",
            "INSERT INTO t SELECT * REPLACE (16 AS article) FROM t WHERE state_iso3 = 'JPN' AND article = 9",
        ),
    ],
    "by_theme_sums_to_the_articles_of_statements": [
        ("by_theme", "INSERT INTO t SELECT * REPLACE (16 AS article) FROM t LIMIT 1"),
        ("by_theme", "DELETE FROM t WHERE article = 9"),
    ],
    "state_timeline_sums_to_the_articles_of_statements": [
        ("state_timeline", "DELETE FROM t WHERE state_iso3 = 'BRA' AND article = 9"),
        (
            "state_timeline",
            "INSERT INTO t SELECT * REPLACE (16 AS article) FROM t WHERE state_iso3 = 'BRA' AND article = 9",
        ),
    ],
    "state_timeline_has_every_state_of_every_note_that_covers_the_article": [
        ("state_timeline", "DELETE FROM t WHERE state_iso3 = 'JPN' AND article = 9"),
        (
            "state_timeline",
            "INSERT INTO t SELECT * REPLACE (16 AS article) FROM t WHERE state_iso3 = 'JPN' AND article = 9",
        ),
    ],
    "every_statement_belongs_to_a_submission": [
        ("submissions", "DELETE FROM t WHERE state_iso3 = 'BRA'"),
    ],
    "every_topic_and_system_is_named_by_words_of_its_quote": [
        ("statement_topics", "UPDATE t SET words_start = words_start + 1 WHERE statement_id LIKE '%p009.BRA'"),
        ("statement_topics", "UPDATE t SET words_start = NULL WHERE statement_id LIKE '%p009.BRA'"),
        ("system_mentions", "UPDATE t SET words_start = words_start + 1 WHERE statement_id LIKE '%p013.USA'"),
    ],
    "silence_agrees_with_the_statements": [
        ("submissions", "UPDATE t SET silent = true WHERE state_iso3 = 'BRA'"),
        ("submissions", "UPDATE t SET silent = false WHERE state_iso3 = 'JPN'"),
        ("submissions", "UPDATE t SET silent = NULL WHERE state_iso3 = 'JPN'"),
        ("submissions", "UPDATE t SET silent = NULL, silent_reason = 'list_in_doubt' WHERE state_iso3 = 'BRA'"),
        ("submissions", "UPDATE t SET statement_count = 7 WHERE state_iso3 = 'BRA'"),
        ("submissions", "UPDATE t SET statement_count = NULL WHERE state_iso3 = 'BRA'"),
    ],
}


def test_every_rule_has_a_planted_fault() -> None:
    assert FAULTS.keys() == {rule.stem for rule in RULES}


@pytest.mark.parametrize("fault", [(rule, *fault) for rule, faults in FAULTS.items() for fault in faults])
def test_a_planted_fault_breaks_the_rule_and_names_the_row(
    outputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: tuple[str, str, str]
) -> None:
    rule, table, change = fault
    monkeypatch.setattr(pipelines.model.rules, "RULES", [file for file in RULES if file.stem == rule])
    model = tmp_path / "model"
    shutil.copytree(outputs / "model", model, copy_function=os.link)
    file = model / f"{table}.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE t AS FROM read_parquet({literal(file)})")
        connection.execute(change)
        file.unlink()
        connection.execute(f"COPY t TO {literal(file)} (FORMAT parquet)")
    rows = broken_rules(load_contract(), model, Engine(tmp_path / "spill"))[rule]
    assert rows
    assert all(": found " in row for row in rows)
