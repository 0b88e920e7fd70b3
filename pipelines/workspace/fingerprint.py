"""Versions of code by its content: when a reader or a rule of extraction changes, what it made is made anew.

Not here: versions of data (`pipelines/publish/`).
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable
from pathlib import Path
from types import CodeType
from typing import Any

from pipelines.workspace.paths import DATAPACKAGE, SQL

_PACKAGE = Path(__file__).resolve().parent.parent


def fingerprint(roots: Iterable[Path]) -> str:
    """Twelve hexadecimal digits over names and bytes of all files below the given files and folders."""
    digest = hashlib.sha256()
    for root in roots:
        files = [root] if root.is_file() else sorted(p for p in root.rglob("*") if p.is_file() and p.suffix != ".pyc")
        for file in files:
            digest.update(file.relative_to(root.parent).as_posix().encode() + b"\0")
            digest.update(file.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def code_fingerprint(roots: Iterable[Path]) -> str:
    """The same over what code does: comments, docstrings and formatting make no difference, nor does prose (`.md`)."""
    digest = hashlib.sha256()
    for root in roots:
        for file in [root] if root.is_file() else sorted(p for p in root.rglob("*") if p.is_file()):
            if file.suffix in {".pyc", ".md"}:
                continue
            digest.update(file.relative_to(root.parent).as_posix().encode() + b"\0")
            if file.suffix == ".py":
                tree = ast.parse(file.read_bytes())
                _take_out_docstrings(tree)
                _add_code(digest, compile(tree, "", "exec", dont_inherit=True))
            else:
                digest.update(file.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _take_out_docstrings(node: ast.AST) -> None:
    for name in ("body", "orelse", "handlers", "finalbody", "cases"):
        for statement in getattr(node, name, ()):
            _take_out_docstrings(statement)
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and ast.get_docstring(node):
        node.body[0] = ast.copy_location(ast.Pass(), node.body[0])
        node.body[:1] = [] if len(node.body) > 1 else node.body[:1]


def _add_code(digest: Any, code: CodeType) -> None:
    """Add what a piece of code does, and not in which lines it stands."""
    # The words of a set are in another order each time.
    plain = [sorted(map(repr, c)) if isinstance(c, frozenset) else c for c in code.co_consts if not _is_code(c)]
    said = (code.co_name, code.co_code.hex(), plain, code.co_names, code.co_varnames, code.co_freevars)
    digest.update(repr(said).encode("utf-8", "backslashreplace"))
    for constant in code.co_consts:
        if _is_code(constant):
            _add_code(digest, constant)


def _is_code(constant: object) -> bool:
    return isinstance(constant, CodeType)


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
        SQL / "model",
        DATAPACKAGE / "codes",
        DATAPACKAGE / "columns.yaml",
        DATAPACKAGE / "tables",
    ]
)
VALIDATION = fingerprint([_PACKAGE / "contract", _PACKAGE / "extract" / "validation.py"])
PUBLISHING = fingerprint(
    [
        _PACKAGE / "contract",
        _PACKAGE / "publish",
        DATAPACKAGE / "accuracy.csv",
        DATAPACKAGE / "columns.yaml",
        DATAPACKAGE / "tables",
    ]
)
