"""Lists and reads the files at an fsspec address: a bucket, a share, anything that fsspec has a file system for.

Not here: files of this machine (`pipelines/archive/inbox.py`), the web (`web.py`).
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import fsspec
from pydantic import Field, field_validator

from pipelines.archive.inbox import HIDDEN, Skipped, shown_name
from pipelines.archive.sources.declared import Source, kind
from pipelines.archive.sources.look import Look, Watch
from pipelines.archive.sources.source_state import Known
from pipelines.workspace.errors import ReportedError

# A word in the name of an option that would put a secret into the file.
_SECRETS = ("secret", "password", "token", "key", "credential")
_CHUNK = 2**20
# By what the file systems tell that a file is still the same.
_MARKS = ("ETag", "etag", "md5", "checksum", "generation", "VersionId", "LastModified", "last_modified", "mtime")


class StorageError(ReportedError):
    """The address can't be listed, or a file of it not read; the message says what was met."""


@kind("storage")
class Storage(Source):
    """Files at an fsspec address (`s3://bucket/notes/`, a pattern with `*`, one file).

    `options`: of the file system, without secrets; those come from the environment, where each file system looks.
    """

    storage: str
    options: dict[str, Any] = Field(default_factory=dict)

    @field_validator("storage")
    @classmethod
    def _fsspec(cls, value: str) -> str:
        scheme = urlsplit(value).scheme
        if not scheme or "::" in value:
            raise ValueError("give one address with a scheme, such as s3://bucket/notes/")
        if scheme in {"http", "https"}:
            raise ValueError("declare it as address or listing: those are fetched with the rules for the web")
        if "@" in urlsplit(value).netloc:
            raise ValueError("credentials do not belong into an address; give them in the environment")
        return value

    @field_validator("options")
    @classmethod
    def _no_secrets(cls, value: dict[str, Any]) -> dict[str, Any]:
        for name in _names(value):
            if any(word in name.lower() for word in _SECRETS):
                raise ValueError(f"'{name}' does not belong into a file; give credentials in the environment")
        return value

    def look(self, watch: Watch, known: Mapping[str, Known]) -> Look:
        """The files that are there, read where they are not as they were.

        Raises:
            StorageError: the address can't be listed.
        """
        place = Place(self, watch.settings.fetch.total_seconds)
        files, skipped = place.list()
        stored = {file.url: file for file in files}

        def fetch(url: str, old: Known | None) -> Known:
            file = stored[url]
            if old and file.token and old.token == file.token and watch.fetched.path(old.sha256):
                return old
            data = place.read(file, watch.settings.reader_limits.max_bytes)
            return Known(watch.fetched.keep(data), len(data), url, file.token)

        look = watch.fetch_all(self, [(file.name, url) for url, file in stored.items()], known, fetch)
        return replace(look, skipped=tuple(skipped))


def _names(options: dict[str, Any]) -> list[str]:
    return [n for key, value in options.items() for n in [key, *(_names(value) if isinstance(value, dict) else [])]]


@dataclass(frozen=True, slots=True)
class Stored:
    """One file. `token`: empty where the file system gives nothing by which an unchanged file is known."""

    name: str
    url: str
    bytes: int
    token: dict[str, str]


class Place:
    """The files at one address."""

    def __init__(self, source: Storage, seconds: float) -> None:
        self._source, self._seconds = source, seconds
        self._files: Any = None

    def list(self) -> tuple[list[Stored], list[Skipped]]:
        """Every file, and what is passed over, both sorted by name.

        Raises:
            StorageError: the address can't be listed.
        """
        source = self._source
        try:
            self._files, root = fsspec.core.url_to_fs(source.storage, **source.options)
            self._files.invalidate_cache()
            found = _find(self._files, root)
        except ImportError as error:
            raise StorageError(f"{source.storage} needs a package that is not installed: {error}") from error
        except Exception as error:  # every file system raises errors of its own
            raise StorageError(f"{source.storage} can't be listed: {_said(error)}") from error
        top = root.partition("*")[0].rpartition("/")[0] if "*" in root else root.rstrip("/")
        files: list[Stored] = []
        skipped: list[Skipped] = []
        for path, info in found.items():
            name = shown_name(path.removeprefix(top).strip("/") or path.rpartition("/")[2])
            if any(part.startswith(".") for part in name.split("/")):
                skipped.append(Skipped(name, HIDDEN))
            elif info.get("type") == "file":
                files.append(self._stored(name, path, info))
            else:
                skipped.append(Skipped(name, f"It is no file, but a {info.get('type') or 'thing of no known type'}."))
        return sorted(files, key=lambda f: f.name), sorted(skipped, key=lambda s: s.name)

    def _stored(self, name: str, path: str, info: dict[str, Any]) -> Stored:
        marks = {mark: str(info[mark]) for mark in _MARKS if info.get(mark)}
        size = int(info.get("size") or 0)
        return Stored(
            name, str(self._files.unstrip_protocol(path)), size, {**marks, "size": str(size)} if marks else {}
        )

    def read(self, file: Stored, max_bytes: int) -> bytes:
        """The bytes of a file.

        Raises:
            StorageError: they can't be had, are too many, or come too slowly.
        """
        try:
            return b"".join(self._chunks(file, max_bytes))
        except StorageError:
            raise
        except Exception as error:  # every file system raises errors of its own
            raise StorageError(f"{file.url} can't be read: {_said(error)}") from error

    def _chunks(self, file: Stored, max_bytes: int) -> Iterator[bytes]:
        end = time.monotonic() + self._seconds
        size = 0
        with self._files.open(file.url, "rb") as handle:
            while chunk := handle.read(_CHUNK):
                size += len(chunk)
                if size > max_bytes:
                    raise StorageError(f"{file.url} has more than {max_bytes:,} bytes. Raise limits.max_bytes")
                if time.monotonic() > end:
                    raise StorageError(f"{file.url} took longer than {self._seconds:g} seconds")
                yield chunk


def _find(files: Any, root: str) -> dict[str, dict[str, Any]]:
    if "*" in root:
        return dict(files.glob(root, detail=True))
    if files.isfile(root):
        return {root: files.info(root)}
    if not files.exists(root):
        raise FileNotFoundError("there is nothing at this address")
    return dict(files.find(root, detail=True))


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:300].rstrip(": ")
