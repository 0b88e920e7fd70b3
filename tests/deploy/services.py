"""A real PostgreSQL from Debian's packages and a real server that speaks S3, started for one test on loopback."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.processes import until


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def postgres_programs() -> Path:
    """Folder of PostgreSQL's programs; the test is skipped where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL is not installed; run .ci/deploy")
    return found[-1].parent


def _account() -> str | None:
    """PostgreSQL refuses to run as root: then it runs as whoever Debian made for it, or as nobody."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def postgres() -> Iterator[str]:
    """The address of an empty database."""
    programs, account, port = postgres_programs(), _account(), free_port()
    folder = Path(tempfile.mkdtemp(prefix="uncac-postgres-"))
    if account:
        shutil.chown(folder, account)
    data = folder / "data"
    command = [str(programs / "initdb"), "--pgdata", str(data), "--username", "dagster", "--auth", "trust", "--no-sync"]
    made = subprocess.run(command, user=account, cwd=str(folder), capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    options = ["-p", str(port), "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={folder}"]
    server = subprocess.Popen(
        [str(programs / "postgres"), "-D", str(data), *options],
        user=account,
        cwd=str(folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        ready = [str(programs / "pg_isready"), "--host", "127.0.0.1", "--port", str(port)]
        until("PostgreSQL starts", lambda: subprocess.run(ready, check=False, capture_output=True).returncode == 0)
        yield f"postgresql+psycopg2://dagster@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def s3() -> Iterator[str]:
    """The address of an S3 server without buckets; whoever asks may do anything."""
    port = free_port()
    server = subprocess.Popen(
        [Path(sys.executable).parent / "moto_server", "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        until("the S3 server starts", lambda: _answers(address))
        yield address
    finally:
        server.terminate()
        server.wait()


def _answers(address: str) -> bool:
    try:
        return httpx.get(address).is_success
    except httpx.TransportError:
        return False
