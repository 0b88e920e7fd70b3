"""The whole story of a refresh, with Dagster's real daemon, a real server that gives the notes, and a real webhook."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.operate.status import Status, heartbeat_at, read_status
from pipelines.publish.history import History
from pipelines.workspace.paths import Outputs
from pipelines.workspace.settings import Settings
from tests.archive.web_server import Site, serve
from tests.conftest import ROOT
from tests.held import read_csv
from tests.operate.forked import whole
from tests.operate.notes import note
from tests.operate.receivers import Webhook, webhook

PATIENCE = 300
BIN = Path(sys.executable).parent
FIRST, SECOND = "cac-cosp-wg-4-2022-2", "cac-cosp-wg-4-2023-2"


def until(what: str, true: Callable[[], Any]) -> Any:
    """Wait until something is true, and give it; fail where it never is."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(0.1)
    pytest.fail(f"In {PATIENCE} seconds it did not happen that {what}.")


class Story:
    """A site with a page that lists notes, outputs, the webhook, and the environment of every program."""

    def __init__(self, folder: Path, site: Site, hook: Webhook) -> None:
        self.site, self.hook = site, hook
        self.outputs = Outputs(folder / "outputs")
        self.history = History(self.outputs.publish)
        self.folder = folder
        self.told = 0
        home = folder / "dagster"
        home.mkdir()
        (home / "dagster.yaml").write_text("telemetry: {enabled: false}\n", encoding="utf-8")
        self._write("settings", refresh={"sensor_seconds": 1}, fetch=self._fetch())
        self._write(
            "sources", shipped=False, sources=[{"name": "session", "listing": f"{self.site.url}/", "every_minutes": 0}]
        )
        self.environment = {
            **os.environ,
            "DAGSTER_HOME": str(home),
            "UNCAC_OUTPUTS": str(self.outputs.root),
            "UNCAC_CONFIG": str(folder),
            "UNCAC_ALERT_WEBHOOK": hook.url,
            "DAGSTER_DISABLE_TELEMETRY": "1",
        }

    def _fetch(self) -> dict[str, Any]:
        return {"private_hosts": ["127.0.0.1"], "attempts": 1, "timeout_seconds": 5}

    def _write(self, name: str, **content: Any) -> None:
        (self.folder / f"{name}.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")

    def list(self, **notes: bytes) -> None:
        """Let the page list these notes and no others; the name of each is its symbol."""
        self.site.pages = {f"/{name}.txt": data for name, data in notes.items()}
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

    def alert(self, said: str) -> str:
        """Wait for one more alert, which says this."""
        until(f"an alert says {said}", lambda: len(self.troubles) > self.told)
        self.told += 1
        text = self.troubles[self.told - 1]
        assert said in text
        assert len(self.troubles) == self.told
        return text

    @property
    def troubles(self) -> tuple[str, ...]:
        """The alerts, but for those that say that something is over."""
        return tuple(str(post["text"]) for post in self.hook.posted if ": Over: " not in post["subject"])

    def beats(self, said: str) -> None:
        """Wait for a tick of the sensor that came to this."""
        heartbeat = heartbeat_at(self.outputs)
        before = heartbeat.load().at

        def beaten() -> bool:
            now = heartbeat.load()
            return now.at > before and said in now.outcome

        until(f"the sensor says {said}", beaten)

    def changes(self, table: str = "statements") -> set[tuple[str, str]]:
        rows = read_csv(self.outputs.publish / "latest" / "changes.csv")
        return {(row["change"], row["identifier"]) for row in rows if row["table"] == table}


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
def test_the_whole_story(story: Story) -> None:
    first, second = note(2022, "Chile", "Peru"), note(2023, "Japan")

    # The first release follows from switching the sensor on.
    story.list(n2022=first)
    started = story.run("dagster", "sensor", "start", "new_notes")
    assert started.returncode == 0, started.stderr
    release = story.released("")
    assert story.status.problems == ()
    assert story.run("uncac", "status").returncode == 0

    # Nothing new.
    story.beats(f"Nothing new; release {release} is current.")
    assert [entry.id for entry in story.history.entries()] == [release]

    # A second note appears.
    story.list(n2022=first, n2023=second)
    release = story.released(release)
    assert story.changes() == {("added", f"{SECOND}.p002.JPN")}

    # A note is corrected under the same address.
    first = note(2022, "Chile", "Peru", said="register")
    story.list(n2022=first, n2023=second)
    release = story.released(release)
    assert story.changes() == {("changed", f"{FIRST}.p002.CHL"), ("changed", f"{FIRST}.p003.PER")}

    # A note is withdrawn: stopped and told once, then accepted.
    story.list(n2022=first)
    text = story.alert("would disappear")
    assert f"statements: {SECOND}.p002.JPN" in text
    assert story.latest == release
    assert story.history.entries()[0].result == "failed"
    assert story.run("uncac", "status").returncode == 1
    accepted = story.run("uncac", "publish", "--accept-removals", "--reason", "withdrawn by its author")
    assert accepted.returncode == 0, accepted.stderr
    assert ("removed", f"{SECOND}.p002.JPN") in story.changes()
    reasons = {row["reason"] for row in read_csv(story.outputs.publish / "latest" / "data" / "withdrawn.csv")}
    assert reasons == {"withdrawn by its author"}
    assert story.status.well
    release = story.latest

    # A broken note: quarantined and told; its last good version stays, and a signal says so until it is mended.
    story.list(n2022=b"<html><body><h1>502 Bad Gateway</h1></body></html>")
    story.alert("Quarantined: ")
    until("a release says that a last good version stands", lambda: story.latest != release)
    assert (story.changes(), story.changes("signals")) == (set(), {("added", f"{FIRST}.last_good_version.1")})
    (refusal,) = story.status.quarantined
    assert refusal.name.endswith("/n2022.txt")
    release = story.latest
    story.list(n2022=first)
    release = story.released(release)
    assert (story.changes(), story.changes("signals")) == (set(), {("removed", f"{FIRST}.last_good_version.1")})
    assert not story.status.quarantined

    # The server is down: told once; what it gave stays; it comes back by itself.
    story.site.down()
    story.alert("Source session: ")
    assert story.latest == release
    failing = story.run("uncac", "status", "--json")
    assert failing.returncode == 1
    assert json.loads(failing.stdout)["problems"][0]["kind"] == "source"
    story.site.up()
    until("the source answers again", lambda: story.status.well)

    # Rollback: held against everything that is new, until publication may go on.
    back = story.history.line()[1].id
    rolled = story.run("uncac", "rollback", "--reason", "wrong figures")
    assert rolled.returncode == 0, rolled.stderr
    assert story.latest == back
    story.list(n2022=first, n2023=second, n2024=note(2024, "Oman"))
    story.beats(f"Something is new, and release {back} is held.")
    assert story.latest == back
    assert "wrong figures" in story.run("uncac", "status").stdout
    assert story.run("uncac", "rollback", "--resume").returncode == 0
    story.released(back)
    assert story.changes() == {("added", f"{SECOND}.p002.JPN"), ("added", "cac-cosp-wg-4-2024-2.p002.OMN")}
    assert release not in {entry.id for entry in story.history.line()}
    assert len(story.troubles) == story.told
    # The stopped run and the server that was down.
    assert len(story.hook.posted) == story.told + 2


def _left_of(home: str) -> list[str]:
    """The command lines of all processes that were started for this history of runs, but for Dagster's services."""
    lines = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"DAGSTER_HOME={home}\0".encode() in (process / "environ").read_bytes():
                lines.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:  # it has ended meanwhile
            continue
    services = ("dagster-daemon run", "dagster api grpc", "multiprocessing.resource_tracker")
    return [line for line in lines if not any(service in line for service in services)]


@pytest.mark.long  # it waits for the ticks of a real daemon
def test_nothing_outlives_a_run_that_the_daemon_started(story: Story) -> None:
    # So many that documents are read, and notes extracted, in several processes.
    story.list(**{f"n{year}": note(year, "Chile", "Peru") for year in range(2000, 2020)})
    started = story.run("dagster", "sensor", "start", "new_notes")
    assert started.returncode == 0, started.stderr
    story.released("")
    until("only Dagster's services are left", lambda: not _left_of(story.environment["DAGSTER_HOME"]))
