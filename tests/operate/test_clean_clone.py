"""A newcomer's first ten minutes: clone into an empty folder, with an empty home, and run the README's two commands."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from pipelines.operate.execute import open_instance
from tests.conftest import ROOT

KEPT = ("PATH", "LANG", "SSL_CERT_FILE", "SSL_CERT_DIR", "PIP_CERT", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY")


@pytest.mark.long  # it sets up an environment and publishes from nothing
@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="this is no git checkout")
@pytest.mark.skipif(shutil.which("git") is None or shutil.which("make") is None, reason="needs git and make")
def test_the_two_commands_work_from_a_clean_clone(tmp_path: Path) -> None:
    clone, home = tmp_path / "clone", tmp_path / "home"
    home.mkdir()
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    env = {"HOME": str(home), **{name: os.environ[name] for name in KEPT if name in os.environ}}

    def make(target: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["make", target], cwd=clone, env={**env, **more}, capture_output=True, text=True, check=False
        )

    published = make("publish")
    assert published.returncode == 0, published.stdout + published.stderr
    assert "Published release" in published.stdout
    release = clone / "outputs" / "publish" / "latest"
    assert len((release / "data" / "statements.csv").read_text(encoding="utf-8").splitlines()) > 1
    with open_instance(str(clone / ".dagster")) as instance:  # what `make dev` shows
        (record,) = instance.get_run_records()
    assert record.dagster_run.is_success
    tested = make("test", PYTEST_ADDOPTS="tests/contract/test_contract.py")
    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert "passed" in tested.stdout
    status = subprocess.run(["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True)
    assert status.stdout == "", "a run leaves nothing behind that git would see"
