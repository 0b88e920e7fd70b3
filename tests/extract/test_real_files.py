"""Each feature of a format or of the outline, and each cost of its searches, has a real file that needs it.

They are listed in `tests/README.md`.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from typing import Any, get_args, get_type_hints

import pytest

from tests.conftest import ROOT
from tests.extract.structures import SEED, outline_of, shared

pytestmark = pytest.mark.long  # a feature that no file needs any more does no harm until it is found
ROW = re.compile(r"^\| ([^|]+) \| `([\w.]+)` \| `?([\w./]+)`? \|$", re.MULTILINE)
COST = re.compile(r"^\| `(\w+)\.(\w+)` \| (\d+) \| `([\w./]+)` \|$", re.MULTILINE)
LISTED = (ROOT / "tests" / "README.md").read_text("utf-8")
FEATURES, COSTS = ROW.findall(LISTED), COST.findall(LISTED)


def document(name: str) -> Any:
    return SEED.read_text("utf-8") if name == "seed" else shared(f"../{name}")


# Of features of the outline alone the file is read once.
as_it_is = cache(document)
whole = cache(lambda name: outline_of(as_it_is(name)))


def place_of(dotted: str) -> tuple[Any, str]:
    """The module or class that a function is in, and its name."""
    module, _, name = f"pipelines.{dotted}".rpartition(".")
    try:
        return import_module(module), name
    except ModuleNotFoundError:
        module, _, cls = module.rpartition(".")
        return getattr(import_module(module), cls), name


def nothing(function: Any) -> Any:
    """What a function gives that finds nothing."""
    given = get_type_hints(function)["return"]
    named = str(given)
    if "None" in named:
        return None
    if re.match(r"(?:collections\.abc\.)?(?:Iterator|list)\b", named):
        return []
    return tuple(kind() for kind in get_args(given)) if named.startswith("tuple") else given()


@pytest.mark.parametrize(("feature", "dotted", "name"), FEATURES)
def test_a_real_file_needs_it(feature: str, dotted: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place, attribute = place_of(dotted)
    known, found = whole(name), nothing(getattr(place, attribute))
    monkeypatch.setattr(place, attribute, lambda *_, **__: iter(found) if isinstance(found, list) else found)
    assert outline_of((document if dotted.startswith("archive.") else as_it_is)(name)) != known, feature


@pytest.mark.parametrize(("module", "cost", "other", "name"), COSTS)
def test_a_real_file_needs_a_cost(
    module: str, cost: str, other: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = whole(name)
    monkeypatch.setattr(import_module(f"pipelines.extract.outline.{module}"), cost, int(other))
    assert outline_of(as_it_is(name)) != known


def test_all_that_are_listed_are_tried() -> None:
    assert (len(FEATURES), len(COSTS)) == (35, 12)
