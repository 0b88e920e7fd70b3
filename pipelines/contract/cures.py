"""What an operator can do about a signal, by its rule (`datapackage/cures.yaml`): for commands, not for releases.

Not here: messages for readers, which are written where a signal is raised.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from pipelines.workspace.paths import DATAPACKAGE
from pipelines.workspace.yaml_file import read_yaml


@cache
def _declared() -> dict[str, Any]:
    declared: dict[str, Any] = read_yaml(DATAPACKAGE / "cures.yaml")
    return declared


def with_cure(rule: str, message: str) -> str:
    """The message of a signal, with what to do about it where its rule has a cure."""
    return f"{message} {_declared()['cures'].get(rule, '')}".rstrip()


def operators_alone() -> frozenset[str]:
    """The rules of signals that no reader can use: about which files are one note."""
    return frozenset(_declared()["operators_alone"])
