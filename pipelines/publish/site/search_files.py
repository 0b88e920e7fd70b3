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

from pipelines.workspace.errors import ReportedError

_ENTRY = "pagefind-entry.json"
_MARK = b"pagefind_dcd"  # before the CBOR in every unpacked file
_UNUSED = (
    "pagefind-worker.js",
    "pagefind-ui.js",
    "pagefind-ui.css",
    "pagefind-modular-ui.js",
    "pagefind-modular-ui.css",
    "pagefind-highlight.js",
    "pagefind-component-ui.js",
    "pagefind-component-ui.css",
    "wasm.unknown.pagefind",
)
# What the program of the first part does for all.
_PROGRAM = ("pagefind.js", "wasm.en.pagefind")
# In the metadata: version, pages, index chunks, filters, sorts, …
_FILTERS = 3


class UnknownIndexError(ReportedError):
    """Pagefind's files do not have the form that this version of the project knows."""


def write(files: dict[str, bytes], folder: Path, *, alone: bool = True) -> list[str]:
    """Write Pagefind's files, by path below `folder`, sorted and named anew; their paths.

    `alone`: with the program that searches them; False for a further part of an index.

    Raises:
        UnknownIndexError: another version of Pagefind made them in another form.
    """
    unwanted = _UNUSED if alone else (*_UNUSED, *_PROGRAM)
    kept = {path: content for path, content in files.items() if path not in unwanted}
    entry = json.loads(kept[_ENTRY])
    for language, index in sorted(entry["languages"].items()):
        index["hash"] = _settle(kept, language, index["hash"])
    kept[_ENTRY] = json.dumps(entry, ensure_ascii=False, sort_keys=True).encode()
    for parent in {(folder / path).parent for path in kept}:
        parent.mkdir(parents=True, exist_ok=True)
    for path, content in kept.items():
        (folder / path).write_bytes(content)
    return sorted(kept)


def _settle(files: dict[str, bytes], language: str, name: str) -> str:
    path = f"pagefind.{name}.pf_meta"
    meta = _unpack(path, files.pop(path))
    if not isinstance(meta, list) or len(meta) <= _FILTERS or not all(len(f) == 2 for f in meta[_FILTERS]):
        raise UnknownIndexError(f"{path}: go back to the version of Pagefind that uv.lock names.")
    filters = []
    for title, digest in meta[_FILTERS]:
        old = f"filter/{digest}.pf_filter"
        label, values = _unpack(old, files.pop(old))
        content = _pack([label, sorted(values)])
        new = f"{language}_{_digest(content)[:7]}"
        files[f"filter/{new}.pf_filter"] = content
        filters.append([title, new])
    meta[_FILTERS] = sorted(filters)
    content = _pack(meta)
    new = f"{language}_{_digest(content)[:10]}"
    files[f"pagefind.{new}.pf_meta"] = content
    return new


def _unpack(path: str, packed: bytes) -> Any:
    content = gzip.decompress(packed)
    if not content.startswith(_MARK):
        raise UnknownIndexError(f"{path}: go back to the version of Pagefind that uv.lock names.")
    return cbor2.loads(content[len(_MARK) :])


def _pack(value: Any) -> bytes:
    return gzip.compress(_MARK + cbor2.dumps(value), compresslevel=9, mtime=0)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
