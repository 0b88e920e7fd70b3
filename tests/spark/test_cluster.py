"""A real Spark cluster of two workers: the same files as DuckDB makes, also where a worker dies in the middle.

Skips where the extra `spark` or Java is not there.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import NOTE, ROOT, environment

pytestmark = [
    pytest.mark.long,  # two workers of Spark, each a Java of its own, take minutes
    pytest.mark.skipif(
        importlib.util.find_spec("pyspark") is None or shutil.which("java") is None,
        reason="Spark is not there: uv sync --extra spark, and Debian's package default-jre-headless",
    ),
]
MASTER = "local-cluster[2,1,1024]"


def _publish(inbox: Path, outputs: Path, home: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", "from pipelines.cli import main; main()", "publish", "--inbox", str(inbox)]
    return subprocess.Popen(
        [*command, "--outputs", str(outputs), *options],
        env=os.environ | environment({"DAGSTER_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1"}),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _ended(process: subprocess.Popen[str]) -> str:
    output, _ = process.communicate(timeout=900)
    assert process.returncode == 0, output
    return output


def _data(release: Path) -> dict[str, bytes]:
    return {p.relative_to(release).as_posix(): p.read_bytes() for p in (release / "data").rglob("*") if p.is_file()}


def _executors(of: int) -> Iterator[int]:
    """Processes of Spark's workers that this run has started."""
    for folder in Path("/proc").iterdir():
        try:
            is_executor = folder.name.isdigit() and b"CoarseGrainedExecutorBackend" in (folder / "cmdline").read_bytes()
            if is_executor and os.getpgid(int(folder.name)) == os.getpgid(of):
                yield int(folder.name)
        except OSError:
            continue


def test_a_cluster_makes_the_files_of_one_machine_though_a_worker_is_killed(years: Path, tmp_path: Path) -> None:
    process = _publish(years.parents[2] / "inbox", tmp_path / "outputs", tmp_path / "home", "--master", MASTER)
    killed: list[int] = []

    def kill_one() -> None:
        while process.poll() is None and not killed:
            for pid in _executors(process.pid):
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)
                return
            time.sleep(0.05)

    killer = threading.Thread(target=kill_one)
    killer.start()
    _ended(process)
    killer.join()
    assert killed
    release = (tmp_path / "outputs" / "publish" / "latest").resolve()
    assert _data(release) == _data(years)
    assert release.name == years.name


def test_a_cluster_that_is_not_there_is_named(tmp_path: Path) -> None:
    process = _publish(NOTE.parent, tmp_path / "outputs", tmp_path / "home", "--master", "nowhere")
    output, _ = process.communicate(timeout=300)
    assert process.returncode == 1
    assert "No Spark at nowhere" in output
    assert "Traceback" not in output
