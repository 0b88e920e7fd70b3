"""The site's own words: every phrase that a template or a page marks is in the files of other languages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from jinja2 import nodes
from jinja2.ext import extract_from_ast

from pipelines.contract.tables import load_contract
from pipelines.publish.site.phrases import FOLDER, Phrases
from pipelines.publish.site.rendering import _environment
from tests.conftest import ROOT

SITE = ROOT / "pipelines" / "publish" / "site"
FILES = sorted(FOLDER.glob("*.po"))
# Said by a program, and named by a variable in a template.
ALSO = {"no date"}


def _of_template(path: Path) -> Iterator[str]:
    tree = _environment().parse(path.read_text("utf-8"))
    for _, _, message in extract_from_ast(tree):
        yield from (m for m in ((message,) if isinstance(message, str) else message or ()) if m)
    for found in tree.find_all(nodes.Filter):
        if found.name == "counted":
            yield from (part.value for part in found.args if isinstance(part, nodes.Const))


def _of_module(path: Path) -> Iterator[str]:
    for call in ast.walk(ast.parse(path.read_text("utf-8"))):
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr == "say"
            and call.args
        ):
            said = call.args[0]
            if isinstance(said, ast.Constant):
                yield str(said.value)


def _marked() -> set[str]:
    phrases = {p for path in (SITE / "templates").iterdir() for p in _of_template(path)}
    phrases |= {p for path in SITE.glob("*.py") for p in _of_module(path)}
    contract = load_contract()
    coded = (contract.meanings(column).values() for column in ("language", "document_type", "attribution"))
    return phrases.union(*coded) | ALSO


def _translated(file: Path) -> dict[str, str]:
    with file.open("rb") as lines:
        found = [(m.id, m.string) for m in read_po(lines) if m.id]
    told: dict[str, str] = {}
    for phrase, words in found:
        if isinstance(phrase, str):
            told[phrase] = str(words or "")
        else:
            told |= dict(zip(phrase, words or (), strict=True))
    return told


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_phrase_of_the_site_is_translated(file: Path) -> None:
    marked, told = _marked(), _translated(file)
    assert sorted(marked - {phrase for phrase, words in told.items() if words}) == [], f"translate these in {file.name}"
    assert sorted(told.keys() - marked) == [], f"no page says these; delete them in {file.name}"


def test_a_language_says_days_and_numbers_in_its_own_way() -> None:
    spanish, french = Phrases("es"), Phrases("fr")
    assert spanish.day(date(2022, 6, 9)) == "9 de junio de 2022"
    assert french.day("2022-06-09") == "9 juin 2022"
    assert spanish.number(12345) == "12.345"
    assert spanish.say("Paragraph %(number)s", number=7) == "Párrafo 7"
    assert spanish.say("What nobody has translated") == "What nobody has translated"
