"""Adding a source to `sources.yaml`, and trying one, as an operator does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from pipelines.archive.sources.declared import SourcesError, add_source, load_document_facts, load_sources
from pipelines.archive.sources.un import UnSource
from pipelines.workspace.paths import DATAPACKAGE
from tests.archive.un_system import un_system
from tests.conftest import Run
from tests.operate.notes import note

ENTRY = {"name": "new", "un": "A/{year}/{number}", "system": "https://un.example/x", "contact": "me", "since": 2020}
SHIPPED = (DATAPACKAGE / "sources.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text",
    [
        SHIPPED,
        "",
        "# only a comment\n",
        "documents: []\n",
        "sources:\ndocuments: []\n",
        "sources: []   # none yet\n# end",
        "sources:\n- name: a\n  folder: x",
        "sources:\n    - name: a\n      folder: x   # here\n\n# below\ndocuments: []\n",
        "sources:\n  - folder: x\n    name: a\n    description: >-\n      two\n      more\n\n  # end\ndocuments: []\n",
        "sources:\n  - name: a\n    address: http://x/\n    hosts: [y,\n      z]\ndocuments: []\n",
    ],
)
def test_a_source_is_added_and_every_other_line_stays(tmp_path: Path, text: str) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    before, facts = load_sources(path), load_document_facts(path)
    added = add_source(path, ENTRY)
    assert [source.name for source in load_sources(path)] == [*(s.name for s in before), "new"]
    assert load_document_facts(path) == facts
    left = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip() not in _stripped(added)]
    kept = [line for line in text.splitlines() if line != "sources: []   # none yet"]
    assert [line for line in left if line in kept] == kept
    assert list(tmp_path.iterdir()) == [path]


def _stripped(text: str) -> set[str]:
    return {line.strip() for line in text.splitlines()}


@pytest.mark.parametrize(
    ("text", "entry", "said"),
    [
        ("sources: [{name: a, folder: x}]\n", ENTRY, "Add this by hand"),
        ("sources:\n  - {name: new, folder: x}\n", ENTRY, "two sources have the name 'new'"),
        ("sources:\n  - {name: a, folder: x}\n", {**ENTRY, "since": 3}, "source 2 can't be used: since"),
    ],
)
def test_what_would_not_be_right_is_not_written(tmp_path: Path, text: str, entry: dict[str, Any], said: str) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourcesError, match=re.escape(said)) as caught:
        add_source(path, entry)
    assert "sources.yaml" in str(caught.value)
    assert path.read_text(encoding="utf-8") == text
    assert list(tmp_path.iterdir()) == [path]


def test_the_series_that_come_with_the_project_are_off_and_can_be_switched_on(tmp_path: Path) -> None:
    assert [source.name for source in load_sources(DATAPACKAGE / "sources.yaml")] == ["embedded"]
    head, mark, ready = SHIPPED.partition("  # Ready to be switched on")
    assert mark
    ready = "\n".join(re.sub(r"^  # ?(?=[- ])", "  ", line) for line in ready.splitlines()[1:] if line.strip() != "#")
    path = tmp_path / "sources.yaml"
    path.write_text(head + ready, encoding="utf-8")
    found = load_sources(path)
    series = {source.un for source in found if isinstance(source, UnSource)}
    assert series == {f"CAC/COSP{body}/{{year}}/{{number}}" for body in ("", "/IRG", "/WG.4")}
    assert len(found) >= 5


def test_a_series_is_added_and_tried_without_taking_anything(uncac: Run, tmp_path: Path) -> None:
    path, outputs = tmp_path / "sources.yaml", tmp_path / "outputs"
    path.write_text("# mine\nsources:\n  - {name: here, folder: notes}   # old\n", encoding="utf-8")
    settings = tmp_path / "settings.yaml"
    settings.write_text("fetch: {private_hosts: [127.0.0.1]}\n", encoding="utf-8")
    with un_system() as system:
        system.put("CAC/COSP/WG.4/2026/1", note(2026, "Chile"), "en", "fr")
        series = ("--series", "CAC/COSP/WG.4/{year}/{number}", "--since", "2026", "--system", system.address)
        refused = uncac("sources", "add", "un", *series, "--sources", path)
        assert refused.returncode == 2
        assert "Give --contact" in refused.stderr
        wanted = ("--language", "en", "--language", "fr", "--contact", "ops@ministry.example")
        added = uncac("sources", "add", "un", *series, *wanted, "--sources", path)
        assert added.returncode == 0, added.stderr
        assert "127.0.0.1 is asked" in added.stdout
        written = path.read_text(encoding="utf-8")
        assert written.startswith("# mine\nsources:\n  - {name: here, folder: notes}   # old\n")
        path.write_text(written + "    pause_seconds: 0\n", encoding="utf-8")
        where = ("--sources", path, "--settings", settings, "--outputs", outputs)
        tried = uncac("sources", "test", "un-cac-cosp-wg-4", *where)
        assert tried.returncode == 0, tried.stderr
        assert "would take 2 documents" in tried.stdout
        assert "CAC/COSP/WG.4/2026/1.fr.pdf" in tried.stdout
    assert not outputs.exists()
    down = uncac("sources", "test", "un-cac-cosp-wg-4", *where)
    assert down.returncode == 1
    assert "did not answer" in down.stderr
    unknown = uncac("sources", "test", "nothing", *where)
    assert (unknown.returncode, "there are here, un-cac-cosp-wg-4" in unknown.stderr) == (2, True)
