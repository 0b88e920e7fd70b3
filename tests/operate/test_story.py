"""The whole story of a refresh, with Dagster's real daemon, a real server that gives the notes, and a real webhook."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from pipelines.operate.runs import load
from pipelines.operate.status import Status, read_status
from pipelines.publish.history import History
from pipelines.workspace.paths import Outputs
from pipelines.workspace.settings import Settings
from tests.archive.web_server import Site, serve
from tests.conftest import ROOT
from tests.contents import read_csv, whole
from tests.operate.notes import note
from tests.operate.receivers import Webhook, webhook
from tests.processes import left_of, until
from tests.releases import shown_digest

BIN = Path(sys.executable).parent
FURTHER = "cac-cosp-wg-4-2023-2"


class Story:
    """A site with a page that lists notes, outputs, the webhook, and the environment of every program."""

    def __init__(self, folder: Path, site: Site, hook: Webhook) -> None:
        self.site, self.hook = site, hook
        self.outputs = Outputs(folder / "outputs")
        self.history = History(self.outputs.publish)
        self.home = folder / "dagster"
        self.home.mkdir()
        (self.home / "dagster.yaml").write_text("telemetry: {enabled: false}\n", encoding="utf-8")
        declared = {
            "settings": {
                "refresh": {"sensor_seconds": 1},
                "fetch": {"private_hosts": ["127.0.0.1"], "attempts": 1, "timeout_seconds": 5},
            },
            "sources": {
                "shipped": False,
                "sources": [{"name": "session", "listing": f"{site.url}/", "every_minutes": 0}],
            },
        }
        for name, said in declared.items():
            (folder / f"{name}.yaml").write_text(yaml.safe_dump(said), encoding="utf-8")
        self.environment = {
            **os.environ,
            "DAGSTER_HOME": str(self.home),
            "UNCAC_OUTPUTS": str(self.outputs.root),
            "UNCAC_CONFIG": str(folder),
            "UNCAC_ALERT_WEBHOOK": hook.url,
            "DAGSTER_DISABLE_TELEMETRY": "1",
        }

    def list(self, **notes: bytes) -> None:
        """Let the page list these notes and no others; the name of each is its symbol."""
        # What is no longer listed still answers: somebody may be looking by the list before.
        self.site.pages |= {f"/{name}.txt": data for name, data in notes.items()}
        links = "".join(f'<li>A/{name[1:]}/1 <a href="/{name}.txt">English</a></li>' for name in notes)
        self.site.pages["/"] = f"<html><body><ul>{links}</ul></body></html>".encode()

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [BIN / command[0], *command[1:]],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def latest(self) -> str:
        folder = self.history.latest()
        return folder.name if folder else ""

    @property
    def status(self) -> Status:
        return read_status(self.outputs, Settings())

    def released(self, after: str) -> str:
        """Wait for another release than `after`, and for the end of its run."""
        until(f"a release follows {after or 'nothing'}", lambda: self.latest not in {after, ""})
        until("the run ends well", lambda: self.status.last_run and self.status.well)
        assert whole(self.history.releases / self.latest)
        return self.latest

    def beats(self, said: str) -> None:
        """Wait for a tick of the sensor that came to this."""
        before = load(self.outputs).sensor.at

        def beaten() -> bool:
            now = load(self.outputs).sensor
            return now.at > before and said in now.outcome

        until(f"the sensor says {said}", beaten)

    def changes(self) -> set[tuple[str, str]]:
        """Which statements differ from those of the release before, and how."""
        rows = read_csv(self.outputs.publish / "latest" / "changes.csv")
        return {(row["change"], row["identifier"]) for row in rows if row["table"] == "statements"}


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    with webhook() as hook, serve(Site(types={"/": "text/html; charset=utf-8"})) as site:
        told = Story(tmp_path, site, hook)
        # Dagster's storage is made by one program, before several use it at once.
        made = told.run("dagster", "instance", "migrate")
        assert made.returncode == 0, made.stderr
        log = (tmp_path / "daemon.log").open("wb")
        daemon = subprocess.Popen(
            [BIN / "dagster-daemon", "run"],
            cwd=ROOT,
            env=told.environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            yield told
        finally:
            os.killpg(daemon.pid, signal.SIGTERM)
            daemon.wait()
            log.close()


@pytest.mark.long  # minutes: it waits for the ticks of a real daemon
def test_what_the_daemon_does_by_itself_and_what_it_leaves_to_an_operator(story: Story) -> None:
    # So many that documents are read, and notes extracted, in several processes.
    notes = {f"n{year}": note(year, "Chile", "Peru") for year in range(2003, 2023)}

    # "Materialize all" fails: that is told, with its reason, by the alert and by the command line.
    story.list(n2002=b"Dear Sir or Madam,\n\nPlease find attached the invoice.\n")
    launched = story.run("dagster", "job", "launch", "--job", "__ASSET_JOB")
    assert launched.returncode == 0, launched.stderr
    until("an alert is sent", lambda: story.hook.posted)
    status = story.run("uncac", "status")
    assert status.returncode == 1
    for said in (status.stderr, story.hook.posted[0]["text"]):
        assert "The last run failed. No note could be read.\n  127.0.0.1/n2002.txt: " in said
    assert "No note could be read." in story.run("uncac", "releases").stdout

    # The first release follows from switching the sensor on, and nothing outlives its run.
    story.list(**notes)
    started = story.run("dagster", "sensor", "start", "new_notes")
    assert started.returncode == 0, started.stderr
    release = story.released("")
    assert story.status.problems == ()
    assert story.run("uncac", "status").returncode == 0
    until("only Dagster's services are left", lambda: not left_of(story.home))
    story.beats(f"Nothing new; release {release} is current.")
    assert [record.identifier for record in story.history.records()] == [release]

    # A further note appears.
    story.list(**notes, n2023=note(2023, "Japan"))
    release = story.released(release)
    assert story.changes() == {("added", f"{FURTHER}.p002.JPN")}

    # It is withdrawn: stopped and told once, until an operator accepts that.
    story.list(**notes)
    until("an alert is sent", lambda: len(story.hook.posted) > 2)
    told = story.hook.posted[-1]
    assert f"statements: {FURTHER}.p002.JPN" in told["text"]
    assert (story.latest, story.history.records()[0].identifier) == (release, release)
    assert story.run("uncac", "status").returncode == 1
    digest = shown_digest(told["text"])
    accepted = story.run("uncac", "publish", "--accept-removals", digest, "--reason", "withdrawn by its author")
    assert accepted.returncode == 0, accepted.stderr
    assert ("removed", f"{FURTHER}.p002.JPN") in story.changes()
    assert story.status.well
    assert [": Over: " in post["subject"] for post in story.hook.posted] == [False, True] * 2
