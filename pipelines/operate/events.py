"""Stores the events of a run in one transaction, instead of opening a connection and syncing the disk for each.

Dagster's SQLite storage does the latter, some thousand times a run. The history is the same; of a run that is killed,
the run is known and its events are not. Not here: opening and mending the history (`instance.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from threading import RLock

from dagster import DagsterInstance
from dagster._core.storage.event_log.sqlite.sqlite_event_log import INDEX_SHARD_NAME, SqliteEventLogStorage
from sqlalchemy import Connection, NullPool, create_engine

_SECONDS = 5 * 60  # that a writer waits for another
# How the database is set up, which Dagster looks up for every event; another version may ask otherwise.
_ASKED_EACH_TIME = ("has_table", "has_secondary_index", "_has_asset_key_col_on_connection")


@contextmanager
def stored_together(instance: DagsterInstance) -> Iterator[None]:
    """Store what runs of this process tell meanwhile at the end, whatever that is."""
    storage = instance.event_log_storage
    if type(storage) is not SqliteEventLogStorage:
        yield
        return
    connect, lock = storage.run_connection, RLock()
    opened: dict[str, Connection] = {}
    with ExitStack() as at_the_end:

        def open_once(shard: str) -> Connection:
            if shard not in opened:
                with connect(shard):  # makes the file where there is none
                    pass
                engine = create_engine(
                    storage.conn_string_for_shard(shard),
                    poolclass=NullPool,
                    connect_args={"timeout": _SECONDS, "check_same_thread": False},
                )
                opened[shard] = at_the_end.enter_context(engine.connect())
                at_the_end.callback(opened[shard].commit)
            return opened[shard]

        @contextmanager
        def of_run(run_id: str | None = None) -> Iterator[Connection]:
            with lock:
                yield open_once(str(run_id))

        @contextmanager
        def of_index() -> Iterator[Connection]:
            # All runs of the machine write here: each event at once, so that none waits for another's end.
            with lock:
                connection = open_once(INDEX_SHARD_NAME)
                try:
                    yield connection
                    connection.commit()
                finally:
                    connection.rollback()

        storage.run_connection, storage.index_connection = of_run, of_index  # type: ignore[method-assign]
        asked = [name for name in _ASKED_EACH_TIME if hasattr(storage, name)]
        for name in asked:
            setattr(storage, name, cache(getattr(storage, name)))
        try:
            yield
        finally:
            for name in ("run_connection", "index_connection", *asked):
                delattr(storage, name)
