"""Adds a source to `sources.yaml`; every other byte of the file, comments too, stays as it is.

Not here: what may be declared (`declared.py`).
"""

from __future__ import annotations

import os
from pathlib import Path
from textwrap import indent
from typing import Any

import yaml

from pipelines.archive.sources.declared import SourcesError, load_document_facts, load_sources


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
    added = _with(text, lines)
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


def _with(text: str, lines: str) -> str | None:
    """The text with the lines of one more source; None where its sources are written in flow style."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    sources = next((value for key, value in root.value if key.value == "sources"), None) if root else None
    if sources is None:
        return f"{text.rstrip()}\n\nsources:\n{indent(lines, '  ')}".lstrip()
    if not sources.value or sources.value == "null":
        # `sources: []`, or nothing behind the colon.
        rest = text[sources.end_mark.index :]
        return f"{text[: sources.start_mark.index].rstrip()}\n{indent(lines, '  ')}{rest.removeprefix(chr(10))}"
    if sources.flow_style:
        return None
    all_lines = text.splitlines(keepends=True)
    last = _last_line(sources)
    if not all_lines[last].endswith("\n"):
        all_lines[last] += "\n"
    all_lines.insert(last + 1, indent(lines, " " * sources.start_mark.column))
    return "".join(all_lines)


def _last_line(node: yaml.Node) -> int:
    """Number of the last line of what a node says; comments below it are not its."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _last_line(last[1] if isinstance(last, tuple) else last)
    # A text in block style ends where the next line begins.
    return int(node.end_mark.line - (node.end_mark.column == 0))
