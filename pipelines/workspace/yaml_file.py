"""Reads YAML files, safely and with libyaml, and adds entries to them without touching what a person wrote.

Not here: what a file may say.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from textwrap import indent
from typing import Any

import yaml

from pipelines.workspace.errors import ReportedError


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads what looks like a date and is none (`2022-06-31`) as text, as it does `31 June 2022`.

    A key that stands twice in one mapping is refused: of two values one would be lost without a word.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002
        keys: set[Any] = set()
        for key, _ in node.value:
            if key.value in keys:
                raise yaml.MarkedYAMLError(problem=f"the key {key.value} stands twice", problem_mark=key.start_mark)
            keys |= {key.value} if isinstance(key, yaml.ScalarNode) else set()
        return dict(super().construct_mapping(node, deep=deep))


def _date_or_text(loader: Any, node: yaml.ScalarNode) -> Any:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return node.value


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _date_or_text)


def read_yaml(path: Path) -> Any:
    """The content of a YAML file; None where it is empty.

    Raises:
        OSError: the file can't be read. yaml.YAMLError: it is no YAML.
    """
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - it is a safe loader


def compose_yaml(path: Path) -> yaml.Node:
    """A YAML file as nodes, which know the lines that they stand at.

    Raises:
        OSError: the file can't be read. yaml.YAMLError: it is no YAML.
    """
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    if node is None:
        raise yaml.YAMLError(f"{path} is empty.")
    return node


def yaml_fault(error: yaml.YAMLError | UnicodeDecodeError) -> str:
    """What keeps a text from being YAML, and at which line."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return " ".join(str(error).split())
    mark = error.problem_mark
    return f"line {mark.line + 1}, column {mark.column + 1}: {error.problem or error.context}"


def add_entry(
    path: Path, key: str, entry: dict[str, Any], check: Callable[[Path], object], error: type[ReportedError]
) -> str:
    """Add an entry to the list under `key` of a declaration; every other byte of the file stays as it is.

    The file, and its folder, are made where they are not there.

    `check`: raises where the file, as it then is, would not be right.

    Returns:
        The lines that were added.

    Raises:
        ReportedError: of the kind `error`, where that can't be done; then nothing is changed.
    """
    lines = yaml.safe_dump([entry], sort_keys=False, allow_unicode=True, width=120)
    by_hand = f"Add this by hand:\n{lines}"
    aside = path.resolve().with_name(f".{path.name}.{os.getpid()}.yaml")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        text = with_entry(path.read_bytes().decode() if path.exists() else "", key, lines)
        if text is None:
            raise error(f"{path} lists its {key} in one line, which can't be added to. {by_hand}")
        aside.write_bytes(text.encode())
        check(aside)
        if path.exists():
            aside.chmod(path.stat().st_mode)
        aside.replace(path.resolve())
    except OSError as fault:
        raise error(f"{path} can't be written: {fault.strerror or fault}. {by_hand}") from fault
    except ReportedError as fault:
        raise error(str(fault).replace(aside.name, path.name)) from fault
    finally:
        aside.unlink(missing_ok=True)
    return lines


def with_entry(text: str, key: str, lines: str) -> str | None:
    r"""A YAML text with one more entry in the list under `key`; every other byte, comments too, stays as it is.

    `lines`: the entry, as YAML of a list that holds it alone. None where the list is written in flow style.
    `with_entry("a:\n- 1  # one\nb: 2\n", "a", "- 3\n")` is `"a:\n- 1  # one\n- 3\nb: 2\n"`.
    """
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    entries = next((value for name, value in root.value if name.value == key), None) if root else None
    if entries is None:
        return f"{text.rstrip()}\n\n{key}:\n{indent(lines, '  ')}".lstrip()
    if not entries.value or entries.value == "null":
        # `key: []`, or nothing behind the colon.
        rest = text[entries.end_mark.index :]
        return f"{text[: entries.start_mark.index].rstrip()}\n{indent(lines, '  ')}{rest.removeprefix(chr(10))}"
    if entries.flow_style:
        return None
    all_lines = text.splitlines(keepends=True)
    last = _last_line(entries)
    if not all_lines[last].endswith("\n"):
        all_lines[last] += "\n"
    all_lines.insert(last + 1, indent(lines, " " * entries.start_mark.column))
    return "".join(all_lines)


def _last_line(node: yaml.Node) -> int:
    """Number of the last line of what a node says; comments below it are not its."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _last_line(last[1] if isinstance(last, tuple) else last)
    # A text in block style ends where the next line begins.
    return int(node.end_mark.line - (node.end_mark.column == 0))
