"""The portal as it is deployed: what the real web server shows of releases."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from pipelines.publish.serve import BESIDE
from tests.conftest import ROOT
from tests.deploy.services import free_port
from tests.operate.notes import note
from tests.processes import until
from tests.publish.serving import served
from tests.releases import Days

pytestmark = [
    pytest.mark.deploy,
    pytest.mark.skipif(not shutil.which("caddy"), reason="Caddy is not installed; run .ci/deploy"),
]


@contextmanager
def portal(publish: Path, state: Path) -> Iterator[httpx.Client]:
    """A client of Caddy with the Caddyfile of the deployment."""
    site = f"http://127.0.0.1:{free_port()}"
    environment = {"UNCAC_SITE": site, "UNCAC_PUBLISH": str(publish), "XDG_DATA_HOME": str(state)}
    server = subprocess.Popen(
        ["caddy", "run", "--config", ROOT / "deploy" / "Caddyfile", "--adapter", "caddyfile"],
        env={**os.environ, **environment, "XDG_CONFIG_HOME": str(state)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        with httpx.Client(base_url=site) as client:
            until("Caddy starts", lambda: _answers(client))
            yield client
    finally:
        server.terminate()
        server.wait()


def _answers(client: httpx.Client) -> bool:
    try:
        client.get("/health.html")
    except httpx.TransportError:
        return False
    return True


def test_every_kind_of_file_goes_out_as_the_program_itself_serves_it(outputs: Path, tmp_path: Path) -> None:
    publish = outputs / "publish"
    latest = (publish / "latest").resolve()
    kinds = {"".join(path.suffixes[-1:]): path for path in sorted(latest.rglob("*")) if path.is_file()}
    kinds |= {ending: next(latest.rglob(f"*{ending}")) for ending in (".csl.json",)}
    with portal(publish, tmp_path) as deployed, served(publish / "latest") as own:
        for path in kinds.values():
            address = f"/{path.relative_to(latest).as_posix()}"
            one, other = deployed.get(address), own.get(address)
            assert one.status_code == 200, address
            assert hashlib.sha256(one.content).digest() == hashlib.sha256(other.content).digest(), address
            assert _essence(one) == _essence(other), address
            assert one.headers["access-control-allow-origin"] == "*"
            assert one.headers["x-content-type-options"] == "nosniff"


def _essence(response: httpx.Response) -> str:
    return response.headers["content-type"].partition(";")[0]


def test_releases_are_kept_for_good_the_latest_for_a_minute_and_nothing_else_is_shown(
    outputs: Path, tmp_path: Path
) -> None:
    publish = outputs / "publish"
    release = (publish / "latest").resolve().name
    with portal(publish, tmp_path) as client:
        assert "immutable" in client.get(f"/releases/{release}/data/statements.csv").headers["cache-control"]
        for address in ("/", "/states", "/latest/", "/data/statements.csv"):
            answer = client.get(address)
            assert (answer.status_code, answer.headers["cache-control"]) == (200, "public, max-age=60"), address
        assert client.get("/status.json").headers["cache-control"] == "no-cache"
        assert client.get("/status.json").json()["release"] == release
        assert client.get("/", headers={"Accept-Encoding": "gzip"}).headers["content-encoding"] == "gzip"
        part = client.get("/data/statements.parquet", headers={"Range": "bytes=0-3"})
        assert (part.status_code, part.content) == (206, b"PAR1")
        assert client.get("/current.json").headers["cache-control"] == "no-cache"
        assert client.get("/current.json").json()["current"] == release
        beside = [f"/{path.name}" for path in publish.iterdir() if path.name not in BESIDE]
        for address in (*(a for a in beside if a not in {"/latest", "/releases"}), "/releases/", "/../archive/"):
            assert client.get(address).status_code == 404, address


def test_files_of_a_note_that_has_another_identifier_today_are_redirected(tmp_path: Path) -> None:
    latest = tmp_path / "publish" / "latest"
    latest.mkdir(parents=True)
    (latest / "_redirects").write_text("/uncac/texts/old.txt /uncac/texts/new.txt 301\n", encoding="utf-8")
    with portal(tmp_path / "publish", tmp_path) as client:
        answer = client.get("/uncac/texts/old.txt")
        assert (answer.status_code, answer.headers["location"]) == (301, "/uncac/texts/new.txt")
        assert client.get("/uncac/texts/other.txt").status_code == 404


def test_a_new_release_is_shown_without_a_restart(days: Days, tmp_path: Path) -> None:
    days.first_day()
    publish = days.outputs.publish
    with portal(publish, tmp_path) as client:
        assert "JPN" not in client.get("/data/statements.csv").text
        days.put("b.txt", note(2023, "Japan"))
        release = days.publish()
        assert "JPN" in client.get("/data/statements.csv").text
        assert (client.get("/status.json").json()["release"], client.get("/status.json").json()["well"]) == (
            release,
            True,
        )
