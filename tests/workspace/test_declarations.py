"""What an operator declares, over what is shipped; and what is said of a declaration that can't be read."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from dagster import define_asset_job

import pipelines.workspace.paths
from pipelines.archive.sources.declared import load_document_facts, load_sources
from pipelines.archive.sources.folder import Folder
from pipelines.contract.tables import load_contract
from pipelines.extract.corrections import load_corrections
from pipelines.operate.workspace import Workspace
from pipelines.publish.publication import load_publication
from pipelines.schedules import schedules
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.fingerprint import fingerprint
from pipelines.workspace.paths import DATAPACKAGE
from pipelines.workspace.settings import Refresh, Settings, SettingsError, load_settings
from tests.conftest import ROOT, Run

NOTE = "cf8cfdd659103b66c6e1d8aaf57b3c426fa243e1c48ae7860b8b06fcd65a7e47"  # the one that is shipped


class Config:
    """An operator's folder of declarations."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, text: str) -> None:
        self.folder.mkdir(exist_ok=True)
        (self.folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    monkeypatch.setattr(pipelines.workspace.paths, "CONFIG", tmp_path / "config")
    return Config(tmp_path / "config")


def test_what_is_shipped_are_the_defaults() -> None:
    assert load_settings(DATAPACKAGE / "settings.yaml") == Settings()


def test_keys_of_the_operator_win_at_every_depth_and_all_others_stay(config: Config) -> None:
    shipped, text = load_settings(), load_publication()
    config.write("settings.yaml", "fetch: {attempts: 7}\nlimits: {max_pages: 5}\n")
    config.write("publication.yaml", "publisher: {name: Ministry}\n")
    settings, publication = load_settings(), load_publication()
    assert settings.fetch == shipped.fetch.model_copy(update={"attempts": 7})
    assert settings.limits == replace(shipped.limits, max_pages=5)
    assert publication.publisher == text.publisher.model_copy(update={"name": "Ministry"})
    assert publication.contact == text.contact


def test_sources_facts_and_corrections_of_the_operator_come_beside_those_that_are_shipped(config: Config) -> None:
    config.write("sources.yaml", f"sources: [{{name: mine, folder: in}}]\ndocuments: [{{sha256: {NOTE}, title: My}}]\n")
    entry = "{table: notes, row: x, action: accept_removal, reason: superseded}"
    config.write("corrections.yaml", f"corrections: [{entry}]\n")
    embedded, mine = load_sources()
    assert (embedded.name, mine.name) == ("embedded", "mine")
    assert isinstance(mine, Folder)
    # Each path is relative to the file that says it.
    assert Path(mine.folder) == config.folder / "in"
    assert load_document_facts()[NOTE].title == "My"
    assert [correction.row for correction in load_corrections(None, load_contract())] == ["x"]
    config.write("sources.yaml", "shipped: false\nsources: [{name: mine, folder: in}]\n")
    assert [source.name for source in load_sources()] == ["mine"]
    config.write("sources.yaml", "sources: [{name: embedded, folder: in}]\n")
    with pytest.raises(ReportedError, match="two sources have the name 'embedded'"):
        load_sources()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sources.yaml", f"documents: [{{sha256: {NOTE}, title: My}}]"),
        ("settings.yaml", "limits: {max_pages: 5}"),
        ("publication.yaml", "title: Another title"),
        ("corrections.yaml", "corrections: [{table: notes, row: x, action: accept_removal, reason: superseded}]"),
    ],
)
def test_a_run_notices_whatever_the_operator_changes(config: Config, tmp_path: Path, name: str, text: str) -> None:
    before = Workspace(outputs_folder=str(tmp_path)).contents_digest(())
    config.write(name, text)
    assert Workspace(outputs_folder=str(tmp_path)).contents_digest(()) != before


def test_commands_write_to_the_operators_folder_alone_and_git_does_not_track_it(uncac: Run, config: Config) -> None:
    before = fingerprint([DATAPACKAGE])
    added = uncac("sources", "enable", "un-prevention", "--contact", "ops@ministry.example", "--yes")
    assert added.returncode == 0, added.stderr
    assert [source.name for source in load_sources()] == ["embedded", "un-prevention"]
    assert {path.name for path in config.folder.iterdir()} == {"sources.yaml"}
    assert fingerprint([DATAPACKAGE]) == before
    ignored = subprocess.run(["git", "check-ignore", "-q", "config/sources.yaml"], cwd=ROOT, check=False)
    assert ignored.returncode == 0


def test_a_folder_that_is_not_there_is_said(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNCAC_CONFIG", str(config.folder))
    with pytest.raises(ReportedError, match=f"^UNCAC_CONFIG names {config.folder}, which is not there"):
        load_settings()


@pytest.mark.parametrize(("name", "meant"), [("source.yaml", "sources.yaml"), ("settings.yml", "settings.yaml")])
def test_a_file_that_nobody_would_read_is_said(config: Config, name: str, meant: str) -> None:
    config.write("dagster.yaml", "telemetry: {enabled: false}")
    load_settings()
    config.write(name, "sources: []")
    with pytest.raises(ReportedError, match=f"{name} is not read. Did you mean {meant}"):
        load_settings()


@pytest.mark.parametrize(
    ("load", "text", "said"),
    [
        (load_settings, "hello", "the file: it needs keys with values"),
        (load_settings, "limits: hello", "limits: it needs keys with values"),
        (load_settings, "alerts: {mail: {to: [], sender: a@b.c, host: h}}", "alerts.mail.to: "),
        (load_settings, "memory: much", "it must be a size such as 512MB or 2GB, and is 'much'"),
        (load_sources, "sources: [{name: My, folder: .}]", "it must be small letters, digits and single hyphens"),
        (load_sources, "sources: [{name: a, foldr: in}]", "source 1: foldr: unknown key. Did you mean 'folder'?"),
        (
            load_sources,
            "sources: [{name: a, folder: in, at_last: 2}]",
            "at_last: unknown key. Did you mean 'at_least'?",
        ),
        (load_sources, "source: []", "source: unknown key. Did you mean 'sources'?"),
        (
            load_document_facts,
            f"documents: [{{sha256: {NOTE}, titel: x}}]",
            "titel: unknown key. Did you mean 'title'?",
        ),
        (load_settings, "limits: {max_page: 3}", "limits.max_page: unknown key. Did you mean 'max_pages'?"),
        (load_settings, "fetch: {attemps: 3}", "fetch.attemps: unknown key. Did you mean 'attempts'?"),
        (load_settings, "alerts: {mail: {too: [a]}}", "alerts.mail.too: unknown key. Did you mean 'to'?"),
        (load_publication, "base_uri: http://a/", "base_uri: unknown key. Did you mean 'base_url'?"),
        (
            lambda path: load_corrections(path, load_contract()),
            "corrections: [{tabel: notes, row: x, action: drop, reason: y}]",
            "tabel: unknown key. Did you mean 'table'?",
        ),
    ],
)
def test_what_can_not_be_meant_is_told_in_words_with_the_key_that_was_meant(
    tmp_path: Path, load: Callable[[Path], Any], text: str, said: str
) -> None:
    path = tmp_path / "declared.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReportedError) as caught:
        load(path)
    assert said in str(caught.value)


@pytest.mark.parametrize("refresh", [Refresh(cron="99 5 * * *"), Refresh(timezone="Mars")])
def test_times_that_dagster_does_not_take_are_said_to_be_of_the_settings(refresh: Refresh) -> None:
    job = define_asset_job("publish")
    with pytest.raises(SettingsError, match=r"refresh of settings.yaml can't be used: .*(99 5|Mars)"):
        schedules(refresh, job)
