"""Who sees what in a deployment: what the image holds, which service reads which secrets, and reaches which other."""

from __future__ import annotations

from itertools import combinations
from pathlib import PurePosixPath
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    compose: dict[str, dict[str, Any]] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return compose["services"]


def in_image(name: str) -> bool:
    """Whether a file of the project is handed to whoever builds the image: the last line that fits decides."""
    taken = True
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for line in (line for line in lines if line and not line.startswith("#")):
        pattern = line.removeprefix("!")
        if pattern == "*" or PurePosixPath(name).is_relative_to(pattern):
            taken = line.startswith("!")
    return taken


def test_the_image_takes_the_program_and_nothing_that_is_somebodys_own() -> None:
    own = ("deploy/.env", ".git/config", ".venv/bin/uncac", "outputs/publish/status.json", "config/sources.yaml")
    assert [
        name for name in (*own, ".dagster/dagster.yaml", "node_modules/x", "tests/conftest.py") if in_image(name)
    ] == []
    program = ("pyproject.toml", "uv.lock", "README.md", "LICENSE", "workspace.yaml", "deploy/dagster.yaml")
    folders = ("pipelines/cli/app.py", "sql/model/statements.sql", "datapackage/columns.yaml")
    assert [name for name in (*program, *folders) if not in_image(name) or not (ROOT / name).is_file()] == []


def test_only_services_that_work_together_reach_each_other(services: dict[str, Any]) -> None:
    networks = {name: set(service["networks"]) for name, service in services.items()}
    reach = {frozenset(pair) for pair in combinations(networks, 2) if networks[pair[0]] & networks[pair[1]]}
    dagster = ("code", "daemon", "webserver")
    grpc = {frozenset({"code", "daemon"}), frozenset({"code", "webserver"})}
    assert reach == {*grpc, frozenset({"daemon", "webserver"}), *(frozenset({"postgres", name}) for name in dagster)}
    # Whoever reaches the port of gRPC runs what they like: it is on no network with a way out, nor is the database.
    inside = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["networks"]
    assert all(inside[name]["internal"] for name in ("grpc", "database"))
    assert networks["postgres"] == {"database"}


def test_secrets_are_given_to_those_who_use_them(services: dict[str, Any]) -> None:
    secrets = ("POSTGRES", "SMTP", "WEBHOOK", "TOKEN", "AWS")
    assert not any(word in name for name in services["portal"]["environment"] for word in secrets)
    for name in ("daemon", "webserver"):
        assert [word for word in services[name]["environment"] if "SMTP" in word or "WEBHOOK" in word] == []
    read = {}
    for unit in DEPLOY.glob("*.service"):
        lines = unit.read_text(encoding="utf-8").splitlines()
        read[unit.stem] = {line.partition("=")[2].lstrip("-") for line in lines if line.startswith("EnvironmentFile=")}
    run, dagster, portal = "/etc/uncac.env", "/etc/uncac-dagster.env", "/etc/uncac-portal.env"
    assert read == {
        "uncac": {run},
        "uncac-daemon": {run, dagster},
        "uncac-webserver": {dagster},
        "uncac-portal": {portal},
    }
    # They are made readable by nobody but root, who reads them for the services, before anything is written into them.
    said = (DEPLOY / "README.md").read_text(encoding="utf-8")
    for file in (run, dagster):
        assert 0 < said.index(f"install -m 600 /dev/null {file}") < said.index(f">> {file}")
    assert services["code"]["env_file"] == [{"path": "uncac.env", "required": False}]
    assert not any("env_file" in service for name, service in services.items() if name != "code")
    assert "umask 077" in said.split("> .env")[0].splitlines()[-1]
