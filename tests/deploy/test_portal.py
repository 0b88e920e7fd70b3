"""The portal as it is deployed: a new note of the UN's system is read, published and shown by the real web server."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
import yaml

from pipelines.publish.serve import BESIDE
from tests.archive.un_system import un_system
from tests.conftest import ROOT, Run
from tests.deploy.services import free_port
from tests.operate.notes import note
from tests.publish.serving import served
from tests.publish.test_versions import EN, ES, FR, SYMBOL

pytestmark = [
    pytest.mark.deploy,
    pytest.mark.skipif(not shutil.which("caddy"), reason="Caddy is not installed; run .ci/deploy"),
]
YEAR = datetime.now(tz=UTC).year


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
            end = time.monotonic() + 60
            while not _answers(client):
                assert time.monotonic() < end, "Caddy did not start"
                time.sleep(0.05)
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
    kinds |= {ending: next(latest.rglob(f"*{ending}")) for ending in ("csv-metadata.json", ".csl.json")}
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


def test_a_new_note_of_the_un_is_shown_in_all_its_languages_within_a_minute_of_its_appearing(
    program: Run, tmp_path: Path
) -> None:
    outputs, sources, settings = tmp_path / "outputs", tmp_path / "sources.yaml", tmp_path / "settings.yaml"
    settings.write_text("fetch: {private_hosts: [127.0.0.1]}\n", encoding="utf-8")
    options = ("--outputs", outputs, "--sources", sources, "--settings", settings)
    with un_system() as system:
        body = f"CAC/COSP/WG.4/{YEAR}"
        series = {
            "name": "un",
            "un": "CAC/COSP/WG.4/{year}/{number}",
            "system": system.address,
            "contact": "ops@example.org",
            "since": YEAR,
            "languages": ["en", "fr", "es"],
            "pause_seconds": 0,
        }
        sources.write_text(yaml.safe_dump({"sources": [series]}), encoding="utf-8")
        system.put(f"{body}/2", note(YEAR, "Chile", number=2))
        first = program("publish", *options)
        assert first.returncode == 0, first.stderr
        with portal(outputs / "publish", tmp_path) as client:
            assert f"/{YEAR}/2" in client.get("/notes").text
            for language, file in (("en", EN), ("fr", FR), ("es", ES)):
                text = file.read_text(encoding="utf-8").replace(SYMBOL, f"{body}/3")
                system.put(f"{body}/3", text.encode(), language)
            appeared = time.monotonic()
            second = program("publish", *options)
            assert second.returncode == 0, second.stderr
            assert f"{body}/3" in client.get("/notes").text
            assert "RUS" in client.get("/data/statements.csv").text
            page = f"/notes/cac-cosp-wg-4-{YEAR}-3"
            for language, name in (("fr", "Fédération de Russie"), ("es", "Federación de Rusia")):
                assert f">{name}</a>" in client.get(f"/{language}/index.html").text
                assert name in client.get(f"{page}.{language}").text
                assert name in client.get(f"/data/by-language/statements-{language}.csv").text
            print(f"shown {time.monotonic() - appeared:.1f} s after it appeared")  # noqa: T201
            assert client.get("/status.json").json()["well"] is True
