"""Makes Pagefind's files the same for the same records, and leaves out those that the site does not use.

Pagefind writes the values of a filter, and the filters, in the order of a hash table that differs from run to run, and
names files by their content. Here they are sorted and renamed. Not here: what is indexed (`search_index.py`).
"""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import cbor2

_MARK = b"pagefind_dcd"  # before the CBOR in every unpacked file
_UNUSED = (
    "pagefind-worker.js",
    "pagefind-ui.js",
    "pagefind-ui.css",
    "pagefind-modular-ui.js",
    "pagefind-modular-ui.css",
    "pagefind-highlight.js",
    "wasm.unknown.pagefind",
)
# In the metadata: version, pages, index chunks, filters, sorts, …
_FILTERS = 3


class UnknownIndexError(Exception):
    """Pagefind's files do not have the form that this version of the project knows."""


def settle(folder: Path) -> None:
    """Sort filters and their values, and rename the files that are named by content.

    Raises:
        UnknownIndexError: another version of Pagefind wrote them in another form.
    """
    for name in _UNUSED:
        (folder / name).unlink(missing_ok=True)
    entry_file = folder / "pagefind-entry.json"
    entry = json.loads(entry_file.read_text(encoding="utf-8"))
    for language, index in sorted(entry["languages"].items()):
        index["hash"] = _language(folder, language, index["hash"])
    entry_file.write_text(json.dumps(entry, ensure_ascii=False, sort_keys=True), encoding="utf-8")


def _language(folder: Path, language: str, name: str) -> str:
    meta_file = folder / f"pagefind.{name}.pf_meta"
    meta = _read(meta_file)
    if not isinstance(meta, list) or len(meta) <= _FILTERS or not all(len(f) == 2 for f in meta[_FILTERS]):
        raise UnknownIndexError(f"{meta_file.name}: go back to the version of Pagefind that uv.lock names.")
    filters = []
    for title, digest in meta[_FILTERS]:
        old = folder / "filter" / f"{digest}.pf_filter"
        label, values = _read(old)
        content = _pack([label, sorted(values)])
        new = f"{language}_{_digest(content)[:7]}"
        old.unlink()
        (folder / "filter" / f"{new}.pf_filter").write_bytes(content)
        filters.append([title, new])
    meta[_FILTERS] = sorted(filters)
    content = _pack(meta)
    new = f"{language}_{_digest(content)[:10]}"
    meta_file.unlink()
    (folder / f"pagefind.{new}.pf_meta").write_bytes(content)
    return new


def _read(file: Path) -> Any:
    content = gzip.decompress(file.read_bytes())
    if not content.startswith(_MARK):
        raise UnknownIndexError(f"{file.name}: go back to the version of Pagefind that uv.lock names.")
    return cbor2.loads(content[len(_MARK) :])


def _pack(value: Any) -> bytes:
    return gzip.compress(_MARK + cbor2.dumps(value), compresslevel=9, mtime=0)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
