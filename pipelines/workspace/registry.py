"""Finds what registers itself: adding a kind of thing is adding a module. Not here: any registry."""

from __future__ import annotations

import pkgutil
from importlib import import_module


def import_all(package: str) -> None:
    """Import every module of a package in the order of their names, so that each can enter what it adds.

    Raises:
        ImportError: a module can't be imported.
    """
    for module in sorted(m.name for m in pkgutil.iter_modules(import_module(package).__path__)):
        import_module(f"{package}.{module}")
