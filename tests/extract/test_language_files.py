"""The files of a language are checked when they are read: what is wrong is said with its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipelines.extract.reading.classes import PatternError
from pipelines.extract.reading.language import load_language
from pipelines.extract.states import state_forms
from pipelines.workspace.paths import DATAPACKAGE


def _with(tmp_path: Path, file: str, old: str, new: str) -> Path:
    folder = tmp_path / "en"
    shutil.copytree(DATAPACKAGE / "language" / "en", folder)
    shutil.copy(DATAPACKAGE / "language" / "weights.json", tmp_path)
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    return folder


def test_a_class_that_does_not_exist_is_refused_with_its_place(tmp_path: Path) -> None:
    folder = _with(tmp_path, "grammar.yaml", '[gerund, "gerund', '[gerund, "gerond')
    with pytest.raises(PatternError, match=r"grammar.yaml, groups, gerund: 'gerond' is no class"):
        load_language(folder, state_forms(DATAPACKAGE / "codes", "en"))


def test_what_is_no_pattern_is_refused_with_its_place(tmp_path: Path) -> None:
    folder = _with(tmp_path, "grammar.yaml", '[gerund, "gerund', '[gerund, "(gerund')
    with pytest.raises(PatternError, match=r"grammar.yaml, groups, gerund: .* is no pattern: missing \)"):
        load_language(folder, state_forms(DATAPACKAGE / "codes", "en"))


def test_a_group_may_begin_with_any_class(tmp_path: Path) -> None:
    folder = _with(tmp_path, "grammar.yaml", '[gerund, "gerund', '[gerund, ".(?<=gerund) | [gerund - gerund]')
    language = load_language(folder, state_forms(DATAPACKAGE / "codes", "en"))
    assert language.grammar.groups.match(language.lexicon.classes.of["gerund"])
