"""Adds a source to `sources.yaml`; every other byte of the file, comments too, stays as it is.

Not here: what may be declared (`declared.py`).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import yaml

from pipelines.archive.sources.declared import SourcesError, load_document_facts, load_sources
from pipelines.workspace.yaml_file import with_entry


def add_source(path: Path, entry: dict[str, Any]) -> str:
    """Add a source behind those that are there.

    Returns:
        The lines that were added.

    Raises:
        SourcesError: the file can't be read or written, or would not be right with it; then nothing is changed.
    """
    before = load_sources(path), load_document_facts(path)
    text = path.read_bytes().decode()
    lines = yaml.safe_dump([entry], sort_keys=False, allow_unicode=True, width=120)
    added = with_entry(text, "sources", lines)
    if added is None:
        raise SourcesError(f"{path} lists its sources in one line, which can't be added to. Add this by hand:\n{lines}")
    aside = path.resolve().with_name(f".{path.name}.{os.getpid()}.yaml")
    try:
        aside.write_bytes(added.encode())
        _require_same(before, (load_sources(aside)[:-1], load_document_facts(aside)), path)
        aside.chmod(path.stat().st_mode)
        aside.replace(path.resolve())
    except OSError as error:
        raise SourcesError(f"{path} can't be written: {error.strerror}. Add this by hand:\n{lines}") from error
    except SourcesError as error:
        raise SourcesError(str(error).replace(aside.name, path.name)) from error
    finally:
        aside.unlink(missing_ok=True)
    return lines


def _require_same(before: object, after: object, path: Path) -> None:
    if before != after:
        raise SourcesError(f"{path} is written in a form that can't be added to; add the source by hand.")
