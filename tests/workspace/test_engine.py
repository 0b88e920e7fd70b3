"""Databases in memory share one DuckDB, and nothing else."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import duckdb
import pytest

from pipelines.workspace.engine import Engine, another, connect
from tests.conftest import ROOT


def test_what_one_database_holds_is_seen_by_its_connections_and_by_no_other_database(tmp_path: Path) -> None:
    with connect(Engine(tmp_path)) as one, connect(Engine(tmp_path)) as other:
        one.execute(
            "CREATE TABLE notes AS SELECT 1 AS n; CREATE SCHEMA extracted; CREATE VIEW extracted.n AS FROM notes"
        )
        assert another(one).execute("SELECT n FROM extracted.n").fetchall() == [(1,)]
        with pytest.raises(duckdb.CatalogException):
            other.execute("FROM notes")
    with connect(Engine(tmp_path)) as later, pytest.raises(duckdb.CatalogException):
        later.execute("FROM notes")


def test_a_database_goes_also_where_the_work_in_it_was_not_ended(tmp_path: Path) -> None:
    with connect(Engine(tmp_path)) as one:
        one.execute("BEGIN; CREATE TABLE notes AS SELECT 1 AS n")
        one.sql("SELECT unnest(range(100000)) AS n").to_arrow_reader(10).read_next_batch()
    with connect(Engine(tmp_path)) as later:
        own = "SELECT count(*) FROM duckdb_databases() WHERE database_name LIKE 'own_%'"
        assert later.execute(own).fetchone() == (1,)


# SQL, and what makes it ask more than rows of one table.
_SQL = re.compile(r"\b(SELECT|FROM)\s")
_ASKS_MORE = re.compile(r"\b(JOIN|GROUP BY|UNION|EXCEPT|INTERSECT|OVER|WITH)\b|\n")
# Their SQL is made of the columns of the table that is compared.
_MADE_OF_COLUMNS = {"_differences", "_compare"}


def _questions_in(module: Path) -> list[str]:
    """The strings of a module that ask more than rows of one table; docstrings aside."""
    nodes = list(ast.walk(ast.parse(module.read_text(encoding="utf-8"))))
    made = [node for node in nodes if isinstance(node, ast.FunctionDef) and node.name in _MADE_OF_COLUMNS]
    aside = {node.value for node in nodes if isinstance(node, ast.Expr)}.union(*map(ast.walk, made))
    texts = []
    for node in (node for node in nodes if node not in aside):
        if isinstance(node, ast.JoinedStr):
            texts.append("".join(str(part.value) for part in node.values if isinstance(part, ast.Constant)))
        elif isinstance(node, ast.Constant):
            texts.append(str(node.value))
    return [text for text in texts if _SQL.search(text) and _ASKS_MORE.search(text)]


def test_a_question_that_asks_more_than_rows_of_one_table_stands_in_sql() -> None:
    modules = [path for path in (ROOT / "pipelines").rglob("*.py") if path.parent.name != "snippets"]
    assert {str(path.relative_to(ROOT)): found for path in modules if (found := _questions_in(path))} == {}
