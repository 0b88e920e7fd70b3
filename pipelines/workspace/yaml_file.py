"""Reads YAML files as safely as PyYAML can and, with libyaml, ten times as fast as it does by default.

Not here: what a file may say.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """What a YAML file says; None where it is empty.

    Raises:
        OSError: the file can't be read. yaml.YAMLError: it is no YAML.
    """
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - both are safe loaders


def compose_yaml(path: Path) -> yaml.Node:
    """A YAML file as nodes, which know the lines that they stand at.

    Raises:
        OSError: the file can't be read. yaml.YAMLError: it is no YAML.
    """
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
    if node is None:
        raise yaml.YAMLError(f"{path} is empty.")
    return node
