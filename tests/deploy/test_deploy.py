"""The same definitions with Dagster's storage in PostgreSQL, notes from S3 and releases to S3."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
import yaml

from pipelines.definitions import defs
from pipelines.operate.assets import JOB
from tests.conftest import ROOT
from tests.deploy.services import postgres, s3
from tests.operate.notes import note
from tests.processes import until
from tests.releases import Days

DEPLOY = ROOT / "deploy"
BIN = Path(sys.executable).parent


def test_compose_names_files_and_programs_that_are_there() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    assert set(compose["services"]) == {"postgres", "code", "daemon", "webserver", "portal"}
    for service in compose["services"].values():
        for volume in service["volumes"]:
            name = volume.partition(":")[0]
            # The operator's folder is made by `uncac init`.
            assert name in {*compose["volumes"], "../config"} or (DEPLOY / name).exists(), name
        if "build" in service:
            assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
            assert (BIN / service["command"].split()[0]).exists()
    # What the image installs; here, all groups are.
    packages = [line for line in (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines() if "uv sync" in line]
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    installed = " ".join(" ".join(extras[name]) for name in re.findall(r"--extra (\w+)", packages[0]))
    assert all(name in installed for name in ("dagster-webserver", "dagster-postgres", "s3fs"))
    workspace = yaml.safe_load((DEPLOY / "workspace.yaml").read_text(encoding="utf-8"))
    assert workspace["load_from"][0]["grpc_server"]["host"] in compose["services"]


@pytest.mark.parametrize("unit", sorted(DEPLOY.glob("*.service")), ids=lambda unit: unit.stem)
def test_systemd_units_name_files_and_programs_that_are_there(unit: Path) -> None:
    commands = [line for line in unit.read_text(encoding="utf-8").splitlines() if line.startswith("ExecStart=")]
    assert len(commands) == 1
    for word in re.findall(r"/opt/uncac-notes/(\S+)", commands[0]):
        assert (BIN / Path(word).name if word.startswith(".venv/bin/") else ROOT / word).is_file(), word
    # That a source could not be had is no failure of the service: all else is published.
    publishes = commands[0].endswith("/uncac publish")
    assert ("SuccessExitStatus=3" in unit.read_text(encoding="utf-8").splitlines()) == publishes


def test_consent_is_given_in_the_step_that_the_launchpad_shows() -> None:
    said = (DEPLOY / "README.md").read_text(encoding="utf-8")
    consent = re.search(r"launchpad: `(accept_removals)`, `(reason)` of `(\w+)`", said)
    assert consent
    *options, step = consent.groups()
    given = dict.fromkeys(options, "0" * 12)
    assert dg.validate_run_config(defs.resolve_job_def(JOB), {"ops": {step: {"config": given}}})


@pytest.mark.deploy
def test_a_night_without_the_database_is_told_and_the_next_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("psycopg2")
    days = Days(tmp_path, monkeypatch)
    days.keep_history()
    days.home.mkdir()
    shutil.copy(DEPLOY / "dagster.yaml", days.home)
    days.put("a.txt", note(2022, "Chile"))
    with postgres() as database:
        monkeypatch.setenv("DAGSTER_POSTGRES_URL", database)
        first = days.publish()
    days.put("b.txt", note(2023, "Japan"))
    error = days.run().error
    assert error is not None
    assert "could not be done or recorded" in error
    assert days.latest == first
    assert not days.status().well
    with postgres() as database:
        monkeypatch.setenv("DAGSTER_POSTGRES_URL", database)
        assert days.publish() != first
    assert days.status().well


@pytest.mark.deploy
def test_a_release_follows_from_notes_on_s3_with_dagster_on_postgresql(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    s3fs, psycopg2 = pytest.importorskip("s3fs"), pytest.importorskip("psycopg2")
    home = tmp_path / "dagster"
    home.mkdir()
    shutil.copy(DEPLOY / "dagster.yaml", home)
    with postgres() as database, s3() as store:
        settings = {"refresh": {"sensor_seconds": 1}, "mirror": "s3://releases/uncac"}
        (tmp_path / "settings.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
        sources = [{"name": "bucket", "storage": "s3://notes/arrived/"}]
        (tmp_path / "sources.yaml").write_text(yaml.safe_dump({"shipped": False, "sources": sources}), encoding="utf-8")
        environment = {
            "DAGSTER_HOME": str(home),
            "DAGSTER_POSTGRES_URL": database,
            "DAGSTER_DISABLE_TELEMETRY": "1",
            "UNCAC_OUTPUTS": str(tmp_path / "outputs"),
            "UNCAC_CONFIG": str(tmp_path),
            "AWS_ENDPOINT_URL": store,
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        files = s3fs.S3FileSystem(skip_instance_cache=True, use_listings_cache=False)
        files.mkdir("notes")
        files.mkdir("releases")
        files.pipe_file("notes/arrived/a.txt", note(2022, "Chile", "Peru"))
        with (tmp_path / "daemon.log").open("wb") as log:
            daemon = subprocess.Popen(
                [BIN / "dagster-daemon", "run"], cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )
        try:
            started = subprocess.run(
                [BIN / "dagster", "sensor", "start", "new_notes"], cwd=ROOT, capture_output=True, text=True, check=False
            )
            assert started.returncode == 0, started.stderr
            first = until("the mirror names a release", lambda: _pointer(files))
            assert _rows(files, first, "statements") == 2
            files.pipe_file("notes/arrived/b.txt", note(2023, "Japan"))
            second = until("the mirror names another one", lambda: _other(files, first))
            assert _rows(files, second, "statements") == 3
            assert _whole(files, first)
            assert _whole(files, second)
        finally:
            os.killpg(daemon.pid, signal.SIGTERM)
            daemon.wait()
        with psycopg2.connect(database.replace("+psycopg2", "")) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM runs WHERE status = 'SUCCESS'")
            assert cursor.fetchone()[0] == 2
        connection.close()
    assert not (home / "history").exists()


def _pointer(files: Any) -> dict[str, str] | None:
    try:
        found: dict[str, str] = json.loads(files.cat_file("releases/uncac/latest.json"))
    except FileNotFoundError:
        return None
    return found


def _other(files: Any, than: dict[str, str]) -> dict[str, str] | None:
    found = _pointer(files)
    return found if found and found["release"] != than["release"] else None


def _rows(files: Any, pointer: dict[str, str], table: str) -> int:
    text = files.cat_file(f"releases/uncac/{pointer['path']}data/{table}.csv").decode()
    return len(text.splitlines()) - 1


def _whole(files: Any, pointer: dict[str, str]) -> bool:
    folder = f"releases/uncac/{pointer['path']}"
    sums = files.cat_file(f"{folder}SHA256SUMS")
    assert hashlib.sha256(sums).hexdigest() == pointer["sums"]
    listed = dict(line.split("  ", 1)[::-1] for line in sums.decode().splitlines())
    found = {path.removeprefix(folder): path for path in files.find(folder)}
    assert set(found) == {*listed, "SHA256SUMS"}
    return all(hashlib.sha256(files.cat_file(found[name])).hexdigest() == digest for name, digest in listed.items())
