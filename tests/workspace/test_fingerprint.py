"""What was made is made anew when the code that made it changes, and only then."""

from __future__ import annotations

from pathlib import Path

from pipelines.workspace.fingerprint import fingerprint


def test_a_rule_that_changes_counts_and_what_is_compiled_from_it_does_not(tmp_path: Path) -> None:
    rule = tmp_path / "code" / "rule.py"
    rule.parent.mkdir()
    rule.write_text("LIMIT = 1\n", encoding="utf-8")
    before = fingerprint([rule.parent])
    compiled = rule.parent / "__pycache__"
    compiled.mkdir()
    (compiled / "rule.cpython-311.pyc").write_bytes(b"\0")
    (compiled / "page.cache").write_bytes(b"\0")
    assert fingerprint([rule.parent]) == before
    rule.write_text("LIMIT = 2\n", encoding="utf-8")
    assert fingerprint([rule.parent]) != before
