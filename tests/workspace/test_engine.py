"""Databases in memory share one DuckDB, and nothing else."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipelines.workspace.engine import Engine, another, connect


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
