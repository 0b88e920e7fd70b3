"""The questions of `sql/`, as SQL that DuckDB runs. Not here: what is asked (`sql/`), connections (`engine.py`)."""

from __future__ import annotations

import re

from pipelines.workspace.paths import SQL


def question(name: str, **rows: str) -> str:
    """A question of `sql/`, in which `views.<name>` is that of `sql/views/<name>.sql`.

    `name`: its path below `sql/`, without suffix: `changes/heirs`. `rows`: tables that the question names and the
    connection lacks, by name, each as SQL to stand after FROM: `old="read_parquet('…')"`.
    """

    def view(named: re.Match[str]) -> str:
        return f"({_text(f'views/{named[1]}')}) AS {named[1]}"

    asked = re.sub(r"\bviews\.(\w+)", view, _text(name))
    if not rows:
        return asked
    given = ", ".join(f"{name} AS (FROM {source})" for name, source in rows.items())
    asked = re.sub(r"\A(--.*\n)+", "", asked)
    return f"WITH {given}, {asked.removeprefix('WITH ')}" if asked.startswith("WITH ") else f"WITH {given} {asked}"


def _text(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")
