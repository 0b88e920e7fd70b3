"""What an operator can do about a signal, by its rule (`datapackage/cures.yaml`): for commands, not for releases.

Not here: what is said of a signal to readers, which stands where it is raised.
"""

from __future__ import annotations

from functools import cache

from pipelines.workspace.paths import DATAPACKAGE
from pipelines.workspace.yaml_file import read_yaml


@cache
def _cures() -> dict[str, str]:
    cures: dict[str, str] = read_yaml(DATAPACKAGE / "cures.yaml")
    return cures


def with_cure(rule: str, message: str) -> str:
    """What a signal of that rule says, and what to do about it, where something can be done."""
    return f"{message} {_cures().get(rule, '')}".rstrip()
