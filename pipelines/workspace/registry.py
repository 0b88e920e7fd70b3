"""Finds what registers itself: adding a kind of thing is adding a module. Not here: any registry."""

from __future__ import annotations

import pkgutil
from importlib import import_module


def import_all(package: str) -> None:
    """Import every module of a package in the order of their names, so that each can enter what it adds.

    Raises:
        ImportError: a module can't be imported.
    """
    for module in modules_of(package):
        import_module(module)


def modules_of(package: str) -> list[str]:
    """The names of all modules of a package, sorted."""
    return sorted(f"{package}.{m.name}" for m in pkgutil.iter_modules(import_module(package).__path__))
