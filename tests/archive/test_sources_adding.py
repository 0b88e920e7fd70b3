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


BODIES = ("", "/IRG", "/WG.2", "/WG.4")


def test_the_series_that_come_with_the_project_are_off_until_they_are_enabled(uncac: Run, tmp_path: Path) -> None:
    assert [source.name for source in load_sources(DATAPACKAGE / "sources.yaml")] == ["embedded"]
    path = tmp_path / "sources.yaml"
    family = ("sources", "enable", "family", "--sources", path)
    assert "Give --contact" in uncac(*family).stderr
    with un_system() as system:
        told = (*family, "--contact", "ops@ministry.example", "--system", system.address)
        refused = uncac(*told)
        assert refused.returncode == 1
        assert re.search(r"un-prevention: \d+ requests tell what is there since 2010, some \d+ minutes", refused.stdout)
        assert not path.exists()
        added = uncac(*told, "--yes")
        assert added.returncode == 0, added.stderr
        assert system.asked == []
    series = {source.un: source for source in load_sources(path) if isinstance(source, UnSource)}
    assert set(series) == {f"CAC/COSP{body}/{{year}}/{{number}}" for body in BODIES}
    assert {source.contact for source in series.values()} == {"ops@ministry.example"}
    assert "on already" in uncac(*told, "--yes").stdout
    unknown = uncac("sources", "enable", "nothing", "--sources", path)
    assert (unknown.returncode, "there are family, un-prevention" in unknown.stderr) == (2, True)


@pytest.mark.long  # some two thousand requests
def test_a_run_takes_the_family_with_about_as_many_requests_as_were_announced(uncac: Run, tmp_path: Path) -> None:
    path, settings = tmp_path / "sources.yaml", tmp_path / "settings.yaml"
    settings.write_text("fetch: {private_hosts: [127.0.0.1]}\n", encoding="utf-8")
    with un_system() as system:
        for number, body in enumerate(BODIES):
            for year in range(2018, 2021):
                system.put(f"CAC/COSP{body}/{year}/1", note(year, "Chile", number=number, day=number + 1), "en")
        enabled = uncac(
            *("sources", "enable", "family", "--contact", "me", "--system", system.address, "--yes"),
            *("--sources", path),
        )
        announced = sum(int(number.replace(",", "")) for number in re.findall(r": ([\d,]+) requests", enabled.stdout))
        entries = path.read_text(encoding="utf-8").replace(
            "  - name:", "  - pause_seconds: 0\n    requests: 2000\n    name:"
        )
        path.write_text(entries, encoding="utf-8")
        done = uncac("publish", "--sources", path, "--settings", settings, "--outputs", tmp_path / "outputs", "--json")
        assert done.returncode == 0, done.stderr
        notes = (tmp_path / "outputs" / "publish" / "latest" / "data" / "notes.csv").read_text(encoding="utf-8")
        assert len(notes.splitlines()) == 13
        assert announced <= len(system.asked) <= announced + 12 * 30


def test_a_series_is_tried_without_taking_anything(uncac: Run, tmp_path: Path) -> None:
    path, outputs = tmp_path / "sources.yaml", tmp_path / "outputs"
    settings = tmp_path / "settings.yaml"
    settings.write_text("fetch: {private_hosts: [127.0.0.1], attempts: 1}\n", encoding="utf-8")
    with un_system() as system:
        system.put("CAC/COSP/WG.4/2026/1", note(2026, "Chile"), "en", "fr")
        series = {"un": "CAC/COSP/WG.4/{year}/{number}", "since": 2026, "languages": ["en", "fr"], "pause_seconds": 0}
        path.write_text("sources:\n  - {name: here, folder: notes}\n", encoding="utf-8")
        add_source(path, {**ENTRY, **series, "name": "un-cac-cosp-wg-4", "system": system.address})
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
