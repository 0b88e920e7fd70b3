"""What is said of a declaration that can't be read, whichever it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.archive.sources.declared import load_sources
from pipelines.contract.tables import load_contract
from pipelines.extract.corrections import load_corrections
from pipelines.publish.publication import load_publication
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.paths import DATAPACKAGE
from pipelines.workspace.settings import load_settings


@pytest.mark.parametrize(
    ("variable", "load"),
    [
        ("UNCAC_SETTINGS", load_settings),
        ("UNCAC_SOURCES", load_sources),
        ("UNCAC_CORRECTIONS", lambda path: load_corrections(path, load_contract())),
        ("UNCAC_PUBLICATION", lambda path: load_publication(DATAPACKAGE / "publication.yaml", path)),
    ],
)
def test_a_file_that_is_named_and_not_there_is_said_with_the_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, load: Callable[[Path], object]
) -> None:
    path = tmp_path / "none.yaml"
    monkeypatch.setenv(variable, str(path))
    with pytest.raises(ReportedError, match=f"^{variable} names {path}, which is not there. Correct {variable} or"):
        load(path)


@pytest.mark.parametrize(
    ("load", "text", "said"),
    [
        (load_settings, "memory: much", "it must be a size such as 512MB or 2GB, and is 'much'"),
        (load_sources, "sources: [{name: My, folder: .}]", "it must be small letters, digits and single hyphens"),
    ],
)
def test_what_is_written_otherwise_than_it_must_be_is_told_in_words_and_not_as_a_pattern(
    tmp_path: Path, load: Callable[[Path], object], text: str, said: str
) -> None:
    path = tmp_path / "declared.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReportedError, match=said):
        load(path)
