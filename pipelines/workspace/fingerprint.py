"""Versions of code by its content: when a reader or a rule of extraction changes, what it made is made anew.

Not here: versions of data (`pipelines/publish/`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from pipelines.workspace.paths import DATAPACKAGE, SQL

_PACKAGE = Path(__file__).resolve().parent.parent


def fingerprint(roots: Iterable[Path]) -> str:
    """Twelve hexadecimal digits over names and bytes of all files below the given files and folders.

    Files in `__pycache__` do not count: Python compiles them from the others.
    """
    digest = hashlib.sha256()
    for root in roots:
        below = (path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        files = [root] if root.is_file() else sorted(below)
        for file in files:
            digest.update(file.relative_to(root.parent).as_posix().encode() + b"\0")
            digest.update(file.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


READERS = fingerprint([_PACKAGE / "archive" / "document.py", _PACKAGE / "archive" / "formats"])
EXTRACTION = fingerprint(
    [
        _PACKAGE / "archive" / "document.py",
        _PACKAGE / "archive" / "formats",
        _PACKAGE / "extract",
        DATAPACKAGE / "codes",
        DATAPACKAGE / "language",
        DATAPACKAGE / "family.yaml",
        DATAPACKAGE / "columns.yaml",
        DATAPACKAGE / "tables",
    ]
)
MODEL = fingerprint(
    [
        _PACKAGE / "contract",
        _PACKAGE / "model",
        _PACKAGE / "workspace" / "questions.py",
        SQL / "model",
        SQL / "views",
        DATAPACKAGE / "accuracy.csv",
        DATAPACKAGE / "calibration.csv",
        DATAPACKAGE / "codes",
        DATAPACKAGE / "columns.yaml",
        DATAPACKAGE / "tables",
    ]
)
# What is rendered from tables: the program by its version, declarations by their content.
PUBLISHING = " ".join(
    (
        version("uncac-notes"),
        fingerprint(
            [
                DATAPACKAGE / "codes",
                DATAPACKAGE / "columns.yaml",
                DATAPACKAGE / "tables",
                DATAPACKAGE / "translations",
            ]
        ),
    )
)
