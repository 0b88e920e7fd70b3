"""Dagster's history of runs on this machine: opening, mending and pruning it.

Not here: running (`run.py`).
"""

from __future__ import annotations

import errno
import logging
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryFile

import yaml
from dagster import DagsterInstance, DagsterRunStatus, RunsFilter
from sqlalchemy import Engine, event

from pipelines.operate.job import OUTPUTS_TAG
from pipelines.operate.workspace import Workspace
from pipelines.workspace.atomic import write_file

_LOG = logging.getLogger(__name__)
_DAGSTER_YAML = """\
telemetry:
  enabled: false
run_monitoring:  # a run whose process is gone is marked as failed
  enabled: true
"""
_OVER = [DagsterRunStatus.SUCCESS, DagsterRunStatus.FAILURE, DagsterRunStatus.CANCELED]
_FULL = {errno.ENOSPC, errno.EDQUOT}
_ROOM = 2**20  # bytes, without which Dagster's history can't be written
# Runs that one call deletes at most, so that a sensor's tick stays short.
_AT_ONCE = 50


@event.listens_for(Engine, "connect")
def _sync_seldom(connection: object, _: object) -> None:
    """Let SQLite sync the disk when it tidies up, not for each of the five hundred writes of a run.

    What a loss of power can cost so is the last run's history; of a database that is only being made, all of nothing.
    """
    if isinstance(connection, sqlite3.Connection):
        new = connection.execute("PRAGMA page_count").fetchone() == (0,)
        connection.execute(f"PRAGMA synchronous = {'OFF' if new else 'NORMAL'}")


def open_instance(home: Path) -> DagsterInstance:
    """Dagster's history below `home`; where nothing is set up there, SQLite without telemetry.

    Raises:
        OSError: it can't be written.
    """
    home.mkdir(parents=True, exist_ok=True)
    config = home / "dagster.yaml"
    if not config.exists():
        write_file(config, _DAGSTER_YAML.encode())
    return DagsterInstance.from_config(str(home))


def mend_instance(home: Path) -> bool:
    """Put aside what is damaged of the history below `home`, so that Dagster makes it again; True where anything was.

    Raises:
        OSError: it can't be put aside.
    """
    lost = [path for path in sorted(home.rglob("*.db")) if not _is_database(path)]
    config = home / "dagster.yaml"
    lost += [config] if os.path.lexists(config) and not _is_configuration(config) else []
    for path in lost:
        path.replace(path.with_name(f"{path.name}.damaged"))
        for beside in path.parent.glob(f"{path.name}-*"):
            beside.unlink()
        _LOG.warning("%s is damaged and is made again; what it held of earlier runs is lost.", path)
    return bool(lost)


def no_room(home: Path, error: BaseException | None) -> bool:
    """True where an error came of a full disk at `home`. SQLite says that in words of its own, or of something else."""
    while error is not None:
        if getattr(error, "errno", None) in _FULL or getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            return True
        error = error.__cause__ or error.__context__
    try:
        with TemporaryFile(dir=home, buffering=0) as trial:
            return trial.write(bytes(_ROOM)) < _ROOM
    except OSError as refused:
        return refused.errno in _FULL


def _is_database(path: Path) -> bool:
    """False where its bytes are damaged; that it can't be opened now (locked, a full disk) is no damage."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.DatabaseError as error:
        return path.exists() and error.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT}


def _is_configuration(path: Path) -> bool:
    """False where it is no YAML, or but the beginning of ours."""
    try:
        text = path.read_text(encoding="utf-8")
        return isinstance(yaml.safe_load(text), dict) and (text == _DAGSTER_YAML or not _DAGSTER_YAML.startswith(text))
    except (OSError, ValueError, yaml.YAMLError):
        return False


def end_killed_runs(instance: DagsterInstance, workspace: Workspace) -> int:
    """Say of runs that went on when their process was killed that they have failed.

    To be called by who holds the lock of the outputs: then no other run of these outputs can be going on.

    Returns:
        How many there were.
    """
    tags = {OUTPUTS_TAG: str(workspace.outputs.root)}
    dead = instance.get_runs(RunsFilter(statuses=[DagsterRunStatus.STARTED, DagsterRunStatus.STARTING], tags=tags))
    for run in dead:
        instance.report_run_failed(run, "The process of this run was ended before the run was: killed, or the machine.")
    return len(dead)


def prune_runs(instance: DagsterInstance, keep: int) -> int:
    """Delete the oldest runs that are over, with their logs, so that at most `keep` are left; 0 keeps all.

    Returns:
        How many were deleted.
    """
    if not keep or instance.get_runs_count() <= keep:
        return 0
    newest = instance.get_run_ids(limit=keep)
    over = instance.get_run_ids(RunsFilter(statuses=_OVER), limit=keep + _AT_ONCE)
    old = [run_id for run_id in over if run_id not in set(newest)]
    for run_id in old:
        instance.delete_run(run_id)
        # Dagster keeps what a run printed, and on SQLite the emptied file of its events, where it forgets the run.
        instance.compute_log_manager.delete_logs(prefix=[run_id])
        for file in (Path(instance.root_directory) / "history" / "runs").glob(f"{run_id}.db*"):
            file.unlink()
    return len(old)
