"""Several programs put figures into one file; which of them ran last is not to be seen in it."""

from __future__ import annotations

from pathlib import Path

from benchmarks.figures import HEADER, put_figures


def test_the_file_is_the_same_whichever_figures_came_last(tmp_path: Path) -> None:
    statements = [
        ("all", "all", 9, 1, 2, None, "0.900", "0.818", 3, 0),
        ("other", "all", 1, 0, None, None, "1.000", None, 1, 0),
    ]
    topics = [("topics", "topics", 1, 1, 0, None, "0.500", "1.000", 3, 0)]
    stage = [("stage", "stage", 3, 0, 1, None, "1.000", "0.750", 2, 0)]
    put_figures(tmp_path, statements, all_anew=True)
    for rows in (topics, stage):
        put_figures(tmp_path, rows)
    file = tmp_path / "accuracy.csv"
    once = file.read_text(encoding="utf-8")
    assert once.splitlines()[0] == ",".join(HEADER)
    assert [line.split(",")[0] for line in once.splitlines()[1:]] == ["all", "other", "stage", "topics"]
    put_figures(tmp_path, topics)
    assert file.read_text(encoding="utf-8") == once
